"""What time it is, and where; tests set the machine's clock, nothing else."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CAPITAL = "Asia/Ulaanbaatar"


def now() -> datetime:
    return datetime.now(UTC)


def today(zone: str = CAPITAL) -> date:
    return now().astimezone(ZoneInfo(zone)).date()


def day_of(moment: datetime, zone: str = CAPITAL) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def first_of_next_month(zone: str = CAPITAL) -> datetime:
    """The beginning of the next month in the zone, in UTC."""
    now = today(zone)
    first = date(now.year + now.month // 12, now.month % 12 + 1, 1)
    return datetime.combine(first, time(), ZoneInfo(zone)).astimezone(UTC)


def months_ago(months: int) -> datetime:
    """The same moment that many months earlier; a day that this month has not counts as its last."""
    moment = now()
    years, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(years, month + 1)[1])
    return moment.replace(year=years, month=month + 1, day=day)


def start_of_day(on: date, zone: str = CAPITAL) -> datetime:
    """The first moment of that day in the zone, in UTC."""
    return datetime.combine(on, time(), ZoneInfo(zone)).astimezone(UTC)


def end_of_day(on: date, zone: str = CAPITAL) -> datetime:
    """The last second of that day in the zone, in UTC."""
    return (datetime.combine(on + timedelta(days=1), time(), ZoneInfo(zone)) - timedelta(seconds=1)).astimezone(UTC)
