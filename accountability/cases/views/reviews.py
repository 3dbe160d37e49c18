"""For reviewers: what they may decide, one appeal with its forms; and for those who see to it that none waits for ever."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission as P
from accountability.access.roles import Role
from accountability.accounts.gate import kept_fields
from accountability.cases import clocking, face, progress, queries
from accountability.cases.forms.appeal import REFUSED, DecisionForm
from accountability.cases.labels import (
    ANSWER_KINDS,
    DECLINE_REASONS,
    DECLINE_RESULTS,
    KINDS,
    REMEDIES,
    RESULTS,
    appeal_chip,
    result_label,
)
from accountability.cases.models import About, Appeal
from accountability.cases.operations import appealing
from accountability.clocks import queries as clocks
from accountability.clocks.labels import rule_name
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.forms import EmptyForm
from accountability.core.i18n import date_text
from accountability.core.pages import page_number, page_of

bp = Blueprint("reviews", __name__, url_prefix="/<lang>")
SIZE = 30


@bp.get("/reviews")
@requires(P.REVIEWS_USE)
def index() -> Any:
    """What somebody may decide, and what they decided."""
    view, number = "decided" if request.args.get("view") == "decided" else "waiting", page_number()
    ask = queries.decided_appeals if view == "decided" else queries.waiting_appeals
    page = page_of(ask(actor(), SIZE + 1, (number - 1) * SIZE), number, SIZE)
    return render_template(
        "cases/reviews/index.html", page=page, view=view, chip=appeal_chip, result=result_label, me=actor().user_id
    )


@bp.get("/reviews/<appeal_number>")
@requires(P.APPEAL_READ)
def show(appeal_number: str) -> Any:
    return _page(queries.appeal_for(appeal_number.upper(), actor()))


def _page(appeal: Appeal, form: DecisionForm | None = None) -> Any:
    """Before it is taken only what it is about; to its holder what they need to decide, and never story, contact or a name."""
    case, holds = appeal.case, appeal.holder_id == actor().user_id
    kept = kept_fields() if form is None else None
    form = form or (DecisionForm(kept) if kept and "reasons" in kept else DecisionForm(formdata=None))
    shown = render_template(
        "cases/reviews/one.html",
        appeal=appeal,
        case=case,
        holds=holds,
        form=form.offer(_results(appeal)),
        chip=appeal_chip(appeal),
        words=queries.appeal_words(appeal) if holds and appeal.is_open else "",
        kind=KINDS.get(case.kind) if case.kind else None,
        declined=DECLINE_REASONS.get(case.decline_reason or ""),
        answer_kinds=ANSWER_KINDS,
        decided=face.reviewed(appeal, appeal.reasons) if appeal.result else None,
        hints=_hints(appeal),
        steps=progress.timeline(case, "public") if holds else [],
    )
    return shown, 422 if form.errors else 200


def _results(appeal: Appeal) -> dict[Any, Any]:
    return DECLINE_RESULTS if appeal.about == About.DECLINE else RESULTS


def _hints(appeal: Appeal) -> dict[str, str]:
    """Until when each way is open, as the author will read it."""
    case, book = appeal.case, clocks.book()
    since = appeal.ended_before if appeal.about == About.DECLINE else clocking.last_answer(case)
    found = {way: clocking.remedy(case, way, since, book) if since else None for way in REMEDIES}
    return {
        way.value: gettext(
            "Until %(day)s. Source: %(article)s.",
            day=date_text(deadline.at, case.zone, with_year=True),
            article=rule_name(deadline.term.article),
        )
        if deadline
        else gettext("No last day is known to us.")
        for way, deadline in found.items()
    }


@bp.post("/reviews/<appeal_number>/take")
@requires(P.APPEAL_TAKE)
def take(appeal_number: str) -> Any:
    appeal = queries.appeal_to_take(appeal_number.upper(), actor())
    return _press(appeal, appealing.take, gettext("You hold it now. Below is what its author says."))


@bp.post("/reviews/<appeal_number>/give-back")
@requires(P.APPEAL_GIVE_BACK)
def give_back(appeal_number: str) -> Any:
    appeal = queries.appeal_for(appeal_number.upper(), actor())
    return _press(appeal, appealing.give_back, gettext("Given back. Another reviewer may take it."), "reviews.index")


def _press(appeal: Appeal, act: Callable[[Appeal, Any], None], words: str, back: str = "reviews.show") -> Any:
    if not EmptyForm().validate_on_submit():
        abort(400)
    act(queries.lock_appeal(appeal), actor())
    db.session.commit()
    flash(words, "success")
    return redirect(url_for(back) if back != "reviews.show" else url_for(back, appeal_number=appeal.number), 303)


@bp.post("/reviews/<appeal_number>/decide")
@requires(P.APPEAL_DECIDE)
def decide(appeal_number: str) -> Any:
    appeal = queries.appeal_for(appeal_number.upper(), actor())
    form = DecisionForm().offer(_results(appeal))
    if not form.validate_on_submit():
        return _page(appeal, form)
    try:
        appealing.decide(queries.lock_appeal(appeal), actor(), form.decision)
    except Invalid as refused:
        field, words = form.refusals.get(refused.field), REFUSED.get(f"{refused.field} {refused.reason}")
        if field is None or words is None:
            raise
        db.session.rollback()
        form[field].errors = [words]
        return _page(queries.appeal_for(appeal.number, actor()), form)
    db.session.commit()
    flash(
        gettext("Decided. The author is told; the public reads the reasons once a monitor has looked them through."),
        "success",
    )
    return redirect(url_for("reviews.show", appeal_number=appeal.number), 303)


# --- who sees to it that none waits for ever ------------------------------------------------------------------------------------


@bp.get("/admin/reviews")
@requires(P.REVIEWS_WATCH)
def watch() -> Any:
    """What nobody decided yet, the longest waiting first: where it stands, and not a word of it."""
    number = page_number()
    page = page_of(queries.watched_appeals(actor(), SIZE + 1, (number - 1) * SIZE), number, SIZE)
    return render_template("cases/reviews/watch.html", page=page, chip=appeal_chip, may_invite=actor().has(Role.ADMIN))


@bp.post("/admin/reviews/<appeal_number>/release")
@requires(P.REVIEWS_RELEASE)
def release(appeal_number: str) -> Any:
    appeal = queries.watched_appeal(appeal_number.upper(), actor())
    return _press(appeal, appealing.release, gettext("Offered to other reviewers again."), "reviews.watch")
