"""The way up: what was not answered in time goes exactly one step higher, and ping-pong ends at the coordinator."""

from accountability.access.actor import SYSTEM, Actor
from accountability.cases import ladder, moves
from accountability.cases.models import Routing
from accountability.cases.operations.answering import after_last
from accountability.cases.workflow import Action, RoutingAction
from accountability.core import clock
from accountability.core.errors import Invalid
from accountability.directory.models import Organisation


def go_up(routing: Routing, actor: Actor = SYSTEM) -> Routing | None:
    """One step: the office above has it now, with dates of its own; the first office stays on the record.

    Returns what the office above was sent; None where nobody is above, or where it has the case already.
    """
    case, office = routing.case, ladder.above(routing.addressee)
    if office is None:
        _stay_at_the_top(routing, actor)
        return None
    made = None
    with moves.counting(case):
        sets = {"escalated_at": clock.now()}
        moves.move_routing(routing, RoutingAction.ESCALATE, actor, sets=sets, to=office.code, level=routing.level + 1)
        if not any(one.addressee_id == office.id for one in case.current_routings):
            made = moves.add_routing(case, office, routing.text_office, level=routing.level + 1, went_up_from=routing.id)
        if not any(one.is_open for one in case.current_routings):
            after_last(routing, actor)
    moves.write_to_author(case, "went_up", key=routing.number)
    moves.write_to_monitor(case, "went_up_monitor", key=routing.number)
    moves.write_to_office(routing, "taken_higher")
    return made


def _stay_at_the_top(routing: Routing, actor: Actor) -> None:
    routing.topped_at = clock.now()
    moves.tell(routing.case, "no_way_up", actor, office=routing.addressee.code, routing=routing.number)
    moves.write_to_monitor(routing.case, "no_way_up", key=routing.number)


def settle(routing: Routing, actor: Actor, office: Organisation) -> Routing:
    """After two returns a coordinator decides whose it is; that office cannot send it back."""
    case = routing.case
    if not office.is_open or any(one.addressee_id == office.id and one.is_open for one in case.current_routings):
        raise Invalid("office", "already_there")
    returned = next((one for one in case.current_routings if one.addressee_id == office.id), None)
    with moves.counting(case):
        moves.move(case, Action.SETTLE, actor, subject=routing, office=office.code)
        if returned is None:
            returned = moves.add_routing(case, office, routing.text_office)
        else:
            sets = {"return_reason": None, "return_note": None}
            moves.move_routing(returned, RoutingAction.SETTLE, actor, sets=sets)
            moves.write_to_office(returned, "given_back")
        returned.settled = True
    moves.write_to_author(case, "routed_author", key=f"{case.cycle}-{len(case.routings)}-settled")
    return returned
