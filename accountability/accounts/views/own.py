"""One's own page: leave, ties, preferences, the password, and where one is signed in."""

from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission
from accountability.accounts import forms, gate, labels, operations, passwords, queries
from accountability.accounts.models import Relation
from accountability.accounts.views.entering import bp, pressed, refuse
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.forms import choices
from accountability.core.i18n import localized
from accountability.core.throttle import limiter, person
from accountability.directory import queries as directory
from accountability.directory.models import Organisation
from accountability.preferences import operations as choosing
from accountability.preferences import queries as wishes
from accountability.preferences.forms import WishForm

__all__ = ["bp"]


def own_page(**given: Any) -> Any:
    """The account page with all its forms; `given` are those that somebody just filled in."""
    colleagues = queries.colleagues_of(current_user.id)
    shown = {
        "preferences": preferences_form(formdata=None),
        "password": forms.PasswordForm(formdata=None),
        "absence": forms.AbsenceForm(formdata=None).offer(colleagues),
        "tie": forms.TieForm(formdata=None),
        "wishes": WishForm.showing(wishes.wish_of(f"user:{current_user.id}")),
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
        "shortest": passwords.SHORTEST if queries.has_second_factor(current_user.id) else passwords.SHORTEST_ALONE,
        "ways": labels.WAYS,
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


@bp.post("/messages")
@requires(Permission.ACCOUNT_OWN)
def wish() -> Any:
    form = WishForm()
    if not form.validate_on_submit():
        return own_page(wishes=form), 422
    choosing.choose(f"user:{current_user.id}", *form.chosen)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("accounts.home"))


@bp.post("/password")
@limiter.limit("10 per 10 minutes", key_func=person)
@requires(Permission.ACCOUNT_OWN)
def change_password() -> Any:
    form = forms.PasswordForm()
    if form.validate_on_submit():
        try:
            operations.change_password(current_user, form.current_password.data, form.new_password.data)
            operations.sign_out_everywhere(current_user.id, but=g.sign_in.id)
            gate.go_on(operations.prove(g.sign_in))
            db.session.commit()
            flash(_("Your password is changed. All other devices are signed out."), "success")
            return redirect(url_for("accounts.home"))
        except Invalid as error:
            refuse(form, error)
    return own_page(password=form), 422


@bp.post("/sign-ins/<int:sign_in_id>/end")
@requires(Permission.ACCOUNT_OWN)
def sign_out_one(sign_in_id: int) -> Any:
    pressed()
    operations.sign_out_one(current_user.id, sign_in_id)
    db.session.commit()
    flash(_("That device is signed out."), "success")
    return redirect(url_for("accounts.home"))


@bp.post("/sign-out-everywhere")
@requires(Permission.ACCOUNT_OWN)
def sign_out_everywhere() -> Any:
    pressed()
    operations.sign_out_everywhere(current_user.id)
    db.session.commit()
    session.clear()
    flash(_("You are signed out on all devices."), "success")
    return redirect(url_for("accounts.sign_in"))
