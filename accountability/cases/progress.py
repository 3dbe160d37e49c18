"""Where a case stands in words: the sentence, the clocks and the timeline that its pages show."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext, ngettext

from accountability.audit import queries as audit
from accountability.cases import clocking, ladder
from accountability.cases.labels import AUTHOR_ONLY, DESK_ONLY, SAID_ALREADY, TRAIL
from accountability.cases.models import Appeal, Case, Routing
from accountability.cases.workflow import RoutingStatus, Status, Verdict
from accountability.clocks import queries as rules
from accountability.clocks.deadlines import Deadline
from accountability.clocks.labels import explain
from accountability.clocks.terms import Clock as Runs
from accountability.commitments import queries as commitments
from accountability.commitments.models import Commitment
from accountability.core import clock
from accountability.core.i18n import date_text, localized


@dataclass
class Entry:
    """One line of a timeline."""

    title: str
    when: str
    tone: str = "done"
    text: str | None = None
    note: str | None = None


@dataclass
class Clock:
    """A clock that runs, with its own explanation."""

    title: str
    start: str
    middle: str
    end: str
    percent: int
    late: bool
    explanation: list[str] = field(default_factory=list)


def holder(case: Case, *, to_author: bool = False) -> str:
    """Who holds the case now, said to its author or to everybody."""
    if case.status == Status.WITH_OFFICE and (
        offices := [_holds(routing, case.zone) for routing in case.routings if routing.is_open]
    ):
        return "; ".join(offices)
    if case.status == Status.APPEALED:
        return _reviews(case)
    if case.status in {Status.NEEDS_INFO, Status.ANSWERED}:
        return gettext("You") if to_author else gettext("Whoever told us")
    if case.is_open:
        return gettext("Civil society monitors")
    return gettext("Nobody any more")


def _reviews(case: Case) -> str:
    """The organisation that reviews it, once one of its people took it."""
    appeal = case.open_appeal
    if appeal and appeal.organisation:
        return localized(appeal.organisation)
    return gettext("Another organisation, as soon as one of its reviewers takes it")


def _holds(routing: Routing, zone: str) -> str:
    since = date_text(routing.delivered_at or routing.routed_at, zone)
    return gettext("%(office)s, since %(day)s", office=localized(routing.addressee), day=since)


def sentence(case: Case) -> str:
    """Where it stands, said to the author."""
    if case.quarantined and case.status == Status.RECEIVED:
        return gettext("We have received your words. A monitor first looks whether they are spam, then reads them.")
    said = {
        Status.RECEIVED: gettext("We have received your words. A monitor will read them."),
        Status.IN_REVIEW: gettext("A monitor is reading your words."),
        Status.NEEDS_INFO: gettext("A monitor has a question for you."),
        Status.ANSWERED: gettext("The answer is here. Did it solve the matter?"),
        Status.CLOSED: gettext("This is closed."),
        Status.DECLINED: gettext("We could not take this up."),
        Status.APPEALED: gettext("Another organisation reviews it."),
        Status.MERGED: gettext("Your words were joined to a like case."),
        Status.WITHDRAWN: gettext("You have taken your words back."),
        Status.DIVERTED: gettext("Not here any more"),
    }
    if case.status == Status.WITH_OFFICE:
        return _with_office(case)
    if _waits_for_change(case):
        return gettext("The office promised a change.")
    if case.status == Status.CLOSED and case.is_thanks:
        return gettext("Your thanks were passed on.")
    if case.status == Status.CLOSED and case.verdict == Verdict.DISPUTED:
        return gettext("You say that it is not solved, and no office above is left that could answer.")
    return said[case.status]


def _waits_for_change(case: Case) -> bool:
    """Answered with a promise: the author is asked when it is said to be done."""
    return case.status == Status.ANSWERED and case.verdict == Verdict.NOT_ASKED and case.change_due is not None


def _with_office(case: Case) -> str:
    open_routings = [routing for routing in case.routings if routing.is_open]
    if open_routings and all(routing.is_held for routing in open_routings):
        return gettext("Your words wait here until they go to the office together with others.")
    names = ", ".join(localized(routing.addressee) for routing in open_routings)
    if any(routing.answer_due and routing.answer_due < clock.now() for routing in open_routings):
        return gettext("%(office)s has not answered in time.", office=names)
    if any(routing.status == RoutingStatus.ACKNOWLEDGED for routing in open_routings):
        return gettext("%(office)s is preparing an answer.", office=names)
    return gettext("%(office)s has been sent your words.", office=names)


def next_step(case: Case) -> str:
    """What happens next, and until when."""
    steps = {
        Status.RECEIVED: _review_next,
        Status.IN_REVIEW: _review_next,
        Status.WITH_OFFICE: _office_next,
        Status.ANSWERED: _answered_next,
        Status.APPEALED: _appeal_next,
    }
    if case.status in steps:
        return steps[case.status](case)
    if case.status == Status.NEEDS_INFO:
        return gettext("If you do not reply within 14 days, work goes on with what there is.")
    if case.status == Status.CLOSED and case.verdict == Verdict.DISPUTED:
        return gettext("A court, the Human Rights Commission or the Anti-Corruption Agency can still help: see your rights.")
    return gettext("Nothing more is planned.")


def _appeal_next(case: Case) -> str:
    appeal = case.open_appeal
    if appeal is None or appeal.is_late:
        return gettext("It should have been decided by now. Those who look after the platform see that it is late.")
    return gettext("It is decided by %(date)s.", date=date_text(appeal.due_at, case.zone))


def _answered_next(case: Case) -> str:
    if _waits_for_change(case):
        by = date_text(case.change_due)
        return gettext("It is promised by %(day)s. We ask you when it is said to be done; you can object before.", day=by)
    return gettext(
        "If we hear nothing from you in 21 days, the case is closed without your word. You can still object for 60 days."
    )


def _review_next(case: Case) -> str:
    due = clocking.review(case, rules.book())
    if due is None:
        return gettext("A monitor reads it next.")
    by = date_text(due.at, case.zone)
    return gettext("A monitor decides by %(date)s; after that other monitors may take it over.", date=by)


def _office_next(case: Case) -> str:
    held = [routing.held_until for routing in case.routings if routing.is_open and routing.held_until]
    if held:
        return gettext("It reaches the office on %(date)s, together with others.", date=date_text(max(held), case.zone))
    dated = [routing for routing in case.routings if routing.is_open and routing.answer_due]
    if dated:
        last = max(routing.answer_due for routing in dated if routing.answer_due)
        return gettext(
            "The answer is due by %(date)s. You yourself will say whether it solved the matter.", date=date_text(last, case.zone)
        )
    if any(routing.is_open and routing.delivered_at is None for routing in case.routings):
        return gettext("The office gets a letter. Its time begins on the day the letter is delivered.")
    return gettext("Nobody works with the platform at this office yet, so we cannot promise a date.")


def promises(case: Case) -> list[Commitment]:
    """What offices promised or say they did about it; asked only where there is something."""
    return commitments.of_source("case", case.id) if case.change else []


def clocks(case: Case) -> list[Clock]:
    """The clocks of each office that still owes an answer: until when it is promised, and when the case goes up without it."""
    if case.open_appeal:
        return _appeal_clocks(case, case.open_appeal)
    running = [routing for routing in case.routings if routing.is_open]
    return [clock for routing in running for clock in routing_clocks(routing)] if running else []


def _appeal_clocks(case: Case, appeal: Appeal) -> list[Clock]:
    deadline = rules.book().due(Runs.APPEAL_DECISION, appeal.asked_at, case.zone)
    return [_clock(gettext("Time for the review by another organisation"), deadline, appeal.due_at)] if deadline else []


def routing_clocks(routing: Routing) -> list[Clock]:
    """The clocks of one office, explained by the rules that they were counted with."""
    deadlines = clocking.of_routing(routing, rules.book())
    found = (_answer_clock(routing, deadlines), _legal_clock(routing, deadlines), _way_up_clock(routing, deadlines))
    return [clock for clock in found if clock]


def _legal_clock(routing: Routing, deadlines: clocking.Deadlines) -> Clock | None:
    """The term of the law; what it was made longer by stands in its explanation."""
    legal, whole = deadlines.get(Runs.LEGAL), clocking.legal_end(deadlines)
    if legal is None or whole is None:
        return None
    shown = _clock(gettext("Term of the law for %(office)s", office=localized(routing.addressee)), legal, whole.at)
    if whole is not legal:
        shown.explanation += explain(whole)
    return shown


def _answer_clock(routing: Routing, deadlines: clocking.Deadlines) -> Clock | None:
    deadline = deadlines.get(clocking.answer_clock(routing))
    if deadline is None or routing.answer_due is None:
        return None
    title = gettext("Time for an answer from %(office)s", office=localized(routing.addressee))
    return _clock(title, deadline, routing.answer_due)


def _way_up_clock(routing: Routing, deadlines: clocking.Deadlines) -> Clock | None:
    """When the case goes to the office above, if nothing comes until then."""
    deadline = clocking.legal_end(deadlines) or deadlines.get(Runs.WAY_UP)
    higher = ladder.above(routing.addressee)
    if deadline is None or routing.way_up_due is None or higher is None:
        return None
    title = gettext("Without an answer it goes to %(office)s", office=localized(higher))
    return _clock(title, deadline, routing.way_up_due)


def _clock(title: str, deadline: Deadline, end: datetime) -> Clock:
    now, start, zone = clock.now(), deadline.start, deadline.zone
    whole = (clock.day_of(end, zone) - clock.day_of(start, zone)).days or 1
    gone = (clock.day_of(now, zone) - clock.day_of(start, zone)).days
    late = now > end
    middle = gettext("%(days)s days late", days=gone - whole) if late else ngettext("day %(num)s", "day %(num)s", max(gone, 0))
    percent = 100 if late else round(100 * gone / whole)
    return Clock(title, date_text(start, zone), middle, date_text(end, zone), percent, late, explain(deadline))


def timeline(case: Case, reader: str) -> list[Entry]:
    """The history as its reader (`desk`, `author`, `public`) may see it, then what is to come."""
    hidden = SAID_ALREADY | {"desk": set(), "author": DESK_ONLY, "public": DESK_ONLY | AUTHOR_ONLY}[reader]
    offices = {routing.addressee.code: routing.addressee for routing in case.routings}
    entries = [
        Entry(_title(line, offices), date_text(line.at, case.zone), note=_note(line) if reader != "public" else None)
        for line in audit.history(case.chain)
        if line.action not in hidden
    ]
    if reader != "desk":
        entries += _to_come(case)
    return entries


def _title(line: Any, offices: dict[str, Any]) -> str:
    words = str(TRAIL.get(line.action, line.action))
    named = [line.content.get("office") or "", *line.content.get("offices", [])]
    names = [localized(offices[code]) for code in named if code in offices]
    higher = offices.get(line.content.get("to") or "")
    arrow = f" → {localized(higher)}" if higher else ""
    return f"{words}: {', '.join(names)}{arrow}" if names else words


def _note(line: Any) -> str | None:
    if line.action == "acknowledge":
        return gettext("Takes care of it: %(role)s", role=line.content.get("responsible", "")) if line.content else None
    return None


def _to_come(case: Case) -> list[Entry]:
    if case.status in {Status.RECEIVED, Status.IN_REVIEW}:
        return [Entry(gettext("A monitor reads it"), "", "now"), Entry(gettext("It goes to the office"), "", "next"), _question()]
    if case.status == Status.WITH_OFFICE:
        due = [routing.answer_due for routing in case.routings if routing.is_open and routing.answer_due]
        when = gettext("until %(date)s", date=date_text(max(due), case.zone)) if due else ""
        return [Entry(gettext("Waiting for the answer"), when, "now"), _question()]
    if case.open_appeal:
        when = gettext("until %(date)s", date=date_text(case.open_appeal.due_at, case.zone))
        return [Entry(gettext("Waiting for the review by another organisation"), when, "now")]
    if case.status == Status.ANSWERED and case.verdict == Verdict.ASKED:
        return [Entry(gettext("Waiting for the author's word"), "", "now")]
    return []


def _question() -> Entry:
    return Entry(gettext("When the answer comes, the author says whether it solved the matter"), "", "next")


def since_text(moment: datetime) -> str:
    """How long something waits, for the queue."""
    hours = int((clock.now() - moment).total_seconds() // 3600)
    if hours < 72:
        return ngettext("%(num)s hour", "%(num)s hours", hours)
    return ngettext("%(num)s day", "%(num)s days", hours // 24)
