"""All that is kept about an author's own case, in words for reading and as fields for taking along; and who looked at it."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from accountability.accounts import queries as accounts
from accountability.accounts.labels import ROLES
from accountability.audit import queries as audit
from accountability.cases import queries
from accountability.cases.labels import LOOKED, TRAIL
from accountability.cases.models import Appeal, Case
from accountability.cases.operations.authoring import relay_text, signing
from accountability.core.i18n import date_text, localized

FIELDS = (
    "public_id", "status", "visibility", "verdict", "kind", "track", "channel", "locale", "facility_text", "month", "alias",
    "wish_public", "reissue_ok", "send_later", "away_until", "sex", "age_band", "disability", "herder", "recognisable_self",
    "text_office", "text_public", "received_at", "public_at", "first_answered_at", "judged_at", "ended_at", "fairness", "solved",
    "signed_at", "signers", "government_number",
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """Somebody opened the story or the contact: what, in which role, of which organisation, on which day."""

    what: str
    who: str
    when: str
    why: str | None = None


def looks(case: Case) -> list[Look]:
    """Who opened the story or the contact, newest first; the same person on the same day counts once. Never a name."""
    lines = [line for line in audit.history(case.chain) if line.action in LOOKED]
    homes = accounts.homes_of({line.user_id for line in lines if line.user_id})
    found = dict.fromkeys(
        Look(str(TRAIL[line.action]), _who(line, homes), date_text(line.at, case.zone), line.content.get("reason"))
        for line in lines
    )
    return list(reversed(list(found)))


def _who(line: Any, homes: dict[int, Any]) -> str:
    role = next((str(word) for known, word in ROLES.items() if known.value == line.role), line.role)
    home = homes.get(line.user_id)
    return gettext("%(role)s, %(organisation)s", role=role, organisation=localized(home)) if home else role


def everything(case: Case) -> dict[str, Any]:
    """The author's own copy: what they said, what others wrote to them and about the case, and what was done, with its days."""
    return {
        "format": "my-case-1",
        **{name: _plain(getattr(case, name)) for name in FIELDS},
        "offices": [facility.code for facility in case.facilities],
        "topics": [category.code for category in case.categories],
        "story": queries.story_of(case),
        "contact": queries.contact_of(case),
        "signed": signing.signer_of(case),
        "may_know_me": [office.code for office in case.known_to_offices],
        "photos": [{"size": one.size, "sha256": one.sha256} for one in case.photos if one.kind == "photo"],
        "words": [
            {"from": relay.direction.value, "at": _plain(relay.at), "text": relay_text(relay, case)} for relay in case.relays
        ],
        "consents": [
            {"purpose": one.purpose.value, "granted": one.granted, "text": one.text_version, "at": _plain(one.at)}
            for one in case.consents
        ],
        "reviews": [_review(appeal) for appeal in case.appeals],
        "sent_to": [_routing(routing) for routing in case.routings],
        "history": [{"at": _plain(line.at), "role": line.role, "what": line.action} for line in audit.history(case.chain)],
        "who_looked": [vars(look) for look in looks(case)],
    }


def _routing(routing: Any) -> dict[str, Any]:
    answer = routing.answer
    return {
        "office": routing.addressee.code,
        "status": routing.status.value,
        "text": routing.text_office,
        "sent": _plain(routing.routed_at),
        "due": _plain(routing.answer_due),
        "entered": {"number": routing.register_number, "at": _plain(routing.registered_at), "due": _plain(routing.legal_due)},
        "answer": {"kind": answer.kind.value, "text": answer.text, "at": _plain(answer.at)} if answer else None,
    }


def _review(appeal: Appeal) -> dict[str, Any]:
    return {
        "about": appeal.about.value,
        "asked": _plain(appeal.asked_at),
        "due": _plain(appeal.due_at),
        "taken_back": _plain(appeal.over_at),
        "words": queries.appeal_words(appeal),
        "by": appeal.organisation.code if appeal.organisation else None,
        "decided": _plain(appeal.decided_at),
        "result": _plain(appeal.result),
        "reasons": appeal.reasons,
        "next": {"where": _plain(appeal.remedy), "until": _plain(appeal.remedy_until), "source": appeal.remedy_source},
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return getattr(value, "value", value)
    return value.isoformat()
