"""What an office does, or a monitor or coordinator for an office on paper: acknowledge, return, answer, deliver."""

from dataclasses import dataclass
from datetime import datetime

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.cases import moves
from accountability.cases.labels import RETURN_REASONS
from accountability.cases.models import Answer, AnswerKind, AnswerTemplate, CopyState, Routing
from accountability.cases.operations.authoring import keep_file
from accountability.cases.workflow import Action, RoutingAction, RoutingStatus, VerdictAction
from accountability.commitments import operations as commitments
from accountability.commitments.operations import Done, Promise
from accountability.commitments.workflow import Standing
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.directory.models import Organisation


@dataclass
class Reply:
    """An office's answer; `at` is the day on the letter for one on paper, `scan` its picture written anew.

    A promised change has its `promise`, a change that was made says what was `done`.
    """

    kind: AnswerKind
    text: str
    at: datetime | None = None
    scan: bytes | None = None
    promise: Promise | None = None
    done: Done | None = None


def acknowledge(routing: Routing, actor: Actor, responsible: str) -> None:
    """Says that it arrived, and which role takes care of it."""
    _delivered(routing)
    with moves.counting(routing.case):
        sets = {"acknowledged_at": clock.now(), "responsible": responsible}
        moves.move_routing(routing, RoutingAction.ACKNOWLEDGE, actor, sets=sets, responsible=responsible)


def give_back(routing: Routing, actor: Actor, reason: str, words: str) -> None:
    """Not theirs: says why and whose it is. When no office is left, the case is in review again; the clock runs on."""
    if reason not in RETURN_REASONS:
        raise Invalid("reason", "unknown")
    case = routing.case
    with moves.counting(case):
        sets = {"return_reason": reason, "return_note": words}
        moves.move_routing(routing, RoutingAction.RETURN, actor, note=words, sets=sets, reason=reason)
        if not any(other.is_open for other in case.current_routings):
            after_last(routing, actor)
    moves.write_to_monitor(case, "returned", key=routing.number)


def after_last(routing: Routing, actor: Actor) -> None:
    """No office has it any more: the author is asked, or when none answered it is in review again."""
    case = routing.case
    if any(other.status == RoutingStatus.ANSWERED for other in case.current_routings):
        _all_answered(routing, actor)
        return
    moves.move(case, Action.LAST_RETURN, actor, subject=routing)
    case.waiting_since = clock.now()


def answer(routing: Routing, actor: Actor, reply: Reply) -> Answer:
    """The author has it at once; the public copy waits for a monitor's look."""
    case = routing.case
    _delivered(routing)
    at = reply.at or clock.now()
    _require_change(reply)
    if at > clock.now() or (routing.delivered_at and at < routing.delivered_at):
        raise Invalid("at", "not_possible")
    with moves.counting(case):
        said = {"kind": reply.kind.value, "on_paper": routing.on_paper}
        moves.move_routing(routing, RoutingAction.ANSWER, actor, note=reply.text.strip(), sets={"answered_at": at}, **said)
        case.first_answered_at = case.first_answered_at or at
        made = Answer(
            kind=reply.kind,
            text=reply.text,
            text_public="",
            copy_state=CopyState.PENDING,
            on_paper=routing.on_paper,
            at=at,
            user_id=actor.user_id,
        )
        routing.answer = made
        if reply.scan:
            _keep_scan(routing, made, reply.scan)
        _keep_change(routing, actor, reply)
        if not any(other.is_open for other in case.current_routings):
            _all_answered(routing, actor)
    moves.write_to_author(case, "answered", key=routing.number)
    moves.write_to_monitor(case, "answer_came", key=routing.number)
    return made


def _require_change(reply: Reply) -> None:
    """A promise has its day, and a change that was made its own."""
    if reply.kind == AnswerKind.CHANGE_PLANNED and reply.promise is None:
        raise Invalid("due_on", "needed")
    if reply.kind == AnswerKind.CHANGE_MADE and reply.done is None:
        raise Invalid("made_on", "needed")


def _keep_change(routing: Routing, actor: Actor, reply: Reply) -> None:
    """A promise, or a change said to be made, becomes a commitment of the office."""
    source = commitments.Source("case", routing.case_id, routing.number)
    if reply.kind == AnswerKind.CHANGE_PLANNED and reply.promise:
        made = commitments.promise(source, routing.addressee, actor, reply.promise)
    elif reply.kind == AnswerKind.CHANGE_MADE and reply.done:
        made = commitments.claim_without_promise(source, routing.addressee, actor, reply.done)
    else:
        return
    routing.case.change, routing.case.change_due = made.standing, made.due_on


def _keep_scan(routing: Routing, made: Answer, scan: bytes) -> None:
    attachment = keep_file(routing.case, scan, "scan", clock.now())
    attachment.case_id = routing.case_id
    db.session.add(attachment)
    db.session.flush()
    made.scan_id = attachment.id


def _all_answered(routing: Routing, actor: Actor) -> None:
    """The last office answered: the author is asked whether that solved it, or when it was promised for later, asked then."""
    case = routing.case
    moves.move(case, Action.LAST_ANSWER, actor, subject=routing)
    waits = case.change == Standing.PLANNED and any(_promises(one) for one in case.current_routings)
    moves.judge(case, VerdictAction.WAIT if waits else VerdictAction.ASK, actor, subject=routing)
    case.asked_at, case.reminders, case.judged_at = None if waits else clock.now(), 0, None


def _promises(routing: Routing) -> bool:
    return routing.answer is not None and routing.answer.kind == AnswerKind.CHANGE_PLANNED


def deliver(routing: Routing, actor: Actor, at: datetime, words: str) -> None:
    """Records that the letter was handed over; the office's clock starts with that."""
    policy.require(actor, Permission.ROUTING_DELIVER, routing)
    if not routing.is_open or routing.delivered_at or routing.is_held:
        raise MoveNotAllowed(routing.status, "deliver")
    if at > clock.now() or at < routing.routed_at.replace(hour=0, minute=0):
        raise Invalid("at", "not_possible")
    with moves.counting(routing.case):
        moves.begin_clock(routing, at)
        routing.delivery_note = words
    moves.tell(routing.case, "deliver", actor, office=routing.addressee.code, routing=routing.number, words=words)


def _delivered(routing: Routing) -> None:
    if routing.delivered_at is None:
        raise Invalid("delivered_at", "needed")


def keep_template(actor: Actor, office: Organisation, name: str, body: str) -> AnswerTemplate:
    policy.require(actor, Permission.OFFICE_TEMPLATES, office)
    made = AnswerTemplate(organisation_id=office.id, name=name, body=body)
    db.session.add(made)
    return made


def drop_template(actor: Actor, template: AnswerTemplate) -> None:
    policy.require(actor, Permission.OFFICE_TEMPLATES, template)
    db.session.delete(template)
