"""The author asks that another organisation reviews an answer, or a refusal; and takes that back while nobody decided."""

from accountability.access import policy
from accountability.access.actor import SYSTEM, author_of
from accountability.access.permissions import Permission
from accountability.access.roles import MONITORS, Role
from accountability.accounts import queries as accounts
from accountability.accounts.models import Relation
from accountability.audit import queries as audit
from accountability.cases import clocking, moves, receipts
from accountability.cases.models import Appeal, AppealBar, AppealWords, Case
from accountability.cases.workflow import HANDLING, Action, Status, Verdict, VerdictAction
from accountability.clocks import queries as clocks
from accountability.clocks.deadlines import Deadline
from accountability.clocks.rulebook import ANY
from accountability.clocks.terms import Clock
from accountability.commitments.workflow import Standing
from accountability.core import clock
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.core.vault import vault
from accountability.directory import queries as directory
from accountability.outbox import operations as outbox

BACK_TO = {
    Status.ANSWERED: Action.APPEAL_OFF_ANSWERED,
    Status.CLOSED: Action.APPEAL_OFF_CLOSED,
    Status.DECLINED: Action.APPEAL_OFF_DECLINED,
}


def until(case: Case) -> Deadline | None:
    """Until when its author can ask now; None where there is nothing to review, or where it was asked already."""
    found = clocking.appeal_about(case)
    if found is None or case.erased_at or case.quarantined:
        return None
    about, since = found
    if any(one.about == about and one.cycle == case.cycle and one.over_at is None for one in case.appeals):
        return None
    deadline = clocks.book().due(Clock.APPEAL, since, case.zone, case.kind or ANY, case.track)
    return deadline if deadline and deadline.at >= clock.now() else None


def due(case: Case) -> Deadline:
    """By when it is decided, if its author asks now."""
    deadline = clocks.book().due(Clock.APPEAL_DECISION, clock.now(), case.zone)
    if deadline is None:
        raise Invalid("words", "not_any_more")
    return deadline


def ask(case: Case, words: str) -> Appeal:
    """Once for each round of answers. The words are sealed; whoever takes it reads them, and nothing of them is published."""
    actor = author_of(case.id)
    policy.require(actor, Permission.CASE_APPEAL, case)
    HANDLING.move(case.status, Action.APPEAL)
    found = clocking.appeal_about(case)
    if found is None or until(case) is None:
        raise Invalid("words", "not_any_more")
    if not words.strip():
        raise Invalid("words", "needed")
    appeal = Appeal(
        number=receipts.new_public_id(),
        about=found[0],
        cycle=case.cycle,
        status_before=case.status,
        ended_before=case.ended_at,
        asked_at=clock.now(),
        due_at=due(case).at,
        reasons="",
        reasons_public="",
        bars=_bars(case),
        words=AppealWords(case_id=case.id, body=vault.seal_text(words.strip(), f"appeal:{case.public_id}")),
    )
    with moves.counting(case):
        case.appeals.append(appeal)
        moves.move(case, Action.APPEAL, actor, about=appeal.about.value)
    tell_reviewers(appeal)
    return appeal


def _bars(case: Case) -> list[AppealBar]:
    """The offices with all below them; those above them, and where the monitors work who had the case, by themselves."""
    offices = set(case.organisation_ids)
    monitors = {line.user_id for line in audit.history(case.chain) if line.user_id and line.role in MONITORS}
    monitors |= {case.reviewer_id} if case.reviewer_id else set()
    alone = directory.above_of(offices) | _workplaces(monitors) | ({case.carrier_id} if case.carrier_id else set())
    barred = [(one, True) for one in sorted(offices)] + [(one, False) for one in sorted(alone - offices)]
    return [AppealBar(organisation_id=one, with_all_below=below) for one, below in barred]


def _workplaces(people: set[int]) -> set[int]:
    """Every organisation that one of them works for, as far as they have told."""
    ties = [tie for one in people for tie in accounts.affiliations_of(one)]
    return {tie.organisation_id for tie in ties if tie.relation == Relation.WORKS}


def tell_reviewers(appeal: Appeal, *, again: str = "") -> None:
    """Everybody who may take it reads that something waits, and nothing more."""
    for person in accounts.holders_of(Role.REVIEWER):
        if policy.may(accounts.actor_for(person.id), Permission.APPEAL_TAKE, appeal):
            key = f"appeal_waits:{appeal.id}:{person.id}{again}"
            outbox.enqueue("appeal_waits", "appeal", appeal.id, f"user:{person.id}", key=key)


def take_back(case: Case) -> None:
    """It stands again where it stood before; within its time the author may ask once more."""
    actor, appeal = author_of(case.id), case.open_appeal
    policy.require(actor, Permission.CASE_APPEAL, case)
    if appeal is None:
        raise MoveNotAllowed(case.status, "take_appeal_back")
    with moves.counting(case):
        moves.move(case, BACK_TO[appeal.status_before], actor, sets={"ended_at": appeal.ended_before})
        appeal.over_at, appeal.words = clock.now(), None
        _ask_verdict_again(case)
    outbox.forget("appeal", appeal.id)


def _ask_verdict_again(case: Case) -> None:
    """The author has the whole time to judge the answer; what an office meanwhile said to have changed is asked about now."""
    if case.status != Status.ANSWERED:
        return
    if case.verdict == Verdict.NOT_ASKED and case.change != Standing.PLANNED:
        moves.judge(case, VerdictAction.ASK, SYSTEM)
    if case.verdict == Verdict.ASKED:
        case.asked_at, case.reminders = clock.now(), 0
