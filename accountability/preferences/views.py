"""The page behind the link of a letter: stop it with one tap, or have it again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request

from accountability.access.guards import requires
from accountability.access.permissions import Permission
from accountability.core.db import db
from accountability.core.throttle import limiter
from accountability.preferences import links, operations, queries

bp = Blueprint("stopping", __name__, url_prefix="/<lang>/stop")


@dataclass(frozen=True)
class Way:
    """How messages to one sort of reader are stopped, and begun again."""

    is_stopped: Callable[[str], bool]
    stop: Callable[[str], None]
    resume: Callable[[str], None]


CHOSEN = Way(lambda reader: queries.wish_of(reader).stopped, operations.stop, operations.resume)
# Sorts of readers that keep it in rows of their own (`subscription`), filled by create_app; all others have preferences.
WAYS: dict[str, Way] = {}


@bp.route("/<token>", methods=["GET", "POST"])
@limiter.limit("120 per minute")
@requires(Permission.PUBLIC)
def page(token: str) -> Any:
    """Opening it changes nothing, because programs open links too; a POST does.

    No sign-in and no form token: mail programs post here by themselves (RFC 8058), and nobody else can make the link.
    """
    read = links.read(token)
    if read is None:
        return render_template("preferences/stop.html", token="", over=True), 404
    if read.is_over:
        return render_template("preferences/stop.html", token="", over=True), 410
    way = WAYS.get(read.reader.split(":", 1)[0], CHOSEN)
    if request.method == "POST":
        act = way.resume if request.form.get("act") == "again" else way.stop
        act(read.reader)
        db.session.commit()
    shown = {"is_stopped": way.is_stopped(read.reader), "pressed": request.method == "POST"}
    return render_template("preferences/stop.html", token=token, over=False, **shown)
