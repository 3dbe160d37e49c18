"""flask sensitive chase | verify | recovery make | recovery open"""

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from accountability.core.db import db
from accountability.sensitive import shares, trail
from accountability.sensitive.operations import chasing, resealing

sensitive = AppGroup("sensitive", help="The protected channel.")
recovery = AppGroup("recovery", help="The key on paper, for the day when no officer is left.")


@sensitive.command("chase")
def chase() -> None:
    """End visits, queue notices, delete keys of officers who left, purge what is old; safe to run twice, safe to kill."""
    for what, count in chasing.chase(current_app.config["SENSITIVE_KEEP_MONTHS"]).items():
        click.echo(f"{what}: {count}")


@sensitive.command("verify")
def verify() -> None:
    """Walk every chain of the protected channel's trail; exit 1 and name what was changed, removed or reordered."""
    faults = list(trail.broken())
    for fault in faults:
        click.echo(fault)
    click.echo("sensitive: every chain holds" if not faults else f"sensitive: {len(faults)} faults")
    raise SystemExit(1 if faults else 0)


@recovery.command("make")
@click.option("--shares", "count", default=5, show_default=True, type=click.IntRange(2, 255))
@click.option("--needed", default=3, show_default=True, type=click.IntRange(2, 255))
def make(count: int, needed: int) -> None:
    """Make a new recovery key and print its shares, once; only the public half is kept."""
    try:
        lines = resealing.make_recovery(count, needed)
    except shares.ShareError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"{count} shares; any {needed} of them open every report. Give each to another person, on paper:")
    for line in lines:
        click.echo(line)
    click.echo("Older reports follow when an officer seals them anew (Colleagues). Clear this screen.", err=True)


@recovery.command("open")
def open_() -> None:
    """Read shares from standard input, one a line, and seal every report to those who are officers now."""
    lines = [line for line in sys.stdin.read().splitlines() if line.strip()]
    try:
        reports, officers = resealing.recover(lines)
    except shares.ShareError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"{reports} reports sealed to {officers} officers. These shares have been together: make a new recovery key now.")


def init_app(app: Flask) -> None:
    sensitive.add_command(recovery)
    app.cli.add_command(sensitive)
