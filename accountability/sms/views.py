"""The gateway's two doors: a message that came, and what became of one that went out. Nobody else knows the secret."""

import hmac
import logging
from typing import Any

from flask import Blueprint, Response, current_app, request

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.core import second_lock
from accountability.core.db import db
from accountability.core.errors import NotAllowed, NotFound, TooLarge
from accountability.outbox import operations as outbox
from accountability.sms import gateway, operations

bp = Blueprint("sms", __name__, url_prefix="/gateway/sms")
LARGEST = 10_000


@bp.before_request
def _only_the_gateway() -> None:
    secret = current_app.config["SMS_SECRET"]
    if not secret:
        raise NotFound("no gateway")
    if not hmac.compare_digest(gateway.secret_in(request.headers.get("Authorization")).encode(), secret.encode()):
        raise NotAllowed("not the gateway")
    second_lock.ask_as(second_lock.SYSTEM)


@bp.post("")
@requires(P.CASE_SUBMIT)
def arrived() -> Any:
    """Keeps the message before it is answered, so that a fault loses nothing: the worker tries again."""
    if (request.content_length or 0) > LARGEST:
        raise TooLarge("message")
    charset = request.mimetype_params.get("charset", "utf-8")
    arrival = gateway.arrival_from(request.headers, request.get_data(), charset)
    if arrival is None or not arrival.text.strip():
        return _taken()
    if too_many := operations.over_limit(arrival):
        if too_many == 1:
            operations.turn_away(arrival)
            db.session.commit()
        return _taken()
    part = operations.keep(arrival)
    db.session.commit()
    if part:
        _answer(part.id)
    return _taken()


def _answer(part_id: int) -> None:
    try:
        operations.work_on(part_id)
        db.session.commit()
    except Exception:  # the message is kept; the worker answers it later
        db.session.rollback()
        logging.getLogger("accountability.sms").exception("a message waits")


@bp.get("/delivered")
@requires(P.CASE_SUBMIT, writes=True)
def delivered() -> Any:
    """The gateway's report on one message; unknown ones are taken too, so that it does not ask again."""
    state = gateway.STATES.get(request.args.get("state", type=int) or 0)
    if state:
        outbox.note_delivery(request.args.get("message", "")[:60], state)
        db.session.commit()
    return _taken()


def _taken() -> Response:
    return Response(status=200, mimetype="text/plain")
