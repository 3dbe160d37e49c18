"""flask outbox deliver"""

import time

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from accountability.core.db import db
from accountability.outbox import operations, senders

outbox = AppGroup("outbox", help="Messages on their way out.")


@outbox.command("deliver")
@click.option("--forever", is_flag=True, help="Keep looking for new messages until stopped.")
@click.option("--pause", default=2.0, show_default=True, help="Seconds between two looks.")
def deliver(forever: bool, pause: float) -> None:
    """Send what is due."""
    send = senders.out_of(current_app.config)
    total = 0
    while True:
        sent = operations.deliver(send)
        total += sent
        db.session.remove()
        if not sent and not forever:
            break
        if not sent:
            time.sleep(pause)
    click.echo(f"outbox: {total} messages dealt with")


def init_app(app: Flask) -> None:
    app.cli.add_command(outbox)
