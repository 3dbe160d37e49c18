"""flask trail verify"""

import click
from flask import Flask
from flask.cli import AppGroup

from accountability.audit import queries

trail = AppGroup("trail", help="The append-only history.")


@trail.command("verify")
def verify() -> None:
    """Walk every chain; exit 1 and name what was changed, removed or reordered."""
    faults = list(queries.broken())
    for fault in faults:
        click.echo(fault)
    click.echo("trail: every chain holds" if not faults else f"trail: {len(faults)} faults")
    raise SystemExit(1 if faults else 0)


def init_app(app: Flask) -> None:
    app.cli.add_command(trail)
