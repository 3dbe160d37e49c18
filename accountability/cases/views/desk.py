"""The monitors' desk: the queue with its filters, saved views and bulk acts, and one's own week."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission as P
from accountability.access.roles import MONITORS
from accountability.access.rules import NEIGHBOURS_AFTER
from accountability.accounts import queries as accounts
from accountability.cases import progress, queries
from accountability.cases.forms.citizen import PressForm
from accountability.cases.forms.monitor import BulkForm, SavedViewForm
from accountability.cases.labels import BULK_ACTS, KINDS, QUEUE_VIEWS, STATUSES, Label
from accountability.cases.models import Kind
from accountability.cases.operations import desk
from accountability.cases.queries import QueueFilter, QueueRow
from accountability.cases.workflow import WAITING, Status
from accountability.core import clock
from accountability.core.db import db
from accountability.core.forms import choices
from accountability.core.i18n import language
from accountability.core.mongolian import first_words
from accountability.core.pages import page_number, page_of, query_text
from accountability.core.throttle import limiter, not_searching, person
from accountability.directory import queries as directory

bp = Blueprint("desk", __name__, url_prefix="/<lang>/desk")
SIZE = 30


@bp.get("")
@limiter.limit("60 per minute", key_func=person, exempt_when=not_searching)
@requires(P.DESK_USE)
def queue() -> Any:
    chosen, number = queue_filter(), page_number()
    rows = queries.queue(actor(), chosen, SIZE + 1, (number - 1) * SIZE)
    return render_template(
        "cases/desk/queue.html",
        page=page_of([line(row) for row in rows], number, SIZE),
        counts=queries.queue_counts(actor()),
        views=QUEUE_VIEWS,
        chosen=chosen,
        categories=directory.categories(),
        kinds=KINDS,
        saved=queries.saved_views(actor().user_id or 0),
        save=SavedViewForm(formdata=None, query=request.query_string.decode()[:500]),
        bulk=BulkForm(formdata=None),
        args=request.args,
    )


@bp.post("/bulk")
@requires(P.DESK_USE)
def bulk() -> Any:
    """Asks once more, naming the cases, then does the act to each that allows it."""
    form = BulkForm()
    colleagues = accounts.monitors_of(min(actor().provinces(*MONITORS), default=None))
    form.colleague.choices = choices((one.id, one.name) for one in colleagues)
    chosen = queries.chosen_cases(actor(), (form.case.data or [])[:100])
    if not form.validate_on_submit() or not chosen or form.act.data not in BULK_ACTS:
        flash(gettext("Choose at least one case and what to do."), "error")
        return redirect(url_for("desk.queue"), 303)
    if form.sure.data != "yes":
        return render_template("cases/desk/bulk.html", form=form, chosen=chosen, act=form.act.data, acts=BULK_ACTS)
    done = desk.do_to_all([queries.lock(case.id) for case in chosen], actor(), form.act.data, form.colleague.data, form.on.data)
    db.session.commit()
    flash(ngettext("Done for %(num)s case.", "Done for %(num)s cases.", done), "success")
    if done < len(chosen):
        flash(ngettext("%(num)s case did not allow it.", "%(num)s cases did not allow it.", len(chosen) - done), "warning")
    return redirect(url_for("desk.queue"), 303)


@bp.post("/views")
@requires(P.DESK_USE)
def save_view() -> Any:
    form = SavedViewForm()
    if form.validate_on_submit():
        desk.save_view(actor(), form.name.data, form.query.data or "")
        db.session.commit()
        flash(gettext("This view is saved."), "success")
    else:
        flash(gettext("Give the view a name."), "error")
    filters = f"?{form.query.data}" if form.query.data and not form.query.errors else ""
    return redirect(url_for("desk.queue") + filters, 303)


@bp.post("/views/<int:view_id>/delete")
@requires(P.DESK_USE)
def forget_view(view_id: int) -> Any:
    if PressForm().validate_on_submit():
        desk.forget_view(actor(), view_id)
        db.session.commit()
    return redirect(url_for("desk.queue"), 303)


@bp.get("/week")
@requires(P.DESK_USE)
def week() -> Any:
    """What I have in hand, and what came to an end in the last seven days."""
    since = clock.now() - timedelta(days=7)
    mine = queries.queue(actor(), QueueFilter(view="mine"), SIZE)
    again = queries.queue(actor(), QueueFilter(view="again"), SIZE)
    figures = queries.week_of(actor().user_id or 0, since)
    return render_template(
        "cases/desk/week.html", mine=[line(row) for row in mine], again=[line(row) for row in again], figures=figures
    )


def queue_filter() -> QueueFilter:
    args = request.args
    category = next((one for one in directory.categories() if one.code == args.get("category")), None)
    kind = args.get("kind")
    soum = directory.soum(args["soum"]) if args.get("soum") else None
    facility = directory.facility(args["facility"]) if args.get("facility") else None
    return QueueFilter(
        view=args.get("view", "waiting") if args.get("view") in QUEUE_VIEWS else "waiting",
        q=query_text("q"),
        kind=Kind(kind) if kind in set(Kind) else None,
        category_id=category.id if category else None,
        facility_id=facility.id if facility else None,
        soum_id=soum.id if soum else None,
    )


def line(row: QueueRow) -> dict[str, Any]:
    """A row of the queue as its page shows it."""
    facility = (row.facility_en if language() == "en" else row.facility_mn) or row.facility_text or gettext("No office named yet")
    words = first_words(row.text_office)
    title = words or (str(KINDS[row.kind]) if row.kind else gettext("New, not read yet"))
    soum = row.soum_en if language() == "en" else row.soum_mn
    return {
        "id": row.public_id,
        "title": title,
        "place": facility,
        "soum": soum,
        "chip": _chip(row),
        "reviewer": row.reviewer,
        "again": row.cycle > 1,
    }


def _chip(row: QueueRow) -> Label:
    if row.status in WAITING:
        late = row.waiting_since < clock.now() - NEIGHBOURS_AFTER
        tone = "bad" if late or row.urgency >= 3 else "wait" if row.status == Status.IN_REVIEW else "info"
        return Label(progress.since_text(row.waiting_since), tone)
    if row.status == Status.WITH_OFFICE and row.answer_due and row.answer_due < clock.now():
        return Label(gettext("Overdue"), "bad")
    return STATUSES[row.status]
