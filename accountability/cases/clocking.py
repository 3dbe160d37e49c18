"""Which clocks run for a case and its routings, by the rules in force; from it come the stored dates and what pages explain."""

from datetime import datetime, timedelta

from accountability.cases.models import About, Case, Kind, Remedy, Routing
from accountability.cases.workflow import Status
from accountability.clocks.deadlines import Deadline, Pause, extended
from accountability.clocks.rulebook import ANY, Rulebook
from accountability.clocks.terms import Clock
from accountability.core.clock import day_of, end_of_day

Deadlines = dict[Clock, Deadline]
ENTERED_WITHIN = timedelta(days=3)


def of_routing(routing: Routing, book: Rulebook) -> Deadlines:
    """The clocks that run for one office. Before it has the case none does, but a letter that nobody hands over goes up too."""
    if routing.delivered_at is None:
        return _of_a_letter_on_its_way(routing, book)
    case, found = routing.case, {}
    starts = {
        Clock.ACKNOWLEDGE: routing.delivered_at,
        answer_clock(routing): routing.delivered_at,
        Clock.WAY_UP: _reached_an_office(routing),
    }
    for clock, start in starts.items():
        deadline = book.due(clock, start, case.zone, case.kind or ANY, case.track, pauses(case))
        if deadline:
            found[clock] = deadline
    return found | _by_law(routing, book)


def _by_law(routing: Routing, book: Rulebook) -> Deadlines:
    """The term of the law from the day on which the office entered the petition, longer by its extension; no question of ours
    stops it.
    """
    case = routing.case
    if routing.registered_at is None or not case.is_official:
        return {}
    kind = case.kind or Kind.COMPLAINT  # as long as nobody said what it is, the shorter term holds
    legal = book.due(Clock.LEGAL, _entered(routing), case.zone, kind, case.track)
    if legal is None:
        return {}
    if routing.extension is None:
        return {Clock.LEGAL: legal}
    longest = book.term(Clock.EXTENSION, day_of(legal.start, case.zone), kind, case.track)
    return {Clock.LEGAL: legal, Clock.EXTENSION: extended(legal, routing.extension.days, longest.article if longest else "")}


def _entered(routing: Routing) -> datetime:
    """The day of the register; an office that enters it late wins no time: three days after it had the petition count at most."""
    had_it = max(moment for moment in (routing.delivered_at, routing.case.signed_at) if moment)
    entered = routing.registered_at or had_it
    return min(entered, max(had_it + ENTERED_WITHIN, routing.routed_at))


def legal_end(deadlines: Deadlines) -> Deadline | None:
    return deadlines.get(Clock.EXTENSION) or deadlines.get(Clock.LEGAL)


def _of_a_letter_on_its_way(routing: Routing, book: Rulebook) -> Deadlines:
    """Nothing is forgotten because a letter lies about; what waits to be sent together with others is not on its way yet."""
    if not routing.on_paper or routing.is_held:
        return {}
    case = routing.case
    way_up = book.due(Clock.WAY_UP, _reached_an_office(routing), case.zone, case.kind or ANY, case.track, pauses(case))
    return {Clock.WAY_UP: way_up} if way_up else {}


def answer_clock(routing: Routing) -> Clock:
    """After a dispute an office has its own, second term."""
    return Clock.ANSWER if routing.cycle == 1 else Clock.DISPUTE


def _reached_an_office(routing: Routing) -> datetime:
    """When this round first reached an office of this level, or was written to it: sending it back begins nothing anew."""
    same = [one for one in routing.case.routings if (one.cycle, one.level) == (routing.cycle, routing.level)]
    delivered = [one.delivered_at for one in same if one.delivered_at]
    return min(delivered) if delivered else min(one.routed_at for one in same)


def review(case: Case, book: Rulebook) -> Deadline | None:
    return book.due(Clock.REVIEW, case.waiting_since, case.zone, case.kind or ANY, case.track)


def pauses(case: Case) -> list[Pause]:
    """Those that are over; while one lasts nobody can say when it ends."""
    return [Pause(one.from_at, one.until_at) for one in case.pauses if one.until_at]


def count(routing: Routing, book: Rulebook, *, promised: bool) -> bool:
    """Writes the dates of a routing, however often it runs the same; says whether one changed.

    An office that was promised no date when it got the case (nobody works there on the platform) keeps none.
    """
    found = of_routing(routing, book)
    before = routing.acknowledge_due, routing.answer_due, routing.way_up_due, routing.legal_due
    service = (found.get(Clock.ACKNOWLEDGE), found.get(answer_clock(routing))) if promised else (None, None)
    routing.acknowledge_due, routing.answer_due = (deadline.at if deadline else None for deadline in service)
    legal = legal_end(found)
    routing.legal_due = legal.at if legal else None
    way_up = legal or found.get(Clock.WAY_UP)
    routing.way_up_due = _not_before(way_up, routing) if way_up else None
    routing.counted_under = book.version
    return before != (routing.acknowledge_due, routing.answer_due, routing.way_up_due, routing.legal_due)


def _not_before(way_up: Deadline, routing: Routing) -> datetime:
    """Nobody is passed over while the time that they were promised still runs."""
    return max(way_up.at, routing.answer_due) if routing.answer_due else way_up.at


# --- a review by another organisation ----------------------------------------------------------------------------------------


def appeal_about(case: Case) -> tuple[About, datetime] | None:
    """What its author could have reviewed now, and since when they could know of it."""
    if case.status == Status.DECLINED and case.ended_at:
        return About.DECLINE, _home(case, case.ended_at)
    answered = last_answer(case)
    if case.status not in {Status.ANSWERED, Status.CLOSED} or case.is_thanks or answered is None:
        return None
    return About.ANSWER, _home(case, max(answered, case.asked_at or answered))


def last_answer(case: Case) -> datetime | None:
    """When the last office of this round answered."""
    return max((one.answered_at for one in case.current_routings if one.answered_at), default=None)


def _home(case: Case, moment: datetime) -> datetime:
    """A herder who said until when they are away has the whole time once they are back."""
    return max(moment, end_of_day(case.away_until, case.zone)) if case.away_until else moment


def remedy(case: Case, way: Remedy, since: datetime, book: Rulebook) -> Deadline | None:
    """Until when somebody can go there, counted from the office's answer: a review of ours moves no day of the law.

    None where no last day is known.
    """
    return book.due(Clock(way.value), since, case.zone, case.kind or ANY, case.track)
