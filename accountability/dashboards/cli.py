"""flask dashboards publish | verify"""

import click
from flask import Flask
from flask.cli import AppGroup

from accountability.core import clock
from accountability.core.db import db
from accountability.dashboards import operations

SHOWN = 20

dashboards = AppGroup("dashboards", help="Published figures.")


@dashboards.command("publish")
@click.option("--force", is_flag=True, help="Make the snapshots of the last week and month anew.")
def publish(force: bool) -> None:
    """Make the snapshots that are due; a second time changes nothing."""
    made = operations.publish(clock.now(), force=force)
    db.session.commit()
    click.echo("dashboards: " + ", ".join(f"{count} {period} snapshots" for period, count in made.items()))


@dashboards.command("verify")
def verify() -> None:
    """Compare the figures with a recount of all cases; exit 1 and name the differences."""
    found = operations.differences()
    for fact, folded, recounted in found[:SHOWN]:
        place = f"province {fact.province_id}, soum {fact.soum_id}, facility {fact.facility_id}"
        click.echo(f"{fact.measure} on {fact.on_day}, {place}: figures say {folded}, cases say {recounted}")
    click.echo("dashboards: figures equal a recount" if not found else f"dashboards: {len(found)} differences")
    raise SystemExit(1 if found else 0)


def init_app(app: Flask) -> None:
    app.cli.add_command(dashboards)
