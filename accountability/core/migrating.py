"""flask db …: Flask-Migrate's commands, loaded only for who migrates; a server starts a quarter second sooner."""

from pathlib import Path
from typing import Any

import click
from flask import Flask

from accountability.core.db import db

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
SENSITIVE_FOLDER = FOLDER / "sensitive"


def prepare(app: Flask) -> Any:
    """Readies the application for Flask-Migrate, and returns that package."""
    import flask_migrate

    flask_migrate.Migrate(app, db, directory=str(FOLDER), render_as_batch=True)
    return flask_migrate


def upgrade(app: Flask) -> None:
    """Brings both databases to the newest tables."""
    package = prepare(app)
    for folder in (FOLDER, SENSITIVE_FOLDER):
        package.upgrade(directory=str(folder))


class Commands(click.Command):
    """Stands in for Flask-Migrate's group until somebody calls it; its upgrade then takes both databases.

    The other commands are about the ordinary database, and with `-d migrations/sensitive` about the protected channel's.
    """

    def __init__(self, app: Flask) -> None:
        super().__init__("db", help="Builds and changes the tables.")
        self.app = app

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        package = prepare(self.app)
        group = package.cli.db
        group.commands["upgrade"] = _both(group.commands["upgrade"], package)
        made: click.Context = group.make_context(*args, **more)
        return made


def _both(command: click.Command, package: Any) -> click.Command:
    """The upgrade of one folder, followed by the other's unless something special was asked for."""
    if getattr(command, "takes_both", False):
        return command

    def run(**given: Any) -> None:
        assert command.callback is not None  # noqa: S101 Flask-Migrate's commands have one
        command.callback(**given)
        if given.get("revision") == "head" and not given.get("directory") and not given.get("sql"):
            package.upgrade(directory=str(SENSITIVE_FOLDER))

    both = click.Command("upgrade", params=command.params, callback=run, help=command.help)
    both.takes_both = True  # type: ignore[attr-defined]
    return both


def init_app(app: Flask) -> None:
    app.cli.add_command(Commands(app))
