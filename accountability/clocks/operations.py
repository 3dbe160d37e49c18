"""Changes rules and special days; each change is a line on the trail, and open cases are counted again after it."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.audit import operations as audit
from accountability.clocks import queries
from accountability.clocks.models import ClockRule, SpecialDay
from accountability.clocks.terms import Clock, Unit
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid


@dataclass
class NewRule:
    """A term and where it is written; an empty kind or track means all."""

    clock: Clock
    term: int
    unit: Unit
    valid_from: date
    article: str
    source: str
    kind: str = ""
    track: str = ""


def set_rule(actor: Actor, new: NewRule) -> ClockRule:
    """A term from a day on. What stood for that very day is replaced; older days keep what held then."""
    policy.require(actor, Permission.CLOCKS_SET)
    same = (
        ClockRule.clock == new.clock,
        ClockRule.kind == new.kind,
        ClockRule.track == new.track,
        ClockRule.valid_from == new.valid_from,
    )
    found = db.session.scalars(sa.select(ClockRule).where(*same)).first()
    if found is None:
        found = ClockRule(clock=new.clock, kind=new.kind, track=new.track, valid_from=new.valid_from)
        db.session.add(found)
    found.term, found.unit, found.article, found.source = new.term, new.unit, new.article, new.source
    audit.record(queries.CHAIN, "set_rule", actor, **{name: str(value) for name, value in vars(new).items()})
    return found


def drop_rule(actor: Actor, rule: ClockRule) -> None:
    """Takes a rule back; the first rule of a clock stays, because something always holds."""
    policy.require(actor, Permission.CLOCKS_SET)
    older = (
        ClockRule.clock == rule.clock,
        ClockRule.kind == rule.kind,
        ClockRule.track == rule.track,
        ClockRule.valid_from < rule.valid_from,
    )
    if db.session.scalar(sa.select(ClockRule.id).where(*older).limit(1)) is None:
        raise Invalid("rule", "the_first_stays")
    db.session.delete(rule)
    audit.record(queries.CHAIN, "drop_rule", actor, clock=rule.clock.value, valid_from=rule.valid_from.isoformat())


@dataclass
class NewDay:
    on: date
    rests: bool
    name_mn: str
    name_en: str
    source: str


def set_day(actor: Actor, new: NewDay) -> SpecialDay:
    """A day that is rested or worked against the calendar; a second word about the same day replaces the first."""
    policy.require(actor, Permission.CLOCKS_SET)
    found = db.session.scalars(sa.select(SpecialDay).where(SpecialDay.on == new.on)).first()
    if found is None:
        found = SpecialDay(on=new.on)
        db.session.add(found)
    found.rests, found.name_mn, found.name_en, found.source = new.rests, new.name_mn, new.name_en, new.source
    found.added_at, found.user_id = clock.now(), actor.user_id
    audit.record(queries.CHAIN, "set_day", actor, on=new.on.isoformat(), rests=new.rests, name=new.name_mn)
    return found


def drop_day(actor: Actor, day: SpecialDay) -> None:
    policy.require(actor, Permission.CLOCKS_SET)
    db.session.delete(day)
    audit.record(queries.CHAIN, "drop_day", actor, on=day.on.isoformat())
