"""The official form of a petition as a PDF, and the words to copy for the government's 11-11 centre."""

import json
from pathlib import Path

import typst
from flask import current_app
from flask_babel import force_locale

from accountability.cases import queries
from accountability.cases.models import Case, Kind, Routing
from accountability.cases.operations.authoring import signing
from accountability.core.i18n import date_text, localized, month_text

HERE = Path(__file__).parent
FONTS = HERE.parent / "static" / "fonts"
# The law tells them apart; in Mongolian always, because a petition has to be in Mongolian.
TITLES = {Kind.COMPLAINT: "Гомдол", Kind.SUGGESTION: "Санал", Kind.REQUEST: "Өргөдөл"}


def form(case: Case, routing: Routing | None = None) -> bytes:
    """With the author's own words for the author; with what an office reads, and its number, for that office."""
    pdf = typst.compile(
        str(HERE / "petition.typ"),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"petition": json.dumps(contents(case, routing), ensure_ascii=False)},
    )
    return bytes(pdf)


def contents(case: Case, routing: Routing | None) -> dict[str, object]:
    """What stands in this form; the words around it belong to petition.typ."""
    signed = signing.signer_of(case) if case.carrier is None else {}
    offices = [routing.addressee] if routing else [one.addressee for one in case.current_routings] or case.facilities
    words = routing.text_office if routing else case.text_office if case.carrier else queries.story_of(case)
    with force_locale("mn"):
        return {
            "site": current_app.config["SITE_NAME"]["mn"],
            "number": routing.number if routing else case.public_id,
            "title": TITLES.get(case.kind, "Өргөдөл") if case.kind else "Өргөдөл",
            "offices": [localized(office) for office in offices],
            "surname": signed.get("surname", ""),
            "given_name": signed.get("given_name", ""),
            "address": signed.get("address", ""),
            "signature": signed.get("signature", ""),
            "signers": case.signers,
            "carrier": localized(case.carrier) if case.carrier else "",
            "paragraphs": [part for part in words.split("\n") if part.strip()],
            "month": month_text(case.month) if case.month else "",
            "day": date_text(case.signed_at, case.zone, with_year=True) if case.signed_at else "",
            "register_number": routing.register_number or "" if routing else "",
            "registered_on": date_text(routing.registered_at, case.zone, with_year=True)
            if routing and routing.registered_at
            else "",
        }


def for_the_government_centre(case: Case) -> str:
    """Words without anything that shows who wrote them, for the author to give to 11-11 by themselves."""
    if not case.text_office:
        return ""
    with force_locale("mn"):
        lines = [*(localized(office) for office in case.facilities), case.text_office]
        return "\n".join(lines)
