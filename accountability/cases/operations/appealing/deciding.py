"""What a reviewer of another organisation does with an appeal: take it, give it back, decide it with reasons."""

from dataclasses import dataclass
from typing import Any

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.access.roles import Role
from accountability.cases import clocking, ladder, marking, moves
from accountability.cases.labels import REVIEWED
from accountability.cases.models import About, Appeal, Case, ConsentPurpose, CopyState, Remedy, Result
from accountability.cases.operations.appealing.asking import tell_reviewers
from accountability.cases.workflow import Action, RoutingStatus
from accountability.clocks import queries as clocks
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.directory.models import Organisation


@dataclass
class Decision:
    """The result, why in plain words, and where the author can go next; `sure`: what is marked in the words names nobody."""

    result: Result
    reasons: str
    remedy: Remedy | None = None
    sure: bool = False


def take(appeal: Appeal, actor: Actor) -> None:
    """The first one who takes it holds it, and reads what the author says; the author sees that, without a name."""
    if not appeal.is_open or appeal.holder_id is not None:
        raise MoveNotAllowed(appeal.case.status, "appeal_taken")
    policy.require(actor, Permission.APPEAL_TAKE, appeal)
    appeal.holder_id, appeal.held_at = actor.user_id, clock.now()
    appeal.organisation_id = min(actor.organisations(Role.REVIEWER))
    moves.tell(appeal.case, "appeal_taken", actor)


def give_back(appeal: Appeal, actor: Actor) -> None:
    """Somebody else may take it; the day by which it is decided stays."""
    policy.require(actor, Permission.APPEAL_GIVE_BACK, appeal)
    _offer_again(appeal, actor)


def release(appeal: Appeal, actor: Actor) -> None:
    """Offered to others again, where its holder does nothing: by an administrator, who reads nothing of it."""
    policy.require(actor, Permission.REVIEWS_RELEASE)
    _offer_again(appeal, actor)


def _offer_again(appeal: Appeal, actor: Actor) -> None:
    if not appeal.is_open or appeal.holder_id is None:
        raise MoveNotAllowed(appeal.case.status, "appeal_given_back")
    appeal.holder_id = appeal.organisation_id = appeal.held_at = None
    line = moves.tell(appeal.case, "appeal_given_back", actor)
    tell_reviewers(appeal, again=f":{line}")


def decide(appeal: Appeal, actor: Actor, decision: Decision) -> None:
    """The author and the office read it at once; the public reads the reasons when a monitor has looked them through."""
    case = appeal.case
    if not appeal.is_open:
        raise MoveNotAllowed(case.status, "decide")
    policy.require(actor, Permission.APPEAL_DECIDE, appeal)
    _check(case, decision)
    with moves.counting(case), db.session.no_autoflush:
        appeal.result, appeal.decided_at = decision.result, clock.now()
        appeal.reasons, appeal.copy_state = decision.reasons.strip(), CopyState.PENDING
        _say_remedy(appeal, decision.remedy)
        _follow(appeal, actor)
    moves.write_to_author(case, "appeal_decided", key=appeal.number)
    moves.write_to_monitor(case, "appeal_decided_monitor", key=appeal.number)


def _check(case: Case, decision: Decision) -> None:
    """Whoever decides looks at what is marked for author and office; what the public may read stays for a monitor to clear."""
    if not decision.reasons.strip():
        raise Invalid("reasons", "needed")
    if decision.remedy is None and decision.result != Result.UPHELD:
        raise Invalid("remedy", "needed")
    if not decision.sure and any(not mark.is_cleared for mark in marking.marks(case, decision.reasons)):
        raise Invalid("marks", "undecided")


def _say_remedy(appeal: Appeal, remedy: Remedy | None) -> None:
    """With its last day, by the rule in force, counted from what is appealed: a review of ours moves no day of the law."""
    appeal.remedy = remedy
    since = appeal.ended_before if appeal.about == About.DECLINE else clocking.last_answer(appeal.case)
    deadline = clocking.remedy(appeal.case, remedy, since, clocks.book()) if remedy and since else None
    if deadline:
        appeal.remedy_until = clock.day_of(deadline.at, appeal.case.zone)
        appeal.remedy_source = deadline.term.article


def _follow(appeal: Appeal, actor: Actor) -> None:
    """In favour: the offices answer once more, each with a new term, or monitors read it again. Else it stands."""
    case = appeal.case
    offices = _offices(case) if appeal.is_in_favour and appeal.about == About.ANSWER else []
    action, sets = _next(appeal, bool(offices))
    result = appeal.result.value if appeal.result else None
    moves.move(case, action, actor, subject=appeal, note="reasons", sets=sets, result=result)
    if offices:
        _another_round(case, offices)


def _next(appeal: Appeal, has_offices: bool) -> tuple[Action, dict[str, Any]]:
    """The step of the case, and the columns that change with it."""
    of_a_refusal = appeal.about == About.DECLINE
    if not appeal.is_in_favour:
        return (Action.STAY_DECLINED if of_a_refusal else Action.REJECT), {}
    if has_offices:
        return Action.UPHOLD, {"cycle": appeal.case.cycle + 1}
    free = {"decline_reason": None, "reviewer_id": None} if of_a_refusal else {}
    return Action.READ_AGAIN, {"waiting_since": clock.now(), **free}


def _offices(case: Case) -> list[tuple[Organisation, str, int]]:
    """Who answers once more: each office that answered, or where it has closed the one in its place. None when the author no
    longer agrees that an office reads it.
    """
    if not case.agrees_to(ConsentPurpose.PASS_ON):
        return []
    found = {}
    for routing in case.current_routings:
        office = _in_place_of(routing.addressee) if routing.status == RoutingStatus.ANSWERED else None
        if office:
            found[office.id] = (office, routing.text_office, routing.level)
    return list(found.values())


def _in_place_of(office: Organisation) -> Organisation | None:
    return office if office.is_open else ladder.above(office)


def _another_round(case: Case, offices: list[tuple[Organisation, str, int]]) -> None:
    for office, text, level in offices:
        moves.add_routing(case, office, text, dispute_reason=REVIEWED, level=level)
