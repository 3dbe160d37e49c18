"""When things happen in sample lives: more on working days than on Sundays, more this year than last, nobody at night."""

from bisect import bisect
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

import holidays

from accountability.core.clock import CAPITAL

YEARS = 2
SPAN = 365 * YEARS
WEEKDAYS = (1.25, 1.2, 1.1, 1.05, 1.0, 0.5, 0.4)
HOLIDAY = 0.3
# People write more in winter, when they are ill, and less in summer, when they are on the move.
MONTHS = (1.2, 0.95, 1.15, 1.1, 1.0, 0.85, 0.6, 0.75, 1.0, 1.1, 1.15, 1.2)
HOURS = (1, 0, 0, 0, 0, 0, 1, 3, 6, 9, 10, 10, 8, 8, 8, 8, 8, 7, 7, 9, 11, 11, 8, 4)
_HOUR_SUMS = list(accumulate(HOURS))
OPENS, CLOSES = 9, 18


def random_for(*names: object) -> Random:
    """A source of chance of its own for each life, so that a life does not depend on who makes it."""
    return Random(":".join(map(str, names)))  # noqa: S311 sample data is meant to be the same again


def midnight(on: date) -> datetime:
    """The beginning of a day in the capital; a load knows nothing of what comes later."""
    return datetime.combine(on, time(), ZoneInfo(CAPITAL)).astimezone(UTC)


@cache
def rest_days() -> frozenset[date]:
    return frozenset(holidays.country_holidays("MN", years=range(2018, 2041)))


@lru_cache(maxsize=64)
def offset(zone: str, year: int) -> timedelta:
    """How far a zone is from UTC; Mongolia has not moved its clocks within a year since 2016."""
    return datetime(year, 7, 1, tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()


@lru_cache(maxsize=8)
def _weights(until: date, seed: int) -> list[float]:
    """The running total of what each day brings, from two years before to the day before `until`."""
    rng, found = random_for("days", seed), []
    for number in range(SPAN):
        on = until - timedelta(days=SPAN - number)
        weight = WEEKDAYS[on.weekday()] * MONTHS[on.month - 1] * (0.6 + 0.8 * number / SPAN)
        found.append(weight * (HOLIDAY if on in rest_days() else 1) * rng.lognormvariate(0, 0.12))
    return list(accumulate(found))


def day_of(number: int, cases: int, until: date, seed: int) -> date:
    """The day on which case `number` of so many comes in; later numbers come later."""
    sums = _weights(until, seed)
    place = bisect(sums, (number + 0.5) / cases * sums[-1])
    return until - timedelta(days=SPAN - place)


def received(rng: Random, on: date, zone: str) -> datetime:
    """A moment of that day at which somebody sends their words."""
    hour = bisect(_HOUR_SUMS, rng.random() * _HOUR_SUMS[-1])
    seconds = hour * 3600 + int(rng.random() * 3600)
    return datetime.combine(on, time(), UTC) + timedelta(seconds=seconds) - offset(zone, on.year)


def after(rng: Random, moment: datetime, hours: float, spread: float = 0.8) -> datetime:
    """Later by a log-normal delay with that median."""
    return moment + timedelta(seconds=int(min(rng.lognormvariate(0, spread), 40) * hours * 3600) + 1)


def awake(rng: Random, moment: datetime, zone: str) -> datetime:
    """The same moment, or the morning after for one in the night."""
    local = moment + offset(zone, moment.year)
    if 7 <= local.hour < 23:
        return moment
    morning = local.replace(hour=7, minute=0, second=0) + timedelta(days=1 if local.hour >= 23 else 0)
    return morning + timedelta(seconds=int(rng.random() * 5400)) - offset(zone, moment.year)


def _rests(on: date) -> bool:
    return on.weekday() >= 5 or on in rest_days()


def is_working_day(moment: datetime, zone: str) -> bool:
    return not _rests((moment + offset(zone, moment.year)).date())


def at_work(rng: Random, moment: datetime, zone: str) -> datetime:
    """The same moment when it lies in office hours, else some time after offices open again."""
    local = moment + offset(zone, moment.year)
    if local.hour >= CLOSES:
        local = local.replace(hour=OPENS - 1, minute=0, second=0) + timedelta(days=1)
    while _rests(local.date()):
        local = local.replace(hour=OPENS - 1, minute=0, second=0) + timedelta(days=1)
    if local.hour < OPENS:
        early = min(rng.expovariate(1 / 5400), 8 * 3600)
        local = local.replace(hour=OPENS, minute=0, second=0) + timedelta(seconds=int(early))
    return local - offset(zone, moment.year)


NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def next_hour(moment: datetime) -> datetime:
    """The first full hour after a moment: the worker looks for what is due every hour."""
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def day_after(moment: datetime, count: int) -> date:
    return (moment + timedelta(days=count)).date()
