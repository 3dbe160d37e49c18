"""Officers' own pages: the queue, the vault, colleagues' keys, and the roster."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission as P
from accountability.accounts import gate
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.throttle import failed, limiter
from accountability.sensitive import queries
from accountability.sensitive.forms import ChangeForm, DutyForm, OpenForm, PressForm, SetUpForm
from accountability.sensitive.labels import REFUSED, STATES, TASKS, span_text
from accountability.sensitive.operations import duty as roster
from accountability.sensitive.operations import resealing, vaults
from accountability.sensitive.operations.vaults import Vault
from accountability.sensitive.views.holding import refuse, with_vault

bp = Blueprint("officers", __name__, url_prefix="/<lang>/protected")


@bp.get("/desk")
@requires(P.PROTECTED_USE)
def desk() -> Any:
    """The queue, with only what lies there in plain."""
    officer, over = queries.officer_of(current_user.id), request.args.get("view") == "over"
    vault = vaults.opened(actor(), session.get("vault"))
    return render_template(
        "sensitive/desk.html",
        officer=officer,
        lines=queries.desk(officer, over=over) if officer else [],
        over=over,
        is_open=queries.is_open(),
        has_recovery=queries.recovery_key() is not None,
        vault=vault,
        waiting=resealing.waiting(vault) if vault else 0,
        states=STATES,
        tasks=TASKS,
    )


# --- the vault --------------------------------------------------------------------------------------------------------


@bp.get("/vault")
@requires(P.PROTECTED_USE)
def vault() -> Any:
    return _vault_page()


def _vault_page(code: int = 200, **given: Any) -> Any:
    officer = queries.officer_of(current_user.id)
    forms = {
        "making": SetUpForm(formdata=None, prefix="new-"),
        "opening": OpenForm(formdata=None),
        "changing": ChangeForm(formdata=None, prefix="change-"),
        **given,
    }
    return (
        render_template(
            "sensitive/vault.html",
            officer=officer,
            fingerprint=vaults.fingerprint(officer) if officer else "",
            vault=vaults.opened(actor(), session.get("vault")),
            following=gate.local_path(request.values.get("next")),
            form=next((form for form in forms.values() if form.errors), forms["opening"]),
            **forms,
        ),
        code,
    )


@bp.post("/vault/set-up")
@requires(P.PROTECTED_USE, confidential=True)
def set_up() -> Any:
    """Makes the key; over an old one only when the officer says that they understand."""
    form = SetUpForm(prefix="new-")
    if not form.validate():
        return _vault_page(422, making=form)
    try:
        officer = vaults.set_up(actor(), current_user, form.passphrase.data)
    except Invalid as error:
        refuse(form, error)
        return _vault_page(422, making=form)
    session.pop("vault", None)
    db.session.commit()
    if officer.is_reading:
        flash(gettext("Your vault is ready."), "success")
    else:
        flash(gettext("Your vault is made. A colleague must confirm its key before anything is sealed to you."), "warning")
    return redirect(url_for("officers.vault"), 303)


@bp.post("/vault/unlock")
@limiter.limit("10 per 10 minutes", deduct_when=failed)
@requires(P.PROTECTED_USE, confidential=True)
def unlock() -> Any:
    form = OpenForm()
    if not form.validate():
        return _vault_page(422, opening=form)
    try:
        _vault, session["vault"] = vaults.unlock(actor(), form.passphrase.data)
    except Invalid as error:
        refuse(form, error)
        return _vault_page(422, opening=form)
    db.session.commit()
    return redirect(gate.local_path(request.values.get("next")) or url_for("officers.desk"), 303)


@bp.post("/vault/lock")
@requires(P.PROTECTED_USE)
def lock() -> Any:
    pressed()
    vaults.lock(session.pop("vault", None))
    db.session.commit()
    return redirect(url_for("officers.desk"), 303)


@bp.post("/vault/passphrase")
@limiter.limit("10 per 10 minutes", deduct_when=failed)
@requires(P.PROTECTED_USE, confidential=True)
def passphrase() -> Any:
    form = ChangeForm(prefix="change-")
    if not form.validate():
        return _vault_page(422, changing=form)
    try:
        vaults.change_passphrase(actor(), current_user, form.current_passphrase.data, form.passphrase.data)
    except Invalid as error:
        refuse(form, error)
        return _vault_page(422, changing=form)
    session.pop("vault", None)
    db.session.commit()
    flash(gettext("Your passphrase is changed."), "success")
    return redirect(url_for("officers.vault"), 303)


def pressed() -> None:
    if not PressForm().validate_on_submit():
        abort(400)


# --- colleagues -------------------------------------------------------------------------------------------------------


@bp.get("/officers")
@requires(P.PROTECTED_USE)
def colleagues() -> Any:
    vault = vaults.opened(actor(), session.get("vault"))
    return render_template(
        "sensitive/colleagues.html",
        rows=[(row, person, vaults.fingerprint(row)) for row, person in queries.officer_rows()],
        mine=queries.officer_of(current_user.id),
        vault=vault,
        waiting=resealing.waiting(vault) if vault else 0,
        recovery=queries.recovery_key(),
        fewest=queries.FEWEST_READERS,
    )


@bp.post("/officers/<int:officer_id>/confirm")
@requires(P.PROTECTED_USE)
@with_vault
def confirm(vault: Vault, officer_id: int) -> Any:
    """After the two compared the fingerprint by voice."""
    pressed()
    try:
        resealing.confirm(vault, officer_id)
    except Invalid as error:
        db.session.rollback()
        flash(str(REFUSED[f"{error.field} {error.reason}"]), "error")
    else:
        db.session.commit()
        flash(gettext("Confirmed. Now seal to them what is there already."), "success")
    return redirect(url_for("officers.colleagues"), 303)


@bp.post("/officers/reseal")
@requires(P.PROTECTED_USE)
@with_vault
def reseal(vault: Vault) -> Any:
    pressed()
    resealing.forget_gone()
    done = resealing.reseal(vault)
    db.session.commit()
    flash(ngettext("%(num)s report sealed anew.", "%(num)s reports sealed anew.", done), "success")
    return redirect(url_for("officers.colleagues"), 303)


# --- the roster -------------------------------------------------------------------------------------------------------


@bp.route("/duty", methods=["GET", "POST"])
@requires(P.PROTECTED_USE)
def duty() -> Any:
    form, officer = DutyForm(), queries.officer_of(current_user.id)
    if form.validate_on_submit():
        try:
            roster.take_hours(actor(), form.on.data, form.starts.data, form.ends.data)
            db.session.commit()
            flash(gettext("Noted. Everybody can read that somebody is there then."), "success")
            return redirect(url_for("officers.duty"), 303)
        except Invalid as error:
            refuse(form, error)
    return (
        render_template("sensitive/duty.html", form=form, span=span_text, hours=queries.hours_of(officer) if officer else []),
        422 if form.errors else 200,
    )


@bp.post("/duty/<int:hours_id>/give-back")
@requires(P.PROTECTED_USE)
def give_back(hours_id: int) -> Any:
    pressed()
    roster.give_back(actor(), hours_id)
    db.session.commit()
    return redirect(url_for("officers.duty"), 303)
