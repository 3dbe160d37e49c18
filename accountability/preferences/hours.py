"""When it is quiet somewhere, and when the day's digest goes out there."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DIGEST_AT = 9


def quiet_until(now: datetime, zone: str, begins: int, ends: int) -> datetime | None:
    """When the quiet hours end in which this moment lies there; None while it is not quiet. They may reach over midnight."""
    local = now.astimezone(ZoneInfo(zone))
    if begins <= ends:
        quiet, over = begins <= local.hour < ends, local.date()
    else:
        quiet = local.hour >= begins or local.hour < ends
        over = local.date() + timedelta(days=local.hour >= begins)
    return datetime.combine(over, time(ends), ZoneInfo(zone)).astimezone(now.tzinfo) if quiet else None


def next_digest(now: datetime, zone: str) -> datetime:
    """The next nine o'clock there."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=local.hour >= DIGEST_AT)
    return datetime.combine(day, time(DIGEST_AT), ZoneInfo(zone)).astimezone(now.tzinfo)
