"""The handover pack of an office: everything open on a few pages, for whoever takes the chair."""

import json
from pathlib import Path
from typing import Any

import typst
from flask_babel import gettext

from accountability.access.actor import Actor
from accountability.cases import queries
from accountability.cases.letters import FONTS
from accountability.cases.models import Routing
from accountability.cases.queries import RegisterFilter
from accountability.commitments import queries as commitments
from accountability.commitments.labels import label
from accountability.commitments.models import Commitment
from accountability.core import clock
from accountability.core.i18n import date_text, language, localized
from accountability.core.mongolian import first_words
from accountability.core.pages import site_name
from accountability.directory.models import Organisation

MOST = 500


def pack(office: Organisation, actor: Actor) -> bytes:
    """As a PDF in the language of the page; only what the reader may open anyway."""
    source = str(Path(__file__).with_suffix(".typ"))
    told = {"pack": json.dumps(contents(office, actor), ensure_ascii=False)}
    return bytes(typst.compile(source, font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs=told))


def contents(office: Organisation, actor: Actor) -> dict[str, Any]:
    routings = queries.register(actor, RegisterFilter(view="open", facility_id=office.id), MOST)
    promises = [one for one in commitments.of_offices(actor, MOST) if one.owner_id == office.id]
    return {
        "site": site_name(),
        "lang": language(),
        "title": gettext("Handover"),
        "office": localized(office),
        "day": date_text(clock.today(), with_year=True),
        "lead": gettext("All that waits for this office to answer, and all that it promised and has not shown yet."),
        "none": gettext("Nothing."),
        "cases_title": gettext("Waiting for an answer"),
        "cases": [_case(one) for one in routings],
        "promises_title": gettext("Promised"),
        "promises": [_promise(one) for one in promises],
    }


def _case(routing: Routing) -> dict[str, Any]:
    zone = routing.case.zone
    due = (
        gettext("answer by %(day)s", day=date_text(routing.answer_due, zone))
        if routing.answer_due
        else gettext("no date promised")
    )
    notes = [gettext("takes care of it: %(role)s", role=routing.responsible)] if routing.responsible else []
    return {"when": due, "number": routing.number, "text": first_words(routing.text_office, 40), "notes": notes}


def _promise(made: Commitment) -> dict[str, Any]:
    notes = [gettext("seen by: %(sign)s", sign=made.sign)] if made.sign else []
    notes += [gettext("responsible: %(role)s", role=made.owner_role)] if made.owner_role else []
    return {"when": str(label(made).text), "number": made.public_id, "text": made.text, "notes": notes}
