"""Sending in: the case, its sealed parts, its files and its receipt are made in one transaction."""

import hashlib
import secrets
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from accountability.access.actor import author_of
from accountability.cases import figures, moves, queries, receipts
from accountability.cases.models import (
    Approval,
    Attachment,
    Case,
    CaseSecret,
    Channel,
    Consent,
    ConsentPurpose,
    Kind,
    Track,
)
from accountability.cases.workflow import (
    Action,
    Status,
    Verdict,
    Visibility,
)
from accountability.core import clock, second_lock
from accountability.core.clock import CAPITAL
from accountability.core.db import db
from accountability.core.errors import NotFound
from accountability.core.storage import storage
from accountability.core.vault import vault
from accountability.directory.models import Area, Category, Organisation, Service
from accountability.facts import operations as facts

CONSENT_TEXTS = "2026-11"


RECEIPT_SHOWN = timedelta(days=7)


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
    send_later: bool = False
    recognisable: str | None = None
    consents: dict[ConsentPurpose, bool] = field(default_factory=dict)
    photos: list[bytes] = field(default_factory=list)
    composition: dict[str, str] = field(default_factory=dict)
    locale: str = "mn"
    quarantined: bool = False
    channel: Channel = Channel.WEB


def submit(sent: Submission) -> tuple[Case, str | None]:
    """Makes the case and its receipt; the same client key again gives the same case.

    Returns the case and the 20 digits, or None for them when they were used already and cannot be shown again.
    """
    client_key = sent.client_key or str(uuid.uuid4())
    with second_lock.asking_as(second_lock.SYSTEM):
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
    moves.tell(
        case,
        Action.SUBMIT.value,
        author_of(case.id),
        channel=case.channel.value,
        photos=len(sent.photos),
        quarantined=sent.quarantined or None,
    )
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
        channel=sent.channel,
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
        send_later=sent.send_later,
        recognisable_self=sent.recognisable,
        quarantined=sent.quarantined,
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
    case.secret = _seal(public_id, sent.story, contact, receipt, now)
    case.consents = [
        Consent(purpose=purpose, granted=granted, text_version=CONSENT_TEXTS, given_by="author", at=now)
        for purpose, granted in sent.consents.items()
    ]
    return case


def _seal(public_id: str, story: str, contact: dict[str, Any], receipt: str, now: Any) -> CaseSecret:
    return CaseSecret(
        story=vault.seal_text(story, f"story:{public_id}"),
        contact=vault.seal_fields(contact, f"contact:{public_id}") if contact else None,
        receipt=vault.seal_text(receipt, f"receipt:{public_id}"),
        receipt_until=now + RECEIPT_SHOWN,
    )


def keep_file(case: Case, content: bytes, kind: str, now: Any, media_type: str = "image/jpeg") -> Attachment:
    """Seals a file that was written anew and puts it into the storage; its row joins the case."""
    key = f"cases/{case.public_id[:2]}/{case.public_id}-{secrets.token_hex(8)}"
    storage.save(key, vault.seal(content, f"file:{key}"))
    return Attachment(
        kind=kind, storage_key=key, media_type=media_type, size=len(content), sha256=hashlib.sha256(content).hexdigest(), at=now
    )


def file_content(attachment: Attachment) -> bytes:
    """The file's content.

    Raises:
        NotFound: its file is gone: erased meanwhile, or the storage lost it.
    """
    try:
        sealed = storage.load(attachment.storage_key)
    except FileNotFoundError as gone:
        raise NotFound("no such file") from gone
    return vault.open(sealed, f"file:{attachment.storage_key}")


def receipt_of(case: Case) -> str | None:
    """The receipt from its sealed copy: until it is first used, at most seven days."""
    secret = case.secret
    if secret is None or secret.receipt is None or secret.receipt_until is None or secret.receipt_until < clock.now():
        return None
    return vault.open_text(secret.receipt, f"receipt:{case.public_id}")
