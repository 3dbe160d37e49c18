"""When something is due, and why: pure dates over a term, a starting moment and a zone."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from accountability.core import clock

HOURS, DAYS, WORKING_DAYS = "hours", "days", "working_days"


@dataclass(frozen=True)
class Term:
    """How long something may take; `article` names the law or charter it comes from."""

    clock: str
    term: int
    unit: str
    article: str


@dataclass(frozen=True)
class Skipped:
    """A day that does not count; `why` is `weekend` or the holiday's name in Mongolian and English."""

    on: date
    why_mn: str
    why_en: str


@dataclass(frozen=True)
class Deadline:
    """The end of a term with its own explanation; the day of `start` is day zero."""

    at: datetime
    start: datetime
    term: Term
    zone: str
    skipped: list[Skipped] = field(default_factory=list)


def due(start: datetime, term: Term, zone: str) -> Deadline:
    """The last second of the term: of the last day in the zone, or so many hours later."""
    if term.unit == HOURS:
        return Deadline(start + timedelta(hours=term.term), start, term, zone)
    day, counted, skipped = clock.day_of(start, zone), 0, []
    while counted < term.term:
        day += timedelta(days=1)
        if term.unit == WORKING_DAYS and (why := _rest(day)):
            skipped.append(Skipped(day, *why))
        else:
            counted += 1
    return Deadline(clock.end_of_day(day, zone), start, term, zone, skipped)


def _rest(day: date) -> tuple[str, str] | None:
    if day.weekday() >= 5:
        return "амралтын өдөр", "weekend"
    mongolian, english = _holidays(day.year)
    return (mongolian[day], english[day]) if day in mongolian else None


@lru_cache(maxsize=32)
def _holidays(year: int) -> tuple[dict[date, str], dict[date, str]]:
    return tuple(dict(holidays.country_holidays("MN", years=year, language=name)) for name in ("mn", "en_US"))  # type: ignore[return-value]
