"""The office's own book: entering at the counter, finding, the card, settling, taking it along."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission
from accountability.access.roles import Role
from accountability.accounts import gate
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.pages import Page, page_number, page_of, with_query
from accountability.core.throttle import limiter, person
from accountability.counter import exports, forms, operations, queries
from accountability.counter.labels import CHANNELS, KINDS, OUTCOMES
from accountability.counter.models import CounterEntry, Kind, Outcome
from accountability.counter.queries import BookFilter
from accountability.counter.sealed import text
from accountability.directory import queries as directory
from accountability.directory.models import Organisation

bp = Blueprint("counter", __name__, url_prefix="/<lang>/office/counter")
SIZE, MOST_EXPORTED = 30, 100_000


def _offices() -> list[Organisation]:
    return [directory.organisation(one) for one in sorted(actor().organisations(Role.OFFICIAL))]


@bp.route("", methods=["GET", "POST"])
@requires(Permission.COUNTER_USE)
def book() -> Any:
    offices = _offices()
    form = forms.EntryForm(**gate.typed()).offer(offices)
    if form.validate_on_submit():
        office = next(one for one in offices if one.code == form.office.data)
        try:
            made = operations.enter(actor(), office, form.told)
            db.session.commit()
        except Invalid as refused:
            _refuse(form, refused)
        else:
            flash(_("Entered as number %(number)s.", number=made.name), "success")
            return redirect(url_for("counter.book"), 303)
    if request.method == "GET" and form.received_on.data is None:
        _begun_today(form)
    number = page_number()
    found = queries.book(actor(), _chosen(), SIZE + 1, (number - 1) * SIZE)
    return _page(form, _chosen(), page_of(found, number, SIZE))


@bp.route("/search", methods=["GET", "POST"])
@requires(Permission.COUNTER_USE)
def search() -> Any:
    """Posted, because what is sought is often a name, and a name stands in no address, no history and no log."""
    sought = forms.SearchForm()
    words = sought.q.data if sought.validate_on_submit() else ""
    if not words:
        return redirect(with_query("counter.book"), 303)
    chosen = replace(_chosen(), q=words)
    found = queries.book(actor(), chosen, queries.MOST_OPENED)
    return _page(_begun_today(forms.EntryForm(formdata=None).offer(_offices())), chosen, page_of(found, 1, queries.MOST_OPENED))


def _begun_today(form: Any) -> Any:
    form.received_on.data = clock.today()
    return form


def _page(form: Any, chosen: BookFilter, page: Page) -> Any:
    shown = render_template(
        "counter/book.html",
        form=form,
        offices=_offices(),
        page=page,
        counts=queries.counts(actor()),
        chosen=chosen,
        args=request.args.to_dict(),
        kinds=KINDS,
        channels=CHANNELS,
        outcomes=OUTCOMES,
        text=text,
        today=clock.today(),
    )
    return shown, 422 if form.errors else 200


@bp.get("/book.<any(csv, xlsx):file_type>")
@limiter.limit("30 per hour", key_func=person)
@requires(Permission.COUNTER_USE, fresh=True, writes=True)
def export(file_type: str) -> Response:
    chosen = _chosen()
    rows = queries.book(actor(), chosen, MOST_EXPORTED)
    operations.take_along(actor(), _offices(), view=chosen.view, entries=len(rows))
    db.session.commit()
    name = {"Content-Disposition": f"attachment; filename=counter-{clock.today()}.{file_type}"}
    if file_type == "csv":
        return Response(stream_with_context(exports.as_csv(rows)), mimetype="text/csv", headers=name)
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(exports.as_xlsx(rows), mimetype=media_type, headers=name)


def _chosen() -> BookFilter:
    """The filter of the address, which never holds the words that are sought; what makes no sense there counts as not said."""
    view, kind = request.args.get("view", "open"), request.args.get("kind", "")
    return BookFilter(
        view=view if view in queries.VIEWS else "open",
        kind=Kind(kind) if kind in set(Kind) else None,
        since=_day("since"),
        until=_day("until"),
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


# --- one entry ---------------------------------------------------------------------------------------------------------


@bp.get("/<int:entry_id>")
@requires(Permission.COUNTER_USE)
def entry(entry_id: int) -> Any:
    return _entry(queries.entry(actor(), entry_id))


def _entry(found: CounterEntry, **given: Any) -> Any:
    settling = given.get("settling") or forms.SettleForm(formdata=None, settled_on=clock.today())
    longer = given.get("longer") or forms.LongerForm(formdata=None, noticed_on=clock.today())
    form = next(iter(given.values()), settling)
    shown = render_template(
        "counter/entry.html",
        entry=found,
        form=form,
        settling=settling if found.is_open else None,
        longer=longer if found.is_open and found.due_on and not found.longer_by else None,
        kinds=KINDS,
        channels=CHANNELS,
        outcomes=OUTCOMES,
        text=text,
    )
    return shown, 422 if form.errors else 200


@bp.get("/<int:entry_id>/card")
@requires(Permission.COUNTER_USE)
def card(entry_id: int) -> Any:
    """The control card, for paper."""
    found = queries.entry(actor(), entry_id)
    return render_template("counter/card.html", entry=found, kinds=KINDS, channels=CHANNELS, outcomes=OUTCOMES, text=text)


@bp.post("/<int:entry_id>/settle")
@requires(Permission.COUNTER_USE)
def settle(entry_id: int) -> Any:
    form = forms.SettleForm()
    return _do(entry_id, "settling", form, _settle, _("Settled."))


def _settle(found: CounterEntry, form: Any) -> None:
    operations.settle(actor(), found, Outcome(form.outcome.data), form.settled_on.data, form.words.data or "")


@bp.post("/<int:entry_id>/longer")
@requires(Permission.COUNTER_USE)
def make_longer(entry_id: int) -> Any:
    return _do(entry_id, "longer", forms.LongerForm(), _longer, _("The term is longer now."))


def _longer(found: CounterEntry, form: Any) -> None:
    operations.make_longer(actor(), found, form.days.data, form.why.data, form.noticed_on.data)


def _do(entry_id: int, name: str, form: Any, act: Callable[[CounterEntry, Any], None], words: str) -> Any:
    found = queries.entry(actor(), entry_id)
    if form.validate_on_submit():
        try:
            act(found, form)
            db.session.commit()
            flash(words, "success")
            return redirect(url_for("counter.entry", entry_id=found.id), 303)
        except Invalid as refused:
            _refuse(form, refused)
    return _entry(queries.entry(actor(), entry_id), **{name: form})


def _refuse(form: Any, refused: Invalid) -> None:
    words, field = forms.REFUSED.get(f"{refused.field} {refused.reason}"), form.refusals.get(refused.field)
    if words is None or field is None:
        raise refused
    form[field].errors = [words]
    db.session.rollback()
