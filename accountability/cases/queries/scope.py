"""What a reader may see: the WHERE forms of `case:read` and `routing:read`."""

import sqlalchemy as sa

from accountability.access.actor import Actor
from accountability.access.roles import MONITORS, Role
from accountability.access.rules import NEIGHBOURS_AFTER, POOL_AFTER
from accountability.cases.models import (
    Case,
    Routing,
    case_facilities,
)
from accountability.cases.workflow import WAITING, Status
from accountability.core import clock
from accountability.directory.models import Organisation


def visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """The WHERE form of `case:read`; a test compares the two over all combinations."""
    now = clock.now()
    places = actor.provinces(*MONITORS)
    neighbours = actor.neighbour_provinces(*MONITORS)
    waiting = Case.status.in_(WAITING)
    ways: list[sa.ColumnElement[bool]] = []
    if places:
        ways.append(Case.province_id.in_(places))
    if neighbours:
        ways.append(sa.and_(Case.province_id.in_(neighbours), waiting, Case.waiting_since <= now - NEIGHBOURS_AFTER))
    if actor.is_national(*MONITORS):
        ways.append(sa.and_(waiting, Case.waiting_since <= now - POOL_AFTER))
        ways.append(Case.province_id.is_(None))
    if actor.has(*MONITORS):
        ways.append(Case.reviewer_id == actor.user_id)
    if not ways:
        return sa.false()
    return sa.and_(sa.or_(*ways), Case.status != Status.DIVERTED, *_not_tied(actor))


def _not_tied(actor: Actor) -> list[sa.ColumnElement[bool]]:
    if not actor.tied_to:
        return []
    about = sa.select(1).where(case_facilities.c.case_id == Case.id, case_facilities.c.facility_id.in_(actor.tied_to))
    sent = sa.select(1).where(Routing.case_id == Case.id, Routing.addressee_id.in_(actor.tied_to))
    return [~about.correlate(Case).exists(), ~sent.correlate(Case).exists()]


def routings_visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """The WHERE form of `routing:read`; each way can be answered by an index."""
    offices = actor.organisations(Role.OFFICIAL) | actor.organisations(Role.COORDINATOR)
    above = actor.organisations(Role.COORDINATOR)
    places = actor.provinces(Role.COORDINATOR)
    ways: list[sa.ColumnElement[bool]] = []
    if above:
        below = sa.or_(Organisation.id.in_(offices), Organisation.supervisor_id.in_(above))
        ways.append(Routing.addressee_id.in_(sa.select(Organisation.id).where(below).correlate(None)))
    elif offices:
        ways.append(Routing.addressee_id.in_(offices))
    if places:
        ways.append(Routing.case_id.in_(sa.select(Case.id).where(Case.province_id.in_(places)).correlate(None)))
    return sa.and_(sa.or_(*ways), Routing.held_until.is_(None)) if ways else sa.false()
