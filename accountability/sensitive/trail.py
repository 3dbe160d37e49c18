"""The protected channel's own trail: one chain of hashes for each report and one for the officers, hours instead of moments."""

import json
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from accountability.access.roles import Role
from accountability.audit import chain
from accountability.core import clock
from accountability.core.db import db
from accountability.sensitive import seals
from accountability.sensitive.models import Officer, SealedContent, SealedEntry

OFFICERS = "officers"


@dataclass(frozen=True)
class Line:
    """One line as an officer reads it; what it said is empty when it was purged."""

    at: datetime
    role: str
    officer_id: int | None
    action: str
    content: dict[str, Any]


def record(
    subject: str, action: str, officer: Officer | None, key: bytes | None = None, /, *, role: str = "", **content: Any
) -> None:
    """Appends to a chain; the caller holds the row that the chain is about.

    With a report's content key what the line says is sealed; without one it may say nothing that is not known anyway.
    """
    last = db.session.execute(
        sa.select(SealedEntry.sequence, SealedEntry.hash)
        .where(SealedEntry.chain == subject)
        .order_by(SealedEntry.sequence.desc())
        .limit(1)
    ).first()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, chain.GENESIS)
    at = clock.now().replace(minute=0, second=0, microsecond=0)
    role = role or (Role.PROTECTION_OFFICER.value if officer else "system")
    salt, body = secrets.token_hex(16), _body(subject, key, content)
    content_hash = chain.content_hash(salt, body.hex())
    officer_id = officer.id if officer else None
    entry = SealedEntry(
        chain=subject, sequence=sequence, at=at, role=role, officer_id=officer_id, action=action, content_hash=content_hash,
        hash=chain.entry_hash(previous, subject, sequence, at, role, officer_id, action, content_hash),
    )  # fmt: skip
    entry.content = SealedContent(salt=salt, body=body)
    db.session.add(entry)
    db.session.flush()


def _body(subject: str, key: bytes | None, content: dict[str, Any]) -> bytes:
    said = {name: value for name, value in content.items() if value not in {None, ""}}
    return seals.seal_fields(key, said, f"trail:{subject}") if key else chain.body_of(said).encode()


def history(subject: str, key: bytes | None = None) -> list[Line]:
    entries = db.session.scalars(sa.select(SealedEntry).where(SealedEntry.chain == subject).order_by(SealedEntry.sequence))
    return [Line(e.at, e.role, e.officer_id, e.action, _said(e, key)) for e in entries]


def _said(entry: SealedEntry, key: bytes | None) -> dict[str, Any]:
    """What a line says: sealed lines with the key, plain ones without; the bytes do not tell which, a seal may begin with any."""
    if entry.content is None:
        return {}
    if key:
        with suppress(seals.SealError):
            return seals.unseal_fields(key, entry.content.body, f"trail:{entry.chain}")
    try:
        found: dict[str, Any] = json.loads(entry.content.body)
    except ValueError:
        return {}
    return found


def erase(subject: str) -> None:
    """What the lines said is gone; the chain keeps every line and every hash."""
    lines = sa.select(SealedEntry.id).where(SealedEntry.chain == subject)
    db.session.execute(sa.delete(SealedContent).where(SealedContent.entry_id.in_(lines)))


def broken() -> Iterator[str]:
    """Walks all chains and names each line that was changed, removed or put in another order."""
    previous, subject, expected = chain.GENESIS, "", 1
    for entry in db.session.scalars(sa.select(SealedEntry).order_by(SealedEntry.chain, SealedEntry.sequence)):
        if entry.chain != subject:
            previous, subject, expected = chain.GENESIS, entry.chain, 1
        if fault := _fault(entry, previous, expected):
            yield f"{entry.chain} entry {entry.sequence}: {fault}"
        previous, expected = entry.hash, entry.sequence + 1


def _fault(entry: SealedEntry, previous: str, expected: int) -> str | None:
    if entry.sequence != expected:
        return f"entry {expected} is missing"
    right = chain.entry_hash(
        previous, entry.chain, entry.sequence, entry.at, entry.role, entry.officer_id, entry.action, entry.content_hash
    )
    if entry.hash != right:
        return "it does not hang on the entry before it"
    if entry.content and chain.content_hash(entry.content.salt, entry.content.body.hex()) != entry.content_hash:
        return "its content was changed"
    return None
