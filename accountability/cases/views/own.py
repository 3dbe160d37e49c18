"""Behind the receipt: what is kept about me, who looked at it; putting it right, taking it along, having it erased."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.cases import acknowledgements, owndata, queries
from accountability.cases.forms.citizen import ConsentForm, CorrectForm, PressForm
from accountability.cases.labels import CONSENTS
from accountability.cases.models import Case, ConsentPurpose
from accountability.cases.operations import authoring
from accountability.cases.views.author import mine
from accountability.core.db import db
from accountability.preferences import operations as choosing
from accountability.preferences import queries as wishes
from accountability.preferences.forms import WantsForm
from accountability.preferences.models import Wants

bp = Blueprint("own", __name__, url_prefix="/<lang>/track/case")


@bp.get("/data")
@requires(P.CASE_ADD_WORDS)
def page() -> Any:
    case = mine()
    return _page(case) if case else redirect(url_for("author.track"))


def _page(case: Case, code: int = 200, form: Any = None, wants: WantsForm | None = None) -> Any:
    contact = queries.contact_of(case)
    form = form or CorrectForm(
        formdata=None,
        contact_phone=contact.get("phone"),
        contact_email=contact.get("email"),
        phone_shared=contact.get("shared"),
        reissue_ok=case.reissue_ok,
        alias=case.alias,
        away_until=case.away_until,
    )
    return (
        render_template(
            "cases/own/page.html",
            case=case,
            form=form,
            looks=owndata.looks(case),
            consents=[(purpose, words, case.agrees_to(purpose)) for purpose, words in CONSENTS.items()],
            terms=(current_app.config["RETAIN_CONTACT_MONTHS"], current_app.config["RETAIN_STORY_MONTHS"]),
            press=PressForm(),
            wants=wants or WantsForm(formdata=None, wants=wishes.wish_of(case.reader).wants.value),
        ),
        code,
    )


@bp.get("/data.json")
@requires(P.CASE_ADD_WORDS)
def download() -> Any:
    """Everything, to take along."""
    case = mine()
    if case is None:
        return redirect(url_for("author.track"))
    return _file(owndata.everything(case), "my-case.json")


@bp.get("/acknowledgement.json")
@requires(P.CASE_ADD_WORDS)
def acknowledgement() -> Any:
    case = mine()
    if case is None:
        return redirect(url_for("author.track"))
    return _file(acknowledgements.acknowledgement(case), "acknowledgement.json")


def _file(content: dict[str, Any], name: str) -> Response:
    body = current_app.json.dumps(content, indent=1, ensure_ascii=False)
    return Response(body, mimetype="application/json", headers={"Content-Disposition": f"attachment; filename={name}"})


@bp.post("/data/correct")
@requires(P.CASE_ADD_WORDS)
def correct() -> Any:
    case = mine()
    if case is None:
        return redirect(url_for("author.track"), 303)
    form = CorrectForm()
    if not form.validate_on_submit():
        return _page(case, 422, form)
    told = authoring.Correction(form.contact, form.alias.data or None, form.away_until.data, form.reissue_ok.data)
    authoring.correct(queries.lock(case.id), told)
    return _done(gettext("Saved."))


@bp.post("/data/consent")
@requires(P.CASE_ADD_WORDS)
def consent() -> Any:
    case = mine()
    if case is None:
        return redirect(url_for("author.track"), 303)
    form = ConsentForm()
    if not form.validate_on_submit():
        return _page(case, 422)
    change = authoring.consent_again if form.act.data == "give" else authoring.take_consent_back
    change(queries.lock(case.id), ConsentPurpose(form.purpose.data))
    return _done(gettext("Done. It holds from now on."))


@bp.post("/data/messages")
@requires(P.CASE_ADD_WORDS)
def wish() -> Any:
    case = mine()
    if case is None:
        return redirect(url_for("author.track"), 303)
    form = WantsForm()
    if not form.validate_on_submit():
        return _page(case, 422, wants=form)
    choosing.want(case.reader, Wants(form.wants.data))
    return _done(gettext("Saved."))


@bp.route("/data/erase", methods=["GET", "POST"])
@requires(P.CASE_WITHDRAW)
def erase() -> Any:
    """Asks once more, and says what goes and what stays."""
    case = mine()
    if case is None:
        return redirect(url_for("author.track"))
    form = PressForm()
    if form.validate_on_submit():
        authoring.erase(queries.lock(case.id))
        return _done(gettext("Everything that you gave us is erased."))
    return render_template("cases/author/withdraw.html", form=form, case=case)


def _done(words: str) -> Any:
    db.session.commit()
    flash(words, "success")
    return redirect(url_for("own.page"), 303)
