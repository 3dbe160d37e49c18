"""flask work: the one worker process, which sends messages, chases clocks and publishes figures."""

import logging
import signal
import time
from collections.abc import Callable
from typing import Any

import click
from flask import Flask, current_app

from accountability.audit import operations as audit
from accountability.cases.operations import chasing, retaining
from accountability.core import clock
from accountability.core.db import db
from accountability.dashboards import operations as dashboards
from accountability.outbox import operations as outbox
from accountability.outbox import senders

CHASE_EVERY = 15 * 60.0

# What else the worker does in each round of chasing, by name; floors below that this one does not know are named by features.py.
MORE_JOBS: dict[str, Callable[[], Any]] = {}


@click.command("work")
@click.option("--once", is_flag=True, help="One round, then stop.")
def work(once: bool) -> None:
    """Send messages as they come; every quarter of an hour chase clocks and publish what is due."""
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stopping.append(number))
    send = senders.out_of(current_app.config)
    chased = 0.0
    while not stopping:
        sent = _try("outbox", lambda: outbox.deliver(send))
        if time.monotonic() - chased >= CHASE_EVERY or chased == 0:
            _try("chase", chasing.chase)
            for name, job in MORE_JOBS.items():
                _try(name, job)
            _try("publish", _publish)
            _try("root", _root)
            _try("retain", _retain)
            chased = time.monotonic()
        if once:
            break
        if not sent:
            time.sleep(1.0)


def _publish() -> None:
    dashboards.publish(clock.now())
    db.session.commit()


def _root() -> None:
    audit.publish_root()
    db.session.commit()


def _retain() -> None:
    retaining.retain(current_app.config["RETAIN_CONTACT_MONTHS"], current_app.config["RETAIN_STORY_MONTHS"])


def _try(name: str, act: Any) -> Any:
    """One failing job does not stop the others; it is tried again in the next round."""
    try:
        return act()
    except Exception:
        logging.getLogger("accountability.worker").exception("%s failed", name)
        return None
    finally:
        db.session.remove()


def init_app(app: Flask) -> None:
    app.cli.add_command(work)
