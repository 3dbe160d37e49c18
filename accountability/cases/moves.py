"""How one move is made: the table decides, the policy decides, and trail, figures and messages are unavoidable."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.audit import operations as audit
from accountability.cases import clocking, figures, receipts
from accountability.cases.models import Case, Routing, VerdictLink
from accountability.cases.workflow import (
    ENDED,
    HANDLING,
    ROUTING,
    VERDICT,
    VISIBILITY,
    Action,
    RoutingAction,
    RoutingStatus,
    Verdict,
    VerdictAction,
    VisibilityAction,
)
from accountability.clocks import queries as clocks
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.directory.labels import ServiceLevel
from accountability.directory.models import Organisation
from accountability.facts import operations as facts
from accountability.outbox import operations as outbox


@contextmanager
def counting(case: Case) -> Iterator[None]:
    """Whatever happens to the case inside is appended to the figures as the difference."""
    before = figures.counted(case)
    yield
    facts.record(before, figures.counted(case))


Sets = dict[str, Any] | None
# Messages that ask whether it is solved carry a link for the answer.
ASKING = frozenset({"answered", "reminder", "change_asks"})
LINK_LIFE = timedelta(days=30)


def move(
    case: Case, action: Action, actor: Actor, *, note: str | None = None, subject: Any = None, sets: Sets = None, **content: Any
) -> None:
    """One step on the axis of handling, on the trail.

    `subject` is what the permission asks about, when not the case; `sets` are the columns that change with the status, so that
    no half-true row is ever written.
    """
    step = HANDLING.move(case.status, action)
    if action != Action.WITHDRAW:
        refuse_quarantined(case, action)
    policy.require(actor, Permission(step.permission), subject or case)
    if step.needs_note and not note:
        raise Invalid("note", "needed")
    before, case.status = case.status, step.target
    case.ended_at = clock.now() if step.target in ENDED else None
    _set(case, sets)
    tell(case, action.value, actor, note=note, before=before.value, after=step.target.value, **content)


def refuse_quarantined(case: Case, action: Action | VisibilityAction | str) -> None:
    """Nobody works on what waits in quarantine before somebody let it through."""
    if case.quarantined:
        raise MoveNotAllowed(case.status, action)


def move_routing(
    routing: Routing, action: RoutingAction, actor: Actor, *, note: str | None = None, sets: Sets = None, **content: Any
) -> None:
    """One step of one office; the case's own step, if any, follows from it."""
    step = ROUTING.move(routing.status, action)
    policy.require(actor, Permission(step.permission), routing.case if action == RoutingAction.RECALL else routing)
    if step.needs_note and not note:
        raise Invalid("note", "needed")
    routing.status = step.target
    _set(routing, sets)
    tell(routing.case, action.value, actor, office=routing.addressee.code, routing=routing.number, **content)


def _set(row: Case | Routing, sets: Sets) -> None:
    for name, value in (sets or {}).items():
        setattr(row, name, value)


def show(case: Case, action: VisibilityAction, actor: Actor, *, note: str | None = None, sets: Sets = None) -> None:
    """One step on the axis of visibility."""
    step = VISIBILITY.move(case.visibility, action)
    if action != VisibilityAction.WITHDRAW:
        refuse_quarantined(case, action)
    policy.require(actor, Permission(step.permission), case)
    if step.needs_note and not note:
        raise Invalid("reason", "needed")
    before, case.visibility = case.visibility, step.target
    _set(case, sets)
    if action not in {VisibilityAction.WITHDRAW, VisibilityAction.DIVERT}:
        tell(case, action.value, actor, reason=note, before=before.value, after=step.target.value)


def judge(case: Case, action: VerdictAction, actor: Actor, subject: Any = None) -> None:
    """One step on the axis of the author's verdict."""
    step = VERDICT.move(case.verdict, action)
    policy.require(actor, Permission(step.permission), subject or case)
    case.verdict = step.target


def tell(case: Case, action: str, actor: Actor, **content: Any) -> int:
    """One line on the case's trail; returns its number, which no other line of the case has."""
    return audit.record(case.chain, action, actor, **content).sequence


def make_link(case: Case) -> str:
    """A fresh token for the author's word on the present round; only its hash is kept."""
    token = secrets.token_urlsafe(16)
    kept = VerdictLink(token_hash=token_hash(token), case_id=case.id, cycle=case.cycle, expires_at=clock.now() + LINK_LIFE)
    db.session.add(kept)
    return token


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def write_to_author(case: Case, kind: str, *, key: str, secret: str | None = None) -> None:
    """Queues a message to the author, who is reached only the way they chose; never naming office or matter.

    From quarantine nothing goes out: a flood must not make us write to strangers.
    """
    if case.has_contact and not case.quarantined:
        if kind in ASKING and case.verdict == Verdict.ASKED:
            secret = make_link(case)
        outbox.enqueue(kind, "case", case.id, "author", key=f"{kind}:{case.id}:{key}", locale=case.locale, secret=secret)


def write_to_office(routing: Routing, kind: str, *, key: str = "") -> None:
    """Queues a message to the people who answer for the office."""
    receiver = f"organisation:{routing.addressee_id}"
    outbox.enqueue(kind, "routing", routing.id, receiver, key=f"{kind}:{routing.id}:{key}")


def write_to_monitor(case: Case, kind: str, *, key: str) -> None:
    if case.reviewer_id:
        outbox.enqueue(kind, "case", case.id, f"user:{case.reviewer_id}", key=f"{kind}:{case.id}:{key}")


def resume(case: Case) -> None:
    """The author answered, or time went by: the clocks run on."""
    for pause in case.pauses:
        pause.until_at = pause.until_at or clock.now()


def begin_clock(routing: Routing, at: datetime) -> None:
    """Delivery starts the office's clocks, by the rules in force that day; a paused office is promised no date."""
    routing.delivered_at = at
    clocking.count(routing, clocks.book(), promised=routing.addressee.service_level != ServiceLevel.PAUSED)


def add_routing(case: Case, office: Organisation, text: str, *, held_until: datetime | None = None, **more: Any) -> Routing:
    """Sends the case to one office; an office that does not work on the platform gets a letter.

    With `held_until` it waits here until then and reaches the office together with others. `more` are columns of a routing
    that comes from a dispute or from below: `dispute_reason`, `level`, `went_up_from`.
    """
    now = clock.now()
    routing = Routing(
        number=receipts.new_public_id(),
        addressee=office,
        addressee_id=office.id,
        cycle=case.cycle,
        status=RoutingStatus.ROUTED,
        text_office=text,
        on_paper=office.service_level != ServiceLevel.OPEN,
        routed_at=now,
        reminded=False,
        held_until=held_until,
        **more,
    )
    case.routings.append(routing)
    if held_until:
        db.session.flush()
    else:
        _hand_over(routing, now)
    return routing


def _hand_over(routing: Routing, at: datetime) -> None:
    """Where the office works on the platform its clock begins and it is told; a letter waits for delivery, for a while."""
    if not routing.on_paper:
        begin_clock(routing, at)
    elif routing.routed_at == at:
        clocking.count(routing, clocks.book(), promised=False)
    db.session.flush()
    if not routing.on_paper:
        write_to_office(routing, "disputed_office" if routing.dispute_reason else "routed")


def release(routing: Routing) -> None:
    """What was held reaches the office now."""
    with db.session.no_autoflush:
        routing.held_until = None
        _hand_over(routing, clock.now())
