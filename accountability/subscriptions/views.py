"""Asking to be told, and the page behind the link of a letter: say yes, change it, end it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.forms import EmptyForm
from accountability.core.i18n import language
from accountability.core.throttle import everybody, limiter
from accountability.directory import queries as directory
from accountability.preferences import links
from accountability.subscriptions import operations, queries
from accountability.subscriptions.forms import AskForm, SelectionForm, showing
from accountability.subscriptions.models import Subscription

bp = Blueprint("subscriptions", __name__, url_prefix="/<lang>/subscribe")


@bp.route("", methods=["GET", "POST"])
@limiter.limit("10 per hour", methods=["POST"])
@limiter.limit("600 per hour", methods=["POST"], key_func=everybody)
@requires(P.SUBSCRIBE)
def ask() -> Any:
    """The same page follows whether the address is known or not, and whether a letter goes out or not."""
    form = AskForm() if request.method == "POST" else _begun()
    if form.validate_on_submit():
        try:
            operations.ask(form.email.data, form.chosen, language())
            db.session.commit()
        except Invalid as refused:
            db.session.rollback()
            form.refuse(refused.field, refused.reason)
        else:
            return redirect(url_for("subscriptions.asked"), 303)
    shown = render_template("subscriptions/ask.html", form=form, places=_places(form))
    return shown, 422 if form.errors else 200


def _begun() -> AskForm:
    """What the page that led here was about, as far as it makes sense."""
    names = ("province", "soum", "facility", "category")
    given = {name: request.args.get(name, "")[:20] for name in names}
    form = AskForm(formdata=None, **given, about_cases=True, about_promises=True)
    for field in (form.province, form.category):
        if field.data not in {choice.value for choice in field.choices}:
            field.data = ""
    return form


def _places(form: SelectionForm) -> list[Any]:
    """The soum or office that the form is about; one that does not exist is 404."""
    soum = [directory.soum(form.soum.data)] if form.soum.data else []
    return [*soum, *([directory.facility(form.facility.data)] if form.facility.data else [])]


@bp.get("/asked")
@requires(P.PUBLIC)
def asked() -> Any:
    return render_template("subscriptions/asked.html")


@bp.route("/<token>", methods=["GET", "POST"])
@limiter.limit("120 per minute")
@requires(P.SUBSCRIBE)
def page(token: str) -> Any:
    """Opening it changes nothing, because programs open links too. It never shows the address."""
    read = links.read(token, operations.LINK)
    one = _found(read) if read else None
    if one is None or read is None or read.is_over:
        return render_template("subscriptions/over.html"), 410 if read else 404
    if request.method == "POST" and EmptyForm().validate_on_submit():
        return _do(one, token)
    return _page(one, token, showing(one))


def _found(read: links.Reading) -> Subscription | None:
    number = int(read.reader.split(":")[1])
    return queries.lock(number) if request.method == "POST" else queries.get(number)


def _page(one: Subscription, token: str, form: SelectionForm) -> Any:
    shown = render_template("subscriptions/page.html", one=one, token=token, form=form, places=_places(form))
    return shown, 422 if form.errors else 200


def _do(one: Subscription, token: str) -> Any:
    act = request.form.get("act")
    if act == "yes":
        operations.confirm(one)
        said = _("Thank you. We write once a day at most, when there is something new.")
    elif act == "end":
        operations.end(one)
        said = _("Done. We write no more.")
    else:
        return _changed(one, token)
    db.session.commit()
    flash(said, "success")
    return redirect(url_for("subscriptions.page", token=token), 303)


def _changed(one: Subscription, token: str) -> Any:
    form = SelectionForm()
    if form.validate_on_submit():
        try:
            operations.change(one, form.chosen)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("subscriptions.page", token=token), 303)
        except Invalid as refused:
            db.session.rollback()
            form.refuse(refused.field, refused.reason)
    return _page(one, token, form)
