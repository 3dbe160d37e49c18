"""What an office does, or somebody for it on paper, as cases.operations.answering writes it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from accountability.cases.models import CopyState
from accountability.cases.workflow import RoutingStatus, Status, Verdict
from accountability.sample import events as ev
from accountability.sample.drafts import Draft, Who
from accountability.sample.events import Event
from accountability.sample.routings import DraftRouting


def deliver(case: Draft, event: ev.Deliver) -> None:
    routing = case.routings[event.place]
    case.begin_clock(routing, event.on)
    routing.delivery_note = event.words
    case.count()
    told = {"office": routing.office.code, "routing": routing.number, "words": event.words}
    case.tell("deliver", case.person(event.by), event.at, **told)


def acknowledge(case: Draft, event: ev.Acknowledge) -> None:
    routing = case.routings[event.place]
    routing.status = RoutingStatus.ACKNOWLEDGED
    routing.acknowledged_at, routing.responsible = event.at, event.responsible
    _tell(case, routing, "acknowledge", event, responsible=event.responsible)


def give_back(case: Draft, event: ev.GiveBack) -> None:
    routing, who = case.routings[event.place], case.person(event.by)
    routing.status = RoutingStatus.RETURNED
    routing.return_reason, routing.return_note = event.reason, event.words
    _tell(case, routing, "return", event, reason=event.reason)
    rest = case.current_routings
    if not any(other.is_open for other in rest):
        after_last(case, event.at, who)
    case.count()
    case.write_to_monitor("returned", routing.number, event.at)


def answer(case: Draft, event: ev.AnswerIt) -> None:
    routing, who, on = case.routings[event.place], case.person(event.by), event.on or event.at
    routing.status, routing.answered_at = RoutingStatus.ANSWERED, on
    _tell(case, routing, "answer", event, kind=event.kind.value, on_paper=routing.on_paper)
    case.first_answered_at = case.first_answered_at or on
    routing.answer = {
        "routing_id": routing.id,
        "kind": event.kind,
        "text": event.text,
        "text_public": "",
        "copy_state": CopyState.PENDING,
        "on_paper": routing.on_paper,
        "at": on,
        "user_id": event.by,
    }
    case.rows.add("answers", routing.answer)
    if not any(other.is_open for other in case.current_routings):
        after_last(case, event.at, who)
    case.count()
    case.write_to_author("answered", routing.number, event.at)
    case.write_to_monitor("answer_came", routing.number, event.at)


def after_last(case: Draft, at: datetime, who: Who) -> None:
    """No office has it any more: the author is asked, or when none answered it is in review again."""
    if not any(other.status == RoutingStatus.ANSWERED for other in case.current_routings):
        case.step("last_return", who, at, Status.IN_REVIEW)
        case.waiting_since = at
        return
    case.step("last_answer", who, at, Status.ANSWERED)
    case.verdict = Verdict.ASKED
    case.asked_at, case.reminders, case.judged_at = at, 0, None


def _tell(case: Draft, routing: DraftRouting, action: str, event: ev.OnRouting, **content: Any) -> None:
    case.tell(action, case.person(event.by), event.at, office=routing.office.code, routing=routing.number, **content)


ACTS: dict[type[Event], Callable[[Draft, Any], None]] = {
    ev.Deliver: deliver,
    ev.Acknowledge: acknowledge,
    ev.GiveBack: give_back,
    ev.AnswerIt: answer,
}
