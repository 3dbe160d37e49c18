"""What time does, as cases.operations.chasing writes it."""

from collections.abc import Callable
from typing import Any

from accountability.cases.workflow import RoutingStatus, Status, Verdict
from accountability.sample import events as ev
from accountability.sample.acts.office import after_last
from accountability.sample.drafts import SYSTEM, Draft
from accountability.sample.events import Event


def time_out(case: Draft, event: ev.TimeOut) -> None:
    case.step("time_out", SYSTEM, event.at, Status.IN_REVIEW)
    case.resume(event.at)
    case.waiting_since = event.at
    case.write_to_monitor("timed_out", f"{event.at:%Y%m%d}", event.at)


def remind_author(case: Draft, event: ev.RemindAuthor) -> None:
    case.reminders += 1
    case.write_to_author("reminder", f"{case.cycle}-{case.reminders}", event.at)


def give_up(case: Draft, event: ev.GiveUp) -> None:
    case.verdict, case.judged_at = Verdict.SILENT, event.at
    case.tell("give_up", SYSTEM, event.at)
    case.step("close", SYSTEM, event.at, Status.CLOSED)
    case.count()


def remind_office(case: Draft, event: ev.RemindOffice) -> None:
    routing = case.routings[event.place]
    routing.reminded = True
    case.tell("reminder", SYSTEM, event.at, routing=routing.number)
    case.write_to_office(routing, "overdue", event.at)


def go_up(case: Draft, event: ev.GoUp) -> None:
    routing = case.routings[event.place]
    higher = case.country.offices.get(routing.office.supervisor_id or 0)
    if higher is None:
        routing.topped_at = event.at
        case.tell("no_way_up", SYSTEM, event.at, office=routing.office.code, routing=routing.number)
        case.write_to_monitor("no_way_up", routing.number, event.at)
        return
    routing.status, routing.escalated_at = RoutingStatus.ESCALATED, event.at
    told = {"office": routing.office.code, "routing": routing.number, "to": higher.code, "level": routing.level + 1}
    case.tell("escalate", SYSTEM, event.at, **told)
    if not any(one.addressee_id == higher.id for one in case.current_routings):
        case.add_routing(higher, event.at, routing.text_office, level=routing.level + 1, went_up_from=routing.id)
    if not any(one.is_open for one in case.current_routings):
        after_last(case, event.at, SYSTEM)
    case.count()
    case.write_to_author("went_up", routing.number, event.at)
    case.write_to_monitor("went_up_monitor", routing.number, event.at)
    case.write_to_office(routing, "taken_higher", event.at)


ACTS: dict[type[Event], Callable[[Draft, Any], None]] = {
    ev.TimeOut: time_out,
    ev.RemindAuthor: remind_author,
    ev.GiveUp: give_up,
    ev.RemindOffice: remind_office,
    ev.GoUp: go_up,
}
