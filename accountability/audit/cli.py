"""flask trail verify | root | export"""

import json

import click
from flask import Flask
from flask.cli import AppGroup

from accountability.audit import operations, queries
from accountability.core.db import db

trail = AppGroup("trail", help="The append-only history.")


@trail.command("verify")
def verify() -> None:
    """Walk every chain and every published root; exit 1 and name what was changed, removed or reordered."""
    faults = [*queries.broken(), *queries.broken_roots()]
    for fault in faults:
        click.echo(fault)
    click.echo("trail: every chain holds" if not faults else f"trail: {len(faults)} faults")
    raise SystemExit(1 if faults else 0)


@trail.command("root")
def root() -> None:
    """Make the root of the last day that is over; the worker does it by itself."""
    made = operations.publish_root()
    db.session.commit()
    click.echo(f"trail: root of {made.on_day} over {made.count} lines: {made.root}" if made else "trail: nothing to do")


@trail.command("export")
@click.argument("chain")
def export(chain: str) -> None:
    """Print one chain (`case:17`) as JSON that docs/check_trail.py can check."""
    click.echo(json.dumps(queries.export(chain), ensure_ascii=False, indent=1))


def init_app(app: Flask) -> None:
    app.cli.add_command(trail)
