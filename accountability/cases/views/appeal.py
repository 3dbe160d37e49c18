"""Behind the receipt: asking that another organisation reviews an answer or a refusal, and taking that back."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.cases import clocking, face, progress, queries
from accountability.cases.forms.appeal import REFUSED, AskForm
from accountability.cases.forms.citizen import PressForm
from accountability.cases.labels import REMEDIES
from accountability.cases.models import About, Case
from accountability.cases.operations import appealing
from accountability.cases.views.author import come_again, mine
from accountability.clocks import queries as clocks
from accountability.clocks.labels import rule_name
from accountability.core import clock, drafts
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.i18n import date_text

bp = Blueprint("appeal", __name__, url_prefix="/<lang>/track/case/review")


@dataclass(frozen=True)
class Signpost:
    """Somewhere to go besides, until when as far as we know, and where that is written."""

    where: Any
    until: str | None
    is_over: bool
    source: str | None


@bp.route("", methods=["GET", "POST"])
@requires(P.CASE_APPEAL)
def page() -> Any:
    case = mine()
    form = AskForm()
    if case is None:
        return come_again() if form.is_submitted() else redirect(url_for("author.track"))
    if not form.validate_on_submit():
        return _page(case, form)
    try:
        appealing.ask(queries.lock(case.id), form.words.data)
    except Invalid as refused:
        words = REFUSED.get(f"{refused.field} {refused.reason}")
        if words is None:
            raise
        db.session.rollback()
        form.words.errors = [words]
        return _page(case, form)
    db.session.commit()
    drafts.forget(session.pop("author_draft", None))
    flash(gettext("Sent. Reviewers of other organisations have been told that something waits."), "success")
    return redirect(url_for("appeal.page"), 303)


def _page(case: Case, form: AskForm) -> Any:
    kept = drafts.bring_back(session.get("author_draft")) if not form.is_submitted() else None
    if kept:
        form.words.data = kept.fields.get("words", [""])[0]
    open_appeal, until = case.open_appeal, appealing.until(case)
    about = clocking.appeal_about(case)
    shown = render_template(
        "cases/own/review.html",
        case=case,
        form=form,
        appeal=open_appeal,
        words=queries.appeal_words(open_appeal) if open_appeal else "",
        decided=face.reviews(case),
        until=until,
        of_a_refusal=(about[0] if about else open_appeal and open_appeal.about) == About.DECLINE,
        clocks=progress.clocks(case) if open_appeal else [],
        decided_by=appealing.due(case).at if until else None,
        signposts=_signposts(case),
        press=PressForm(),
    )
    return shown, 422 if form.errors else 200


def _signposts(case: Case) -> list[Signpost]:
    """Counted from the office's last answer: whoever waits for us must not miss a day of the law."""
    since, book, found = clocking.last_answer(case), clocks.book(), []
    for way, where in REMEDIES.items():
        deadline = clocking.remedy(case, way, since, book) if since else None
        if deadline is None:
            found.append(Signpost(where, None, False, None))
        else:
            day = date_text(deadline.at, case.zone, with_year=True)
            found.append(Signpost(where, day, deadline.at < clock.now(), rule_name(deadline.term.article)))
    return found


@bp.post("/back")
@requires(P.CASE_APPEAL)
def take_back() -> Any:
    case = mine()
    if case is None:
        return redirect(url_for("author.track"), 303)
    if PressForm().validate_on_submit():
        appealing.take_back(queries.lock(case.id))
        db.session.commit()
        flash(gettext("You took it back. What you wrote for it is erased."), "success")
    return redirect(url_for("appeal.page"), 303)
