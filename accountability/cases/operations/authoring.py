"""What the author does: submit, come back with the receipt, add words, judge, withdraw."""

import hashlib
import secrets
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from accountability.access import policy
from accountability.access.actor import Actor, author_of
from accountability.access.permissions import Permission
from accountability.cases import figures, moves, queries, receipts
from accountability.cases.models import (
    Approval,
    Attachment,
    AuthorVisit,
    Case,
    CaseSecret,
    Channel,
    Consent,
    ConsentPurpose,
    Direction,
    Kind,
    Relay,
    Track,
)
from accountability.cases.workflow import (
    Action,
    RoutingAction,
    RoutingStatus,
    Status,
    Verdict,
    VerdictAction,
    Visibility,
    VisibilityAction,
)
from accountability.core import clock
from accountability.core.clock import CAPITAL
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed
from accountability.core.storage import storage
from accountability.core.vault import vault
from accountability.directory.models import Area, Category, Organisation, Service
from accountability.facts import operations as facts

CONSENT_TEXTS = "2026-11"
RECEIPT_SHOWN = timedelta(days=7)
VISIT = timedelta(minutes=30)
REOPEN = timedelta(days=60)
WITHDRAWN_TEXT = "—"


@dataclass
class Submission:
    """What a person sends: checked by the form, nothing more."""

    story: str
    client_key: str = ""
    facilities: list[Organisation] = field(default_factory=list)
    facility_text: str | None = None
    soum: Area | None = None
    province: Area | None = None
    service: Service | None = None
    kind: Kind | None = None
    month: str | None = None
    alias: str | None = None
    away_until: date | None = None
    categories: list[Category] = field(default_factory=list)
    contact: dict[str, Any] = field(default_factory=dict)
    wish_public: bool = False
    reissue_ok: bool = False
    consents: dict[ConsentPurpose, bool] = field(default_factory=dict)
    photos: list[bytes] = field(default_factory=list)
    composition: dict[str, str] = field(default_factory=dict)
    locale: str = "mn"


def submit(sent: Submission) -> tuple[Case, str | None]:
    """Makes the case and its receipt; the same client key again gives the same case.

    Returns the case and the 20 digits, or None for them when they were used already and cannot be shown again.
    """
    client_key = sent.client_key or str(uuid.uuid4())
    if known := queries.by_client_key(client_key):
        return known, receipt_of(known)
    try:
        with db.session.begin_nested():
            return _make(sent, client_key)
    except IntegrityError:
        known = queries.by_client_key(client_key)
        if known is None:
            raise
        return known, receipt_of(known)


def _make(sent: Submission, client_key: str) -> tuple[Case, str]:
    now, receipt = clock.now(), receipts.make()
    case = build(sent, client_key, receipt, now)
    case.photos = [keep_file(case, photo, "photo", now) for photo in sent.photos]
    db.session.add(case)
    db.session.flush()
    moves.tell(case, Action.SUBMIT.value, author_of(case.id), channel=case.channel.value, photos=len(sent.photos))
    facts.record(Counter(), figures.counted(case))
    moves.write_to_author(case, "received", key="1")
    return case, receipt


def build(sent: Submission, client_key: str, receipt: str, now: Any) -> Case:
    """A case with its sealed parts, not yet in the session; the bulk loader of sample data uses it too."""
    public_id = receipts.new_public_id()
    soum = sent.soum or (sent.facilities[0].area if sent.facilities else None)
    province = sent.province or (soum.parent if soum else None)
    contact = {name: value for name, value in sent.contact.items() if value}
    reachable = bool(contact.get("email") or contact.get("phone")) and sent.consents.get(ConsentPurpose.CONTACT, False)
    case = Case(
        public_id=public_id,
        client_key=client_key,
        receipt_hash=receipts.receipts.hash(receipt),
        status=Status.RECEIVED,
        visibility=Visibility.UNDECIDED,
        verdict=Verdict.NOT_ASKED,
        kind=sent.kind,
        track=Track.INFORMAL,
        channel=Channel.WEB,
        locale=sent.locale,
        province_id=province.id if province else None,
        soum_id=soum.id if soum else None,
        zone=province.timezone if province else CAPITAL,
        facility_text=sent.facility_text,
        service_id=sent.service.id if sent.service else None,
        month=sent.month,
        urgency=0,
        criticality=0,
        alias=sent.alias,
        away_until=sent.away_until,
        has_contact=reachable,
        wish_public=sent.wish_public,
        reissue_ok=sent.reissue_ok and reachable,
        approval=Approval.NONE,
        text_office="",
        text_public="",
        public_terms="",
        staff_terms="",
        received_at=now,
        waiting_since=now,
        reminders=0,
        cycle=1,
        **sent.composition,
    )
    case.facilities, case.categories = list(sent.facilities), list(sent.categories)
    case.secret = CaseSecret(
        story=vault.seal_text(sent.story, f"story:{public_id}"),
        contact=vault.seal_fields(contact, f"contact:{public_id}") if contact else None,
        receipt=vault.seal_text(receipt, f"receipt:{public_id}"),
        receipt_until=now + RECEIPT_SHOWN,
    )
    case.consents = [
        Consent(purpose=purpose, granted=granted, text_version=CONSENT_TEXTS, given_by="author", at=now)
        for purpose, granted in sent.consents.items()
    ]
    return case


