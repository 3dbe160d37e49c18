"""Writes one trail entry in the transaction of the change it tells of."""

import secrets
from datetime import UTC, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from accountability.access.actor import Actor
from accountability.audit import chain, queries
from accountability.audit.models import TrailContent, TrailEntry, TrailRoot
from accountability.core import clock
from accountability.core.db import db


def record(subject: str, action: str, actor: Actor, **content: Any) -> TrailEntry:
    """Appends to the subject's chain (`case:17`, `user:4`).

    The caller holds the subject's row lock; two writers without it would collide on the unique (chain, sequence).
    """
    last = db.session.execute(
        sa.select(TrailEntry.sequence, TrailEntry.hash)
        .where(TrailEntry.chain == subject)
        .order_by(TrailEntry.sequence.desc())
        .limit(1)
    ).first()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, chain.GENESIS)
    entry = make_entry(subject, sequence, previous, action, actor, content)
    db.session.add(entry)
    db.session.flush()
    return entry


def make_entry(
    subject: str, sequence: int, previous: str, action: str, actor: Actor, content: dict[str, Any], at: Any = None
) -> TrailEntry:
    """An entry ready to be added; the bulk loader of sample data chains its own."""
    at = at or clock.now()
    salt, body = secrets.token_hex(16), chain.body_of({name: value for name, value in content.items() if value is not None})
    content_hash = chain.content_hash(salt, body)
    entry = TrailEntry(
        chain=subject,
        sequence=sequence,
        at=at,
        role=actor.role_name,
        user_id=actor.user_id,
        action=action,
        content_hash=content_hash,
        hash=chain.entry_hash(previous, subject, sequence, at, actor.role_name, actor.user_id, action, content_hash),
    )
    entry.content = TrailContent(salt=salt, body=body)
    return entry


def erase(subject: str) -> None:
    """Lawful erasure: the chain keeps every line and every hash, what the lines said is gone."""
    db.session.flush()
    lines = sa.select(TrailEntry.id).where(TrailEntry.chain == subject)
    db.session.execute(sa.delete(TrailContent).where(TrailContent.entry_id.in_(lines)))


# A day is rooted when it has been over for this long, so that no transaction of that day is still on its way.
SETTLED = timedelta(hours=2)


def publish_root() -> TrailRoot | None:
    """Makes the root of everything written until the end of the last settled day (UTC); None when it is there already.

    A machine that slept for a week makes one root for the whole week: nothing is left out.
    """
    on = (clock.now() - SETTLED).astimezone(UTC).date() - timedelta(days=1)
    last = queries.last_root()
    if last and last.on_day >= on:
        return None
    until = datetime.combine(on + timedelta(days=1), time(), UTC)
    first, newest = (last.last_entry_id if last else 0), queries.newest_entry(until)
    count, tree = queries.tree_between(first, newest)
    previous = last.root if last else chain.GENESIS
    made = TrailRoot(
        on_day=on,
        last_entry_id=max(newest, first),
        count=count,
        tree=tree,
        previous=previous,
        root=chain.day_root(previous, on.isoformat(), count, tree),
    )
    db.session.add(made)
    return made
