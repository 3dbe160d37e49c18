"""Pages of people with accounts: signing in, joining, and one's own page."""

import hashlib
import hmac
from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import Form

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission
from accountability.accounts import forms, gate, labels, operations, queries
from accountability.accounts.models import Relation
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.forms import EmptyForm, choices
from accountability.core.i18n import language, localized
from accountability.core.throttle import failed, limiter
from accountability.directory import queries as directory
from accountability.directory.models import Organisation

bp = Blueprint("accounts", __name__, url_prefix="/<lang>/account")


def login_tried() -> str:
    """The login somebody tries, unrecognisable: guessing one account from many places is limited too."""
    typed = "".join(request.form.get("login", "").lower().split())
    return hmac.new(current_app.config["SECRET_KEY"].encode(), typed.encode(), hashlib.sha256).hexdigest()[:24]


def refuse(form: Form, error: Invalid) -> None:
    """Says at its field, in words, why an operation did not take a value."""
    words = forms.REFUSED.get(f"{error.field} {error.reason}")
    if words is None or error.field not in form:
        raise error
    form[error.field].errors = [*form[error.field].errors, words]
    db.session.rollback()


def wrong(form: Form) -> int:
    return 422 if form.errors else 200


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("60 per 10 minutes", methods=["POST"], deduct_when=failed)
@limiter.limit("10 per 10 minutes", key_func=login_tried, methods=["POST"], deduct_when=failed)
@requires(Permission.PUBLIC)
def sign_in() -> Any:
    form, following = forms.SignInForm(), gate.local_path(request.values.get("next"))
    if form.validate_on_submit():
        if found := operations.sign_in(form.login.data, form.password.data):
            gate.enter(*found)
            db.session.commit()
            return redirect(following or gate.landing(queries.actor_for(found[0].id)))
        form.password.errors = [_("This login and this password do not belong together.")]
    return render_template("accounts/sign_in.html", form=form, following=following, kept="kept" in session), wrong(form)


@bp.route("/unlock", methods=["GET", "POST"])
@limiter.limit("10 per 10 minutes", methods=["POST"], deduct_when=failed)
@requires(Permission.PUBLIC)
def unlock() -> Any:
    form, following = forms.UnlockForm(), gate.local_path(request.values.get("next"))
    if not gate.is_locked():
        return redirect(following or url_for("accounts.home"))
    if form.validate_on_submit():
        if operations.unlock(g.sign_in, form.password.data):
            db.session.commit()
            return redirect(following or url_for("accounts.home"))
        form.password.errors = [_("This is not your password.")]
    return render_template("accounts/unlock.html", form=form, following=following, kept="kept" in session), wrong(form)


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
    return render_template("accounts/join.html", form=form, invitation=invitation, presets=labels.PRESETS), wrong(form)


# --- one's own page ----------------------------------------------------------------------------------------------------


def pressed() -> None:
    """A button was pressed on a page of ours, or the request is refused."""
    if not EmptyForm().validate_on_submit():
        abort(400)


def own_page(**given: Any) -> Any:
    """The account page with all its forms; `given` are those that somebody just filled in."""
    colleagues = queries.colleagues_of(current_user.id)
    shown = {
        "preferences": preferences_form(formdata=None),
        "password": forms.PasswordForm(formdata=None),
        "absence": forms.AbsenceForm(formdata=None).offer(colleagues),
        "tie": forms.TieForm(formdata=None),
        **given,
    }
    found = directory.search(request.args.get("find", ""), 8)
    shown["tie"].organisation.choices = choices((office.code, _with_place(office)) for office in found)
    facts = {
        "grants": [labels.grant_words(grant) for grant in current_user.grants],
        "standing_in": sum(grant.standing_in for grant in actor().grants),
        "ties": queries.affiliations_of(current_user.id),
        "relations": labels.RELATIONS,
        "absences": queries.absences_of(current_user.id),
        "colleagues": colleagues,
        "sign_ins": gate.live_sign_ins(current_user.id),
        "this_sign_in": g.sign_in.id,
        "form": next(iter(given.values()), shown["tie"]),
    }
    return render_template("accounts/home.html", **facts, **{f"{name}_form": form for name, form in shown.items()})


def _with_place(office: Organisation) -> str:
    """Many soums share a name, so the province is said too."""
    province = office.area if office.area.iso_code else office.area.parent
    return f"{localized(office)} ({localized(province)})"


def preferences_form(**options: Any) -> forms.PreferencesForm:
    return forms.PreferencesForm(obj=current_user, **options).offer(current_app.config["LOCALES"])


@bp.get("")
@requires(Permission.ACCOUNT_OWN)
def home() -> Any:
    return own_page()


@bp.post("/ties")
@requires(Permission.ACCOUNT_OWN)
def declare_tie() -> Any:
    form = forms.TieForm()
    if not form.validate_on_submit():
        return own_page(tie=form), 422
    offices = directory.organisations([form.organisation.data])
    if offices:
        operations.declare_tie(actor(), current_user, offices[0], Relation(form.relation.data))
        db.session.commit()
        flash(_("Thank you. You will not be given anything about this office."), "success")
    return redirect(url_for("accounts.home"))


@bp.post("/absences")
@requires(Permission.ACCOUNT_OWN)
def go_away() -> Any:
    form = forms.AbsenceForm().offer(queries.colleagues_of(current_user.id))
    if form.validate_on_submit():
        try:
            substitute = queries.user(form.substitute.data)
            operations.go_away(actor(), current_user, substitute, form.starts_on.data, form.ends_on.data)
            db.session.commit()
            flash(_("Noted. %(name)s stands in for you on those days.", name=substitute.name), "success")
            return redirect(url_for("accounts.home"))
        except Invalid as error:
            refuse(form, error)
    return own_page(absence=form), 422


@bp.post("/absences/<int:absence_id>/end")
@requires(Permission.ACCOUNT_OWN)
def come_back(absence_id: int) -> Any:
    pressed()
    for absence in queries.absences_of(current_user.id):
        if absence.id == absence_id:
            operations.come_back(actor(), absence)
    db.session.commit()
    flash(_("Welcome back. Nobody stands in for you any more."), "success")
    return redirect(url_for("accounts.home"))


@bp.post("/preferences")
@requires(Permission.ACCOUNT_OWN)
def prefer() -> Any:
    form = preferences_form()
    if not form.validate_on_submit():
        return own_page(preferences=form), 422
    operations.prefer(current_user, form.locale.data, form.keys_on.data)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("accounts.home"))


@bp.post("/password")
@limiter.limit("10 per 10 minutes")
@requires(Permission.ACCOUNT_OWN)
def change_password() -> Any:
    form = forms.PasswordForm()
    if form.validate_on_submit():
        try:
            operations.change_password(current_user, form.current_password.data, form.new_password.data)
            db.session.commit()
            flash(_("Your password is changed."), "success")
            return redirect(url_for("accounts.home"))
        except Invalid as error:
            refuse(form, error)
    return own_page(password=form), 422


@bp.post("/sign-out-everywhere")
@requires(Permission.ACCOUNT_OWN)
def sign_out_everywhere() -> Any:
    pressed()
    operations.sign_out_everywhere(current_user.id)
    db.session.commit()
    session.clear()
    flash(_("You are signed out on all devices."), "success")
    return redirect(url_for("accounts.sign_in"))
