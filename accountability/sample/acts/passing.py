"""What time does, as cases.operations.chasing writes it."""

from collections.abc import Callable
from typing import Any

from accountability.cases.workflow import Status, Verdict
from accountability.sample import events as ev
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


ACTS: dict[type[Event], Callable[[Draft, Any], None]] = {
    ev.TimeOut: time_out,
    ev.RemindAuthor: remind_author,
    ev.GiveUp: give_up,
    ev.RemindOffice: remind_office,
}
