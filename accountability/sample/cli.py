"""flask sample accounts | load | promises"""

import time
from datetime import date, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from accountability.core import clock
from accountability.core.db import db
from accountability.sample import accounts, loader, promises

sample = AppGroup("sample", help="Sample accounts and sample cases, for trying out and for measuring.")


def _only_with_sample() -> None:
    if not current_app.config["SAMPLE"]:
        raise click.ClickException("This platform is not for samples: set SAMPLE=1 on a machine for trying out.")


def _make_accounts() -> list[str]:
    lines = accounts.ensure(Path(current_app.instance_path) / "sample-accounts.txt")
    db.session.commit()
    return lines


@sample.command("accounts")
@click.option("--quiet", is_flag=True, help="Make them and print nothing.")
def make_accounts(quiet: bool) -> None:
    """Make the sample accounts and print how to sign in with them."""
    _only_with_sample()
    lines = _make_accounts()
    if not quiet:
        click.echo("\n".join(lines))


@sample.command("load")
@click.option("--cases", default=2000, show_default=True, type=click.IntRange(min=1), help="How many.")
@click.option("--seed", default=1, show_default=True, help="Another seed gives other cases.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The day at whose beginning the load ends; today unless given.")
@click.option("--workers", default=loader.WORKERS, show_default=True, help="Processes that make cases; 0 for this one alone.")
def load(cases: int, seed: int, until: datetime | None, workers: int) -> None:
    """Load believable cases of the last two years, with everything that happened to them."""
    _only_with_sample()
    _make_accounts()
    began = time.perf_counter()
    last: date = until.date() if until else clock.today()
    try:
        with click.progressbar(length=cases, label=f"sample: {cases} cases") as bar:
            loader.load(cases, seed, last, workers=workers, progress=bar.update)
    except loader.AlreadyThere as problem:
        raise click.ClickException(str(problem)) from problem
    seconds = time.perf_counter() - began
    click.echo(f"sample: {cases} cases in {seconds:.1f} s, {cases / seconds:.0f} a second")


@sample.command("promises")
@click.option("--seed", default=1, show_default=True)
def make_promises(seed: int) -> None:
    """Let some offices answer what waits for them with a promise; once, after the cases."""
    _only_with_sample()
    count = promises.make(seed)
    db.session.commit()
    click.echo(f"sample: {count} promises")


def init_app(app: Flask) -> None:
    app.cli.add_command(sample)
