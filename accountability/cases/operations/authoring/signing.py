"""An author signs: an official petition, a wish that an organisation carries it, or only "this office may know who I am"."""

from dataclasses import asdict, dataclass
from typing import Any

from accountability.access import policy
from accountability.access.actor import author_of
from accountability.access.permissions import Permission
from accountability.cases import clocking, moves, queries
from accountability.cases.models import Case, Track
from accountability.cases.operations.authoring.submitting import keep_file
from accountability.clocks import queries as clocks
from accountability.core import clock
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.core.vault import vault
from accountability.redaction import detector


@dataclass(frozen=True)
class Signer:
    """Who stands behind it: sealed, opened by the addressee only, and every opening is shown to the author.

    `signature` is the name as typed in place of a signature; for a group the signer is its representative.
    """

    surname: str
    given_name: str
    address: str
    signature: str


def sign(case: Case, signer: Signer, *, signers: int = 1, sheet: bytes | None = None) -> None:
    """Makes it a petition; from now on it can be redirected, but never declined. `sheet`: photo of a group's signatures."""
    _require_open(case)
    if not detector.is_readable(queries.story_of(case)):
        raise Invalid("language", "mongolian")
    if signers > 1 and sheet is None:
        raise Invalid("sheet", "needed")
    with moves.counting(case):
        _seal(case, signer)
        case.track, case.signed_at, case.signers = Track.PETITION, clock.now(), signers
        case.carry_asked = False
        for routing in case.routings:
            routing.may_know = False
        if sheet:
            case.photos.append(keep_file(case, sheet, "sheet", clock.now()))
        count_again(case)
    moves.tell(case, "sign", author_of(case.id), signers=signers)
    _write_to_offices(case, "signed")


def let_office_know(case: Case, signer: Signer) -> None:
    """It stays informal, but the offices that have it now may open who the author is; whoever has it later may not."""
    _require_open(case)
    having = [routing for routing in case.routings if routing.is_open and not routing.is_held]
    if not having:
        raise Invalid("offices", "none_yet")
    _seal(case, signer)
    for routing in having:
        routing.may_know = True
    moves.tell(case, "identity_given", author_of(case.id), offices=[routing.addressee.code for routing in having])


def keep_from_office(case: Case) -> None:
    """Takes that back from every office that has not opened it."""
    policy.require(author_of(case.id), Permission.CASE_SIGN, case)
    unopened = [routing for routing in case.routings if routing.may_know and not routing.identity_opened_at]
    if not unopened or case.is_official:
        raise MoveNotAllowed(case.status, "keep_from_office")
    for routing in unopened:
        routing.may_know = False
    if not case.known_to_offices:
        case.secret.identity = None
    moves.tell(case, "identity_taken_back", author_of(case.id))


def ask_to_carry(case: Case) -> None:
    """An organisation may sign it in its own name and bring it to the office; the author stays unknown there."""
    _require_open(case)
    if case.carry_asked:
        return
    case.carry_asked = True
    moves.tell(case, "carry_asked", author_of(case.id))
    moves.write_to_monitor(case, "carry_asked", key="1")


def note_government_number(case: Case, number: str | None) -> None:
    """The number that the government's 11-11 centre gave for the same matter."""
    policy.require(author_of(case.id), Permission.CASE_SIGN, case)
    case.government_number = number or None


def signer_of(case: Case) -> dict[str, Any]:
    """Name, address and signature in plain; the caller records the opening."""
    sealed = case.secret.identity
    return vault.open_fields(sealed, f"identity:{case.public_id}") if sealed else {}


def _require_open(case: Case) -> None:
    policy.require(author_of(case.id), Permission.CASE_SIGN, case)
    moves.refuse_quarantined(case, "sign")
    if not case.may_be_signed:
        raise MoveNotAllowed(case.status, "sign")


def _seal(case: Case, signer: Signer) -> None:
    case.secret.identity = vault.seal_fields(asdict(signer), f"identity:{case.public_id}")


def count_again(case: Case) -> None:
    """Other terms may hold for a petition."""
    for routing in case.routings:
        if routing.is_open and routing.delivered_at:
            clocking.count(routing, clocks.book(), promised=routing.answer_due is not None)


def _write_to_offices(case: Case, kind: str) -> None:
    for routing in case.routings:
        if routing.is_open and not routing.on_paper and not routing.is_held:
            moves.write_to_office(routing, kind)
