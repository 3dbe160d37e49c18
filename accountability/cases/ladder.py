"""Which office stands above which, and to whom a dispute leads."""

from accountability.cases.models import Case, Routing
from accountability.cases.workflow import RoutingStatus
from accountability.directory.models import Organisation

# Each level answers twice: once, and once more when the author disputes. After that the level above has it.
ANSWERS_OF_ONE_LEVEL = 2


def above(office: Organisation) -> Organisation | None:
    """The nearest open office above; None at the top."""
    seen, found = {office.id}, office.supervisor
    while found is not None and not found.is_open and found.id not in seen:
        seen.add(found.id)
        found = found.merged_into or found.supervisor
    return found if found is not None and found.is_open and found.id not in seen else None


def next_round(case: Case) -> list[tuple[Organisation, Routing]]:
    """To whom a dispute leads: the office that answered, or after its second answer the one above; empty when none is left."""
    found: dict[int, tuple[Organisation, Routing]] = {}
    for routing in case.current_routings:
        if routing.status == RoutingStatus.ANSWERED:
            office = above(routing.addressee) if _answers(case, routing) >= ANSWERS_OF_ONE_LEVEL else routing.addressee
            if office is not None:
                found.setdefault(office.id, (office, routing))
    return list(found.values())


def _answers(case: Case, routing: Routing) -> int:
    """How often this office answered the case."""
    same = (one for one in case.routings if one.addressee_id == routing.addressee_id)
    return sum(one.status == RoutingStatus.ANSWERED for one in same)
