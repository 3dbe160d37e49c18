"""The published roots of the trail, and the key by which everything signed here can be checked."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, url_for

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.audit import queries as audit
from accountability.audit.models import TrailRoot
from accountability.core.signing import signer

bp = Blueprint("privacy", __name__, url_prefix="/<lang>/about")
HOUR = "public, max-age=3600"


@bp.get("/trail")
@requires(P.PUBLIC)
def trail() -> str:
    return render_template("privacy/trail.html", roots=audit.roots(30), key=signer.public_key)


@bp.get("/trail.json")
@requires(P.PUBLIC)
def roots() -> Response:
    """Every day's root of the last years, oldest first, as docs/check_trail.py reads it."""
    rows = [_row(root) for root in reversed(audit.roots(4000))]
    return _public(jsonify(format="roots-1", key=signer.public_key, roots=rows))


@bp.get("/trail.atom")
@requires(P.PUBLIC)
def feed() -> Response:
    body = render_template("privacy/trail_feed.xml", roots=audit.roots(60), page=url_for("privacy.trail", _external=True))
    return _public(Response(body, mimetype="application/atom+xml"))


def _row(root: TrailRoot) -> dict[str, Any]:
    return {
        "on": root.on_day.isoformat(),
        "count": root.count,
        "tree": root.tree,
        "previous": root.previous,
        "root": root.root,
    }


def _public(response: Response) -> Response:
    response.headers["Cache-Control"] = HOUR
    return response
