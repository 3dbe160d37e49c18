"""What one case adds to the figures: a pure reading of its rows, so that a recount and the deltas must agree."""

from collections import Counter
from datetime import date, datetime

from accountability.cases.models import Case, Routing
from accountability.cases.workflow import RoutingStatus, Status, Verdict
from accountability.core import clock
from accountability.facts.models import Measure
from accountability.facts.operations import Fact

NOT_COUNTED = frozenset({Status.DECLINED, Status.MERGED, Status.DIVERTED})
NOT_DUE = frozenset({RoutingStatus.RETURNED, RoutingStatus.RECALLED})
VERDICTS = {
    Verdict.CONFIRMED: Measure.CONFIRMED,
    Verdict.PARTLY: Measure.PARTLY,
    Verdict.DISPUTED: Measure.DISPUTED,
    Verdict.SILENT: Measure.SILENT,
}


def counted(case: Case) -> Counter[Fact]:
    """Declined, merged and diverted cases and those in quarantine count nowhere; thanks count only as thanks.

    What was declined counts only once an appeal was upheld: as long as it has its reason, it is declined.
    """
    facts: Counter[Fact] = Counter()
    if case.status in NOT_COUNTED or case.quarantined or case.decline_reason:
        return facts
    for measure, on in _of_case(case):
        for place in _places(case):
            facts[Fact(measure, on, *place)] += 1
    for routing in case.routings if not case.is_thanks else ():
        _count_routing(facts, case, routing)
    return facts


def _of_case(case: Case) -> list[tuple[Measure, date]]:
    received = _day(case, case.received_at)
    if case.is_thanks:
        return [(Measure.THANKS, received)]
    found = [(Measure.RECEIVED, received)]
    if case.is_open:
        found.append((Measure.OPEN, received))
    if case.first_answered_at:
        found.append((Measure.ANSWERED, _day(case, case.first_answered_at)))
    if case.verdict in VERDICTS and case.judged_at:
        found.append((VERDICTS[case.verdict], _day(case, case.judged_at)))
    return found


def _places(case: Case) -> list[tuple[int | None, int | None, int | None]]:
    """The first facility counts for the areas too; the others only for themselves."""
    ids = [facility.id for facility in case.facilities]
    return [(case.province_id, case.soum_id, ids[0] if ids else None), *((None, None, other) for other in ids[1:])]


def _count_routing(facts: Counter[Fact], case: Case, routing: Routing) -> None:
    """An office's date counts for the office it was promised by, in the province of the case."""
    if routing.answer_due is None or routing.status in NOT_DUE:
        return
    on = _day(case, routing.answer_due)
    place = (case.province_id, case.soum_id, routing.addressee_id)
    facts[Fact(Measure.DUE, on, *place)] += 1
    if routing.in_time:
        facts[Fact(Measure.ON_TIME, on, *place)] += 1


def _day(case: Case, moment: datetime) -> date:
    return clock.day_of(moment, case.zone)
