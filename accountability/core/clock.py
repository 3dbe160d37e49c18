"""What time it is, and where; tests set the machine's clock, nothing else."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CAPITAL = "Asia/Ulaanbaatar"


def now() -> datetime:
    return datetime.now(UTC)


def today(zone: str = CAPITAL) -> date:
    return now().astimezone(ZoneInfo(zone)).date()


def day_of(moment: datetime, zone: str = CAPITAL) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def end_of_day(on: date, zone: str = CAPITAL) -> datetime:
    """The last second of that day in the zone, in UTC."""
    return (datetime.combine(on + timedelta(days=1), time(), ZoneInfo(zone)) - timedelta(seconds=1)).astimezone(UTC)
