"""The rules and the special days, as rows and as the book that counts with them."""

import sqlalchemy as sa

from accountability.audit.models import TrailEntry
from accountability.clocks.calendar import Calendar
from accountability.clocks.calendar import SpecialDay as Special
from accountability.clocks.models import ClockRule, SpecialDay
from accountability.clocks.rulebook import Rule, Rulebook
from accountability.clocks.terms import Term
from accountability.core.db import db
from accountability.core.errors import NotFound

CHAIN = "clocks"


def book() -> Rulebook:
    """All rules and days. One statement asks whether anything changed since they were last read by this process."""
    last = sa.select(TrailEntry.sequence, TrailEntry.hash).where(TrailEntry.chain == CHAIN)
    newest = db.session.execute(last.order_by(TrailEntry.sequence.desc()).limit(1)).first()
    version, stamp = (newest.sequence, newest.hash) if newest else (0, "")
    if stamp not in _read:
        days = {row.on: Special(row.rests, row.name_mn, row.name_en) for row in special_days()}
        made = Rulebook([as_rule(row) for row in rules()], Calendar(days), version)
        _read.clear()
        _read[stamp] = made
    return _read[stamp]


# The book as it was last read, under the hash of the newest line of the trail about it.
_read: dict[str, Rulebook] = {}


def as_rule(row: ClockRule) -> Rule:
    return Rule(row.valid_from, Term(row.clock.value, row.term, row.unit.value, row.article), row.kind, row.track)


def rules() -> list[ClockRule]:
    order = (ClockRule.clock, ClockRule.track, ClockRule.kind, ClockRule.valid_from)
    return list(db.session.scalars(sa.select(ClockRule).order_by(*order)))


def special_days() -> list[SpecialDay]:
    return list(db.session.scalars(sa.select(SpecialDay).order_by(SpecialDay.on)))


def rule(rule_id: int) -> ClockRule:
    found = db.session.get(ClockRule, rule_id)
    if found is None:
        raise NotFound("no such rule")
    return found


def special_day(day_id: int) -> SpecialDay:
    found = db.session.get(SpecialDay, day_id)
    if found is None:
        raise NotFound("no such day")
    return found
