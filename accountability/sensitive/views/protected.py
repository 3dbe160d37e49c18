"""The channel's own page: who reads and whom to call, before anything is typed; then one form. Nothing typed rests on a disk."""

from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask_babel import gettext

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.cases import receipts
from accountability.core import clock
from accountability.core.db import db
from accountability.core.pages import typed_words
from accountability.core.uploads import UploadProblem, read_photo
from accountability.directory import queries as directory
from accountability.sensitive import queries
from accountability.sensitive.forms import ReportForm
from accountability.sensitive.labels import NUMBERS, span_text
from accountability.sensitive.operations import sealing

bp = Blueprint("protected", __name__, url_prefix="/<lang>/protected")


@bp.get("")
@requires(P.PUBLIC)
def page() -> Any:
    return _page(_form())


@bp.post("")
@requires(P.PUBLIC, confidential=True)
def send() -> Any:
    """Seals it and shows the code, in this answer and never again."""
    form = _form()
    good = form.validate()
    photos, problem = _photos()
    if problem:
        form.photos.errors = [problem[1]]
    if not good or problem:
        return _page(_without_photos(form), 413 if problem and problem[0] == 413 else 422)
    try:
        digits = sealing.submit(_told(form.with_key(), photos), form.form_key.data)
    except sealing.Closed as closed:
        return _page(form, closed.code)
    db.session.commit()
    return render_template("sensitive/received.html", receipt=digits, groups=receipts.grouped(digits).split())


def _form() -> ReportForm:
    return ReportForm().offer(directory.provinces())


def _page(form: ReportForm, code: int = 200) -> Any:
    now = clock.now()
    is_open = queries.is_open()
    return (
        render_template(
            "sensitive/page.html",
            form=form.with_key(),
            is_open=is_open,
            kept=[] if is_open or request.method == "GET" else typed_words(),
            on_duty=queries.on_duty(now),
            hours=[span_text(*one) for one in queries.next_hours(now)],
            numbers=NUMBERS,
        ),
        code,
    )


def _photos() -> tuple[list[bytes], tuple[int, str] | None]:
    """The photos, written anew in memory; and what is wrong with them, if anything."""
    found: list[bytes] = []
    for file in request.files.getlist("photos"):
        if not file.filename:
            continue
        try:
            found.append(read_photo(file).content)
        except UploadProblem as trouble:
            if trouble.reason == "too_large":
                return [], (413, gettext("A photo is too large. Choose one of less than %(size)s MB.", size=12))
            return [], (422, gettext("We could not open a file. Choose a JPG or PNG photo."))
    if len(found) > current_app.config["PHOTOS_LIMIT"]:
        return [], (422, gettext("At most %(count)s photos.", count=current_app.config["PHOTOS_LIMIT"]))
    return found, None


def _without_photos(form: ReportForm) -> ReportForm:
    """Words come back in the answer; photos cannot, because nothing is kept."""
    if any(file.filename for file in request.files.getlist("photos")) and not form.photos.errors:
        form.photos.errors = [gettext("Please choose the photos once more: nothing is kept here before you send it.")]
    return form


def _told(form: ReportForm, photos: list[bytes]) -> sealing.Told:
    return sealing.Told(
        narrative=form.narrative.data,
        kind=form.kind.data or "",
        danger=form.danger.data or "",
        child=form.child.data or "",
        accused=form.accused.data or "",
        wishes=form.wishes.data or "",
        province=form.province.data or "",
        contact=form.contact,
        photos=photos,
    )