def keep_file(case: Case, content: bytes, kind: str, now: Any, media_type: str = "image/jpeg") -> Attachment:
    """Seals a file that was written anew and puts it into the storage; its row joins the case."""
    key = f"cases/{case.public_id[:2]}/{case.public_id}-{secrets.token_hex(8)}"
    storage.save(key, vault.seal(content, f"file:{key}"))
    return Attachment(
        kind=kind, storage_key=key, media_type=media_type, size=len(content), sha256=hashlib.sha256(content).hexdigest(), at=now
    )


def file_content(attachment: Attachment) -> bytes:
    return vault.open(storage.load(attachment.storage_key), f"file:{attachment.storage_key}")


# --- the receipt -------------------------------------------------------------------------------------------------------


def receipt_of(case: Case) -> str | None:
    """The receipt from its sealed copy: until it is first used, at most seven days."""
    secret = case.secret
    if secret is None or secret.receipt is None or secret.receipt_until is None or secret.receipt_until < clock.now():
        return None
    return vault.open_text(secret.receipt, f"receipt:{case.public_id}")


def send_receipt_to_oneself(case: Case) -> None:
    """Sends the code to the author's own e-mail, because they asked for it."""
    policy.require(author_of(case.id), Permission.CASE_ADD_WORDS, case)
    receipt = receipt_of(case)
    if receipt is None:
        raise MoveNotAllowed(case.status, "send_receipt")
    moves.write_to_author(case, "receipt", key="self", secret=receipt)


def come_back(case: Case) -> str:
    """Opens a visit for whoever showed the receipt and forgets its sealed copy; returns the visit's token."""
    case.secret.receipt = None
    token = secrets.token_urlsafe(24)
    db.session.add(AuthorVisit(token_hash=_hash(token), case_id=case.id, expires_at=clock.now() + VISIT))
    return token


def visited_case(token: str | None) -> int | None:
    """The case behind a visit that is not over."""
    if not token:
        return None
    found = sa.select(AuthorVisit).where(AuthorVisit.token_hash == _hash(token), AuthorVisit.expires_at > clock.now())
    visit = db.session.scalars(found).first()
    return visit.case_id if visit else None


