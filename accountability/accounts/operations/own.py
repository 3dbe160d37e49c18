"""What somebody says about themselves: preferences, ties to offices, leave."""

from datetime import date

import sqlalchemy as sa

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.accounts import queries
from accountability.accounts.models import Absence, Affiliation, Relation, User
from accountability.audit import operations as audit
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, NotAllowed
from accountability.directory.models import Organisation


def prefer(person: User, locale: str, keys_on: bool) -> None:
    """The language of messages, and whether the desk listens to keys."""
    person.locale, person.keys_on = locale, keys_on


def declare_tie(actor: Actor, person: User, organisation: Organisation, relation: Relation) -> None:
    policy.require(actor, Permission.ACCOUNT_OWN)
    known = sa.select(Affiliation).where(Affiliation.user_id == person.id, Affiliation.organisation_id == organisation.id)
    if db.session.scalars(known).first() is None:
        db.session.add(Affiliation(user_id=person.id, organisation_id=organisation.id, relation=relation))
        audit.record(f"user:{person.id}", "declare_tie", actor, organisation=organisation.code, relation=relation.value)


def go_away(actor: Actor, person: User, substitute: User, starts_on: date, ends_on: date) -> Absence:
    """From one day to another a colleague stands in."""
    policy.require(actor, Permission.ACCOUNT_OWN)
    if ends_on < starts_on or ends_on < clock.today():
        raise Invalid("ends_on", "order")
    if substitute.id not in {colleague.id for colleague in queries.colleagues_of(person.id)}:
        raise Invalid("substitute", "unknown")
    made = Absence(user_id=person.id, substitute_id=substitute.id, starts_on=starts_on, ends_on=ends_on)
    db.session.add(made)
    audit.record(f"user:{person.id}", "go_away", actor, substitute=substitute.id, until=ends_on.isoformat())
    return made


def come_back(actor: Actor, absence: Absence) -> None:
    if absence.user_id != actor.user_id:
        raise NotAllowed(Permission.ACCOUNT_OWN.value)
    db.session.delete(absence)
