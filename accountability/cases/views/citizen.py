"""Filing feedback: choose the place, one short form, the receipt."""

import uuid
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, current_app, flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.cases import acknowledgements, progress, queries, receipts
from accountability.cases.forms.citizen import DetailsForm, FeedbackForm, PressForm
from accountability.cases.models import Case, ConsentPurpose
from accountability.cases.operations import authoring
from accountability.core import drafts, flood, second_lock
from accountability.core.db import db
from accountability.core.errors import NotFound
from accountability.core.i18n import language
from accountability.core.pages import query_text
from accountability.core.uploads import UploadProblem, read_pictures
from accountability.directory import queries as directory
from accountability.directory.models import Area, Organisation

bp = Blueprint("citizen", __name__, url_prefix="/<lang>")
PHOTOS_LIMIT = 5


@bp.get("/f/<code>")
@requires(P.PUBLIC)
def short(code: str) -> Any:
    """The short link of posters and QR codes; a merged facility leads to the one that took over."""
    facility = directory.facility(code.upper())
    target = facility.merged_into or facility
    return redirect(url_for("citizen.new", facility=target.code))


@bp.get("/feedback/new")
@requires(P.CASE_SUBMIT)
def new() -> Any:
    if request.args.get("facility") or request.args.get("unlisted"):
        return _form_page(_fresh_form(), _facilities(request.args.getlist("facility")))
    return _place_page()


@bp.post("/feedback/new")
@requires(P.CASE_SUBMIT)
def send() -> Any:
    # Before anything else, while no transaction is open: the counters have a connection of their own.
    quarantined = flood.bits() > 0 and not flood.is_solved(request.form.get("work"))
    form = _bound(FeedbackForm())
    facilities = _facilities(request.form.getlist("facility"), strict=False)
    photos, problem = _photos()
    good = form.validate()
    if not facilities and not form.facility_text.data:
        form.facility_text.errors = [gettext("Choose the office, or write its name.")]
        good = False
    if problem:
        form.photos.errors = [problem[1]]
    if not good or problem:
        return _keep_and_ask(form, facilities, photos, 413 if problem and problem[0] == 413 else 422)
    case, receipt = authoring.submit(replace(_submission(form, facilities, photos), quarantined=quarantined))
    drafts.forget(session.pop("draft", None))
    db.session.commit()
    flood.count()
    session["received"] = case.public_id
    return redirect(url_for("citizen.received") if receipt else url_for("author.track"), 303)


@bp.get("/feedback/puzzle")
@requires(P.CASE_SUBMIT)
def puzzle() -> Any:
    """For the script of the form: the work that is asked for now, if any."""
    return jsonify(flood.puzzle())


@bp.get("/feedback/received")
@requires(P.CASE_SUBMIT)
def received() -> Any:
    case = _received_case()
    receipt = authoring.receipt_of(case) if case else None
    if case is None or receipt is None:
        return render_template("cases/citizen/used.html"), 404 if case is None else 200
    alike = queries.answered_at_facility(case.facilities[0].id) if case.facilities else []
    steps = progress.timeline(case, "author")
    return render_template(
        "cases/citizen/received.html", case=case, groups=receipts.grouped(receipt).split(), receipt=receipt, steps=steps,
        next_step=progress.next_step(case), alike=alike, press=PressForm(), acknowledgement=acknowledgements.as_picture(case),
    )  # fmt: skip


@bp.post("/feedback/received/send")
@requires(P.CASE_SUBMIT)
def send_receipt() -> Any:
    """Sends the code to the author's own e-mail, when they ask for it."""
    case = _received_case()
    if case is None:
        raise NotFound("no receipt in this browser")
    if PressForm().validate_on_submit():
        authoring.send_receipt_to_oneself(case)
        db.session.commit()
        flash(gettext("Your code is on its way to your e-mail."), "success")
    return redirect(url_for("citizen.received"), 303)


@bp.route("/feedback/more", methods=["GET", "POST"])
@requires(P.CASE_SUBMIT)
def more() -> Any:
    """The second page: everything optional, for the browser that just sent, or that showed the receipt."""
    case_id = authoring.visited_case(session.get("visit"))
    case = queries.of_author(case_id) if case_id else _received_case()
    if case is None:
        return redirect(url_for("author.track"))
    form = _bound(DetailsForm())
    if form.validate_on_submit():
        authoring.add_details(queries.lock(case.id), _details(form))
        db.session.commit()
        flash(gettext("Thank you. A monitor will see it."), "success")
        return redirect(url_for("author.case") if case_id else url_for("citizen.received"), 303)
    others = directory.facilities_in(case.soum) if case.soum else []
    return render_template("cases/citizen/more.html", form=form, case=case, others=others), 422 if form.errors else 200


@bp.get("/feedback/discard")
@requires(P.CASE_SUBMIT, writes=True)
def discard() -> Any:
    """Throws a kept draft away."""
    drafts.forget(session.pop("draft", None))
    db.session.commit()
    return redirect(url_for("citizen.new"))


def _place_page() -> Any:
    typed = query_text("q")
    province = directory.province(request.args["province"]) if request.args.get("province") else None
    soum = directory.soum(request.args["soum"]) if request.args.get("soum") else None
    province = province or (soum.parent if soum else None)
    return render_template(
        "cases/citizen/place.html",
        sms_number=current_app.config["SMS_SECRET"] and current_app.config["SMS_NUMBER"],
        typed=typed,
        found=directory.search(typed) if typed else [],
        province=province,
        soum=soum,
        provinces=[] if province else directory.provinces(),
        soums=directory.soums_of(province) if province and not soum else [],
        facilities=directory.facilities_in(soum) if soum else [],
    )


