"""Behind the receipt: where my case stands, who holds it, my words, my verdict."""

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.cases import doors, face, progress, queries, receipts
from accountability.cases.forms.citizen import ApproveForm, JudgeForm, PressForm, TrackForm, WordsForm
from accountability.cases.labels import status_label
from accountability.cases.models import Case, Direction
from accountability.cases.operations import appealing, authoring
from accountability.cases.workflow import OPEN, Status, Verdict, VerdictAction
from accountability.commitments.labels import label as promise_label
from accountability.core import drafts
from accountability.core.db import db
from accountability.core.throttle import everybody, failed, limiter

bp = Blueprint("author", __name__, url_prefix="/<lang>/track")


@bp.route("", methods=["GET", "POST"])
@requires(P.PUBLIC)
@limiter.limit("30 per 10 minutes", methods=["POST"], deduct_when=failed)
@limiter.limit("600 per hour", methods=["POST"], key_func=everybody, deduct_when=failed)
def track() -> Any:
    """Enter the code; it never stands in an address."""
    form = TrackForm()
    if form.validate_on_submit():
        if digits := receipts.normal(form.receipt.data):
            case = queries.by_receipt(digits)
            if way := doors.way_in(digits, case):
                return _come_in(way)
            if case is not None and case.status != Status.DIVERTED:
                return _come_in(doors.Way("author.case", authoring.come_back(case)))
        form.receipt.errors = [gettext("There is no such code. Check the 20 digits once more.")]
    return render_template("cases/author/track.html", form=form), 422 if form.errors else 200


def _come_in(way: doors.Way) -> Any:
    session["visit"] = way.ticket
    session.pop("received", None)
    db.session.commit()
    return redirect(url_for(way.endpoint), 303)


@bp.get("/case")
@requires(P.CASE_ADD_WORDS)
def case() -> Any:
    found = mine()
    return _page(found) if found else redirect(url_for("author.track"))


def _page(case: Case, code: int = 200, **forms: Any) -> Any:
    kept = drafts.bring_back(session.get("author_draft"))
    words = WordsForm(formdata=None, words=kept.fields.get("words", [""])[0] if kept else "")
    forms = {"words": words, "judging": JudgeForm(formdata=None), "approval": ApproveForm(formdata=None), **forms}
    relays = [(relay, authoring.relay_text(relay, case)) for relay in case.relays]
    shown = case.parent if case.status == Status.MERGED and case.parent else case
    return (
        render_template(
            "cases/author/case.html",
            case=case,
            shown=shown,
            label=status_label(shown),
            sentence=progress.sentence(case),
            holder=progress.holder(shown, to_author=True),
            next_step=progress.next_step(shown),
            clocks=progress.clocks(shown),
            promises=[(one, promise_label(one)) for one in progress.promises(shown) if shown is case or one.published_at],
            steps=progress.timeline(shown, "author"),
            story=queries.story_of(case),
            relays=relays,
            questions=[text for relay, text in relays if relay.direction == Direction.TO_AUTHOR],
            may_judge=case.verdict in {Verdict.ASKED, Verdict.SILENT} and case.status in {Status.ANSWERED, Status.CLOSED},
            may_dispute=case.status in {Status.ANSWERED, Status.CLOSED}
            and case.verdict != Verdict.DISPUTED
            and not case.is_thanks,
            is_open=case.status in OPEN,
            appeal=case.open_appeal,
            may_ask_review=appealing.until(case),
            reviews=face.reviews(shown, to_all=shown is not case),
            press=PressForm(),
            form=next((form for form in forms.values() if form.errors), words),
            **forms,
        ),
        code,
    )


@bp.post("/case/words")
@requires(P.CASE_ADD_WORDS)
def words() -> Any:
    case = mine()
    if case is None:
        return come_again()
    form = WordsForm()
    if not form.validate_on_submit():
        return _page(case, 422, words=form)
    authoring.add_words(queries.lock(case.id), form.words.data)
    drafts.forget(session.pop("author_draft", None))
    return _done(gettext("Your words were added."))


