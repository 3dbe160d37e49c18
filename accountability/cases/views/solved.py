"""The author's word with one tap, out of a message; the page tells nobody what it is about."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.cases import queries
from accountability.cases.forms.citizen import PressForm
from accountability.cases.models import VerdictLink
from accountability.cases.operations.authoring import linking
from accountability.cases.workflow import VerdictAction
from accountability.core.db import db
from accountability.core.throttle import everybody, failed, limiter

bp = Blueprint("solved", __name__, url_prefix="/<lang>/solved")
ANSWERS = {"yes": VerdictAction.CONFIRM, "partly": VerdictAction.PARTLY, "no": VerdictAction.DISPUTE}


@bp.route("/<token>", methods=["GET", "POST"])
@requires(P.CASE_JUDGE)
@limiter.limit("60 per 10 minutes", deduct_when=failed)
@limiter.limit("600 per hour", key_func=everybody, deduct_when=failed)
def page(token: str) -> Any:
    """Opening it changes nothing, because programs open links too; pressing one of three buttons does, once."""
    link = linking.link_of(token)
    if link is None:
        return render_template("cases/author/solved.html", token=token, over=True), 404
    case = queries.lock(link.case_id) if request.method == "POST" else queries.of_author(link.case_id)
    if not linking.is_good(link, case):
        return render_template("cases/author/solved.html", token=token, over=True), 410
    verdict = ANSWERS.get(request.form.get("answer", ""))
    if PressForm().validate_on_submit() and verdict:
        return _judged(link, case, verdict)
    code = 422 if request.method == "POST" else 200
    return render_template("cases/author/solved.html", token=token, over=False), code


def _judged(link: VerdictLink, case: Any, verdict: VerdictAction) -> Any:
    linking.judge_by_link(link, case, verdict)
    db.session.commit()
    said = gettext("Thank you. Your word counts.")
    if verdict == VerdictAction.DISPUTE:
        said = gettext("Thank you. It goes back for a new answer. Whoever has the code can say more.")
    return render_template("cases/author/solved.html", token="", over=False, said=said)
