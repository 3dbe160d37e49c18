"""flask directory load | import-facilities"""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from accountability.core.db import db
from accountability.directory import facilities, operations

directory = AppGroup("directory", help="Places, offices, services, categories.")


@directory.command("load")
@click.argument("path", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path), default=operations.DATA)
def load(path: Path) -> None:
    """Load the country's reference data; a second time changes nothing."""
    counts = operations.load(path)
    db.session.commit()
    click.echo("directory: " + ", ".join(f"{count} {table}" for table, count in counts.items()))


@directory.command("import-facilities")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check every row and change nothing.")
def import_facilities(file: Path, dry_run: bool) -> None:
    """Add, correct, close and merge facilities from a CSV or XLSX file: all rows or none."""
    report = facilities.import_file(file)
    for problem in report.problems:
        click.echo(str(problem), err=True)
    if report.problems or dry_run:
        db.session.rollback()
    else:
        db.session.commit()
    state = "refused, nothing changed" if report.problems else "checked, nothing changed" if dry_run else "done"
    click.echo(
        f"facilities: {report.added} added, {report.corrected} corrected, {report.closed} closed, {report.merged} merged: {state}"
    )
    raise SystemExit(1 if report.problems else 0)


def init_app(app: Flask) -> None:
    app.cli.add_command(directory)
