"""flask cases chase | retain | clock"""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from accountability.cases.labels import TRACKS
from accountability.cases.models import Kind
from accountability.cases.operations import chasing, retaining
from accountability.clocks import queries as clocks
from accountability.clocks import trial
from accountability.clocks.deadlines import Pause
from accountability.core.errors import Invalid, NotFound
from accountability.directory import queries as directory

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


class Moment(click.ParamType):  # type: ignore[type-arg]
    """A moment; without an offset it is the province's own time."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value}: write it as 2026-02-17T10:00", param, ctx)


@cases.command("clock")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), required=True)
@click.option("--track", type=click.Choice(sorted(TRACKS)), required=True)
@click.option("--province", required=True, help="ISO code, as MN-043.")
@click.option("--received", type=Moment(), required=True, help="When it reached the platform.")
@click.option("--routed", type=Moment(), help="When it was handed to the office.")
@click.option("--disputed", type=Moment(), help="When the author said that the answer did not solve it.")
@click.option("--office-received", type=Moment(), help="When the office entered it in its own register.")
@click.option("--extended-days", type=click.IntRange(0), default=0)
@click.option("--pause", nargs=2, type=Moment(), multiple=True, help="A question waited for the author: from, until.")
def count_clock(province: str, pause: tuple[tuple[datetime, datetime], ...], **told: Any) -> None:
    """Write as JSON when each clock of such a case would end, and how that was counted."""
    try:
        area = directory.province(province)
    except NotFound as missing:
        raise click.BadParameter(f"{province}: no such province", param_hint="--province") from missing
    zone = ZoneInfo(area.timezone)

    def placed(value: Any) -> Any:
        return value.replace(tzinfo=value.tzinfo or zone) if isinstance(value, datetime) else value

    pauses = tuple(Pause(placed(start), placed(until)) for start, until in pause)
    question = trial.Question(zone=area.timezone, pauses=pauses, **{name: placed(value) for name, value in told.items()})
    try:
        click.echo(json.dumps(trial.answer(question, clocks.book()), ensure_ascii=False))
    except Invalid as wrong:
        raise click.BadParameter("longer than the rule allows", param_hint=f"--{wrong.field.replace('_', '-')}") from wrong


def init_app(app: Flask) -> None:
    app.cli.add_command(cases)
