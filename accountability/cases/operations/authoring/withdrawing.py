"""Taking one's words back."""

from accountability.access import policy
from accountability.access.actor import author_of
from accountability.access.permissions import Permission
from accountability.cases import moves, queries
from accountability.cases.models import Case
from accountability.cases.operations import appealing, diverting, erasing
from accountability.cases.workflow import VISIBILITY, Action, RoutingAction, Status, VisibilityAction
from accountability.core.db import db
from accountability.core.errors import MoveNotAllowed


def withdraw(case: Case) -> None:
    """The author takes it back: every text is gone from view and erased at once; a bare statistical record stays.

    A review that another organisation was asked for ends with that.
    """
    actor = author_of(case.id)
    if case.status == Status.APPEALED:
        appealing.take_back(case)
        if not case.is_open:
            erase_ended(case)
            return
    with moves.counting(case):
        for routing in case.routings:
            if routing.is_open:
                moves.move_routing(routing, RoutingAction.RECALL, actor)
        with db.session.no_autoflush:
            moves.show(case, VisibilityAction.WITHDRAW, actor)
            moves.move(case, Action.WITHDRAW, actor)
    erasing.erase(case)
    for joined in queries.children_of(case):
        diverting.separate(queries.lock(joined.id))


def erase_ended(case: Case) -> None:
    """What has come to an end stays counted as it ended; everything that the author gave is gone."""
    policy.require(author_of(case.id), Permission.CASE_WITHDRAW, case)
    if case.erased_at:
        raise MoveNotAllowed(case.status, "erase")
    with moves.counting(case):
        hide(case)
        moves.tell(case, "erase", author_of(case.id))
    erasing.erase(case)


def hide(case: Case) -> None:
    """Out of public view."""
    if VISIBILITY.allows(case.visibility, VisibilityAction.TAKE_BACK):
        moves.show(case, VisibilityAction.TAKE_BACK, author_of(case.id), sets={"public_at": None, "restrict_reason": None})
    case.public_terms = ""