def leave(token: str | None) -> None:
    if token:
        db.session.execute(sa.delete(AuthorVisit).where(AuthorVisit.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- afterwards --------------------------------------------------------------------------------------------------------


@dataclass
class Details:
    """What may be told after the receipt, on a second page; all of it optional."""

    kind: Kind | None = None
    service: Service | None = None
    month: str | None = None
    alias: str | None = None
    good: str | None = None
    better: str | None = None
    categories: list[Category] = field(default_factory=list)
    more_facilities: list[Organisation] = field(default_factory=list)
    composition: dict[str, str] = field(default_factory=dict)


def add_details(case: Case, told: Details) -> None:
    """Adds what the author tells later; only while nobody handed the case on."""
    actor = author_of(case.id)
    policy.require(actor, Permission.CASE_ADD_WORDS, case)
    if case.status not in {Status.RECEIVED, Status.IN_REVIEW, Status.NEEDS_INFO}:
        raise MoveNotAllowed(case.status, "add_details")
    with moves.counting(case):
        case.kind = told.kind or case.kind
        case.service_id = told.service.id if told.service else case.service_id
        case.month, case.alias = told.month or case.month, told.alias or case.alias
        for name, value in told.composition.items():
            setattr(case, name, value)
        known = {facility.id for facility in case.facilities}
        case.categories = told.categories or case.categories
        case.facilities = case.facilities + [facility for facility in told.more_facilities if facility.id not in known]
    for words in (told.good, told.better):
        if words:
            case.relays.append(_relay(case, Direction.FROM_AUTHOR, words))
    moves.tell(case, "details", actor, fields=sorted(name for name, value in vars(told).items() if value))


def add_words(case: Case, words: str) -> None:
    """Adds words of the author at any time; a question that waits for them is answered by them."""
    actor = author_of(case.id)
    policy.require(actor, Permission.CASE_ADD_WORDS, case)
    if case.status in {Status.WITHDRAWN, Status.DECLINED}:
        raise MoveNotAllowed(case.status, "add_words")
    case.relays.append(_relay(case, Direction.FROM_AUTHOR, words))
    if case.status == Status.NEEDS_INFO:
        with moves.counting(case):
            moves.move(case, Action.AUTHOR_REPLIES, actor, note="relay")
        case.waiting_since = clock.now()
    else:
        moves.tell(case, "add_words", actor)
    moves.write_to_monitor(case, "author_wrote", key=str(len(case.relays)))


def relay_text(relay: Relay, case: Case) -> str:
    return vault.open_text(relay.body, f"relay:{case.public_id}")


def _relay(case: Case, direction: Direction, words: str) -> Relay:
    return Relay(direction=direction, body=vault.seal_text(words, f"relay:{case.public_id}"), at=clock.now())


def approve(case: Case, agrees: bool) -> None:
    """The author's word on a public text whose meaning an edit changed."""
    actor = author_of(case.id)
    policy.require(actor, Permission.CASE_JUDGE, case)
    if case.approval != Approval.ASKED:
        raise MoveNotAllowed(case.status, "approve")
    case.approval = Approval.GIVEN if agrees else Approval.REFUSED
    moves.tell(case, "approval_given" if agrees else "approval_refused", actor)
    moves.write_to_monitor(case, "author_wrote", key=f"approval-{clock.now():%Y%m%d%H%M%S}")


# --- the verdict -------------------------------------------------------------------------------------------------------


def judge(case: Case, verdict: VerdictAction, *, fairness: int | None = None, solved: int | None = None) -> None:
    """The author says that it is solved, wholly or partly; the case is closed with that."""
    actor = author_of(case.id)
    if verdict not in {VerdictAction.CONFIRM, VerdictAction.PARTLY}:
        raise Invalid("verdict", "unknown")
    if case.status not in {Status.ANSWERED, Status.CLOSED}:
        raise MoveNotAllowed(case.status, verdict)
    with moves.counting(case):
        moves.judge(case, verdict, actor)
        case.judged_at, case.fairness, case.solved = clock.now(), fairness, solved
        moves.tell(case, verdict.value, actor, fairness=fairness, solved=solved)
        if case.status == Status.ANSWERED:
            moves.move(case, Action.CLOSE, actor)


def dispute(
    case: Case,
    reason: str,
    words: str | None = None,
    *,
    actor: Actor | None = None,
    fairness: int | None = None,
    solved: int | None = None,
) -> None:
    """Not solved: the case goes back to the offices that answered, for a new round with 15 days.

    The author's words stay sealed with the monitor; the office learns the reason at once and the words when a monitor passes
    them on.
    """
    actor = actor or author_of(case.id)
    if case.ended_at and case.ended_at < clock.now() - REOPEN:
        raise MoveNotAllowed(case.status, "dispute_too_late")
    answered = [routing for routing in case.current_routings if routing.status == RoutingStatus.ANSWERED]
    with moves.counting(case):
        moves.judge(case, VerdictAction.DISPUTE, actor)
        moves.move(case, Action.DISPUTE, actor, reason=reason, cycle=case.cycle + 1)
        case.judged_at, case.fairness, case.solved = clock.now(), fairness, solved
        case.cycle += 1
        moves.reopen(case, answered, reason)
    if words:
        case.relays.append(_relay(case, Direction.FROM_AUTHOR, words))
    moves.write_to_monitor(case, "disputed", key=str(case.cycle))


def withdraw(case: Case) -> None:
    """The author takes it back: every text is gone from view and erased at once; a bare statistical record stays."""
    actor = author_of(case.id)
    with moves.counting(case):
        for routing in case.routings:
            if routing.is_open:
                moves.move_routing(routing, RoutingAction.RECALL, actor)
            routing.text_office = WITHDRAWN_TEXT
            if routing.answer:
                routing.answer.text_public = routing.answer.text_public or WITHDRAWN_TEXT
        with db.session.no_autoflush:
            moves.show(case, VisibilityAction.WITHDRAW, actor)
            moves.move(case, Action.WITHDRAW, actor)
    case.text_public = case.text_office = case.public_terms = case.staff_terms = ""
    case.public_at, case.has_contact, case.alias, case.facility_text = None, False, None, None
    case.secret.story = case.secret.contact = case.secret.receipt = None
    for photo in case.photos:
        storage.delete(photo.storage_key)
        db.session.delete(photo)
    for relay in case.relays:
        db.session.delete(relay)
