"""flask db …: Flask-Migrate's commands, loaded only for who migrates; a server starts a quarter second sooner."""

from pathlib import Path
from typing import Any

import click
from flask import Flask

from accountability.core.db import db

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def prepare(app: Flask) -> Any:
    """Readies the application for Flask-Migrate, and returns that package."""
    import flask_migrate

    flask_migrate.Migrate(app, db, directory=str(FOLDER), render_as_batch=True)
    return flask_migrate


class Commands(click.Command):
    """Stands in for Flask-Migrate's group until somebody calls it."""

    def __init__(self, app: Flask) -> None:
        super().__init__("db", help="Builds and changes the tables.")
        self.app = app

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        made: click.Context = prepare(self.app).cli.db.make_context(*args, **more)
        return made


def init_app(app: Flask) -> None:
    app.cli.add_command(Commands(app))
