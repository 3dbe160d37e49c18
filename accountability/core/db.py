"""The database session, the base of all models and the column types that both databases agree on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False}, disable_autonaming=True)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


SENSITIVE = "sensitive"


class SensitiveModel(Model):
    """Base of what lies in the protected channel's own database; no key leads from there into the ordinary one."""

    __abstract__ = True
    __bind_key__ = SENSITIVE


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC; a naive one is refused because nobody could say when it was."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class UtcHour(UtcDateTime):
    """A moment rounded down to its hour, so that nobody can lay it beside another log."""

    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        rounded = value.replace(minute=0, second=0, microsecond=0) if value else None
        return super().process_bind_param(rounded, dialect)


class ByteOrdered(TypeDecorator[str]):
    """Text compared by its bytes on every database; the sorting keys of core.mongolian rely on it."""

    impl = sa.String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(sa.String(collation="C") if dialect.name == "postgresql" else sa.String())


key = Annotated[int, mapped_column(primary_key=True)]
moment = Annotated[datetime, mapped_column(UtcDateTime)]
hour = Annotated[datetime, mapped_column(UtcHour)]
day = Annotated[date, mapped_column(sa.Date)]
text = Annotated[str, mapped_column(sa.Text)]
sealed = Annotated[bytes, mapped_column(sa.LargeBinary)]


def enum(members: type[StrEnum], name: str) -> sa.Enum:
    """A column of words with a CHECK, the same on both databases."""
    return sa.Enum(
        members, name=name, native_enum=False, create_constraint=True, length=32, values_callable=lambda e: [m.value for m in e]
    )


_reading: ContextVar[bool] = ContextVar("reading", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read; on SQLite all others take the write lock when they begin.

    A deferred SQLite transaction that turns from reading to writing fails at once when somebody else wrote meanwhile.
    """
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def settle() -> None:
    """After something had to be gone for good: SQLite's log of older pages is folded in and emptied.

    PostgreSQL keeps such pages until it vacuums and its log is recycled; docs/protected-channel.md says so.
    """
    for engine in db.engines.values():
        if isinstance(engine, Engine) and engine.dialect.name == "sqlite":
            connection = engine.raw_connection()
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if type(connection).__module__ != "sqlite3":
        return
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")
