"""The doors: signing in and out, the second factor, coming back to a page left alone, proving anew who one is, joining."""

from typing import Any

from flask import Blueprint, abort, flash, g, jsonify, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from wtforms import Form

from accountability.access.guards import requires
from accountability.access.permissions import Permission
from accountability.accounts import forms, gate, labels, operations, passkeys, passwords, queries
from accountability.accounts.models import ChallengeFor, HalfSignIn, User, Way
from accountability.core.db import db
from accountability.core.errors import Busy, Invalid
from accountability.core.forms import EmptyForm
from accountability.core.i18n import language
from accountability.core.throttle import failed, limiter, person, unrecognisable

bp = Blueprint("accounts", __name__, url_prefix="/<lang>/account")


def login_tried() -> str:
    """The login somebody tries, unrecognisable: guessing one account from many places is limited too."""
    typed = "".join(request.form.get("login", "").lower().split())
    return f"login:{unrecognisable(typed)}"


def half_way() -> str:
    """The account whose second factor somebody tries: five codes for each password typed are still a number of guesses."""
    return f"code:{session.get('half_of', 'nobody')}"


def refuse(form: Form, error: Invalid) -> None:
    """Says at its field, in words, why an operation did not take a value."""
    words = forms.REFUSED.get(f"{error.field} {error.reason}")
    if words is None or error.field not in form:
        raise error
    form[error.field].errors = [*form[error.field].errors, words]
    db.session.rollback()


def wrong(form: Form) -> int:
    return 422 if form.errors else 200


def pressed() -> None:
    """A button was pressed on a page of ours, or the request is refused."""
    if not EmptyForm().validate_on_submit():
        abort(400)


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("60 per 10 minutes", methods=["POST"], deduct_when=failed)
@limiter.limit("10 per 10 minutes", key_func=login_tried, methods=["POST"], deduct_when=failed)
@requires(Permission.PUBLIC)
def sign_in() -> Any:
    form, following = forms.SignInForm(), gate.local_path(request.values.get("next"))
    if form.validate_on_submit():
        try:
            found = gate.recognise(form.login.data, form.password.data)
        except Busy:
            return _come_back_soon(form)
        if found:
            return _ask_for_code(found, following) if queries.has_second_factor(found.id) else let_in(found, Way.PASSWORD)
        form.password.errors = [_("This login and this password do not belong together.")]
    return _sign_in_page(form)


def _come_back_soon(form: Form) -> Any:
    """Too many sign in at this moment: what was typed as the login is still there, and a few seconds later there is room."""
    form.password.errors = [_("Many people are signing in at this moment. Please try again in a few seconds.")]
    response = make_response(_sign_in_page(form)[0], 503)
    response.headers["Retry-After"] = "3"
    return response


def _sign_in_page(form: Form) -> Any:
    """The page with both doors; `form` is the one that was tried."""
    fields = form if isinstance(form, forms.SignInForm) else forms.SignInForm(formdata=None)
    following = gate.local_path(request.values.get("next"))
    facts = {"following": following, "kept": "kept" in session, "passkeys": gate.site().can_have_passkeys}
    return render_template("accounts/sign_in.html", form=form, fields=fields, **facts), wrong(form)


@bp.post("/sign-in/passkey/options")
@limiter.limit("60 per 10 minutes")
@requires(Permission.PUBLIC)
def passkey_options() -> Any:
    """For the script: what a passkey has to sign."""
    pressed()
    session["challenge"], value = operations.challenge(ChallengeFor.ENTER)
    db.session.commit()
    return jsonify(passkeys.options_to_use(gate.site(), value))


@bp.post("/sign-in/passkey")
@limiter.limit("60 per 10 minutes", deduct_when=failed)
@requires(Permission.PUBLIC)
def passkey() -> Any:
    """The other door: a passkey instead of password and code."""
    form = forms.PasskeyForm()
    value = operations.take_challenge(session.pop("challenge", None), ChallengeFor.ENTER)
    if not form.validate_on_submit():
        db.session.commit()
        return _sign_in_page(form)
    try:
        return let_in(operations.use_passkey(gate.site(), form.credential.data, value), Way.PASSKEY)
    except Invalid as error:
        db.session.commit()
        refuse(form, error)
    return _sign_in_page(form)


def _ask_for_code(found: User, following: str | None) -> Any:
    session["half"], session["half_of"] = operations.enter_half(found), found.id
    db.session.commit()
    return redirect(url_for("accounts.code", next=following))


def let_in(found: User, way: Way) -> Any:
    """Opens the door, and leads to the page that was asked for or to the person's work."""
    session.pop("half", None), session.pop("half_of", None)
    gate.enter(found, operations.enter(found, way))
    db.session.commit()
    return redirect(gate.local_path(request.values.get("next")) or gate.landing(queries.actor_for(found.id)))


