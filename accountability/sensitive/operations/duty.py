"""The roster: when somebody reads. The public sees hours and a number, never names."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, NotFound
from accountability.sensitive import queries
from accountability.sensitive.models import DutyHours

AHEAD = timedelta(days=92)
LONGEST = timedelta(hours=24)


def take_hours(actor: Actor, on: date, starts: int, ends: int) -> DutyHours:
    """From one hour to another, in the capital's time; an end at or before the beginning is on the next day."""
    policy.require(actor, Permission.PROTECTED_USE)
    officer = queries.officer_of(actor.user_id or 0)
    if officer is None or not officer.is_reading:
        raise Invalid("on", "no_vault")
    begin = datetime.combine(on, time(starts), ZoneInfo(clock.CAPITAL))
    end = datetime.combine(on, time(), ZoneInfo(clock.CAPITAL)) + timedelta(hours=ends + (24 if ends <= starts else 0))
    if end <= clock.now() or begin > clock.now() + AHEAD or end - begin > LONGEST:
        raise Invalid("on", "not_possible")
    made = DutyHours(officer_id=officer.id, starts_at=begin, ends_at=end)
    db.session.add(made)
    db.session.flush()
    return made


def give_back(actor: Actor, hours_id: int) -> None:
    policy.require(actor, Permission.PROTECTED_USE)
    officer = queries.officer_of(actor.user_id or 0)
    found = next((one for one in queries.hours_of(officer) if one.id == hours_id), None) if officer else None
    if found is None:
        raise NotFound("no such hours")
    db.session.delete(found)
