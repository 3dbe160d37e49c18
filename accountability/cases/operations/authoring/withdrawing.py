"""Taking one's words back."""

from accountability.access.actor import author_of
from accountability.cases import moves, queries
from accountability.cases.models import Case
from accountability.cases.operations import diverting, erasing
from accountability.cases.workflow import Action, RoutingAction, VisibilityAction
from accountability.core.db import db


def withdraw(case: Case) -> None:
    """The author takes it back: every text is gone from view and erased at once; a bare statistical record stays."""
    actor = author_of(case.id)
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
