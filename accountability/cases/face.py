"""The face that one case shows to the public: a card in a list, and its page."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from accountability.cases import progress, queries
from accountability.cases.labels import REMEDIES, remedy_day, result_label, status_label
from accountability.cases.models import Appeal, Case, CopyState, Routing
from accountability.commitments.labels import label as promise_label
from accountability.core.i18n import date_text, localized
from accountability.core.mongolian import first_words


@dataclass(frozen=True)
class Card:
    """A public case in a list."""

    url: str
    title: str
    excerpt: str
    place: str
    when: str
    label: Any


@dataclass(frozen=True)
class Reviewed:
    """What another organisation decided, for one reader; `waits`: the public copy of its reasons was not looked through yet."""

    label: Any
    by: str
    on: str
    reasons: str
    waits: bool
    where: Any
    until: str


def reviewed(appeal: Appeal, reasons: str) -> Reviewed:
    return Reviewed(
        label=result_label(appeal),
        by=localized(appeal.organisation) if appeal.organisation else "",
        on=date_text(appeal.decided_at, appeal.case.zone),
        reasons=reasons,
        waits=appeal.copy_state == CopyState.PENDING,
        where=REMEDIES[appeal.remedy] if appeal.remedy else None,
        until=remedy_day(appeal) if appeal.remedy else "",
    )


def reviews(case: Case, *, to_all: bool = False) -> list[Reviewed]:
    """Every review of the case that is decided; to all with the looked-through reasons only."""
    decided = [one for one in case.appeals if one.result]
    return [reviewed(one, _for_all(one) if to_all else one.reasons) for one in decided]


def _for_all(appeal: Appeal) -> str:
    return appeal.reasons_public if appeal.copy_state == CopyState.PUBLISHED else ""


def card(case: Case) -> Card:
    words = case.text_public.split()
    place = [localized(case.facilities[0])] if case.facilities else []
    place += [localized(case.province)] if case.province else []
    return Card(
        url=url_for("cases.show", public_id=case.public_id),
        title=first_words(case.text_public),
        excerpt=" ".join(words[9:40]) + ("…" if len(words) > 40 else ""),
        place=", ".join(place),
        when=date_text(case.public_at, case.zone),
        label=status_label(case),
    )


def page(case: Case) -> dict[str, Any]:
    """What the public page shows; the desk's preview shows the very same."""
    return {
        "case": case,
        "label": status_label(case),
        "clocks": progress.clocks(case),
        "steps": progress.timeline(case, "public"),
        "holder": progress.holder(case),
        "supporters": queries.supporters(case),
        "answers": _with_copy(case, CopyState.PUBLISHED),
        "promises": [(one, promise_label(one)) for one in progress.promises(case) if one.published_at],
        "reviews": reviews(case, to_all=True),
        "waiting": _with_copy(case, CopyState.PENDING),
    }


def _with_copy(case: Case, state: CopyState) -> list[Routing]:
    return [routing for routing in case.routings if routing.answer and routing.answer.copy_state == state]
