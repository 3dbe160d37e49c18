"""The words that hold now, and those that held before."""

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import sqlalchemy as sa

from accountability.core.db import db
from accountability.wording.models import Channel, Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

# What somebody wrote, by kind, language and channel; the house's words are not in it.
Book = dict[tuple[str, str, Channel], Wording]
_held: ContextVar[Book | None] = ContextVar("wordings", default=None)


def book() -> Book:
    """All edited words that hold now, in one statement; inside `held` those that were read when it began."""
    kept = _held.get()
    return _read() if kept is None else kept


@contextmanager
def held() -> "Iterator[None]":
    """Inside, the words are read once: for a batch of messages."""
    token = _held.set(_read())
    try:
        yield
    finally:
        _held.reset(token)


def _read() -> Book:
    newest = sa.select(sa.func.max(Wording.id)).group_by(Wording.kind, Wording.locale, Wording.channel)
    found = sa.select(Wording).where(Wording.id.in_(newest), Wording.text.is_not(None))
    return {(row.kind, row.locale, row.channel): row for row in db.session.scalars(found)}


def newest(kind: str, locale: str, channel: Channel) -> Wording | None:
    return next(iter(versions(kind, locale, channel, 1)), None)


def versions(kind: str, locale: str, channel: Channel, limit: int = 50) -> list[Wording]:
    """The newest first."""
    place = (Wording.kind == kind, Wording.locale == locale, Wording.channel == channel)
    return list(db.session.scalars(sa.select(Wording).where(*place).order_by(Wording.id.desc()).limit(limit)))
