"""flask cases chase | retain"""

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from accountability.cases.operations import chasing, retaining

cases = AppGroup("cases", help="What happens to cases without anybody pressing a button.")


@cases.command("chase")
def chase() -> None:
    """Clocks, reminders, silence, closed offices; safe to run twice, safe to kill."""
    for what, count in chasing.chase().items():
        click.echo(f"{what}: {count}")


@cases.command("retain")
def retain() -> None:
    """Erase contacts and stories whose time is over (RETAIN_CONTACT_MONTHS, RETAIN_STORY_MONTHS); the worker does it daily."""
    months = current_app.config["RETAIN_CONTACT_MONTHS"], current_app.config["RETAIN_STORY_MONTHS"]
    for what, count in retaining.retain(*months).items():
        click.echo(f"{what}: {count}")


def init_app(app: Flask) -> None:
    app.cli.add_command(cases)
