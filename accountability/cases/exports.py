"""An office's register as a file: exactly the rows of the inbox, never a story and never the public number of a case."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import xlsxwriter
from flask import current_app
from flask_babel import gettext as _

from accountability.cases.labels import ANSWER_KINDS, KINDS, ROUTING_STATUSES
from accountability.cases.models import Routing
from accountability.core import clock
from accountability.core.i18n import language, localized

# A spreadsheet would run a cell that begins like this.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"


def columns() -> list[str]:
    return [
        _("Number"),
        _("Code of the office"),
        _("Office"),
        _("Kind"),
        _("Topics"),
        _("Month"),
        _("Sent on"),
        _("Delivered on"),
        _("Acknowledge by"),
        _("Answer by"),
        _("Acknowledged on"),
        _("Responsible"),
        _("Answered on"),
        _("In time"),
        _("Kind of answer"),
        _("Status"),
        _("Link"),
    ]


def row(routing: Routing) -> list[str]:
    case = routing.case
    dates = (routing.routed_at, routing.delivered_at, routing.acknowledge_due, routing.answer_due, routing.acknowledged_at)
    sent, delivered, acknowledge_by, answer_by, acknowledged = (_day(at, case.zone) for at in dates)
    in_time = {True: _("Yes"), False: _("No"), None: ""}[routing.in_time]
    return [
        routing.number,
        routing.addressee.code,
        localized(routing.addressee),
        str(KINDS[case.kind]) if case.kind else "",
        "; ".join(localized(category) for category in case.categories),
        case.month or "",
        sent,
        delivered,
        acknowledge_by,
        answer_by,
        acknowledged,
        routing.responsible or "",
        _day(routing.answered_at, case.zone),
        in_time,
        str(ANSWER_KINDS[routing.answer.kind]) if routing.answer else "",
        str(ROUTING_STATUSES[routing.status].text),
        f"{current_app.config['SITE_URL']}/{language()}/office/{routing.number}",
    ]


def _day(at: Any, zone: str) -> str:
    return clock.day_of(at, zone).isoformat() if at else ""


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def as_csv(routings: Iterable[Routing]) -> Iterator[str]:
    """Line by line; the mark at the beginning tells spreadsheets that it is UTF-8."""
    yield MARK + _line(columns())
    for routing in routings:
        yield _line(row(routing))


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def as_xlsx(routings: Iterable[Routing]) -> bytes:
    """Row by row, so that a long register does not fill the memory; every cell is text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for number, title in enumerate(columns()):
        sheet.set_column(number, number, max(12, len(title) + 2))
        sheet.write_string(0, number, title, bold)
    for place, routing in enumerate(routings, start=1):
        for number, cell in enumerate(row(routing)):
            sheet.write_string(place, number, cell)
    book.close()
    return out.getvalue()
