"""The petition report of an office, a province or the nation: as it stands, as it was kept, as files, and what is behind it."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accountability.access import policy
from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission
from accountability.cases.labels import ROUTING_STATUSES
from accountability.cases.queries import routings_visible_to
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, NotFound
from accountability.core.forms import EmptyForm
from accountability.core.pages import page_number, page_of
from accountability.reports import counting, files, labels, operations, periods, queries, scopes
from accountability.reports.forms import FiledForm
from accountability.reports.models import PetitionReport
from accountability.reports.periods import Period
from accountability.reports.scopes import Scope
from accountability.reports.tables import tables

bp = Blueprint("reports", __name__, url_prefix="/<lang>/office/report")
SIZE = 50


@bp.get("")
@requires(Permission.OFFICE_USE)
def index() -> Any:
    return _page()


def _page(form: Any = None) -> Any:
    scope, period = _asked()
    offered = queries.scopes_of(actor())
    kept = queries.versions(scope, period)
    figures = counting.count(scope, period)
    filed = queries.filed(scope, period)
    shown = render_template(
        "reports/index.html",
        scope=scope,
        period=period,
        offered=[(one.code, one.name(labels.NATION)) for one in offered],
        periods=[(one.name, labels.period_text(one)) for one in periods.offered(clock.today(), _cutoff())],
        title=labels.period_text(period),
        span=labels.span_text(period.since, period.until),
        who=scope.name(labels.NATION),
        tables=tables(figures),
        extended=figures["extended"],
        how=files.how_it_was_counted(),
        kept=[(one, _changes(one, older)) for one, older in zip(kept, [*kept[1:], None], strict=False)],
        changed=bool(kept) and bool(counting.changes(kept[0].figures, operations.figures_now(scope, period))),
        filed=filed,
        own=_own_totals(figures),
        form=form or FiledForm(formdata=None, obj=filed),
        may_open=scope.office is not None or scope.province is not None,
    )
    return shown, 422 if form and form.errors else 200


def _own_totals(figures: dict[str, Any]) -> tuple[int, int, int]:
    """What an office reports upwards holds its book and its petitions; words without a signature are none of them."""
    return tuple(
        sum(counting.total(figures, section, *words) for section in ("signed", "book")) for words in ((), ("in_time",), ("late",))
    )  # type: ignore[return-value]


def _changes(newer: PetitionReport, older: PetitionReport | None) -> list[tuple[str, int, int]]:
    """What a version says differently from the one before it, in words."""
    found = counting.changes(older.figures, newer.figures) if older else []
    return [(labels.cell_text(name), before, after) for name, before, after in found]


@bp.post("/keep")
@requires(Permission.OFFICE_USE)
def keep() -> Any:
    scope, period = _asked()
    if EmptyForm().validate_on_submit():
        made = operations.keep(scope, period, actor())
        db.session.commit()
        flash(_("Kept as version %(number)s.", number=made.version), "success")
    return redirect(_address(scope, period), 303)


@bp.post("/filed")
@requires(Permission.OFFICE_USE)
def filed() -> Any:
    scope, period = _asked()
    form = FiledForm()
    if not form.validate_on_submit():
        return _page(form)
    operations.enter_filed(scope, period, actor(), form.filed)
    db.session.commit()
    flash(_("Kept. It stands beside our figures."), "success")
    return redirect(_address(scope, period), 303)


@bp.get("/version-<int:version>.<any(pdf, xlsx):file_type>")
@requires(Permission.OFFICE_USE)
def file(version: int, file_type: str) -> Response:
    """A kept version; the same bytes whenever it is asked for."""
    scope, period = _asked()
    report = next((one for one in queries.versions(scope, period) if one.version == version), None)
    if report is None:
        raise NotFound("no such version")
    name = f"attachment; filename=petitions-{scope.code.replace(':', '-')}-{period.name}-{version}.{file_type}"
    content = (files.as_pdf if file_type == "pdf" else files.as_xlsx)(report)
    media = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
    return Response(content, mimetype=media[file_type], headers={"Content-Disposition": name})


@bp.get("/behind")
@requires(Permission.OFFICE_USE)
def behind() -> Any:
    """The entries behind one number, as far as their reader may open them."""
    scope, period = _asked()
    words, number = request.args.get("cell", "").split()[:4], page_number()
    found = counting.behind(scope, period, words).where(routings_visible_to(actor()))
    rows = list(db.session.scalars(found.limit(SIZE + 1).offset((number - 1) * SIZE)))
    return render_template(
        "reports/behind.html",
        page=page_of(rows, number, SIZE),
        title=labels.cell_text(" ".join(words)) if words else _("Received"),
        back=_address(scope, period),
        statuses=ROUTING_STATUSES,
    )


def _asked() -> tuple[Scope, Period]:
    """Whose report and of which time, as the address says; what it leaves open is the reader's own, and the last quarter."""
    offered = queries.scopes_of(actor())
    code = request.args.get("scope", "")
    if not code and not offered:
        raise NotFound("no scope")
    scope = scopes.scope(code) if code else offered[0]
    if not policy.may(actor(), Permission.REPORT_READ, scope):
        raise NotFound(code)
    name = request.args.get("period", "")
    try:
        return scope, periods.period(name, _cutoff()) if name else periods.offered(clock.today(), _cutoff())[0]
    except Invalid as unknown:
        raise NotFound(name) from unknown


def _cutoff() -> int:
    return int(current_app.config["REPORT_CUTOFF_DAY"])


def _address(scope: Scope, period: Period) -> str:
    return url_for("reports.index", scope=scope.code, period=period.name)
