"""What the law asks of an office: its own number and date, one longer term with reason and notice, and who signed."""

from datetime import datetime
from typing import Any

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.cases import clocking, moves
from accountability.cases.models import Case, Extension, Kind, Routing, Track
from accountability.cases.operations import authoring
from accountability.cases.operations.authoring import signing
from accountability.clocks import queries as clocks
from accountability.clocks.terms import Clock
from accountability.core import clock
from accountability.core.errors import Invalid, MoveNotAllowed, NotFound
from accountability.directory.labels import OfficeKind
from accountability.directory.models import Organisation


def carry(case: Case, actor: Actor, organisation: Organisation) -> None:
    """An organisation of civil society signs in its own name what its author asked it to carry."""
    policy.require(actor, Permission.CASE_CARRY, case)
    if not case.may_be_signed:
        raise MoveNotAllowed(case.status, "carry")
    if organisation.kind != OfficeKind.CSO:
        raise Invalid("organisation", "needed")
    with moves.counting(case):
        case.track, case.signed_at, case.carrier, case.carry_asked = Track.CARRIED, clock.now(), organisation, False
        case.secret.identity = None
        for routing in case.routings:
            routing.may_know = False
        signing.count_again(case)
    moves.tell(case, "carry", actor, organisation=organisation.code)
    moves.write_to_author(case, "carried", key="1")


def register(routing: Routing, actor: Actor, number: str, at: datetime) -> None:
    """The office entered it under a number of its own: from that day the term of the law runs."""
    policy.require(actor, Permission.ROUTING_REGISTER, routing)
    if not routing.is_open or routing.registered_at:
        raise MoveNotAllowed(routing.status, "register")
    if routing.delivered_at is None:
        raise Invalid("delivered_at", "needed")
    case = routing.case
    if at > clock.now() or clock.day_of(at, case.zone) < clock.day_of(routing.routed_at, case.zone):
        raise Invalid("at", "not_possible")
    with moves.counting(case):
        routing.register_number, routing.registered_at = number, at
        _count(routing)
    moves.tell(case, "register", actor, office=routing.addressee.code, routing=routing.number, number=number)
    moves.write_to_author(case, "registered", key=routing.number)


def extend(routing: Routing, actor: Actor, days: int, reason: str) -> Extension:
    """The one longer term, by whoever stands above the office. The author is told at once: without notice there is none."""
    policy.require(actor, Permission.ROUTING_EXTEND, routing)
    case = routing.case
    if not routing.is_open:
        raise MoveNotAllowed(routing.status, "extend")
    if routing.extension:
        raise Invalid("days", "only_once")
    if routing.legal_due is None or routing.legal_due < clock.now():
        raise Invalid("days", "too_late")
    kind, on = case.kind or Kind.COMPLAINT, clock.day_of(routing.legal_due, case.zone)
    longest = clocks.book().term(Clock.EXTENSION, on, kind, case.track)
    if not reason.strip():
        raise Invalid("reason", "needed")
    if longest is None or not 1 <= days <= longest.term:
        raise Invalid("days", "too_many")
    with moves.counting(case):
        made = Extension(days=days, reason=reason.strip(), noticed_at=clock.now(), user_id=actor.user_id)
        routing.extension = made
        _count(routing)
    moves.tell(case, "extend", actor, office=routing.addressee.code, routing=routing.number, days=days)
    moves.write_to_author(case, "extended", key=routing.number)
    if case.carrier:
        moves.write_to_monitor(case, "term_longer", key=routing.number)
    return made


def open_identity(routing: Routing, actor: Actor) -> dict[str, Any]:
    """Who signed, for the addressee who has to act on it; every opening is recorded and shown to the author."""
    policy.require(actor, Permission.ROUTING_IDENTITY, routing)
    routing.identity_opened_at = routing.identity_opened_at or clock.now()
    moves.tell(routing.case, "open_identity", actor, office=routing.addressee.code, routing=routing.number)
    return signing.signer_of(routing.case)


def open_sheet(routing: Routing, actor: Actor) -> bytes:
    """The photo of a group's signatures; opening it is opening who signed."""
    open_identity(routing, actor)
    sheet = next((one for one in routing.case.photos if one.kind == "sheet"), None)
    if sheet is None:
        raise NotFound("no sheet")
    return authoring.file_content(sheet)


def _count(routing: Routing) -> None:
    clocking.count(routing, clocks.book(), promised=routing.answer_due is not None)
