"""Counts the clocks of a case that exists only in a question, so that anybody can hold our dates against their own."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from accountability.clocks.deadlines import Deadline, Pause, extended
from accountability.clocks.rulebook import Rulebook
from accountability.clocks.terms import Clock, Unit
from accountability.core import clock
from accountability.core.errors import Invalid


@dataclass
class Question:
    """A case in outline: when it was received, reached an office, was answered and disputed, and was entered there by law."""

    kind: str
    track: str
    zone: str
    received: datetime
    routed: datetime | None = None
    disputed: datetime | None = None
    office_received: datetime | None = None
    extended_days: int = 0
    pauses: tuple[Pause, ...] = ()


def answer(question: Question, book: Rulebook) -> dict[str, Any]:
    """Due days in the province's zone and how each was counted; a clock that does not run is null."""
    runs = running(question, book)
    review = runs.get(Clock.REVIEW)
    answered = runs.get(Clock.DISPUTE) or runs.get(Clock.ANSWER)
    return {
        "review_due": review.at.astimezone(ZoneInfo(question.zone)).isoformat() if review else None,
        "acknowledge_due": _day(runs.get(Clock.ACKNOWLEDGE)),
        "answer_due": _day(answered),
        "legal_due": _day(runs.get(Clock.EXTENSION) or runs.get(Clock.LEGAL)),
        "way_up_due": _day(runs.get(Clock.WAY_UP)),
        "explanation": [_explained(deadline) for deadline in runs.values()],
    }


def running(question: Question, book: Rulebook) -> dict[Clock, Deadline]:
    """The clocks that run, in the order in which a case meets them."""
    reached = question.disputed or question.routed
    starts = {
        Clock.REVIEW: question.received,
        Clock.ACKNOWLEDGE: reached,
        Clock.DISPUTE if question.disputed else Clock.ANSWER: reached,
        Clock.WAY_UP: reached,
        Clock.LEGAL: question.office_received,
    }
    found: dict[Clock, Deadline] = {}
    for name, start in starts.items():
        pauses = () if name == Clock.LEGAL else question.pauses  # a question of ours stops no clock of the law
        deadline = book.due(name, start, question.zone, question.kind, question.track, pauses) if start else None
        if deadline:
            found[name] = deadline
    if Clock.LEGAL in found:  # then the case goes up on the day of the law
        found.pop(Clock.WAY_UP, None)
    if question.extended_days and Clock.LEGAL in found:
        found[Clock.EXTENSION] = _extended(found[Clock.LEGAL], question, book)
    return found


def _extended(legal: Deadline, question: Question, book: Rulebook) -> Deadline:
    longest = book.term(Clock.EXTENSION, clock.day_of(legal.start, question.zone), question.kind, question.track)
    if longest is None or question.extended_days > longest.term:
        raise Invalid("extended_days", "too_many")
    return extended(legal, question.extended_days, longest.article)


def _day(deadline: Deadline | None) -> str | None:
    return clock.day_of(deadline.at, deadline.zone).isoformat() if deadline else None


def _explained(deadline: Deadline) -> dict[str, Any]:
    term, zone = deadline.term, ZoneInfo(deadline.zone)
    ends: tuple[Any, Any] = (deadline.start.astimezone(zone), deadline.at.astimezone(zone))
    if term.unit != Unit.HOURS:
        ends = tuple(moment.date() for moment in ends)
    first, last = (one.isoformat() if isinstance(one, date) else one for one in ends)
    return {
        "clock": term.clock,
        "from": first,
        "to": last,
        "counted": term.term,
        "skipped": [{"on": skipped.on.isoformat(), "why": skipped.why_en} for skipped in deadline.skipped],
        "rule": f"{term.term} {term.unit}",
        "article": term.article,
    }
