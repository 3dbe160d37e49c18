"""Afterwards: details, words, approval, verdict."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accountability.access import policy
from accountability.access.actor import Actor, author_of
from accountability.access.permissions import Permission
from accountability.cases import ladder, moves
from accountability.cases.models import (
    Approval,
    Case,
    Direction,
    Kind,
    Relay,
    Routing,
)
from accountability.cases.operations import changing
from accountability.cases.workflow import (
    Action,
    Status,
    VerdictAction,
)
from accountability.clocks import queries as clocks
from accountability.clocks.terms import Clock
from accountability.core import clock
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.core.vault import vault
from accountability.directory.models import Category, Organisation, Service


@dataclass
class Details:
    """What may be told after the receipt, on a second page; all of it optional."""

    kind: Kind | None = None
    service: Service | None = None
    month: str | None = None
    alias: str | None = None
    good: str | None = None
    better: str | None = None
    categories: list[Category] = field(default_factory=list)
    more_facilities: list[Organisation] = field(default_factory=list)
    composition: dict[str, str] = field(default_factory=dict)
    recognisable: str | None = None
    send_later: bool = False


def add_details(case: Case, told: Details) -> None:
    """Adds what the author tells later; only while nobody handed the case on."""
    actor = author_of(case.id)
    policy.require(actor, Permission.CASE_ADD_WORDS, case)
    if case.status not in {Status.RECEIVED, Status.IN_REVIEW, Status.NEEDS_INFO}:
        raise MoveNotAllowed(case.status, "add_details")
    with moves.counting(case):
        case.kind = told.kind or case.kind
        case.service_id = told.service.id if told.service else case.service_id
        case.month, case.alias = told.month or case.month, told.alias or case.alias
        for name, value in told.composition.items():
            setattr(case, name, value)
        case.recognisable_self = told.recognisable or case.recognisable_self
        case.send_later = told.send_later or case.send_later
        known = {facility.id for facility in case.facilities}
        case.categories = told.categories or case.categories
        case.facilities = case.facilities + [facility for facility in told.more_facilities if facility.id not in known]
    for words in (told.good, told.better):
        if words:
            case.relays.append(_relay(case, Direction.FROM_AUTHOR, words))
    moves.tell(case, "details", actor, fields=sorted(name for name, value in vars(told).items() if value))


def add_words(case: Case, words: str) -> None:
    """Adds words of the author at any time; a question that waits for them is answered by them."""
    actor = author_of(case.id)
    policy.require(actor, Permission.CASE_ADD_WORDS, case)
    if case.status in {Status.WITHDRAWN, Status.DECLINED}:
        raise MoveNotAllowed(case.status, "add_words")
    case.relays.append(_relay(case, Direction.FROM_AUTHOR, words))
    if case.status == Status.NEEDS_INFO:
        with moves.counting(case):
            moves.move(case, Action.AUTHOR_REPLIES, actor, note="relay")
            moves.resume(case)
        case.waiting_since = clock.now()
    else:
        moves.tell(case, "add_words", actor)
    moves.write_to_monitor(case, "author_wrote", key=str(len(case.relays)))


def relay_text(relay: Relay, case: Case) -> str:
    return vault.open_text(relay.body, f"relay:{case.public_id}")


def _relay(case: Case, direction: Direction, words: str) -> Relay:
    return Relay(direction=direction, body=vault.seal_text(words, f"relay:{case.public_id}"), at=clock.now())


def approve(case: Case, agrees: bool) -> None:
    """The author's word on a public text whose meaning an edit changed."""
    actor = author_of(case.id)
    policy.require(actor, Permission.CASE_JUDGE, case)
    if case.approval != Approval.ASKED:
        raise MoveNotAllowed(case.status, "approve")
    case.approval = Approval.GIVEN if agrees else Approval.REFUSED
    line = moves.tell(case, "approval_given" if agrees else "approval_refused", actor)
    moves.write_to_monitor(case, "author_wrote", key=f"approval-{line}")


def judge(case: Case, verdict: VerdictAction, *, fairness: int | None = None, solved: int | None = None) -> None:
    """The author says that it is solved, wholly or partly; the case is closed with that."""
    actor = author_of(case.id)
    if verdict not in {VerdictAction.CONFIRM, VerdictAction.PARTLY}:
        raise Invalid("verdict", "unknown")
    if case.status not in {Status.ANSWERED, Status.CLOSED}:
        raise MoveNotAllowed(case.status, verdict)
    with moves.counting(case):
        moves.judge(case, verdict, actor)
        case.judged_at, case.fairness, case.solved = clock.now(), fairness, solved
        moves.tell(case, verdict.value, actor, fairness=fairness, solved=solved)
        if case.status == Status.ANSWERED:
            moves.move(case, Action.CLOSE, actor)
    if verdict == VerdictAction.CONFIRM:
        changing.author_looked(case, "yes")


def _too_late(case: Case, ended_at: datetime) -> bool:
    until = clocks.book().due(Clock.REOPEN, ended_at, case.zone)
    return until is not None and until.at < clock.now()


def _another_round(case: Case, actor: Actor, offices: list[tuple[Organisation, Routing]], reason: str) -> None:
    moves.move(case, Action.DISPUTE, actor, reason=reason, cycle=case.cycle + 1)
    case.cycle += 1
    for office, answered in offices:
        higher = office.id != answered.addressee_id
        more: dict[str, Any] = {"level": answered.level + 1, "went_up_from": answered.id} if higher else {"level": answered.level}
        moves.add_routing(case, office, answered.text_office, dispute_reason=reason, **more)


def dispute(
    case: Case,
    reason: str,
    words: str | None = None,
    *,
    actor: Actor | None = None,
    fairness: int | None = None,
    solved: int | None = None,
) -> None:
    """Not solved: a new round with 15 days at the offices that answered, and after their second answer at those above.

    When nobody above is left, the case is closed as disputed, and the public reads that.

    The author's words stay sealed with the monitor; the office learns the reason at once and the words when a monitor passes
    them on.
    """
    actor = actor or author_of(case.id)
    if case.ended_at and _too_late(case, case.ended_at):
        raise MoveNotAllowed(case.status, "dispute_too_late")
    offices = ladder.next_round(case)
    changing.author_looked(case, "no")
    with moves.counting(case):
        moves.judge(case, VerdictAction.DISPUTE, actor)
        case.judged_at, case.fairness, case.solved = clock.now(), fairness, solved
        if offices:
            _another_round(case, actor, offices, reason)
        else:
            moves.move(case, Action.EXHAUST, actor, reason=reason)
    if words:
        case.relays.append(_relay(case, Direction.FROM_AUTHOR, words))
    if offices:
        moves.write_to_monitor(case, "disputed", key=str(case.cycle))
    else:
        moves.write_to_author(case, "exhausted", key=str(case.cycle))
        moves.write_to_monitor(case, "exhausted_monitor", key=str(case.cycle))