def _bound(form: Any) -> Any:
    form.offer(directory.services(), directory.categories())
    return form


def _fresh_form() -> FeedbackForm:
    """An empty form with a key of its own, or the draft that this browser kept within the hour."""
    kept = drafts.bring_back(session.get("draft"))
    typed = MultiDict((name, value) for name, values in kept.fields.items() for value in values) if kept else None
    form: FeedbackForm = _bound(FeedbackForm(typed) if typed else FeedbackForm())
    form.client_key.data = form.client_key.data or str(uuid.uuid4())
    return form


def _facilities(codes: list[str], *, strict: bool = True) -> list[Organisation]:
    found = {facility.code: facility for facility in directory.organisations(codes[:10])}
    known = [found[code] for code in dict.fromkeys(codes) if code in found and found[code].is_facility]
    if strict and codes and not known:
        raise NotFound("no such facility")
    return [facility.merged_into or facility for facility in known if facility.is_open or facility.merged_into]


def _form_page(form: FeedbackForm, facilities: list[Organisation], code: int = 200) -> Any:
    kept = drafts.bring_back(session.get("draft"))
    soum, province = _place()
    return (
        render_template(
            "cases/citizen/form.html",
            form=form,
            facilities=facilities,
            soum=soum,
            province=province,
            kept_photos=len(kept.photos) if kept else 0,
            alike=queries.answered_at_facility(facilities[0].id) if facilities else [],
            flooded=request.method == "GET" and flood.bits() > 0,
        ),
        code,
    )


def _place() -> tuple[Area | None, Area | None]:
    """The place named beside an office that is not listed."""
    values = request.values
    soum = directory.soum(values["soum"]) if values.get("soum") else None
    province = directory.province(values["province"]) if values.get("province") else None
    return soum, province or (soum.parent if soum else None)


def _photos() -> tuple[list[bytes], tuple[int, str] | None]:
    """The photos kept from before and those sent now, written anew; and what is wrong with them, if anything."""
    kept = drafts.bring_back(session.get("draft"))
    photos, problem = list(kept.photos) if kept and request.form.get("drop_photos") is None else [], None
    for file in request.files.getlist("photos"):
        if not file.filename:
            continue
        try:
            photos += [picture.content for picture in read_pictures(file, PHOTOS_LIMIT + 1)]
        except UploadProblem as trouble:
            problem = _photo_words(trouble.reason)
    if len(photos) > PHOTOS_LIMIT:
        return photos[:PHOTOS_LIMIT], (422, gettext("At most %(count)s photos. We kept the first ones.", count=PHOTOS_LIMIT))
    return photos, problem


def _photo_words(reason: str) -> tuple[int, str]:
    if reason == "too_large":
        return 413, gettext("A photo is too large. Choose one of less than %(size)s MB.", size=12)
    return 422, gettext("We could not open a file. Choose a JPG or PNG photo, or a PDF without a password.")


def _keep_and_ask(form: FeedbackForm, facilities: list[Organisation], photos: list[bytes], code: int) -> Any:
    """Nothing typed is lost: words and photos wait, sealed, for one hour."""
    fields = {name: values for name, values in request.form.to_dict(flat=False).items() if name != "csrf_token"}
    session["draft"] = drafts.keep(fields, photos, session.get("draft"))
    db.session.commit()
    form.client_key.data = form.client_key.data if not form.client_key.errors else str(uuid.uuid4())
    return _form_page(form, facilities, code)


def _submission(form: FeedbackForm, facilities: list[Organisation], photos: list[bytes]) -> authoring.Submission:
    soum, province = (None, None) if facilities else _place()
    story = "\n\n".join(filter(None, [form.story.data, form.good.data, form.better.data]))
    return authoring.Submission(
        story=story,
        client_key=form.client_key.data,
        facilities=facilities,
        facility_text=None if facilities else form.facility_text.data,
        soum=soum,
        province=province,
        service=directory.service_by_code(form.service.data),
        kind=form.kind_chosen,
        categories=directory.categories_by_code(form.category.data or []),
        month=form.month_code,
        alias=form.alias.data or None,
        away_until=form.away_until.data,
        contact=form.contact,
        wish_public=form.wish_public.data or form.consent_publish.data,
        reissue_ok=form.reissue_ok.data,
        send_later=form.send_later.data,
        recognisable=form.recognisable.data or None,
        consents={
            ConsentPurpose.STORE: form.consent_store.data,
            ConsentPurpose.PASS_ON: form.consent_pass_on.data,
            ConsentPurpose.PUBLISH: form.consent_publish.data,
            ConsentPurpose.CONTACT: form.consent_contact.data,
        },
        photos=photos,
        composition=form.composition,
        locale=language(),
    )


def _details(form: DetailsForm) -> authoring.Details:
    return authoring.Details(
        kind=form.kind_chosen,
        service=directory.service_by_code(form.service.data),
        month=form.month_code,
        alias=form.alias.data or None,
        good=form.good.data,
        better=form.better.data,
        categories=directory.categories_by_code(form.category.data or []),
        more_facilities=_facilities(form.facility.data or [], strict=False),
        composition=form.composition,
        recognisable=form.recognisable.data or None,
        send_later=form.send_later.data,
    )


def _received_case() -> Case | None:
    """The case that this browser sent, until its receipt is used."""
    public_id = session.get("received")
    if not public_id:
        return None
    with second_lock.asking_as(second_lock.SYSTEM):  # whoever sent it may be shown its receipt
        case = queries.by_public_id(public_id)
    if case:
        second_lock.ask_as(second_lock.author(case.id))
    return case


def no_store(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


bp.after_request(no_store)
