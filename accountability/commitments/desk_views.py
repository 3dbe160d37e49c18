"""For those who work with promises: an office's own, what waits for somebody to look, and one promise with its forms."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from accountability.access import policy
from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission as P
from accountability.commitments import forms, operations, queries
from accountability.commitments.labels import label
from accountability.commitments.models import Commitment
from accountability.commitments.views import timeline
from accountability.commitments.workflow import OWED, Standing
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.forms import EmptyForm
from accountability.core.pages import page_number, page_of

bp = Blueprint("promises", __name__, url_prefix="/<lang>")
SIZE = 30


@bp.get("/office/commitments")
@requires(P.OFFICE_USE)
def of_office() -> Any:
    """What the office promised, the earliest day first."""
    number = page_number()
    found = queries.of_offices(actor(), SIZE + 1, (number - 1) * SIZE)
    return render_template("commitments/of_office.html", page=page_of(found, number, SIZE), label=label)


@bp.get("/desk/changes")
@requires(P.DESK_USE)
def to_look_at() -> Any:
    """Where an office says that something is done, and promises that the public does not read yet."""
    number = page_number()
    found = queries.to_look_at(actor(), SIZE + 1, (number - 1) * SIZE)
    unpublished = queries.unpublished(actor(), SIZE) if number == 1 else []
    return render_template("commitments/to_look_at.html", page=page_of(found, number, SIZE), unpublished=unpublished, label=label)


@bp.get("/office/commitments/<change_id>")
@requires(P.CHANGE_READ)
def one(change_id: str) -> Any:
    return _page(_found(change_id))


@bp.get("/office/commitments/<change_id>/photos/<int:file_id>")
@requires(P.CHANGE_READ)
def photo(change_id: str, file_id: int) -> Response:
    content = queries.photo_of(_found(change_id), file_id)
    return Response(content, mimetype="image/jpeg", headers={"Cache-Control": "private, no-store"})


@bp.post("/office/commitments/<change_id>/claim")
@requires(P.CHANGE_CLAIM)
def claim(change_id: str) -> Any:
    form = forms.ClaimForm()
    words = _("Noted. The citizen is asked, and a monitor looks.")
    return _do(change_id, form, words, lambda made: operations.claim(made, actor(), form.done))


@bp.post("/office/commitments/<change_id>/new-day")
@requires(P.CHANGE_CLAIM)
def new_day(change_id: str) -> Any:
    form = forms.NewDayForm()
    words = _("The new day is set. The first one stays on the record.")
    return _do(change_id, form, words, lambda made: operations.renegotiate(made, actor(), form.due_on.data, form.words.data))


@bp.post("/office/commitments/<change_id>/abandon")
@requires(P.CHANGE_CLAIM)
def abandon(change_id: str) -> Any:
    form = forms.AbandonForm()
    words = _("Noted, with the reason. The citizen is asked.")
    return _do(change_id, form, words, lambda made: operations.abandon(made, actor(), form.words.data))


@bp.post("/office/commitments/<change_id>/look")
@requires(P.CHANGE_VERIFY)
def look(change_id: str) -> Any:
    form = forms.LookForm()
    return _do(
        change_id, form, _("Thank you. What you saw is on the record."), lambda made: operations.look(made, actor(), form.seen)
    )


@bp.post("/office/commitments/<change_id>/publish")
@requires(P.CHANGE_PUBLISH)
def publish(change_id: str) -> Any:
    form = forms.PublishForm()
    words = _("The public can read it.")
    return _do(change_id, form, words, lambda made: operations.publish(made, actor(), form.text_public.data, sure=form.sure.data))


@bp.post("/office/commitments/<change_id>/hide")
@requires(P.CHANGE_PUBLISH)
def hide(change_id: str) -> Any:
    if not EmptyForm().validate_on_submit():
        abort(400)
    return _do(change_id, EmptyForm(), _("Taken out of public view."), lambda made: operations.hide(made, actor()))


def _found(change_id: str) -> Commitment:
    return queries.get_readable(change_id.upper(), actor())


def _do(change_id: str, form: Any, words: str, act: Callable[[Commitment], Any]) -> Any:
    """Checks the form, locks the promise, acts, and shows it again; else shows what to mend."""
    made = _found(change_id)
    if form.validate_on_submit():
        try:
            queries.lock(made.id)
            act(made)
            db.session.commit()
            flash(words, "success")
            return redirect(url_for("promises.one", change_id=made.public_id), 303)
        except Invalid as error:
            _refuse(form, error)
    return _page(made, form), 422


def _refuse(form: Any, error: Invalid) -> None:
    said = forms.REFUSED.get(f"{error.field} {error.reason}")
    field = getattr(form, "refusals", {}).get(error.field)
    if said is None or field is None:
        raise error
    form[field].errors = [*form[field].errors, said]
    db.session.rollback()


def _page(made: Commitment, given: Any = None) -> str:
    may_claim, may_look = (policy.may(actor(), permission, made) for permission in (P.CHANGE_CLAIM, P.CHANGE_VERIFY))
    may_publish = policy.may(actor(), P.CHANGE_PUBLISH, made)
    owed = made.standing in OWED
    shown = {
        "claiming": may_claim and owed and (_given(given, forms.ClaimForm)),
        "moving": may_claim and owed and made.was_promised and _given(given, forms.NewDayForm),
        "abandoning": may_claim and owed and _given(given, forms.AbandonForm),
        "looking": may_look and made.standing != Standing.ABANDONED and _given(given, forms.LookForm),
        "publishing": may_publish and _given(given, forms.PublishForm, text_public=made.text_public or made.text),
    }
    return render_template(
        "commitments/one.html", one=made, label=label(made), steps=timeline(made, set()), form=given or EmptyForm(), **shown
    )


def _given(given: Any, form_class: Any, **beginning: Any) -> Any:
    """The form that was just sent, to be mended; or an empty one."""
    if isinstance(given, form_class):
        return given
    made = form_class(formdata=None, **beginning)
    return made.keyed() if isinstance(made, forms.LookForm) else made
