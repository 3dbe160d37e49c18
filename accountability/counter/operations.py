"""Writing into the book: enter, make the term longer once, settle. Nothing is ever taken out; each act is on the trail."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.audit import operations as audit
from accountability.clocks import queries as clocks
from accountability.clocks.deadlines import extended
from accountability.clocks.terms import Clock
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.counter.models import Channel, CounterEntry, Kind, Outcome
from accountability.counter.sealed import seal
from accountability.directory.models import Organisation

# By which of the law's terms each official kind is counted; praise and information wait for nothing.
TERM_OF = {
    Kind.APPLICATION: "request",
    Kind.REQUEST: "request",
    Kind.COMPLAINT: "complaint",
    Kind.CRITICISM: "complaint",
    Kind.SUGGESTION: "suggestion",
}


OLDEST = timedelta(days=366)


@dataclass(frozen=True)
class Told:
    """What somebody said at the counter. `who`: name and how to reach them, if they gave it."""

    kind: Kind
    channel: Channel
    received_on: date
    about: str
    who: str = ""


def enter(actor: Actor, office: Organisation, told: Told) -> CounterEntry:
    """The next number of the year, and the day of the law."""
    policy.require(actor, Permission.COUNTER_USE, office)
    if not clock.today(_zone(office)) - OLDEST <= told.received_on <= clock.today(_zone(office)):
        raise Invalid("received_on", "not_possible")
    if not told.about.strip():
        raise Invalid("about", "needed")
    entry = CounterEntry(
        office_id=office.id,
        office=office,
        year=told.received_on.year,
        number=_next_number(office, told.received_on.year),
        kind=told.kind,
        channel=told.channel,
        received_on=told.received_on,
        about=seal(told.about),
        who=seal(told.who) if told.who else None,
        due_on=_due(office, told),
        user_id=actor.user_id,
        at=clock.now(),
    )
    db.session.add(entry)
    db.session.flush()
    _tell(entry, "counter_enter", actor)
    return entry


def make_longer(actor: Actor, entry: CounterEntry, days: int, why: str, noticed_on: date) -> None:
    """Once, by at most what the law allows, with the day on which the citizen was told."""
    policy.require(actor, Permission.COUNTER_USE, entry)
    _lock(entry)
    if not entry.is_open or entry.due_on is None:
        raise MoveNotAllowed(entry.outcome or entry.kind, "make_longer")
    if entry.longer_by:
        raise Invalid("days", "only_once")
    if entry.due_on < clock.today(entry.zone):
        raise Invalid("days", "too_late")
    if not why.strip():
        raise Invalid("why", "needed")
    if not entry.received_on <= noticed_on <= clock.today(entry.zone):
        raise Invalid("noticed_on", "not_possible")
    longest = clocks.book().term(Clock.EXTENSION, entry.due_on, TERM_OF[entry.kind], "petition")
    if longest is None or not 1 <= days <= longest.term:
        raise Invalid("days", "too_many")
    entry.longer_by, entry.longer_why, entry.noticed_on = days, seal(why), noticed_on
    legal = clocks.book().due(
        Clock.LEGAL,
        clock.end_of_day(entry.received_on, _zone(entry.office)),
        _zone(entry.office),
        TERM_OF[entry.kind],
        "petition",
    )
    if legal:
        entry.due_on = clock.day_of(extended(legal, days, longest.article).at, legal.zone)
    _tell(entry, "counter_longer", actor, days=days)


def settle(actor: Actor, entry: CounterEntry, outcome: Outcome, on: date, words: str) -> None:
    """What became of it, and on which day."""
    policy.require(actor, Permission.COUNTER_USE, entry)
    _lock(entry)
    if not entry.is_open:
        raise MoveNotAllowed(entry.outcome or entry.kind, "settle")
    if not entry.received_on <= on <= clock.today(entry.zone):
        raise Invalid("settled_on", "not_possible")
    entry.outcome, entry.settled_on = outcome, on
    entry.outcome_words = seal(words) if words else None
    _tell(entry, "counter_settle", actor, outcome=outcome.value)


def _due(office: Organisation, told: Told) -> date | None:
    if told.kind not in TERM_OF:
        return None
    zone = _zone(office)
    legal = clocks.book().due(Clock.LEGAL, clock.end_of_day(told.received_on, zone), zone, TERM_OF[told.kind], "petition")
    return clock.day_of(legal.at, zone) if legal else None


def _zone(office: Organisation) -> str:
    return office.area.timezone if office.area else clock.CAPITAL


def _next_number(office: Organisation, year: int) -> int:
    """Whoever enters at the same time waits, and the database refuses a number twice."""
    _lock_book(office.id)
    own = sa.and_(CounterEntry.office_id == office.id, CounterEntry.year == year)
    return (db.session.scalar(sa.select(sa.func.max(CounterEntry.number)).where(own)) or 0) + 1


def take_along(actor: Actor, offices: list[Organisation], **chosen: object) -> None:
    """Whoever takes the book along as a file has the names too: each office's trail says so."""
    for office in offices:
        policy.require(actor, Permission.COUNTER_USE, office)
        _lock_book(office.id)
        audit.record(f"counter:{office.id}", "counter_export", actor, **chosen)


def _lock_book(office_id: int) -> None:
    """One writer at a time in the book of an office."""
    db.session.execute(sa.select(Organisation.id).where(Organisation.id == office_id).with_for_update())


def _lock(entry: CounterEntry) -> None:
    """The entry as it is now, with nobody else writing."""
    _lock_book(entry.office_id)
    db.session.refresh(entry)


def _tell(entry: CounterEntry, act: str, actor: Actor, **content: object) -> None:
    audit.record(f"counter:{entry.office_id}", act, actor, entry=entry.name, **content)
