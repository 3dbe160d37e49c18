"""Which days are worked in Mongolia: the weekend and the law's holidays, and what the government moved or added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import holidays

SATURDAY = 5
WEEKEND = ("амралтын өдөр", "weekend")


@dataclass(frozen=True)
class SpecialDay:
    """A day that is rested or worked against the rule, and its name in Mongolian and English."""

    rests: bool
    name_mn: str
    name_en: str


@dataclass(frozen=True, eq=False)
class Calendar:
    """Weekends and holidays, corrected by special days."""

    special: Mapping[date, SpecialDay] = field(default_factory=dict)

    def rest(self, day: date) -> tuple[str, str] | None:
        """Why nobody works that day, in Mongolian and English; None on a working day."""
        if special := self.special.get(day):
            return (special.name_mn, special.name_en) if special.rests else None
        mongolian, english = _holidays(day.year)
        if day in mongolian:
            return mongolian[day], english[day]
        return WEEKEND if day.weekday() >= SATURDAY else None


@lru_cache(maxsize=32)
def _holidays(year: int) -> tuple[dict[date, str], dict[date, str]]:
    return tuple(dict(holidays.country_holidays("MN", years=year, language=name)) for name in ("mn", "en_US"))  # type: ignore[return-value]
