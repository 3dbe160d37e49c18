"""What a person may do with what is kept about them: correct it, take a consent back, have it erased."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accountability.access import policy
from accountability.access.actor import SYSTEM, author_of
from accountability.access.permissions import Permission
from accountability.cases import moves, queries
from accountability.cases.models import Case, Consent, ConsentPurpose
from accountability.cases.operations import erasing
from accountability.cases.operations.authoring.submitting import CONSENT_TEXTS
from accountability.cases.operations.authoring.withdrawing import erase_ended, hide, withdraw
from accountability.cases.workflow import Action, RoutingAction, RoutingStatus, Status
from accountability.core import clock
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.core.vault import vault


@dataclass
class Correction:
    """What an author may put right by themselves."""

    contact: dict[str, Any]
    alias: str | None = None
    away_until: date | None = None
    reissue_ok: bool = False


def correct(case: Case, told: Correction) -> None:
    """Puts right how to reach the author and what they may be called; the story grows by words added, it is never rewritten."""
    actor = author_of(case.id)
    policy.require(actor, Permission.CASE_ADD_WORDS, case)
    if case.erased_at:
        raise MoveNotAllowed(case.status, "correct")
    contact = {name: value for name, value in told.contact.items() if value}
    before = queries.contact_of(case)
    if before.get("texts") and before.get("phone") == contact.get("phone"):
        contact |= {"texts": before["texts"], "script": before["script"]}  # the same phone goes on as it began
    reachable = bool(contact.get("email") or contact.get("phone"))
    case.secret.contact = vault.seal_fields(contact, f"contact:{case.public_id}") if contact else None
    case.has_contact = reachable and case.agrees_to(ConsentPurpose.CONTACT)
    case.alias, case.away_until = told.alias, told.away_until
    case.reissue_ok = told.reissue_ok and case.has_contact
    moves.tell(case, "correct", actor)


def consent_again(case: Case, purpose: ConsentPurpose) -> None:
    """Gives a consent that was not given, or was taken back; what a monitor decides stays the monitor's."""
    _say(case, purpose, granted=True)
    if purpose == ConsentPurpose.CONTACT:
        case.has_contact = case.secret.contact is not None


def take_consent_back(case: Case, purpose: ConsentPurpose) -> None:
    """As easy as giving it, and at once: out of public view, back from the office, or no way to be reached any more."""
    if purpose == ConsentPurpose.STORE:
        raise Invalid("purpose", "erase_instead")
    if not case.agrees_to(purpose):
        return
    with moves.counting(case):
        _say(case, purpose, granted=False)
        _EFFECTS[purpose](case)


def _say(case: Case, purpose: ConsentPurpose, *, granted: bool) -> None:
    actor = author_of(case.id)
    policy.require(actor, Permission.CASE_ADD_WORDS, case)
    if case.erased_at:
        raise MoveNotAllowed(case.status, "consent")
    now = clock.now()
    case.consents.append(Consent(purpose=purpose, granted=granted, text_version=CONSENT_TEXTS, given_by="author", at=now))
    moves.tell(case, "consent_given" if granted else "consent_taken_back", actor, purpose=purpose.value)


def _recall(case: Case) -> None:
    """What no office answered yet is taken from it; the case waits with the monitors, who may ask."""
    actor = author_of(case.id)
    open_routings = [routing for routing in case.routings if routing.is_open]
    for routing in open_routings:
        moves.move_routing(routing, RoutingAction.RECALL, actor)
        routing.text_office = erasing.ERASED
    answered = any(routing.status == RoutingStatus.ANSWERED for routing in case.current_routings)
    if case.status == Status.WITH_OFFICE and open_routings and not answered:
        moves.move(case, Action.LAST_RETURN, SYSTEM, subject=open_routings[0])
        case.waiting_since = clock.now()


def _forget_contact(case: Case) -> None:
    case.secret.contact, case.has_contact, case.reissue_ok = None, False, False


_EFFECTS = {
    ConsentPurpose.PUBLISH: hide,
    ConsentPurpose.PASS_ON: _recall,
    ConsentPurpose.CONTACT: _forget_contact,
}


def erase(case: Case) -> None:
    """Everything of the author's is gone, wherever the case stands; that there was a case stays, as dates and counts."""
    if case.is_open:
        withdraw(case)
    else:
        erase_ended(case)
