"""Months and quarters as offices close them: on a day of the month that is a setting, by custom the 20th."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from accountability.core.errors import Invalid

_NAME = re.compile(r"(20\d\d)-(?:Q([1-4])|(0[1-9]|1[0-2]))")
_MOST_OFFERED = 6


@dataclass(frozen=True)
class Period:
    """A month (`2026-09`) or quarter (`2026-Q3`); both days belong to it."""

    name: str
    since: date
    until: date


def period(name: str, cutoff: int) -> Period:
    """From the day after the cut-off of the month before, up to and with the cut-off of its own last month."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise Invalid("period", "unknown")
    year = int(found[1])
    last = 3 * int(found[2]) if found[2] else int(found[3])
    first = last - 2 if found[2] else last
    before = (year - 1, 12) if first == 1 else (year, first - 1)
    return Period(name, _closing(*before, cutoff) + timedelta(days=1), _closing(year, last, cutoff))


def _closing(year: int, month: int, cutoff: int) -> date:
    """The cut-off day, or the last day of a shorter month."""
    return date(year, month, min(cutoff, calendar.monthrange(year, month)[1]))


def offered(today: date, cutoff: int) -> list[Period]:
    """Quarters and months that are over or under way, the newest first."""
    names = [f"{today.year - back}-Q{quarter}" for back in (0, 1) for quarter in (4, 3, 2, 1)]
    names += [f"{today.year - back}-{month:02d}" for back in (0, 1) for month in range(12, 0, -1)]
    begun = [one for one in (period(name, cutoff) for name in names) if one.since <= today]
    quarters = [one for one in begun if "Q" in one.name][:_MOST_OFFERED]
    return quarters + [one for one in begun if "Q" not in one.name][:_MOST_OFFERED]
