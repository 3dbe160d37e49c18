"""The published roots of the trail, the key by which all that is signed here is checked, and “this page identifies someone”."""

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.accounts import gate
from accountability.audit import queries as audit
from accountability.audit.models import TrailRoot
from accountability.cases import queries as cases
from accountability.cases.models import Case
from accountability.cases.workflow import Visibility
from accountability.core.db import db
from accountability.core.i18n import NAMES
from accountability.core.signing import signer
from accountability.privacy import operations
from accountability.privacy.forms import AlertForm

# Written like the pages of site, so that /about/trail is not taken for one of its pages.
bp = Blueprint("privacy", __name__, url_prefix=f"/<any({', '.join(NAMES)}):lang>/about")
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


@bp.route("/identifies", methods=["GET", "POST"])
@requires(P.ALERT_RAISE)
def identifies() -> Any:
    """“This page identifies someone”: one press is enough, words are welcome."""
    form = AlertForm(page=request.args.get("page", ""))
    path = gate.local_path(form.page.data) or url_for("public.home")
    if form.validate_on_submit():
        operations.raise_alert(path[:200], form.words.data or "", _case_at(path))
        db.session.commit()
        flash(gettext("Thank you. A senior monitor looks at it now and decides within three days."), "success")
        return redirect(url_for("public.home"), 303)
    return render_template("privacy/identifies.html", form=form, path=path), 422 if form.errors else 200


def _case_at(path: str) -> Case | None:
    """The public case that a page shows, if it shows one."""
    parts = path.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0].strip("/").split("/")
    case = cases.by_public_id(parts[2].upper()) if len(parts) == 3 and parts[1] == "cases" else None
    return case if case and case.visibility == Visibility.PUBLIC else None
