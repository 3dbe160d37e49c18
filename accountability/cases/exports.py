"""An office's register as a file: exactly the rows of the inbox, never a story and never the public number of a case."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from accountability.cases.labels import ANSWER_KINDS, KINDS, ROUTING_STATUSES
from accountability.cases.models import Routing
from accountability.core import clock, sheets
from accountability.core.i18n import language, localized


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


def as_csv(routings: Iterable[Routing]) -> Iterator[str]:
    return sheets.csv_lines(columns(), map(row, routings))


def as_xlsx(routings: Iterable[Routing]) -> bytes:
    return sheets.xlsx(columns(), map(row, routings))