@bp.route("/sign-in/code", methods=["GET", "POST"])
@limiter.limit("60 per 10 minutes", methods=["POST"], deduct_when=failed)
@limiter.limit("20 per hour", key_func=half_way, methods=["POST"], deduct_when=failed)
@requires(Permission.PUBLIC)
def code() -> Any:
    """The second step: six digits from the app, or a recovery code. A wrong one never says what was wrong with it."""
    half, form = queries.half_sign_in_of(session.get("half")), forms.CodeForm()
    if half is None:
        flash(_("The time for the code is over. Please sign in once more."), "warning")
        return redirect(url_for("accounts.sign_in", next=gate.local_path(request.values.get("next"))))
    if form.validate_on_submit():
        if way := _finish(half, form.code.data):
            return let_in(half.user, way)
        form.code.data = ""
        form.code.errors = [_("This code is not right, or it was used already. Wait for the next one.")]
    following = gate.local_path(request.values.get("next"))
    facts = {"following": following, "kept": "kept" in session, "has_app": queries.code_app(half.user_id) is not None}
    return render_template("accounts/code.html", form=form, passkeys=gate.site().can_have_passkeys, **facts), wrong(form)


def _finish(half: HalfSignIn, typed: str) -> Way | None:
    way = operations.finish(half, typed)
    db.session.commit()
    if way == Way.RECOVERY:
        left = queries.recovery_codes_left(half.user_id)
        words = ngettext("You have %(num)s recovery code left.", "You have %(num)s recovery codes left.", left)
        flash(words, "warning")
    return way


@bp.route("/unlock", methods=["GET", "POST"])
@limiter.limit("10 per 10 minutes", key_func=person, methods=["POST"], deduct_when=failed)
@requires(Permission.PUBLIC)
def unlock() -> Any:
    form, following = forms.UnlockForm(), gate.local_path(request.values.get("next"))
    if not gate.is_locked():
        return redirect(following or url_for("accounts.home"))
    if form.validate_on_submit():
        if _proves(form):
            return redirect(following or url_for("accounts.home"))
        form.password.errors = [_("This is not your password.")]
    return render_template("accounts/unlock.html", form=form, following=following, kept="kept" in session), wrong(form)


@bp.route("/confirm", methods=["GET", "POST"])
@limiter.limit("10 per 10 minutes", key_func=person, methods=["POST"], deduct_when=failed)
@requires(Permission.ACCOUNT_OWN)
def confirm() -> Any:
    """Before a grave act: the password or a code once more, when the last time was more than ten minutes ago."""
    form, following = forms.ConfirmForm(), gate.local_path(request.values.get("next"))
    if form.validate_on_submit():
        if _proves(form):
            return redirect(following or url_for("accounts.home"))
        form.password.errors = [_("Neither your password nor a new code of your app.")]
    return render_template("accounts/confirm.html", form=form, following=following, kept="kept" in session), wrong(form)


def _proves(form: Form) -> bool:
    """Whether the password (or, where it is asked for, the code) is right; then the sign-in goes on under a new token."""
    row, code = g.sign_in, form.code.data if "code" in form else None
    db.session.commit()
    right = operations.use_code(row.user_id, code) if code else operations.knows_password(row.user, form.password.data or "")
    if right:
        gate.go_on(operations.prove(row))
    db.session.commit()
    return right


@bp.post("/sign-out")
@requires(Permission.PUBLIC)
def sign_out() -> Any:
    pressed()
    if current_user.is_authenticated:
        operations.sign_out(g.sign_in)
        db.session.commit()
    session.clear()
    flash(_("You are signed out."), "success")
    return redirect(url_for("accounts.sign_in"))


@bp.route("/join/<token>", methods=["GET", "POST"])
@limiter.limit("30 per 10 minutes")
@requires(Permission.PUBLIC)
def join(token: str) -> Any:
    invitation, form = queries.invitation(token), forms.JoinForm()
    if invitation is None:
        return render_template("accounts/join_over.html"), 410
    if form.validate_on_submit():
        try:
            operations.join(invitation, form.password.data, language())
            db.session.commit()
            flash(_("Your password is set. Sign in with it now."), "success")
            return redirect(url_for("accounts.sign_in"))
        except Invalid as error:
            refuse(form, error)
    shortest = passwords.SHORTEST if operations.will_have_factor(invitation) else passwords.SHORTEST_ALONE
    return (
        render_template("accounts/join.html", form=form, invitation=invitation, presets=labels.PRESETS, shortest=shortest),
        wrong(form),
    )
