"""flask cases chase"""

import click
from flask import Flask
from flask.cli import AppGroup

from accountability.cases.operations import chasing

cases = AppGroup("cases", help="What happens to cases without anybody pressing a button.")


@cases.command("chase")
def chase() -> None:
    """Clocks, reminders, silence, closed offices; safe to run twice, safe to kill."""
    for what, count in chasing.chase().items():
        click.echo(f"{what}: {count}")


def init_app(app: Flask) -> None:
    app.cli.add_command(cases)
