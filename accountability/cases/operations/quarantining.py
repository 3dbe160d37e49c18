"""What waits in quarantine because it came in a flood: a monitor lets it through, or a senior one says that it is spam."""

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.cases import moves
from accountability.cases.models import Case
from accountability.cases.operations import reviewing
from accountability.cases.workflow import Action
from accountability.core.errors import MoveNotAllowed


def let_through(case: Case, actor: Actor) -> None:
    """From now on it is a case like every other: in the queue, in the figures, and its author hears of it."""
    policy.require(actor, Permission.CASE_TAKE, case)
    _check(case, "let_through")
    with moves.counting(case):
        case.quarantined = False
    moves.tell(case, "let_through", actor)
    moves.write_to_author(case, "received", key="1")


def refuse_spam(case: Case, actor: Actor) -> None:
    """Ends it with the public reason of spam; what it adds to the figures and takes out again is nothing."""
    policy.require(actor, Permission.CASE_DECLINE, case)
    _check(case, "refuse_spam")
    with moves.counting(case):
        case.quarantined = False
    moves.move(case, Action.TAKE, actor)
    case.reviewer_id = actor.user_id
    reviewing.decline(case, actor, "spam", "")


def _check(case: Case, action: str) -> None:
    if not case.quarantined or not case.is_waiting:
        raise MoveNotAllowed(case.status, action)
