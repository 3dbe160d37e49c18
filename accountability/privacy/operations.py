"""Raising an alert, pausing what it is about, deciding it; writing a breach down and noting who was told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accountability.access import policy
from accountability.access.actor import NOBODY, Actor
from accountability.access.permissions import Permission
from accountability.accounts import queries as accounts
from accountability.audit import operations as audit
from accountability.cases.models import Case
from accountability.cases.operations import reviewing
from accountability.cases.workflow import Visibility, VisibilityAction
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.core.rotating import Sealed
from accountability.core.vault import vault
from accountability.outbox import operations as outbox
from accountability.privacy.models import Alert, AlertState, Breach

DECIDE_WITHIN = timedelta(hours=72)
DECISIONS = (AlertState.MENDED, AlertState.HIDDEN, AlertState.UNFOUNDED)


def raise_alert(path: str, words: str, case: Case | None) -> Alert:
    """Anybody may say that a page identifies somebody; who says it is not kept."""
    now = clock.now()
    made = Alert(
        case_id=case.id if case else None,
        path=path,
        body=vault.seal_text(words, f"alert:{path}"),
        state=AlertState.OPEN,
        at=now,
        decide_by=now + DECIDE_WITHIN,
    )
    db.session.add(made)
    db.session.flush()
    if case:
        audit.record(case.chain, "alert", NOBODY)
    for person in accounts.seniors_of(case.province_id if case else None):
        outbox.enqueue("alert", "alert", made.id, f"user:{person.id}", key=f"alert:{made.id}:{person.id}", locale=person.locale)
    return made


def words_of(alert: Alert) -> str:
    return vault.open_text(alert.body, f"alert:{alert.path}")


def pause(alert: Alert, actor: Actor) -> None:
    """Out of public view at once, until it is decided."""
    policy.require(actor, Permission.ALERT_DECIDE, alert)
    if alert.state != AlertState.OPEN:
        raise MoveNotAllowed(alert.state, "pause")
    if alert.case and alert.case.visibility == Visibility.PUBLIC:
        reviewing.decide(alert.case, actor, VisibilityAction.RESTRICT, "paused")
    alert.state = AlertState.PAUSED


def decide(alert: Alert, actor: Actor, decision: AlertState) -> None:
    """Mended or unfounded: it can be read again. Hidden: the public sees only that it exists."""
    policy.require(actor, Permission.ALERT_DECIDE, alert)
    if not alert.is_open:
        raise MoveNotAllowed(alert.state, "decide")
    if decision not in DECISIONS:
        raise Invalid("decision", "unknown")
    if alert.case:
        _settle(alert.case, actor, hidden=decision == AlertState.HIDDEN)
        audit.record(alert.case.chain, f"alert_{decision.value}", actor)
    alert.state, alert.decided_at, alert.user_id = decision, clock.now(), actor.user_id


def _settle(case: Case, actor: Actor, *, hidden: bool) -> None:
    paused = case.visibility == Visibility.RESTRICTED and case.restrict_reason == "paused"
    if hidden and paused:
        case.restrict_reason = "recognisable"
    elif hidden and case.visibility == Visibility.PUBLIC:
        reviewing.decide(case, actor, VisibilityAction.RESTRICT, "recognisable")
    elif paused:
        reviewing.decide(case, actor, VisibilityAction.PUBLISH)


@dataclass
class Happening:
    """A loss or leak of personal data, as whoever looks after accounts writes it down; without anybody's name."""

    happened: str
    touched: str
    measures: str
    noticed_at: datetime
    people: int | None = None


def write_down(told: Happening, actor: Actor) -> Breach:
    policy.require(actor, Permission.BREACH_KEEP)
    if told.noticed_at > clock.now():
        raise Invalid("noticed_on", "not_possible")
    made = Breach(**vars(told), entered_at=clock.now(), user_id=actor.user_id or 0)
    db.session.add(made)
    db.session.flush()
    audit.record(f"breach:{made.id}", "breach", actor)
    return made


def note_told(breach: Breach, actor: Actor, whom: str) -> None:
    """That the authority, or the people touched, were told; the first time counts."""
    policy.require(actor, Permission.BREACH_KEEP)
    if whom not in {"authority", "people"}:
        raise Invalid("whom", "unknown")
    field = f"{whom}_told_at"
    if getattr(breach, field) is None:
        setattr(breach, field, clock.now())
        audit.record(f"breach:{breach.id}", f"told_{whom}", actor)


SEALED = [Sealed(Alert.body, lambda alert: f"alert:{alert.path}")]
