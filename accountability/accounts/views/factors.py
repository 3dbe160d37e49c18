"""The second factor: an app that shows codes, passkeys, and the recovery codes."""

from collections.abc import Callable
from typing import Any

import segno
from flask import Blueprint, flash, g, jsonify, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accountability.access.guards import requires
from accountability.access.permissions import Permission
from accountability.accounts import codes, forms, gate, operations, passkeys, queries
from accountability.accounts.models import ChallengeFor, Way
from accountability.accounts.views.entering import pressed, refuse, wrong
from accountability.core import drafts
from accountability.core.db import db
from accountability.core.errors import Invalid, NotFound
from accountability.core.pages import site_name
from accountability.core.throttle import limiter, person

bp = Blueprint("factors", __name__, url_prefix="/<lang>/account/second-factor")


@bp.get("")
@requires(Permission.ACCOUNT_OWN)
def page() -> Any:
    """What somebody has set up; whoever still owes a second factor is led here from everywhere."""
    return _page(forms.NewPasskeyForm(formdata=None))


def _page(form: forms.NewPasskeyForm) -> Any:
    user_id = current_user.id
    return render_template(
        "accounts/second_factor.html",
        form=form,
        passkeys=queries.passkeys_of(user_id),
        can_have_passkeys=gate.site().can_have_passkeys,
        is_last=queries.second_factors(user_id) == 1,
        code_app=queries.code_app(user_id),
        codes_left=queries.recovery_codes_left(user_id),
        owes=bool(g.get("owes_factor")),
        needed=_is_needed(),
    )


def _is_needed() -> bool:
    return queries.actor_for(current_user.id).needs_second_factor


@bp.post("/app")
@requires(Permission.ACCOUNT_OWN, fresh=True)
def begin_app() -> Any:
    pressed()
    operations.begin_code_app(current_user)
    db.session.commit()
    return redirect(url_for("factors.app"), 303)


@bp.get("/app")
@requires(Permission.ACCOUNT_OWN, fresh=True)
def app() -> Any:
    """The secret as a picture and in letters, until a first code of it was typed."""
    return _app_page(forms.CodeForm(formdata=None))


@bp.post("/app/confirm")
@limiter.limit("20 per 10 minutes", key_func=person)
@requires(Permission.ACCOUNT_OWN, fresh=True)
def confirm_app() -> Any:
    form = forms.CodeForm()
    if not form.validate_on_submit():
        return _app_page(form)
    try:
        operations.confirm_code_app(current_user, form.code.data)
    except Invalid as error:
        refuse(form, error)
        return _app_page(form)
    return _protected(_("The app is set up. From now on we ask for its code when you sign in."), Way.CODE)


def _app_page(form: forms.CodeForm) -> Any:
    pending = queries.pending_code_app(current_user.id)
    if pending is None:
        return redirect(url_for("factors.page"))
    secret = queries.code_app_secret(pending)
    picture = segno.make(codes.address(secret, current_user.email or current_user.phone, site_name()), error="m")
    spelled = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    picture_uri = picture.svg_data_uri(scale=5, border=4, light="#fff")
    return render_template("accounts/code_app.html", form=form, secret=spelled, picture=picture_uri), wrong(form)


def _protected(words: str, way: Way) -> Any:
    """From here on this browser counts as signed in with two factors; others sign in anew. A first time brings recovery codes."""
    gate.go_on(operations.prove(g.sign_in, way if g.sign_in.way == Way.PASSWORD else None))
    operations.sign_out_everywhere(current_user.id, but=g.sign_in.id)
    first = not queries.recovery_codes_left(current_user.id)
    if first:
        _keep_codes()
    db.session.commit()
    flash(words, "success")
    return redirect(url_for("factors.recovery_codes" if first else "factors.page"), 303)


def _keep_codes() -> None:
    session["codes"] = drafts.keep({"codes": operations.renew_recovery_codes(current_user)}, [])


