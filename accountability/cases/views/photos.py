"""Photos: a monitor blots out what shows somebody; the office sees the blotted copy and never the original."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext

from accountability.access import policy
from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission as P
from accountability.cases import queries
from accountability.cases.forms.citizen import PressForm
from accountability.cases.forms.photos import BlotForm
from accountability.cases.models import Attachment, Case
from accountability.cases.operations import authoring, blotting
from accountability.core.db import db
from accountability.core.errors import NotFound

bp = Blueprint("photos", __name__, url_prefix="/<lang>")


@bp.route("/desk/cases/<public_id>/photo/<int:photo_id>/blot", methods=["GET", "POST"])
@requires(P.CASE_REVIEW)
def blot(public_id: str, photo_id: int) -> Any:
    """Draw boxes over faces and names; saved, the office sees this copy."""
    case = queries.at_desk(public_id, actor())
    policy.require(actor(), P.CASE_REVIEW, case)
    photo = _photo(case, photo_id)
    form = BlotForm()
    if form.validate_on_submit():
        blotting.blot(queries.lock(case.id), actor(), photo, form.chosen)
        db.session.commit()
        flash(gettext("The office sees this copy. The original stays with the monitors."), "success")
        return redirect(url_for("photos.blot", public_id=public_id, photo_id=photo_id), 303)
    copy = next((one for one in case.photos if one.original_id == photo.id), None)
    page = render_template("cases/photos/blot.html", case=case, photo=photo, copy=copy, form=form, press=PressForm())
    return page, 422 if form.errors else 200


@bp.post("/desk/cases/<public_id>/photo/<int:photo_id>/keep")
@requires(P.CASE_REVIEW)
def keep(public_id: str, photo_id: int) -> Any:
    case = queries.at_desk(public_id, actor())
    if PressForm().validate_on_submit():
        blotting.keep_from_office(queries.lock(case.id), actor(), _photo(case, photo_id))
        db.session.commit()
        flash(gettext("The office sees nothing of this photo."), "success")
    return redirect(url_for("photos.blot", public_id=public_id, photo_id=photo_id), 303)


@bp.get("/office/<number>/photo/<int:photo_id>.jpg")
@requires(P.ROUTING_READ)
def of_office(number: str, photo_id: int) -> Response:
    """A blotted copy, for whoever reads the routing."""
    routing = queries.get_routing(number.upper(), actor())
    copy = next((one for one in queries.copies_of(routing.case_id) if one.id == photo_id), None)
    if copy is None:
        raise NotFound("no such photo")
    return Response(authoring.file_content(copy), mimetype=copy.media_type)


def _photo(case: Case, photo_id: int) -> Attachment:
    found = next((one for one in case.photos if one.id == photo_id and one.kind == "photo"), None)
    if found is None:
        raise NotFound("no such photo")
    return found
