"""What time does to cases: reminders, questions without an answer, verdicts that never came, closed offices.

Safe to run twice and safe to kill: each case is its own transaction, and what was done does not come due again.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import sqlalchemy as sa

from accountability.access.actor import SYSTEM
from accountability.accounts import operations as accounts
from accountability.cases import clocking, moves, queries
from accountability.cases.models import AuthorVisit, Case, CaseSecret, Routing
from accountability.cases.models.case import ASKED, UNJUDGED
from accountability.cases.models.handling import NOT_REMINDED, STILL_OPEN
from accountability.cases.operations import answering, escalating
from accountability.cases.operations.authoring import linking
from accountability.cases.workflow import OPEN_ROUTING, Action, Status, Verdict, VerdictAction
from accountability.clocks import queries as clocks
from accountability.clocks.terms import Clock
from accountability.commitments import chasing as promises
from accountability.core import clock, drafts, throttle
from accountability.core.db import db
from accountability.directory.labels import Standing
from accountability.directory.models import Organisation

REMIND_AFTER = (timedelta(days=7), timedelta(days=14))
BATCH = 200


def chase() -> dict[str, int]:
    """Does all that is due, committing case by case; returns how often each thing was done."""
    done = {
        "clocks counted again": _each(_counted_by_older_rules, recount),
        "questions timed out": _each(_unanswered_questions, time_out),
        "authors reminded": _each(_unjudged_to_remind, remind_author),
        "closed without a word": _each(_unjudged_too_long, give_up),
        "offices reminded": _each(_overdue_routings, remind_office),
        "gone up": _each(_unanswered_too_long, go_up),
        "handed over together": _each(_held_long_enough, release),
        "taken back from closed offices": _each(_at_closed_offices, return_from_closed),
    }
    done["promises reminded"] = promises.chase()
    done["leftovers cleared"] = clear_leftovers()
    db.session.commit()
    return done


def _each(due: Callable[[], Iterator[int]], act: Callable[[int], None]) -> int:
    total = 0
    while ids := list(due()):
        for one in ids:
            act(one)
            db.session.commit()
        total += len(ids)
        db.session.expunge_all()
    return total


def _term(clock_name: Clock) -> timedelta:
    term = clocks.book().term(clock_name, clock.today())
    return timedelta(days=term.term if term else 0)


def _ids(query: sa.Select[int]) -> Iterator[int]:
    return iter(db.session.scalars(query.limit(BATCH)))


def _unanswered_questions() -> Iterator[int]:
    late = clock.now() - _term(Clock.QUESTION)
    home = sa.or_(Case.away_until.is_(None), Case.away_until < clock.today())
    return _ids(sa.select(Case.id).where(ASKED, Case.question_at < late, home))


def _unjudged(reminders: int, span: timedelta) -> sa.ColumnElement[bool]:
    """Asked that long ago; for a herder who said until when they are away, that long since they are back."""
    back = sa.or_(Case.away_until.is_(None), Case.away_until < clock.day_of(clock.now() - span))
    return sa.and_(UNJUDGED, Case.reminders == reminders, Case.asked_at < clock.now() - span, back)


def _unjudged_to_remind() -> Iterator[int]:
    for number, span in enumerate(REMIND_AFTER):
        yield from _ids(sa.select(Case.id).where(_unjudged(number, span)))


def _unjudged_too_long() -> Iterator[int]:
    return _ids(sa.select(Case.id).where(_unjudged(len(REMIND_AFTER), _term(Clock.VERDICT))))


def _overdue_routings() -> Iterator[int]:
    return _ids(sa.select(Routing.id).where(NOT_REMINDED, Routing.answer_due < clock.now()))


def _at_closed_offices() -> Iterator[int]:
    """Offices first: few are closed, and many routings are open."""
    for office in list(db.session.scalars(sa.select(Organisation.id).where(Organisation.standing != Standing.OPEN))):
        yield from _ids(sa.select(Routing.id).where(Routing.addressee_id == office, Routing.status.in_(OPEN_ROUTING)))


def _held_long_enough() -> Iterator[int]:
    return _ids(sa.select(Routing.id).where(Routing.held_until <= clock.now(), Routing.status.in_(OPEN_ROUTING)))


def _counted_by_older_rules() -> Iterator[int]:
    older = Routing.counted_under < clocks.book().version
    return _ids(sa.select(Routing.id).where(older, Routing.status.in_(OPEN_ROUTING), Routing.delivered_at.is_not(None)))


def _unanswered_too_long() -> Iterator[int]:
    breached = sa.and_(STILL_OPEN, Routing.way_up_due < clock.now(), Routing.topped_at.is_(None))
    return _ids(sa.select(Routing.id).where(breached).order_by(Routing.way_up_due))


def go_up(routing_id: int) -> None:
    """Its time is over: the office above has it now. One step for one breach."""
    routing = db.session.get_one(Routing, routing_id)
    queries.lock(routing.case_id)
    if routing.is_open and routing.topped_at is None and routing.way_up_due and routing.way_up_due < clock.now():
        escalating.go_up(routing)


def recount(routing_id: int) -> None:
    """A rule or a holiday changed: the dates of what is open follow it, the same however often this runs."""
    routing = db.session.get_one(Routing, routing_id)
    case = queries.lock(routing.case_id)
    if not routing.is_open:
        return
    with moves.counting(case):
        changed = clocking.count(routing, clocks.book(), promised=routing.answer_due is not None)
    if changed:
        routing.reminded = routing.reminded and bool(routing.answer_due and routing.answer_due < clock.now())
        moves.tell(case, "recount", SYSTEM, office=routing.addressee.code, routing=routing.number)


def release(routing_id: int) -> None:
    """Stories that their authors wished to send later reach the office all on one day, so that none stands out."""
    routing = db.session.get_one(Routing, routing_id)
    case = queries.lock(routing.case_id)
    if not (routing.is_held and routing.is_open):
        return
    with moves.counting(case):
        moves.release(routing)
    moves.tell(case, "release", SYSTEM, office=routing.addressee.code, routing=routing.number)


def time_out(case_id: int) -> None:
    """Fourteen days without an answer to a question: work goes on with what there is."""
    case = queries.lock(case_id)
    if case.status != Status.NEEDS_INFO:
        return
    with moves.counting(case):
        moves.move(case, Action.TIME_OUT, SYSTEM)
        moves.resume(case)
    case.waiting_since = clock.now()
    moves.write_to_monitor(case, "timed_out", key=f"{case.waiting_since:%Y%m%d}")


def remind_author(case_id: int) -> None:
    case = queries.lock(case_id)
    if case.verdict != Verdict.ASKED or case.reminders >= len(REMIND_AFTER):
        return
    case.reminders += 1
    moves.write_to_author(case, "reminder", key=f"{case.cycle}-{case.reminders}")


def give_up(case_id: int) -> None:
    """No word after two reminders: closed as silent, which is never counted as satisfied."""
    case = queries.lock(case_id)
    if case.status != Status.ANSWERED or case.verdict != Verdict.ASKED:
        return
    with moves.counting(case):
        moves.judge(case, VerdictAction.GIVE_UP, SYSTEM)
        case.judged_at = clock.now()
        moves.tell(case, VerdictAction.GIVE_UP.value, SYSTEM)
        moves.move(case, Action.CLOSE, SYSTEM)


def remind_office(routing_id: int) -> None:
    """A missed service target brings a reminder, once."""
    routing = db.session.get_one(Routing, routing_id)
    case = queries.lock(routing.case_id)
    if routing.reminded or not routing.is_open:
        return
    routing.reminded = True
    moves.tell(case, "reminder", SYSTEM, routing=routing.number)
    moves.write_to_office(routing, "overdue")


def return_from_closed(routing_id: int) -> None:
    """An office that closed while it held a case: the case goes back to the monitors."""
    routing = db.session.get_one(Routing, routing_id)
    queries.lock(routing.case_id)
    if routing.is_open:
        answering.give_back(routing, SYSTEM, "office_closed", "—")


def clear_leftovers() -> int:
    """Drafts, visits, counters and sealed receipts whose time is over."""
    now = clock.now()
    cleared = linking.forget_expired() + drafts.forget_expired() + throttle.forget_expired() + accounts.forget_expired()
    cleared += db.session.execute(sa.delete(AuthorVisit).where(AuthorVisit.expires_at < now)).rowcount  # type: ignore[attr-defined]
    over = sa.and_(CaseSecret.receipt.is_not(None), CaseSecret.receipt_until < now)
    cleared += db.session.execute(sa.update(CaseSecret).where(over).values(receipt=None)).rowcount  # type: ignore[attr-defined]
    return int(cleared)
