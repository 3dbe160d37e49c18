"""The letter to an office that works on paper, as a PDF to print, hand over and file."""

import json
from pathlib import Path

import segno
import typst
from flask import current_app
from flask_babel import force_locale, gettext

from accountability.cases.clocking import answer_clock
from accountability.cases.labels import CAME_BACK, KINDS, REVIEWED
from accountability.cases.models import Routing
from accountability.clocks import queries as clocks
from accountability.clocks.terms import Clock
from accountability.core import clock as days
from accountability.core.i18n import date_text, localized, month_text
from accountability.directory.labels import ServiceLevel

HERE = Path(__file__).parent
FONTS = HERE.parent / "static" / "fonts"


def letter(routing: Routing) -> bytes:
    """In Mongolian, with a summary in English below."""
    pdf = typst.compile(
        str(HERE / "letter.typ"),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(contents(routing), ensure_ascii=False)},
    )
    return bytes(pdf)


def _days(clock: Clock, routing: Routing) -> int:
    term = clocks.book().term(clock, days.day_of(routing.routed_at, routing.case.zone))
    return term.term if term else 0


def _why_again(routing: Routing) -> str:
    """Why it comes back; after a review with its reasons, because an office on paper reads them nowhere else."""
    words = str(CAME_BACK.get(routing.dispute_reason or "", ""))
    reasons = [one.reasons for one in routing.case.appeals if one.is_in_favour] if routing.dispute_reason == REVIEWED else []
    return f"{words}. {reasons[-1]}" if reasons else words


def contents(routing: Routing) -> dict[str, object]:
    """What stands in this letter; the words around it belong to letter.typ."""
    case, office = routing.case, routing.addressee
    acknowledge, answer = (_days(clock, routing) for clock in (Clock.ACKNOWLEDGE, answer_clock(routing)))
    province = case.province.name_mn if case.province else ""
    with force_locale("mn"):
        kind = str(KINDS[case.kind]).lower() if case.kind else gettext("feedback")
        dispute = _why_again(routing)
        return {
            "site": current_app.config["SITE_NAME"]["mn"],
            "site_en": current_app.config["SITE_NAME"]["en"],
            "address": current_app.config["SITE_URL"].split("://")[1],
            "number": routing.number,
            "day": date_text(routing.routed_at, case.zone, with_year=True),
            "office": office.name_mn,
            "place": "" if province in office.name_mn else province,
            "kind": kind,
            "about": "; ".join(localized(category) for category in case.categories),
            "month": month_text(case.month),
            "paragraphs": [part for part in routing.text_office.split("\n") if part.strip()],
            "dispute": dispute,
            "signed": case.is_official,
            "acknowledge_days": acknowledge,
            "answer_days": answer,
            "dated": office.service_level != ServiceLevel.PAUSED,
            "qr": segno.make(f"{current_app.config['SITE_URL']}/mn/office/{routing.number}", error="m").svg_inline(border=0),
        }
