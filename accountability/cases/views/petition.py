"""Behind the receipt: signing a petition, letting the office know who one is, asking that somebody carries it."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.cases import petitions, queries
from accountability.cases.forms import petition as forms
from accountability.cases.forms.citizen import PressForm
from accountability.cases.models import Case
from accountability.cases.operations.authoring import signing
from accountability.cases.views.author import mine
from accountability.core.db import db
from accountability.core.errors import Invalid

bp = Blueprint("petition", __name__, url_prefix="/<lang>/track/case/petition")


@bp.route("", methods=["GET", "POST"])
@requires(P.CASE_SIGN)
def page() -> Any:
    case = mine()
    if case is None:
        return redirect(url_for("author.track"), 303)
    form = forms.SignForm().offer(case)
    if not form.validate_on_submit():
        return _page(case, form)
    try:
        _sign(queries.lock(case.id), form)
    except Invalid as refused:
        field = form.refusals.get(refused.field)
        words = forms.REFUSED.get(f"{refused.field} {refused.reason}")
        if field is None or words is None:
            raise
        form[field].errors = [words]
        db.session.rollback()
        return _page(case, form)
    db.session.commit()
    flash(gettext("Done. This page tells how it goes on."), "success")
    return redirect(url_for("petition.page"), 303)


def _page(case: Case, form: forms.SignForm) -> Any:
    shown = render_template(
        "cases/own/petition.html",
        case=case,
        form=form,
        signer=signing.signer_of(case),
        government=forms.GovernmentForm(formdata=None, government_number=case.government_number),
        to_copy=petitions.for_the_government_centre(case),
        may_sign=case.may_be_signed,
        unopened=[one for one in case.routings if one.may_know and not one.identity_opened_at],
        press=PressForm(),
    )
    return shown, 422 if form.errors else 200


def _sign(case: Case, form: forms.SignForm) -> None:
    if form.way.data == "petition":
        signing.sign(case, form.signer, signers=form.signers.data or 1, sheet=form.seen)
    elif form.way.data == "known":
        signing.let_office_know(case, form.signer)
    else:
        signing.ask_to_carry(case)


@bp.post("/back")
@requires(P.CASE_SIGN)
def take_back() -> Any:
    case = mine()
    if case is None:
        return redirect(url_for("author.track"), 303)
    if PressForm().validate_on_submit():
        signing.keep_from_office(queries.lock(case.id))
        db.session.commit()
        flash(gettext("The office can no longer open who you are."), "success")
    return redirect(url_for("petition.page"), 303)


@bp.post("/government")
@requires(P.CASE_SIGN)
def government() -> Any:
    """Keeps the number under which the government's centre has it."""
    case = mine()
    if case is None:
        return redirect(url_for("author.track"), 303)
    form = forms.GovernmentForm()
    if form.validate_on_submit():
        signing.note_government_number(queries.lock(case.id), (form.government_number.data or "").strip())
        db.session.commit()
        flash(gettext("Kept."), "success")
    return redirect(url_for("petition.page"), 303)


@bp.get("/form.pdf")
@requires(P.CASE_SIGN)
def pdf() -> Any:
    """The official form, to print and sign by hand."""
    case = mine()
    if case is None or not case.is_official:
        return redirect(url_for("author.track"), 303)
    name = {"Content-Disposition": f"attachment; filename=petition-{case.public_id}.pdf"}
    return Response(petitions.form(case), mimetype="application/pdf", headers=name)
