"""One report in an officer's hands: read it, write to its author, move it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.core.db import db
from accountability.core.errors import Invalid, NotFound
from accountability.core.i18n import language
from accountability.directory import queries as directory
from accountability.sensitive import queries
from accountability.sensitive.forms import DowngradeForm, MoveForm, NoteForm, PressForm, SayForm
from accountability.sensitive.labels import BODIES, KINDS, STATES, TASKS, TRAIL, WAYS, YES_NO_UNSURE
from accountability.sensitive.operations import crossing, handling
from accountability.sensitive.operations.handling import Facts, Opened
from accountability.sensitive.operations.vaults import Vault
from accountability.sensitive.views.holding import refuse, with_vault
from accountability.sensitive.workflow import Step

bp = Blueprint("handle", __name__, url_prefix="/<lang>/protected/desk/<name>")


@bp.get("")
@requires(P.PROTECTED_USE, writes=True)
@with_vault
def page(vault: Vault, name: str) -> Any:
    """Opening it is on the trail."""
    return _page(handling.open_report(vault, name))


def _page(opened: Opened, code: int = 200, **given: Any) -> Any:
    report, body = opened.report, opened.body
    forms = {
        "saying": SayForm(formdata=None),
        "noting": SayForm(formdata=None, prefix="note-"),
        "moving": MoveForm(formdata=None).offer(handling.steps_from(report)),
        "reviewing": NoteForm(formdata=None, prefix="review-"),
        "checking": NoteForm(formdata=None, prefix="check-"),
        "keeping": NoteForm(formdata=None, prefix="hold-"),
        "ordinary": DowngradeForm(formdata=None, prefix="ordinary-"),
        **given,
    }
    province = directory.province(body["province"]) if body.get("province") else None
    shown = render_template(
        "sensitive/handle.html",
        report=report,
        body=body,
        province=province,
        line=queries.line_of(report, opened.vault.officer.id),
        conversation=handling.conversation(opened),
        history=handling.history(opened),
        names={row.id: person.name for row, person in queries.officer_rows()},
        needs_review=handling.needs_review(report),
        acted_alone=report.emergency_by_id == opened.vault.officer.id,
        check_in_due=any(one.done_at is None for one in report.check_ins),
        may_downgrade=handling.may_downgrade(report),
        form=next((form for form in forms.values() if form.errors), forms["saying"]),
        words={
            "states": STATES, "tasks": TASKS, "trail": TRAIL, "kinds": KINDS, "ways": WAYS, "answers": YES_NO_UNSURE,
            "bodies": BODIES,
        },
        **forms,
    )  # fmt: skip
    db.session.commit()
    return shown, code


def _act(vault: Vault, name: str, form: Any, slot: str, do: Callable[[Opened], None], words: str) -> Any:
    """One act on the locked report, then back to it; a form that is wrong says so there, with what was typed."""
    opened = handling.open_report(vault, name, reading=False)
    if not form.validate():
        return _page(opened, 422, **{slot: form})
    try:
        do(opened)
    except Invalid as error:
        refuse(form, error)
        return _page(handling.open_report(vault, name, reading=False), 422, **{slot: form})
    db.session.commit()
    flash(words, "success")
    return redirect(url_for("handle.page", name=name), 303)


@bp.post("/reply")
@requires(P.PROTECTED_USE, confidential=True)
@with_vault
def reply(vault: Vault, name: str) -> Any:
    form = SayForm()
    return _act(vault, name, form, "saying", lambda it: handling.reply(it, form.text.data), gettext("Sealed for the author."))


@bp.post("/note")
@requires(P.PROTECTED_USE, confidential=True)
@with_vault
def note(vault: Vault, name: str) -> Any:
    form = SayForm(prefix="note-")
    return _act(vault, name, form, "noting", lambda it: handling.note(it, form.text.data), gettext("Noted."))


@bp.post("/seen")
@requires(P.PROTECTED_USE)
@with_vault
def seen(vault: Vault, name: str) -> Any:
    form = PressForm()
    if not form.validate():
        abort(400)
    return _act(vault, name, form, "saying", handling.seen, gettext("Noted."))


@bp.post("/move")
@requires(P.PROTECTED_USE, confidential=True)
@with_vault
def move(vault: Vault, name: str) -> Any:
    form = MoveForm()
    form.offer(set(Step) - {Step.DOWNGRADE, Step.PURGE})

    def do(opened: Opened) -> None:
        facts = Facts(
            note=form.note.data or "",
            body=form.body.data or "",
            receiver=form.receiver.data or "",
            legal_basis=form.legal_basis.data or "",
            consent=form.consent.data,
            told=form.told.data,
        )
        handling.move(opened, Step(form.step.data), facts)

    return _act(vault, name, form, "moving", do, gettext("Noted."))


@bp.post("/review")
@requires(P.PROTECTED_USE, confidential=True)
@with_vault
def review(vault: Vault, name: str) -> Any:
    """A second officer looks over an emergency."""
    form = NoteForm(prefix="review-")
    return _act(vault, name, form, "reviewing", lambda it: handling.review_emergency(it, form.note.data), gettext("Noted."))


@bp.post("/check-in")
@requires(P.PROTECTED_USE, confidential=True)
@with_vault
def check_in(vault: Vault, name: str) -> Any:
    form = NoteForm(prefix="check-")
    return _act(vault, name, form, "checking", lambda it: handling.check_in(it, form.note.data), gettext("Noted."))


@bp.post("/hold")
@requires(P.PROTECTED_USE, confidential=True)
@with_vault
def hold(vault: Vault, name: str) -> Any:
    form = NoteForm(prefix="hold-")
    return _act(vault, name, form, "keeping", lambda it: handling.hold(it, form.note.data), gettext("Noted."))


@bp.post("/downgrade")
@requires(P.PROTECTED_USE, confidential=True)
@with_vault
def downgrade(vault: Vault, name: str) -> Any:
    """With the person's word: a redacted text becomes an ordinary case."""
    form = DowngradeForm(prefix="ordinary-")
    return _act(
        vault,
        name,
        form,
        "ordinary",
        lambda it: crossing.downgrade(it, form.text.data, form.consent_words.data, language()),
        gettext("The ordinary case is open. Its code waits for the author here."),
    )


@bp.get("/photo/<int:file_id>.jpg")
@requires(P.PROTECTED_USE)
@with_vault
def photo(vault: Vault, name: str, file_id: int) -> Any:
    content = handling.photo(handling.open_report(vault, name, reading=False), file_id)
    if content is None:
        raise NotFound("no such photo")
    return Response(content, mimetype="image/jpeg")
