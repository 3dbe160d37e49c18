"""Limits on guessing, counted in the database so that all workers together obey them.

Keys are hashed with a random secret that is new every day and gone the day after: the table never holds a network address, and
neither the table nor SECRET_KEY tells later who came.
"""

import hashlib
import hmac
import secrets
import time
from datetime import date
from ipaddress import IPv6Address, ip_address, ip_network
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


class ThrottleKey(Model):
    """The secret of one day; yesterday's is deleted, and with it the way back from a counter to a network."""

    __tablename__ = "throttle_keys"
    day: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    key: Mapped[bytes] = mapped_column(sa.LargeBinary)


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
    """Removes windows that are over and the keys of days gone by; called by the periodic job."""
    old_keys = sa.delete(ThrottleKey).where(ThrottleKey.day < clock.today())
    over = sa.delete(ThrottleCounter).where(ThrottleCounter.expires_at < time.time())
    return sum(db.session.execute(one).rowcount for one in (old_keys, over))  # type: ignore[attr-defined]


def _todays_key() -> bytes:
    """Made by the first request of a day, shared by all workers; read once by each."""
    today = clock.today()
    kept: tuple[date, bytes] | None = current_app.extensions.get("throttle_key")
    if kept is None or kept[0] != today:
        kept = current_app.extensions["throttle_key"] = (today, _shared_key(today))
    return kept[1]


def _shared_key(today: date) -> bytes:
    table = ThrottleKey.__table__
    with db.engine.begin() as connection:
        connection.execute(sa.delete(ThrottleKey).where(ThrottleKey.day < today))
        connection.execute(_insert(table).values(day=today, key=secrets.token_bytes(32)).on_conflict_do_nothing())
        return bytes(connection.execute(sa.select(ThrottleKey.key).where(ThrottleKey.day == today)).scalar_one())


def unrecognisable(value: str) -> str:
    """The same all day for the same value; tomorrow nobody can tell any more what it was."""
    return hmac.new(_todays_key(), value.encode(), hashlib.sha256).hexdigest()[:24]


def network() -> str:
    """The visitor's address; of IPv6 the first half, since one household or phone has the whole second half to itself."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "nowhere"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)


def visitor() -> str:
    """The visitor's network, unrecognisable and different every day."""
    return unrecognisable(network())


def not_searching() -> bool:
    """For `exempt_when`: only looking for words is limited, not opening a list."""
    return not request.args.get("q")


def seconds_to_wait() -> int:
    """Until the limit that was just met lets the next one through."""
    met = limiter.current_limit
    return max(1, int(met.reset_at - time.time()) + 1) if met else 60


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
