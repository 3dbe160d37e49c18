"""flask vault rotate: all that the vault sealed, sealed again with the first key; safe to kill and to run again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup

from accountability.core.db import db
from accountability.core.storage import storage
from accountability.core.vault import vault

BATCH = 200


@dataclass(frozen=True)
class Sealed:
    """A column of sealed values: which, and for what purpose a row's value was sealed."""

    column: Any
    purpose: Callable[[Any], str]


@dataclass(frozen=True)
class SealedFiles:
    """Files of a table's rows: each row's files as (key, purpose)."""

    model: Any
    files: Callable[[Any], Iterable[tuple[str, str]]]


PARTS: list[Sealed | SealedFiles] = []


def rotate(part: Sealed | SealedFiles) -> Iterator[int]:
    """Seals one part again, committing batch by batch; yields how many values each batch renewed."""
    yield from _rotate_column(part) if isinstance(part, Sealed) else _rotate_files(part)


def _rotate_column(part: Sealed) -> Iterator[int]:
    """Asks only for what another key sealed, so that a second run goes on where the first was stopped."""
    beginning = sa.func.substr(part.column, 1, len(vault.mark))
    old = sa.select(part.column.class_).where(part.column.is_not(None), beginning != vault.mark)
    name = part.column.key
    while rows := list(db.session.scalars(old.limit(BATCH).with_for_update(of=part.column.class_))):
        for row in rows:
            setattr(row, name, vault.reseal(getattr(row, name), part.purpose(row)))
        db.session.commit()
        db.session.expunge_all()
        yield len(rows)


def _rotate_files(part: SealedFiles) -> Iterator[int]:
    """File by file; each is written whole beside the old one and then takes its place."""
    last, key = 0, part.model.id
    while rows := list(db.session.scalars(sa.select(part.model).where(key > last).order_by(key).limit(BATCH))):
        renewed = sum(_renew(name, purpose) for row in rows for name, purpose in part.files(row))
        last = rows[-1].id
        db.session.commit()
        db.session.expunge_all()
        yield renewed


def _renew(name: str, purpose: str) -> bool:
    try:
        content = storage.load(name)
    except FileNotFoundError:  # erased meanwhile
        return False
    if vault.is_current(content):
        return False
    storage.save(name, vault.reseal(content, purpose))
    return True


def label(part: Sealed | SealedFiles) -> str:
    return str(part.column) if isinstance(part, Sealed) else f"files of {part.model.__tablename__}"


vault_commands = AppGroup("vault", help="What lies sealed.")


@vault_commands.command("rotate")
def _rotate() -> None:
    """Seal everything again with the first key of VAULT_KEYS; the old keys may be removed afterwards."""
    total = 0
    for part in PARTS:
        done = 0
        for renewed in rotate(part):
            done += renewed
            click.echo(f"\r{label(part)}: {done}", nl=False)
        click.echo(f"\r{label(part)}: {done}")
        total += done
    click.echo(f"vault: {total} values sealed again")


def init_app(app: Flask) -> None:
    app.cli.add_command(vault_commands)
