"""Questions about the trail: one subject's history, and whether all chains still hold."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from accountability.audit import chain
from accountability.audit.models import TrailEntry
from accountability.core.db import db


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
