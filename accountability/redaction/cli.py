"""flask redaction scan"""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from accountability.redaction import detector

redaction = AppGroup("redaction", help="Parts of a text that identify somebody.")
_PROGRESS = 1000


@redaction.command("scan")
def scan_lines() -> None:
    """Read {"id", "text"} a line, write {"id", "spans", "readable"} a line; offsets count characters of the NFC text."""
    failed = False
    for number, answer in enumerate(_answers(sys.stdin.buffer), start=1):
        click.echo(json.dumps(answer))
        failed = failed or "error" in answer
        if number % _PROGRESS == 0:
            click.echo(f"redaction: {number} texts", err=True)
    raise SystemExit(1 if failed else 0)


def _answers(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """One answer a line; a bad line is answered with what is wrong with it and its number, empty lines not at all."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _answer(json.loads(line))
            except (ValueError, RecursionError) as error:
                yield {"error": str(error), "line": number}


def _answer(asked: object) -> dict[str, Any]:
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str) or not isinstance(asked.get("id"), str | int):
        raise ValueError('a line is {"id": …, "text": "…"}')
    spans = [span._asdict() for span in detector.scan(asked["text"])]
    return {"id": asked["id"], "spans": spans, "readable": detector.is_readable(asked["text"])}


def init_app(app: Flask) -> None:
    app.cli.add_command(redaction)
