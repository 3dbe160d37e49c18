"""Drawing a week's sample, and noting what a call found."""

import hashlib
from datetime import date, timedelta
from itertools import groupby

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.audit import queries as audit
from accountability.cases import moves
from accountability.cases import queries as cases
from accountability.cases.models import Case
from accountability.cases.operations import authoring
from accountability.cases.workflow import Verdict, VerdictAction
from accountability.checking import queries
from accountability.checking.models import CallBack, Draw, Outcome
from accountability.checking.sampling import sample
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import MoveNotAllowed


def draw(today: date) -> Draw | None:
    """The sample of the week before this one, by province and verdict; None when it was drawn already.

    The seed is the newest published fingerprint of all histories: nobody can know it while they still could change who is drawn.
    """
    week = today - timedelta(days=today.weekday())
    if queries.is_drawn(week):
        return None
    judged = queries.judged_between(clock.start_of_day(week - timedelta(days=7)), clock.start_of_day(week))
    root = audit.last_root()
    seed = hashlib.sha256(f"{root.root if root else ''}:{week.isoformat()}".encode()).hexdigest()
    made = Draw(week=week, seed=seed, among=len(judged), drawn=0)
    db.session.add(made)
    db.session.flush()
    for _place, group in groupby(sorted(judged, key=_group), key=_group):
        among = {case.public_id: case for case in group}
        for name in sample(seed, among):
            case = among[name]
            db.session.add(CallBack(case_id=case.id, cycle=case.cycle, week=week, verdict=case.verdict))
            made.drawn += 1
    return made


def _group(case: Case) -> tuple[int, str]:
    return case.province_id or 0, case.verdict.value


def open_contact(made: CallBack, actor: Actor) -> dict[str, str]:
    """How to reach the author for this call; the author sees that somebody opened it, and why."""
    policy.require(actor, Permission.CASE_CALL_BACK, made.case)
    if not made.is_open:
        raise MoveNotAllowed(made.case.verdict, "call_back")
    moves.tell(made.case, "open_contact", actor, reason="call_back")
    return cases.contact_of(made.case)


def note(made: CallBack, actor: Actor, outcome: Outcome) -> None:
    """What the author said in the call counts as their word: a no opens the case again, a yes ends a silence.

    Raises:
        MoveNotAllowed: somebody called already, or the author has spoken otherwise meanwhile.
    """
    case = cases.lock(made.case_id)
    policy.require(actor, Permission.CASE_CALL_BACK, case)
    if not made.is_open or case.cycle != made.cycle or case.verdict != made.verdict:
        raise MoveNotAllowed(case.verdict, "call_back")
    made.outcome, made.done_at, made.user_id = outcome, clock.now(), actor.user_id
    moves.tell(case, "call_back", actor, outcome=outcome.value)
    if outcome == Outcome.NOT_SOLVED:
        authoring.dispute(case, "not_done")
    elif outcome == Outcome.SOLVED and case.verdict == Verdict.SILENT:
        authoring.judge(case, VerdictAction.CONFIRM)
