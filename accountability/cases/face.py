"""The face that one case shows to the public: a card in a list, and its page."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from accountability.cases import progress, queries
from accountability.cases.labels import status_label
from accountability.cases.models import Case, CopyState, Routing
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
        "waiting": _with_copy(case, CopyState.PENDING),
    }


def _with_copy(case: Case, state: CopyState) -> list[Routing]:
    return [routing for routing in case.routings if routing.answer and routing.answer.copy_state == state]
