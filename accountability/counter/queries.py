"""The book as an office filters it. Words are sealed, so a search opens the newest entries of that office in memory."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from accountability.access.actor import Actor
from accountability.access.roles import Role
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import NotFound
from accountability.core.mongolian import normal
from accountability.counter.models import CounterEntry, Kind
from accountability.counter.sealed import text

MOST_OPENED = 2000
VIEWS = ("open", "late", "settled", "all")


@dataclass(frozen=True)
class BookFilter:
    """As it stands in the address, but for the words that are sought: they are often a name."""

    view: str = "open"
    q: str = ""
    kind: Kind | None = None
    since: date | None = None
    until: date | None = None


def book(actor: Actor, chosen: BookFilter, limit: int, offset: int = 0) -> list[CounterEntry]:
    """What is due first among open ones, else the newest first."""
    query = _query(actor, chosen)
    if chosen.q:
        newest = query.order_by(None).order_by(CounterEntry.id.desc()).limit(MOST_OPENED)
        found = [entry for entry in db.session.scalars(newest) if _holds(entry, chosen.q)]
        return found[offset : offset + limit]
    return list(db.session.scalars(query.limit(limit).offset(offset)))


def counts(actor: Actor) -> dict[str, int]:
    columns = [sa.func.coalesce(sa.func.sum(sa.case((_view(view), 1), else_=0)), 0).label(view) for view in VIEWS]
    row = db.session.execute(sa.select(*columns).where(_own(actor))).one()
    return {view: int(getattr(row, view)) for view in VIEWS}


def entry(actor: Actor, entry_id: int) -> CounterEntry:
    query = sa.select(CounterEntry).options(joinedload(CounterEntry.office)).where(CounterEntry.id == entry_id, _own(actor))
    found = db.session.scalars(query).first()
    if found is None:
        raise NotFound("no such entry")
    return found


def _query(actor: Actor, chosen: BookFilter) -> sa.Select[CounterEntry]:
    found = sa.select(CounterEntry).options(joinedload(CounterEntry.office)).where(_own(actor), _view(chosen.view))
    if chosen.kind:
        found = found.where(CounterEntry.kind == chosen.kind)
    if chosen.since:
        found = found.where(CounterEntry.received_on >= chosen.since)
    if chosen.until:
        found = found.where(CounterEntry.received_on <= chosen.until)
    if chosen.view in {"open", "late"}:
        return found.order_by(CounterEntry.due_on.is_(None), CounterEntry.due_on, CounterEntry.id)
    return found.order_by(CounterEntry.received_on.desc(), CounterEntry.id.desc())


def _own(actor: Actor) -> sa.ColumnElement[bool]:
    return CounterEntry.office_id.in_(actor.organisations(Role.OFFICIAL))


def _view(view: str) -> sa.ColumnElement[bool]:
    unsettled = CounterEntry.settled_on.is_(None)
    views: dict[str, sa.ColumnElement[bool]] = {
        "open": unsettled,
        "late": sa.and_(unsettled, CounterEntry.due_on < clock.today()),
        "settled": CounterEntry.settled_on.is_not(None),
        "all": sa.true(),
    }
    return views.get(view, views["open"])


def _holds(one: CounterEntry, q: str) -> bool:
    wanted = normal(q).casefold()
    texts = (one.name, text(one.about), text(one.who))
    return any(wanted in normal(one_text).casefold() for one_text in texts)
