"""One case at the desk: the story with the two redacted texts beside it."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission as P
from accountability.accounts.gate import kept_fields
from accountability.cases import marking, queries
from accountability.cases.forms import monitor as forms
from accountability.cases.forms.citizen import PressForm
from accountability.cases.labels import MARK_KINDS, VISIBILITIES, status_label
from accountability.cases.models import Case
from accountability.cases.operations import authoring, quarantining, reading, reviewing
from accountability.cases.refusals import invalid_words
from accountability.cases.views import acting
from accountability.cases.views.desk import line
from accountability.core.db import db
from accountability.core.errors import Invalid, NotFound
from accountability.directory import queries as directory
from accountability.redaction import proposals

bp = Blueprint("review", __name__, url_prefix="/<lang>/desk/cases/<public_id>")


@bp.get("")
@requires(P.CASE_READ_STORY, writes=True)
def case(public_id: str) -> Any:
    """The story with the two redacted texts beside it; opening it is recorded."""
    return _read_page(queries.at_desk(public_id, actor()))


def _read_page(case: Case, code: int = 200, form: Any = None, routing: Any = None) -> Any:
    story = reading.open_story(case, actor())
    if form is None:
        kept = kept_fields()
        form = forms.ReviewForm(kept) if kept else _filled(case, story)
        form.offer(directory.services(), directory.categories())
    routing = routing or forms.RouteForm(formdata=None)
    routing.offer(acting.suggested(case))
    page = render_template(
        "cases/desk/case.html",
        case=case,
        story=story,
        form=form,
        routing=routing,
        marks=marking.marks(case, form.text_office.data or "", form.text_public.data or ""),
        mark_kinds=MARK_KINDS,
        chosen=form.cleared.data or [],
        unchecked=marking.is_unchecked(story),
        label=status_label(case),
        relays=[(relay, authoring.relay_text(relay, case)) for relay in case.relays],
        beside=[line(row) for row in queries.queue(actor(), queries.QueueFilter(), 20)],
        can=acting.can(case),
        offices=directory.facilities_of_province(case.province) if case.province else [],
        visibility=VISIBILITIES[case.visibility],
        press=PressForm(),
    )
    db.session.commit()
    return page, code


def _filled(case: Case, story: str) -> Any:
    """The form as the case stands; asked for a proposal, the office's text begins with the story, marked parts taken out."""
    proposed = proposals.propose(story) if "propose" in request.args and not case.text_office else ""
    return forms.ReviewForm(
        formdata=None,
        text_office=case.text_office or proposed,
        text_public=case.text_public,
        kind=case.kind.value if case.kind else None,
        service=case.service.code if case.service else "",
        category=[one.code for one in case.categories],
        criticality=case.criticality,
        facility=case.facilities[0].code if case.facilities else "",
        recognisable=case.recognisable_monitor,
    )


@bp.post("/take")
@requires(P.CASE_TAKE)
def take(public_id: str) -> Any:
    return acting.act(public_id, lambda case: reviewing.take(case, actor()), gettext("You have taken the case."))


@bp.post("/let-through")
@requires(P.CASE_TAKE)
def let_through(public_id: str) -> Any:
    words = gettext("It is in the queue now.")
    return acting.act(public_id, lambda case: quarantining.let_through(case, actor()), words, back="review.case")


@bp.post("/spam")
@requires(P.CASE_DECLINE)
def refuse_spam(public_id: str) -> Any:
    words = gettext("Declined as spam.")
    return acting.act(public_id, lambda case: quarantining.refuse_spam(case, actor()), words, back="review.case")


@bp.post("/review")
@requires(P.CASE_REVIEW)
def review(public_id: str) -> Any:
    """Saves the texts; with “send”, the short way: kept private or published, and sent, in one press."""
    case = queries.get_visible(public_id, actor())
    form, routing = forms.ReviewForm(), forms.RouteForm()
    form.offer(directory.services(), directory.categories())
    routing.offer(acting.suggested(case))
    if not (form.validate_on_submit() and routing.validate()):
        return _read_page(queries.at_desk(public_id, actor()), 422, form, routing)
    try:
        words = _save(queries.lock(case.id), form, routing)
    except Invalid as refused:
        db.session.rollback()
        flash(invalid_words(refused), "error")
        return _read_page(queries.at_desk(public_id, actor()), 422, form, routing)
    db.session.commit()
    flash(words, "success")
    return redirect(url_for("review.case", public_id=public_id), 303)


def _save(case: Case, form: Any, routing: Any) -> str:
    found = _review(form)
    if request.form.get("act") == "send":
        reviewing.check_and_send(case, actor(), found, acting.offices(routing.codes))
        return gettext("Saved and sent.")
    reviewing.review(case, actor(), found)
    return gettext("Saved.")


def _review(form: Any) -> reviewing.Review:
    facilities = acting.offices([form.facility.data.upper()]) if form.facility.data else []
    if form.facility.data and not facilities:
        raise Invalid("facilities", "needed")
    return reviewing.Review(
        text_office=form.text_office.data or "",
        text_public=form.text_public.data or "",
        kind=form.kind_chosen,
        service=directory.service_by_code(form.service.data),
        categories=directory.categories_by_code(form.category.data or []),
        facilities=facilities,
        criticality=form.criticality.data,
        meaning_changed=form.meaning_changed.data,
        cleared=frozenset(form.cleared.data or []),
        recognisable=form.recognisable.data or None,
    )


@bp.post("/second")
@requires(P.CASE_READ_SECOND)
def second(public_id: str) -> Any:
    """Another monitor read what no detector can read."""
    return acting.act(
        public_id,
        lambda case: reviewing.read_second(case, actor()),
        gettext("Thank you. It can go on its way."),
        back="review.case",
    )


@bp.get("/photo/<int:photo_id>.jpg")
@requires(P.CASE_READ_STORY, writes=True)
def photo(public_id: str, photo_id: int) -> Any:
    """A photo or scan, for the monitor's room only; a sheet of signatures is for the addressee alone."""
    case = queries.at_desk(public_id, actor())
    found = next((one for one in case.photos if one.id == photo_id and one.kind != "sheet"), None)
    if found is None:
        raise NotFound("no such photo")
    reading.open_photo(case, actor())
    db.session.commit()
    return Response(authoring.file_content(found), mimetype=found.media_type)
