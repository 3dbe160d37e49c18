"""Questions about the trail: one subject's history, and whether all chains still hold."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from accountability.audit import chain
from accountability.audit.models import TrailEntry, TrailRoot
from accountability.core.db import db
from accountability.core.signing import plain_form, signer


@dataclass(frozen=True)
class Line:
    """One line of a history as pages show it; an erased content is empty."""

    at: datetime
    role: str
    user_id: int | None
    action: str
    content: dict[str, Any]


def history(subject: str) -> list[Line]:
    entries = db.session.scalars(sa.select(TrailEntry).where(TrailEntry.chain == subject).order_by(TrailEntry.sequence))
    return [Line(e.at, e.role, e.user_id, e.action, json.loads(e.content.body) if e.content else {}) for e in entries]


def first_hash(subject: str) -> str:
    found = sa.select(TrailEntry.hash).where(TrailEntry.chain == subject, TrailEntry.sequence == 1)
    return db.session.scalar(found) or chain.GENESIS


def broken() -> Iterator[str]:
    """Walks all chains and names each entry that was changed, removed or put in another order."""
    previous, subject, expected = chain.GENESIS, "", 1
    entries = db.session.scalars(
        sa.select(TrailEntry).order_by(TrailEntry.chain, TrailEntry.sequence).execution_options(yield_per=2000)
    )
    for entry in entries:
        if entry.chain != subject:
            previous, subject, expected = chain.GENESIS, entry.chain, 1
        if fault := _fault(entry, previous, expected):
            yield f"{entry.chain} entry {entry.sequence}: {fault}"
        previous, expected = entry.hash, entry.sequence + 1


def _fault(entry: TrailEntry, previous: str, expected: int) -> str | None:
    if entry.sequence != expected:
        return f"entry {expected} is missing"
    right = chain.entry_hash(
        previous, entry.chain, entry.sequence, entry.at, entry.role, entry.user_id, entry.action, entry.content_hash
    )
    if entry.hash != right:
        return "it does not hang on the entry before it"
    if entry.content and chain.content_hash(entry.content.salt, entry.content.body) != entry.content_hash:
        return "its content was changed"
    return None


# --- what leaves the house ---------------------------------------------------------------------------------------------


def last_root() -> TrailRoot | None:
    return db.session.scalars(sa.select(TrailRoot).order_by(TrailRoot.id.desc()).limit(1)).first()


def roots(limit: int = 60) -> list[TrailRoot]:
    """The newest roots, newest first."""
    return list(db.session.scalars(sa.select(TrailRoot).order_by(TrailRoot.id.desc()).limit(limit)))


def newest_entry(until: datetime) -> int:
    """The id of the last line written before a moment, in the order in which lines were written."""
    later = sa.select(sa.func.min(TrailEntry.id)).where(TrailEntry.at >= until, TrailEntry.id > _rooted())
    first_later = db.session.scalar(later)
    newest = sa.select(sa.func.max(TrailEntry.id))
    return int(db.session.scalar(newest.where(TrailEntry.id < first_later) if first_later else newest) or 0)


def _rooted() -> int:
    last = last_root()
    return last.last_entry_id if last else 0


def tree_between(first: int, last: int) -> tuple[int, str]:
    """How many lines lie behind `first` and up to `last`, and the root of the tree over their hashes."""
    found = sa.select(TrailEntry.hash).where(TrailEntry.id > first, TrailEntry.id <= last).order_by(TrailEntry.id)
    lines = list(db.session.scalars(found.execution_options(yield_per=5000)))
    return len(lines), chain.tree_root(lines)


def broken_roots() -> Iterator[str]:
    """Makes every published root anew and names those that no longer come out."""
    previous, first = chain.GENESIS, 0
    for row in db.session.scalars(sa.select(TrailRoot).order_by(TrailRoot.id)):
        count, tree = tree_between(first, row.last_entry_id)
        if (count, tree, previous) != (row.count, row.tree, row.previous):
            yield f"root of {row.on_day}: the lines of that day are no longer what was published"
        if row.root != chain.day_root(row.previous, row.on_day.isoformat(), row.count, row.tree):
            yield f"root of {row.on_day}: it was changed"
        previous, first = row.root, row.last_entry_id


def export(subject: str) -> dict[str, Any]:
    """One chain as anybody can check it: every line with its hash, what it says unless that was erased, and our signature."""
    entries = list(db.session.scalars(sa.select(TrailEntry).where(TrailEntry.chain == subject).order_by(TrailEntry.sequence)))
    lines = [_exported(entry) for entry in entries]
    head = {
        "format": "trail-1",
        "chain": subject,
        "count": len(lines),
        "head": entries[-1].hash if entries else chain.GENESIS,
        "digest": hashlib.sha256(plain_form(lines)).hexdigest(),
    }
    return {**head, "entries": lines, "signature": signer.sign(plain_form(head))}


def _exported(entry: TrailEntry) -> dict[str, Any]:
    said = entry.content
    return {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "role": entry.role,
        "user_id": entry.user_id,
        "action": entry.action,
        "content_hash": entry.content_hash,
        "hash": entry.hash,
        "content": {"salt": said.salt, "body": said.body} if said else None,
    }
