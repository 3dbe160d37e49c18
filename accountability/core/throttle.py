"""Limits on guessing, counted in the database so that all workers together obey them.

Keys are hashed with a secret that changes daily: the table never holds a network address.
"""

import hashlib
import hmac
import time
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, current_app, request, session
from flask_limiter import Limiter
from limits.storage import Storage
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from accountability.core import clock
from accountability.core.db import Model, db


class ThrottleCounter(Model):
    """How often something was tried in one window."""

    __tablename__ = "throttle_counters"
    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[float] = mapped_column(sa.Float, index=True)


class DatabaseStorage(Storage):
    """Fixed windows in one table; each hit is one atomic upsert on a connection of its own, committed at once."""

    STORAGE_SCHEME = ["database"]
    base_exceptions = SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        table, now = ThrottleCounter.__table__, time.time()
        insert = _insert(table).values(key=key, count=amount, expires_at=now + expiry)
        over = table.c.expires_at <= now
        upsert = insert.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "count": sa.case((over, amount), else_=table.c.count + amount),
                "expires_at": sa.case((over, now + expiry), else_=table.c.expires_at),
            },
        ).returning(table.c.count)
        with db.engine.begin() as connection:
            return int(connection.execute(upsert).scalar_one())

    def get(self, key: str) -> int:
        return int(self._row(key)[0])

    def get_expiry(self, key: str) -> float:
        return float(self._row(key)[1])

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with db.engine.begin() as connection:
            return int(connection.execute(sa.delete(ThrottleCounter)).rowcount)

    def clear(self, key: str) -> None:
        with db.engine.begin() as connection:
            connection.execute(sa.delete(ThrottleCounter).where(ThrottleCounter.key == key))

    def _row(self, key: str) -> tuple[int, float]:
        columns = sa.select(ThrottleCounter.count, ThrottleCounter.expires_at)
        with db.engine.connect() as connection:
            row = connection.execute(columns.where(ThrottleCounter.key == key)).first()
        return (row[0], row[1]) if row and row[1] > time.time() else (0, time.time())


def _insert(table: Any) -> Any:
    from sqlalchemy.dialects import postgresql, sqlite

    return (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert(table)


def forget_expired() -> int:
    """Removes windows that are over; called by the periodic job."""
    return db.session.execute(sa.delete(ThrottleCounter).where(ThrottleCounter.expires_at < time.time())).rowcount  # type: ignore[attr-defined,no-any-return]


def visitor() -> str:
    """The visitor's network, unrecognisable and different every day."""
    secret = f"{current_app.config['SECRET_KEY']}:{clock.today()}".encode()
    return hmac.new(secret, (request.remote_addr or "").encode(), hashlib.sha256).hexdigest()[:24]


def person() -> str:
    """Whoever is signed in in this browser; for a visitor, their network."""
    return f"person:{session['who']}" if "who" in session else visitor()


def failed(response: Response) -> bool:
    """For `deduct_when`: only a wrong try counts, so that thirty people behind one address can all come in."""
    return response.status_code == 422


def everybody() -> str:
    return "everybody"


limiter = Limiter(key_func=visitor, default_limits=[], strategy="fixed-window")


@limiter.request_filter
def switched_off() -> bool:
    """Tests that share one database connection cannot count on another one."""
    return not current_app.config["LIMITS_ON"]


def init_app(app: Flask) -> None:
    limiter.init_app(app)
    app.after_request(_end_transaction)


def _end_transaction(response: Response) -> Response:
    """Frees the database before a failed guess is counted on a connection of its own; runs before the limiter's turn.

    SQLite has one writer: a request that still held it would wait for itself. What was not committed by now is not meant to last.
    """
    db.session.rollback()
    return response
