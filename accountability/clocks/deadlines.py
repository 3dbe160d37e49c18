"""When something is due, and why: pure dates over a term, a starting moment, a zone, and what did not count."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from accountability.clocks.calendar import Calendar
from accountability.clocks.terms import Clock, Term, Unit
from accountability.core import clock

STOOD_STILL = ("цаг зогссон", "the clock stood still")


@dataclass(frozen=True)
class Pause:
    """A clock stood still from one moment until another."""

    start: datetime
    until: datetime


@dataclass(frozen=True)
class Skipped:
    """A day that does not count, and why in Mongolian and English."""

    on: date
    why_mn: str
    why_en: str

    @property
    def stood_still(self) -> bool:
        """Not because nobody worked, but because the clock was paused."""
        return (self.why_mn, self.why_en) == STOOD_STILL


@dataclass(frozen=True)
class Deadline:
    """The end of a term with its own explanation; the day of `start` is day zero."""

    at: datetime
    start: datetime
    term: Term
    zone: str
    skipped: list[Skipped] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)


def due(start: datetime, term: Term, zone: str, calendar: Calendar, pauses: Iterable[Pause] = ()) -> Deadline:
    """The last second of the term: of the last day in the zone, or so many hours later.

    A day counts when the clock ran on it: the day on which a pause begins still counts, the one on which it ends does not.
    """
    held = sorted((pause for pause in pauses if pause.until > start), key=lambda pause: pause.start)
    if term.unit == Unit.HOURS:
        return _in_hours(start, term, zone, held)
    day, counted, skipped = clock.day_of(start, zone), 0, []
    paused = [(clock.day_of(pause.start, zone), clock.day_of(pause.until, zone)) for pause in held]
    while counted < term.term:
        day += timedelta(days=1)
        why = STOOD_STILL if any(first < day <= last for first, last in paused) else None
        if why is None and term.unit == Unit.WORKING_DAYS:
            why = calendar.rest(day)
        if why:
            skipped.append(Skipped(day, *why))
        else:
            counted += 1
    at = clock.end_of_day(day, zone)
    return Deadline(at, start, term, zone, skipped, [pause for pause in held if pause.start < at])


def _in_hours(start: datetime, term: Term, zone: str, pauses: list[Pause]) -> Deadline:
    at, stood = start + timedelta(hours=term.term), []
    for pause in pauses:
        if pause.start < at:
            at += pause.until - max(pause.start, start)
            stood.append(pause)
    return Deadline(at, start, term, zone, pauses=stood)


def extended(deadline: Deadline, days: int, article: str) -> Deadline:
    """So many more days of the calendar, counted from the end of the term."""
    return due(deadline.at, Term(Clock.EXTENSION, days, Unit.DAYS, article), deadline.zone, Calendar())
