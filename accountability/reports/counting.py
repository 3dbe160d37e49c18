"""Counts what offices were sent in a period by kind, channel and what became of it: one question to the database.

Every routing that reached an office in the period is counted once. What became of it is said as it stands when the report is
made.
"""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from accountability.cases.models import Case, Routing, Track
from accountability.cases.workflow import OPEN_ROUTING, RoutingStatus
from accountability.core import clock
from accountability.core.db import db
from accountability.counter.models import CounterEntry
from accountability.counter.models import Outcome as Settled
from accountability.directory.models import Area, Organisation
from accountability.reports.periods import Period
from accountability.reports.scopes import Scope


class Outcome(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    UNDATED = "undated"
    FORWARDED = "forwarded"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    PENDING = "pending"
    OVERDUE = "overdue"


SECTIONS = ("signed", "unsigned", "book")
KINDS = ("application", "complaint", "request", "suggestion", "criticism", "thanks", "information", "unsaid")
CHANNELS = ("electronic", "written", "in_person", "phone", "other")

# Petitions are held to the term of the law, everything else to the day that was promised.
DUE = sa.func.coalesce(Routing.legal_due, Routing.answer_due)
SECTION = sa.case((Case.track == Track.INFORMAL, "unsigned"), else_="signed")
KIND = sa.func.coalesce(sa.cast(Case.kind, sa.String), "unsaid")
CHANNEL = sa.case((Case.track == Track.CARRIED, "written"), else_="electronic")


def outcome(now: Any) -> sa.Case[str]:
    answered = Routing.status == RoutingStatus.ANSWERED
    return sa.case(
        (sa.and_(answered, DUE.is_(None)), Outcome.UNDATED.value),
        (sa.and_(answered, Routing.answered_at <= DUE), Outcome.IN_TIME.value),
        (answered, Outcome.LATE.value),
        (Routing.status == RoutingStatus.ESCALATED, Outcome.FORWARDED.value),
        (Routing.status == RoutingStatus.RETURNED, Outcome.RETURNED.value),
        (Routing.status.not_in(OPEN_ROUTING), Outcome.TAKEN_BACK.value),
        (now > DUE, Outcome.OVERDUE.value),
        else_=Outcome.PENDING.value,
    )


def within(scope: Scope, period: Period) -> list[sa.ColumnElement[bool]]:
    """What reached the offices of the scope in the period."""
    found = [
        Routing.delivered_at > clock.end_of_day(period.since - timedelta(days=1)),
        Routing.delivered_at <= clock.end_of_day(period.until),
    ]
    if scope.office:
        found.append(Routing.addressee_id == scope.office.id)
    elif scope.province:
        found.append(Routing.addressee_id.in_(_offices_in(scope.province)))
    return found


def _offices_in(province: Area) -> sa.Select[int]:
    """So that a province's report is the sum of its offices' reports."""
    there = sa.or_(Area.id == province.id, Area.parent_id == province.id)
    return sa.select(Organisation.id).join(Organisation.area).where(there)


def count(scope: Scope, period: Period) -> dict[str, Any]:
    """`{"cells": {"signed complaint electronic in_time": 3, …}, "extended": {"signed": 1}}`, empty cells left out."""
    place = [SECTION, KIND, CHANNEL, outcome(clock.now())]
    query = sa.select(*place, sa.func.count()).select_from(Routing).join(Routing.case)
    rows = db.session.execute(query.where(*within(scope, period)).group_by(*place)).all()
    cells = {" ".join(map(str, row[:4])): row[4] for row in [*rows, *_book(scope, period)]}
    longer = sa.select(sa.func.count()).select_from(Routing).join(Routing.case).join(Routing.extension)
    extended = db.session.scalar(longer.where(*within(scope, period))) or 0
    return {"cells": dict(sorted(cells.items())), "extended": extended}


def _book(scope: Scope, period: Period) -> list[Any]:
    """What offices entered in their own books: kept apart, and never mixed with what citizens sent through the platform."""
    end = sa.func.coalesce(CounterEntry.settled_on, clock.today())
    late = end > CounterEntry.due_on
    became = sa.case(
        (CounterEntry.outcome == Settled.FORWARDED, Outcome.FORWARDED.value),
        (sa.and_(CounterEntry.outcome.is_not(None), CounterEntry.due_on.is_(None)), Outcome.UNDATED.value),
        (sa.and_(CounterEntry.outcome.is_not(None), late), Outcome.LATE.value),
        (CounterEntry.outcome.is_not(None), Outcome.IN_TIME.value),
        (late, Outcome.OVERDUE.value),
        else_=Outcome.PENDING.value,
    )
    place = [sa.literal("book"), sa.cast(CounterEntry.kind, sa.String), sa.cast(CounterEntry.channel, sa.String), became]
    asked: list[sa.ColumnElement[bool]] = [CounterEntry.received_on.between(period.since, period.until)]
    query = sa.select(*place, sa.func.count()).select_from(CounterEntry)
    if scope.office:
        asked.append(CounterEntry.office_id == scope.office.id)
    elif scope.province:
        asked.append(CounterEntry.office_id.in_(_offices_in(scope.province)))
    return list(db.session.execute(query.where(*asked).group_by(*place[1:])).all())


def total(figures: dict[str, Any], *words: str) -> int:
    """The sum of all cells that have these words in their name."""
    return sum(number for name, number in figures["cells"].items() if set(words) <= set(name.split()))


def behind(scope: Scope, period: Period, words: Iterable[str]) -> sa.Select[Routing]:
    """The routings of one cell, or of a sum of cells."""
    columns = {SECTIONS: SECTION, KINDS: KIND, CHANNELS: CHANNEL, tuple(Outcome): outcome(clock.now())}
    asked = [column == word for known, column in columns.items() for word in words if word in known]
    return (
        sa.select(Routing).join(Routing.addressee).join(Routing.case).where(*within(scope, period), *asked).order_by(Routing.id)
    )


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, int, int]]:
    """Which cells differ: name, what stood there, what stands there now."""
    names = sorted(before["cells"].keys() | after["cells"].keys())
    found = [(name, before["cells"].get(name, 0), after["cells"].get(name, 0)) for name in names]
    found.append(("extended", before["extended"], after["extended"]))
    for name in ("received", "in_time", "late"):
        filed = [(one.get("filed") or {}).get(name, 0) for one in (before, after)]
        found.append((f"filed {name}", *filed))
    return [(name, old, new) for name, old, new in found if old != new]