@bp.post("/case/judge")
@requires(P.CASE_JUDGE)
def judge() -> Any:
    case = mine()
    if case is None:
        return come_again()
    form = JudgeForm()
    if not form.validate_on_submit():
        return _page(case, 422, judging=form)
    marks = {"fairness": form.fairness.data, "solved": form.solved.data}
    locked = queries.lock(case.id)
    if form.verdict.data == "dispute":
        authoring.dispute(locked, form.reason.data, form.words.data, **marks)
    else:
        authoring.judge(locked, VerdictAction(form.verdict.data), **marks)
    if form.trouble.data == "yes":
        return _to_the_protected_way()
    return _done(gettext("Thank you. Your word counts."))


def _to_the_protected_way() -> Any:
    """Somebody was harmed for having spoken: nothing of that is kept here, and the way to those who may read it is one step."""
    db.session.commit()
    flash(gettext("Thank you. What happened to you because you spoke up belongs here, where nobody else reads it."), "success")
    return redirect(url_for("protected.page"), 303)


@bp.post("/case/approve")
@requires(P.CASE_JUDGE)
def approve() -> Any:
    case = mine()
    if case is None:
        return come_again()
    form = ApproveForm()
    if not form.validate_on_submit():
        return _page(case, 422, approval=form)
    authoring.approve(queries.lock(case.id), form.agrees.data == "yes")
    return _done(gettext("Thank you. The monitor knows."))


@bp.route("/case/withdraw", methods=["GET", "POST"])
@requires(P.CASE_WITHDRAW)
def withdraw() -> Any:
    """Asks once more, and says what goes and what stays."""
    case = mine()
    if case is None:
        return redirect(url_for("author.track"))
    form = PressForm()
    if form.validate_on_submit():
        authoring.withdraw(queries.lock(case.id))
        return _done(gettext("You have taken your words back. They are erased."))
    return render_template("cases/author/withdraw.html", form=form, case=case)


@bp.get("/case/photo/<int:photo_id>.jpg")
@requires(P.CASE_ADD_WORDS)
def photo(photo_id: int) -> Any:
    case = mine()
    found = next((one for one in case.photos if one.id == photo_id and one.kind in {"photo", "blotted"}), None) if case else None
    if found is None:
        return redirect(url_for("author.track"))
    return Response(authoring.file_content(found), mimetype=found.media_type)


@bp.post("/leave")
@requires(P.PUBLIC)
def leave() -> Any:
    """Ends the visit, so that the next person at this phone sees nothing."""
    if PressForm().validate_on_submit():
        _end_visit()
    return redirect(url_for("public.home"), 303)


@bp.route("/exit", methods=["GET", "POST"])
@requires(P.PUBLIC, writes=True)
def exit_quickly() -> Any:
    """The link on every page: ends whatever visit this browser has and shows the front page.

    Without a token, because it must work at once and for everybody; the worst that a forged one does is to end a visit.
    """
    _end_visit()
    return redirect(url_for("public.home"), 303)


def _end_visit() -> None:
    """Nothing that a citizen opened or typed in this browser comes back; whoever works here stays signed in."""
    ticket = session.pop("visit", None)
    authoring.leave(ticket)
    doors.leave(ticket)
    for kept in ("author_draft", "draft"):
        drafts.forget(session.pop(kept, None))
    for name in ("received", "vault"):
        session.pop(name, None)
    db.session.commit()


def mine() -> Case | None:
    """The case behind this browser's visit, once a request."""
    if "author_case" not in g:
        case_id = authoring.visited_case(session.get("visit"))
        g.author_case = queries.of_author(case_id) if case_id else None
        if g.author_case and g.author_case.status == Status.DIVERTED:
            g.author_case = None
    return g.author_case  # type: ignore[no-any-return]


def come_again() -> Any:
    """The visit is over while somebody was writing: their words wait until they have shown the code again."""
    fields = {name: values for name, values in request.form.to_dict(flat=False).items() if name != "csrf_token"}
    session["author_draft"] = drafts.keep(fields, [], session.get("author_draft"))
    db.session.commit()
    flash(gettext("Half an hour has passed. Your words are kept: enter your code and go on."), "warning")
    return redirect(url_for("author.track"), 303)


def _done(words: str) -> Any:
    db.session.commit()
    flash(words, "success")
    return redirect(url_for("author.case"), 303)
