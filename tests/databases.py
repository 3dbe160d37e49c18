"""Databases for tests: built once by the migrations, then copied, on SQLite and on PostgreSQL alike."""

import os
import shutil
import uuid
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
        "STORAGE_URL": (folder / "storage").as_uri(),
        "SECRET_KEY": "test-secret",
        "RECEIPT_KEY": "test-receipts",
        "VAULT_KEYS": "test-vault",
        "SIGNING_KEY": "test-signing",
        "SITE_URL": "http://127.0.0.1",
        "SAMPLE": "0",
    }
    return {**config.load(environ), "TESTING": True, "LIMITS_ON": False, **changes}


def prepare(folder: Path) -> str:
    """A database with all migrations and the country in it; to be copied, never used."""
    url = _new(folder)
    app = create_app(settings(url, folder))
    with app.app_context():
        migrating.prepare(app).upgrade()
        directory.load()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return url


def copy(url: str, folder: Path) -> str:
    """A copy of its own for whoever cannot live in a rolled-back transaction."""
    source = sa.make_url(url)
    if source.get_backend_name() == "sqlite":
        target = folder / f"{uuid.uuid4().hex}.sqlite3"
        shutil.copy(source.database, target)
        return f"sqlite:///{target}"
    name = f"voice_{uuid.uuid4().hex[:12]}"
    _as_admin(f'CREATE DATABASE "{name}" TEMPLATE "{source.database}"')
    return source.set(database=name).render_as_string(hide_password=False)


def drop(url: str) -> None:
    found = sa.make_url(url)
    if found.get_backend_name() == "postgresql":
        _as_admin(f'DROP DATABASE IF EXISTS "{found.database}" WITH (FORCE)')


def _new(folder: Path) -> str:
    if not POSTGRES:
        return f"sqlite:///{folder / 'prepared.sqlite3'}"
    name = f"voice_{uuid.uuid4().hex[:12]}"
    _as_admin(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
    return sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)


def _as_admin(statement: str) -> None:
    engine = sa.create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
