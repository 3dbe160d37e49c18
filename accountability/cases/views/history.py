"""One case at the desk: its whole history, private notes, calls, the contact, a colleague to hand it to."""

from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission as P
from accountability.accounts import queries as accounts
from accountability.cases import progress, queries
from accountability.cases.forms import monitor as forms
from accountability.cases.forms.citizen import PressForm
from accountability.cases.labels import status_label
from accountability.cases.models import Case, NoteKind
from accountability.cases.operations import reading, reviewing
from accountability.cases.views import acting
from accountability.core.db import db
from accountability.core.forms import choices
from accountability.outbox import operations as outgoing
from accountability.outbox import queries as outbox
from accountability.outbox.labels import state_of

bp = Blueprint("history", __name__, url_prefix="/<lang>/desk/cases/<public_id>")


@bp.get("/history")
@requires(P.CASE_READ)
def page(public_id: str) -> Any:
    return _history_page(queries.get_visible(public_id, actor()))


def _history_page(case: Case, code: int = 200, contact: dict[str, Any] | None = None, **bound: Any) -> Any:
    """The whole trail, private notes and calls, messages, and who else may take it."""
    blank = {
        "noting": forms.NoteForm(formdata=None),
        "looking": forms.LookAgainForm(formdata=None, on=case.look_again_on),
        "asking": forms.ContactForm(formdata=None),
        "handing": forms.HandOverForm(formdata=None),
    }
    colleagues = [(one.id, one.name) for one in accounts.monitors_of(case.province_id) if one.id != case.reviewer_id]
    blank["handing"].colleague.choices = choices(colleagues)
    return (
        render_template(
            "cases/desk/history.html",
            case=case,
            label=status_label(case),
            steps=progress.timeline(case, "desk"),
            notes=[(note, reading.note_text(note, case)) for note in queries.notes_of(case)],
            messages=outbox.about("case", case.id),
            message_words=outgoing.WORDS,
            state_of=state_of,
            colleagues=colleagues,
            contact=contact,
            press=PressForm(),
            **{**blank, **bound},
        ),
        code,
    )


@bp.post("/note")
@requires(P.CASE_NOTE)
def note(public_id: str) -> Any:
    form = forms.NoteForm()
    return acting.act(
        public_id,
        lambda case: reading.add_note(case, actor(), NoteKind(form.kind.data), form.words.data),
        gettext("Noted."),
        form,
        "history.page",
        again=lambda case: _history_page(case, 422, noting=form),
    )


@bp.post("/look-again")
@requires(P.CASE_NOTE)
def look_again(public_id: str) -> Any:
    form = forms.LookAgainForm()
    return acting.act(
        public_id, lambda case: reading.look_again(case, actor(), form.on.data), gettext("Noted."), form, "history.page"
    )


@bp.post("/hand-over")
@requires(P.CASE_REVIEW)
def hand_over(public_id: str) -> Any:
    form = forms.HandOverForm()
    form.colleague.choices = [
        (one.id, one.name) for one in accounts.monitors_of(queries.get_visible(public_id, actor()).province_id)
    ]
    return acting.act(
        public_id,
        lambda case: reviewing.hand_over(case, actor(), form.colleague.data, accounts.actor_for(form.colleague.data)),
        gettext("Handed over."),
        form,
        "history.page",
    )


@bp.post("/contact")
@requires(P.CASE_READ_CONTACT)
def contact(public_id: str) -> Any:
    """Opens the contact on a reasoned request; the author will see that."""
    case = queries.get_visible(public_id, actor())
    form = forms.ContactForm()
    if not form.validate_on_submit():
        return _history_page(case, 422, asking=form)
    found = reading.open_contact(queries.lock(case.id), actor(), form.why.data)
    db.session.commit()
    return _history_page(case, contact=found)


@bp.post("/reissue")
@requires(P.CASE_REISSUE)
def reissue(public_id: str) -> Any:
    return acting.act(
        public_id,
        lambda case: reading.reissue_receipt(case, actor()),
        gettext("A new code is on its way."),
        None,
        "history.page",
    )
