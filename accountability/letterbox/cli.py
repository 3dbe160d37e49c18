"""flask letterbox serve: takes mails from the machine's own mail server over LMTP."""

import asyncio
import logging
import signal
import threading
from typing import Any

import click
from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from flask import Flask, current_app
from flask.cli import AppGroup

from accountability.core.db import db
from accountability.letterbox import operations
from accountability.letterbox.operations import Refused

LARGEST = 26 * 1024 * 1024
letterbox = AppGroup("letterbox", help="Replies that come by e-mail.")


class Handler:
    """Asks about each address at once, so that strangers' mails are refused before they are sent."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 the server's own name
        said = await asyncio.to_thread(self._answered, lambda: self._known(address))
        if said == "250 OK":
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 the server's own name
        def take() -> None:
            for address in envelope.rcpt_tos:
                self._take(address, (envelope.mail_from or "").strip("<>"), envelope.content)

        return await asyncio.to_thread(self._answered, take)

    def _known(self, address: str) -> None:
        case_id = operations.letter_named_by(address, self.app.config["MAIL_REPLY"]).subject_id
        db.session.rollback()  # the counters have a connection of their own
        if operations.over_limit(case_id):
            raise operations.TOO_MANY

    def _take(self, address: str, sender: str, content: bytes) -> None:
        message = operations.letter_named_by(address, self.app.config["MAIL_REPLY"])
        if sender:
            operations.take(message, content)
        else:
            operations.bounced(message)

    def _answered(self, act: Any) -> str:
        """What the other server is told; a fault of ours is said as one, so that it tries again later."""
        with self.app.app_context():
            try:
                act()
                db.session.commit()
            except Refused as refused:
                db.session.rollback()
                return f"{refused.code} {refused.words}"
            except Exception:
                db.session.rollback()
                logging.getLogger("accountability.letterbox").exception("a mail waits")
                return "451 4.3.0 Trouble on our side. Please try again later."
            finally:
                db.session.remove()
        return "250 OK"


class Lmtp(Controller):
    def factory(self) -> LMTP:
        return LMTP(self.handler, data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="letterbox", ident="letterbox")


@letterbox.command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where the mail server hands mails over; never an open address."
)
@click.option("--port", default=8024, show_default=True)
def serve(host: str, port: int) -> None:
    """Take replies until stopped."""
    if not current_app.config["MAIL_REPLY"]:
        raise click.ClickException("Set MAIL_REPLY to the address of replies first (docs/letterbox.md).")
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    controller = Lmtp(Handler(app), hostname=host, port=port)
    controller.start()
    click.echo(f"letterbox: taking replies on {host}:{port}")
    over = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    signal.signal(signal.SIGINT, lambda *_: over.set())
    over.wait()
    controller.stop()


def init_app(app: Flask) -> None:
    app.cli.add_command(letterbox)
