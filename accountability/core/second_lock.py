"""Tells PostgreSQL who asks, so that its row-level security locks the sealed tables a second time (migration 0007).

Jobs and the shell ask as the system. A request asks as nobody until its sign-in or its receipt is known; nobody opens nothing.
On SQLite there is no such lock, and nothing is said.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from accountability.core.db import db

SYSTEM = {"voice.door": "system"}
NOBODY: dict[str, str] = {}
CLOSED = {"voice.door": ""}
_asking: ContextVar[dict[str, str]] = ContextVar("asking", default=SYSTEM)


def ask_as(who: dict[str, str]) -> None:
    """From now on, in this request or job: who asks. Holds in the present transaction too."""
    _asking.set(who)
    session = db.session()
    if session.in_transaction():
        _tell(session.connection(), who or CLOSED)


@contextmanager
def asking_as(who: dict[str, str]) -> Iterator[None]:
    """For one act that must reach a row which its reader is about to be given: filing, and showing a receipt."""
    before = _asking.get()
    ask_as(who)
    try:
        yield
    finally:
        ask_as(before)


def author(case_id: int) -> dict[str, str]:
    return {"voice.door": "author", "voice.case": str(case_id)}


def monitor(user_id: int, provinces: set[int], neighbours: set[int], tied_to: set[int], *, national: bool) -> dict[str, str]:
    """What decides whether a monitor reads a case, as visible_to knows it."""
    return {
        "voice.door": "monitor",
        "voice.user": str(user_id),
        "voice.provinces": _array(provinces),
        "voice.neighbours": _array(neighbours),
        "voice.tied": _array(tied_to),
        "voice.national": str(national).lower(),
    }


def reviewer(user_id: int) -> dict[str, str]:
    """Somebody who decides appeals: what the author asked, of those that they hold, and no other sealed row."""
    return {"voice.door": "reviewer", "voice.user": str(user_id)}


def staff() -> dict[str, str]:
    """Offices, coordinators and administrators: no sealed row at all."""
    return {"voice.door": "staff"}


def _array(ids: set[int]) -> str:
    return "{" + ",".join(map(str, sorted(ids))) + "}"


@event.listens_for(Engine, "begin")
def _begin_transaction(connection: Connection) -> None:
    """Said once for each transaction, and forgotten with it; nobody need not say so."""
    if who := _asking.get():
        _tell(connection, who)


def _tell(connection: Connection, who: dict[str, str]) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(*(sa.func.set_config(name, value, True) for name, value in who.items())))


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    _asking.set(NOBODY)


def _end(_error: BaseException | None) -> None:
    _asking.set(SYSTEM)