@bp.post("/recovery-codes")
@requires(Permission.ACCOUNT_OWN, fresh=True)
def renew_codes() -> Any:
    pressed()
    if not queries.has_second_factor(current_user.id):
        return redirect(url_for("factors.page"), 303)
    _keep_codes()
    db.session.commit()
    return redirect(url_for("factors.recovery_codes"), 303)


@bp.get("/recovery-codes")
@requires(Permission.ACCOUNT_OWN)
def recovery_codes() -> Any:
    """The ten codes, shown once: only their hashes are kept."""
    kept = drafts.bring_back(session.pop("codes", None))
    if kept is None:
        return redirect(url_for("factors.page"))
    return render_template("accounts/recovery_codes.html", codes=kept.fields["codes"])


@bp.post("/passkeys/options")
@limiter.limit("60 per 10 minutes", key_func=person)
@requires(Permission.ACCOUNT_OWN, fresh=True)
def passkey_options() -> Any:
    """For the script: what the browser needs to make a passkey."""
    pressed()
    handle = operations.handle_of(current_user.id)
    session["challenge"], value = operations.challenge(ChallengeFor.ADD, current_user.id)
    session["handle"] = handle.hex()
    db.session.commit()
    known = [one.credential_id for one in queries.passkeys_of(current_user.id)]
    login = current_user.email or current_user.phone
    return jsonify(passkeys.options_to_make(gate.site(), handle, login, value, known))


@bp.post("/passkeys")
@requires(Permission.ACCOUNT_OWN, fresh=True)
def add_passkey() -> Any:
    form = forms.NewPasskeyForm()
    value = operations.take_challenge(session.pop("challenge", None), ChallengeFor.ADD, current_user.id)
    handle = bytes.fromhex(session.pop("handle", ""))
    db.session.commit()
    if form.validate_on_submit():
        try:
            operations.add_passkey(current_user, gate.site(), form.name.data, form.credential.data, value, handle)
            return _protected(_("The passkey is added."), Way.PASSKEY)
        except Invalid as error:
            refuse(form, error)
    return _page(form), 422


@bp.route("/remove/app", methods=["GET", "POST"])
@limiter.limit("10 per 10 minutes", key_func=person, methods=["POST"])
@requires(Permission.ACCOUNT_OWN, fresh=True)
def remove_app() -> Any:
    if queries.code_app(current_user.id) is None:
        return redirect(url_for("factors.page"))
    return _remove(_("the app that shows codes"), operations.remove_code_app, counts=True)


@bp.route("/remove/passkey/<int:passkey_id>", methods=["GET", "POST"])
@limiter.limit("10 per 10 minutes", key_func=person, methods=["POST"])
@requires(Permission.ACCOUNT_OWN, fresh=True)
def remove_passkey(passkey_id: int) -> Any:
    found = next((one for one in queries.passkeys_of(current_user.id) if one.id == passkey_id), None)
    if found is None:
        raise NotFound("no such passkey")
    counts = found.copied_at is None
    return _remove(found.name, lambda owner: operations.forget_passkey(owner, passkey_id), counts=counts)


def _remove(name: str, act: Callable[[Any], None], *, counts: bool) -> Any:
    """Asks, then takes a second factor away for the password; other devices are signed out. A copied passkey `counts` no more."""
    form = forms.RemoveForm()
    if form.validate_on_submit():
        try:
            operations.check_removal(current_user, form.password.data, needed=_is_needed(), counts=counts)
            act(current_user)
            operations.forget_recovery_codes(current_user)
            operations.sign_out_everywhere(current_user.id, but=g.sign_in.id)
            gate.go_on(operations.prove(g.sign_in))
            db.session.commit()
            flash(_("Removed: %(name)s", name=name), "success")
            return redirect(url_for("factors.page"), 303)
        except Invalid as error:
            refuse(form, error)
    return render_template("accounts/remove_factor.html", form=form, name=name), wrong(form)
