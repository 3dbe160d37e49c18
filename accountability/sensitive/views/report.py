"""The author's side, behind the code: words to them, and more words from them. Title and address say nothing."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.cases import receipts
from accountability.core.db import db
from accountability.core.throttle import everybody, failed, limiter
from accountability.sensitive.forms import PressForm, WordsForm
from accountability.sensitive.labels import FOR_AUTHOR
from accountability.sensitive.operations import authoring
from accountability.sensitive.operations.authoring import Visit
from accountability.sensitive.workflow import OVER, State

bp = Blueprint("report", __name__, url_prefix="/<lang>/track/report")


@bp.get("")
@requires(P.PUBLIC)
def page() -> Any:
    visit = authoring.visited(session.get("visit"))
    return _page(visit, WordsForm(formdata=None)) if visit else redirect(url_for("author.track"))


def _page(visit: Visit, form: WordsForm, code: int = 200) -> Any:
    state, replies = visit.report.state, authoring.replies(visit)
    stands = "waiting" if state == State.SEALED and not replies else "over" if state in OVER else "read"
    return (
        render_template("sensitive/report.html", replies=replies, stands=FOR_AUTHOR[stands], form=form, press=PressForm()),
        code,
    )


@bp.post("/words")
@limiter.limit("30 per 10 minutes", deduct_when=failed)
@limiter.limit("600 per hour", key_func=everybody, deduct_when=failed)
@requires(P.PUBLIC, confidential=True)
def words() -> Any:
    """When the visit is over the words come back in the answer, beside a field for the code."""
    form, visit = WordsForm(), authoring.visited(session.get("visit"))
    good = form.validate()
    if visit is None and form.receipt.data:
        visit = _come_back(form)
    if visit is None:
        if form.receipt.data:
            form.receipt.errors = [gettext("There is no such code. Check the 20 digits once more.")]
        return render_template("sensitive/again.html", form=form), 422
    if not good:
        return _page(visit, form, 422)
    authoring.add_words(visit, form.words.data)
    db.session.commit()
    flash(gettext("Your words were added."), "success")
    return redirect(url_for("report.page"), 303)


def _come_back(form: WordsForm) -> Visit | None:
    digits = receipts.normal(form.receipt.data)
    way = authoring.enter(digits, None) if digits else None
    if way is None:
        return None
    session["visit"] = way.ticket
    return authoring.visited(way.ticket)
