"""What somebody typed into a form that could not be taken yet: sealed, with its photos, for one hour."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.core import clock
from accountability.core.db import Model, UtcDateTime, db, key, sealed, text
from accountability.core.rotating import Sealed, SealedFiles
from accountability.core.storage import storage
from accountability.core.vault import vault

LIFE = timedelta(hours=1)


class Draft(Model):
    """A kept form. Only the browser that holds the token can bring it back."""

    __tablename__ = "drafts"
    id: Mapped[key]
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    body: Mapped[sealed]
    photo_keys: Mapped[text]
    expires_at: Mapped[Any] = mapped_column(UtcDateTime, index=True)


@dataclass
class Kept:
    """A draft brought back: the fields as lists of what was typed, and the photos' contents."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    photos: list[bytes] = field(default_factory=list)


def keep(fields: dict[str, list[str]], photos: list[bytes], token: str | None = None) -> str:
    """Seals a form (in place of the one kept before under this token) and returns the token that opens it."""
    if token:
        forget(token)
    token = secrets.token_urlsafe(24)
    purpose, keys = f"draft:{_hash(token)}", []
    for place, photo in enumerate(photos):
        keys.append(f"drafts/{_hash(token)[:32]}-{place}")
        storage.save(keys[-1], vault.seal(photo, purpose))
    body = vault.seal_fields(fields, purpose)
    row = Draft(token_hash=_hash(token), body=body, photo_keys=json.dumps(keys), expires_at=clock.now() + LIFE)
    db.session.add(row)
    db.session.flush()
    return token


def bring_back(token: str | None) -> Kept | None:
    row = _row(token)
    if row is None:
        return None
    purpose = f"draft:{row.token_hash}"
    photos = [vault.open(storage.load(photo), purpose) for photo in json.loads(row.photo_keys)]
    return Kept(vault.open_fields(row.body, purpose), photos)


def forget(token: str | None) -> None:
    row = _row(token)
    if row is not None:
        _remove(row)


def forget_expired() -> int:
    """Removes drafts whose hour is over, with their photos."""
    rows = list(db.session.scalars(sa.select(Draft).where(Draft.expires_at < clock.now())))
    for row in rows:
        _remove(row)
    return len(rows)


def _row(token: str | None) -> Draft | None:
    if not token:
        return None
    return db.session.scalars(sa.select(Draft).where(Draft.token_hash == _hash(token), Draft.expires_at > clock.now())).first()


def _remove(row: Draft) -> None:
    for photo in json.loads(row.photo_keys):
        storage.delete(photo)
    db.session.delete(row)
    db.session.flush()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _purpose(row: Draft) -> str:
    return f"draft:{row.token_hash}"


SEALED = [
    Sealed(Draft.body, _purpose),
    SealedFiles(Draft, lambda row: [(key, _purpose(row)) for key in json.loads(row.photo_keys)]),
]
