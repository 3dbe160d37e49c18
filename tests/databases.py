"""Databases for tests: built once by the migrations, then copied, on SQLite and on PostgreSQL alike."""

import os
import shutil
import uuid
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

import config
from accountability import create_app
from accountability.core import migrating
from accountability.core.db import db
from accountability.directory import operations as directory

POSTGRES = os.environ.get("TEST_POSTGRES_URL")


def settings(url: str, folder: Path, **changes):
    """A test machine's settings: its own database and storage, limits counted in memory."""
    environ = {
        "DATABASE_URL": url,
        "SENSITIVE_DATABASE_URL": sensitive_of(url),
        "STORAGE_URL": (folder / "storage").as_uri(),
        "SECRET_KEY": "test-secret",
        "RECEIPT_KEY": "test-receipts",
        "VAULT_KEYS": "test-vault",
        "SIGNING_KEY": "test-signing",
        "SITE_URL": "http://127.0.0.1",
        "SAMPLE": "0",
        "QUIET_HOURS": "",
    }
    return {**config.load(environ), "TESTING": True, "LIMITS_ON": False, **changes}


def prepare(folder: Path) -> str:
    """A database with all migrations and the country in it; to be copied, never used."""
    url = new(folder)
    app = create_app(settings(url, folder))
    with app.app_context():
        migrating.upgrade(app)
        directory.load()
        db.session.commit()
        close()
    return url


@contextmanager
def for_role_that_owns_nothing(folder: Path):
    """Settings as production must have them on PostgreSQL: the tables belong to another role than the application's."""
    owner = new(folder)
    role = f"{sa.make_url(owner).database}_app"
    _as_admin(f"CREATE ROLE {role} LOGIN")
    url = sa.make_url(owner).set(username=role).render_as_string(hide_password=False)
    yield settings(url, folder, MIGRATION_DATABASE_URL=owner, SENSITIVE_MIGRATION_DATABASE_URL=sensitive_of(owner))
    drop(owner)
    _as_admin(f"DROP ROLE {role}")


@contextmanager
def undone(let_go):
    """Both databases inside transactions that are rolled back; `let_go` frees the session before that."""
    engines = dict(db.engines)
    connections = {bind: engine.connect() for bind, engine in engines.items()}
    transactions = [connection.begin() for connection in connections.values()]
    db.engines.update(connections)
    yield
    let_go()
    for transaction, connection in zip(transactions, connections.values(), strict=True):
        transaction.rollback()
        connection.close()
    db.engines.update(engines)


def close() -> None:
    """Lets go of both databases."""
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()


def close_in(app) -> None:
    """As if the process had ended: nothing that was not committed is left."""
    with app.app_context():
        close()


def sensitive_of(url: str) -> str:
    """The address of the protected channel's database that goes with an ordinary one."""
    found = sa.make_url(url)
    if found.database in {None, "", ":memory:"}:
        return url
    name = found.database
    name = f"{name.removesuffix('.sqlite3')}-sensitive.sqlite3" if found.get_backend_name() == "sqlite" else f"{name}_sensitive"
    return found.set(database=name).render_as_string(hide_password=False)


def copy(url: str, folder: Path) -> str:
    """A copy of its own for whoever cannot live in a rolled-back transaction."""
    source = sa.make_url(url)
    if source.get_backend_name() == "sqlite":
        made = f"sqlite:///{folder / uuid.uuid4().hex}.sqlite3"
        for one, other in ((url, made), (sensitive_of(url), sensitive_of(made))):
            shutil.copy(sa.make_url(one).database, sa.make_url(other).database)
        return made
    name = f"voice_{uuid.uuid4().hex[:12]}"
    made = source.set(database=name).render_as_string(hide_password=False)
    for one, other in ((url, made), (sensitive_of(url), sensitive_of(made))):
        _as_admin(f'CREATE DATABASE "{sa.make_url(other).database}" TEMPLATE "{sa.make_url(one).database}"')
    return made


def drop(url: str) -> None:
    found = sa.make_url(url)
    if found.get_backend_name() == "postgresql":
        for one in (url, sensitive_of(url)):
            _as_admin(f'DROP DATABASE IF EXISTS "{sa.make_url(one).database}" WITH (FORCE)')


def new(folder: Path) -> str:
    if not POSTGRES:
        return f"sqlite:///{folder / 'prepared.sqlite3'}"
    name = f"voice_{uuid.uuid4().hex[:12]}"
    url = sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    for one in (url, sensitive_of(url)):
        _as_admin(f"CREATE DATABASE \"{sa.make_url(one).database}\" ENCODING 'UTF8' TEMPLATE template0")
    return url


def _as_admin(statement: str) -> None:
    engine = sa.create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
