"""What the law asks about one routing: the office's own number, one longer term, who signed, the official form."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from accountability.access import policy
from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission
from accountability.accounts import gate
from accountability.cases import petitions, queries
from accountability.cases.forms import petition as forms
from accountability.cases.models import Routing, Track
from accountability.cases.operations import registering
from accountability.cases.views.office_page import page
from accountability.core.db import db
from accountability.core.errors import Invalid, NotFound
from accountability.core.forms import EmptyForm

bp = Blueprint("legal", __name__, url_prefix="/<lang>/office/<number>")


@bp.post("/register")
@requires(Permission.ROUTING_REGISTER)
def register(number: str) -> Any:
    words = _("Entered. The term of the law runs from that day.")
    return _do(number, forms.RegisterForm(), words, _enter)


def _enter(routing: Routing, form: Any) -> None:
    registering.register(routing, actor(), form.register_number.data.strip(), form.at(routing))


@bp.post("/extend")
@requires(Permission.ROUTING_EXTEND)
def extend(number: str) -> Any:
    words = _("The term is longer now. The citizen reads why on their page, and gets a message if they left an address.")
    return _do(
        number, forms.ExtendForm(), words, lambda one, form: registering.extend(one, actor(), form.days.data, form.reason.data)
    )


@bp.post("/identity")
@requires(Permission.ROUTING_IDENTITY, fresh=True)
def identity(number: str) -> Any:
    """Shows who signed, this once; that it was opened is written down and shown to the author."""
    found = queries.get_routing(number.upper(), actor())
    if not EmptyForm().validate_on_submit():
        return redirect(url_for("office.routing", number=found.number), 303)
    queries.lock(found.case_id)
    signer = registering.open_identity(found, actor())
    db.session.commit()
    return page(found, signer=signer)


@bp.post("/petition.pdf")
@requires(Permission.ROUTING_IDENTITY, fresh=True)
def pdf(number: str) -> Any:
    """The official form with the office's number; it names who signed, so that it counts as opening."""
    found = queries.get_routing(number.upper(), actor())
    if found.case.track != Track.PETITION:
        raise NotFound("no petition")
    if not EmptyForm().validate_on_submit():
        return redirect(url_for("office.routing", number=found.number), 303)
    queries.lock(found.case_id)
    registering.open_identity(found, actor())
    content = petitions.form(found.case, found)
    db.session.commit()
    name = {"Content-Disposition": f"attachment; filename=petition-{found.number}.pdf"}
    return Response(content, mimetype="application/pdf", headers=name)


@bp.post("/sheet.jpg")
@requires(Permission.ROUTING_IDENTITY, fresh=True)
def sheet(number: str) -> Any:
    """The photo of a group's signatures."""
    found = queries.get_routing(number.upper(), actor())
    if not EmptyForm().validate_on_submit():
        return redirect(url_for("office.routing", number=found.number), 303)
    queries.lock(found.case_id)
    content = registering.open_sheet(found, actor())
    db.session.commit()
    name = {"Content-Disposition": f"attachment; filename=signatures-{found.number}.jpg"}
    return Response(content, mimetype="image/jpeg", headers=name)


def _do(number: str, form: Any, words: str, act: Callable[[Routing, Any], Any]) -> Any:
    found = queries.routing_for(number, actor())
    if form.validate_on_submit():
        try:
            queries.lock(found.case_id)
            act(found, form)
            db.session.commit()
            flash(words, "success")
            return redirect(gate.local_path(request.form.get("back")) or _page_of(found), 303)
        except Invalid as refused:
            field, said = form.refusals.get(refused.field), forms.REFUSED.get(f"{refused.field} {refused.reason}")
            if field is None or said is None:
                raise
            form[field].errors = [said]
            db.session.rollback()
    return page(found, form), 422


def _page_of(found: Routing) -> str:
    if policy.may(actor(), Permission.ROUTING_READ, found):
        return url_for("office.routing", number=found.number)
    return gate.landing(actor())
