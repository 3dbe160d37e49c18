"""A case, its sealed parts, its routings and answers: columns, constraints, small properties."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.accounts.models import User
from accountability.cases.workflow import OPEN, OPEN_ROUTING, WAITING, RoutingStatus, Status, Verdict, Visibility
from accountability.core.db import Model, UtcDateTime, day, db, enum, key, moment, sealed, text
from accountability.directory.models import Area, Category, Organisation, Service


class Kind(StrEnum):
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    REQUEST = "request"
    THANKS = "thanks"


class Track(StrEnum):
    INFORMAL = "informal"


class Channel(StrEnum):
    WEB = "web"


class ContactWay(StrEnum):
    NONE = "none"
    PHONE = "phone"
    EMAIL = "email"


class Approval(StrEnum):
    """Whether the author was asked about an edit that changes the meaning."""

    NONE = "none"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


class AnswerKind(StrEnum):
    """Kinds of answer without a claim that something changed."""

    EXPLANATION = "explanation"
    APOLOGY = "apology"
    CORRECTION = "correction"
    REFERRAL = "referral"
    NO_CHANGE = "no_change"


class CopyState(StrEnum):
    """Where the public copy of an answer stands: it waits for a monitor's look."""

    PENDING = "pending"
    PUBLISHED = "published"
    WITHHELD = "withheld"


class ConsentPurpose(StrEnum):
    STORE = "store"
    PASS_ON = "pass_on"
    PUBLISH = "publish"
    CONTACT = "contact"


class NoteKind(StrEnum):
    NOTE = "note"
    CALL = "call"


class Direction(StrEnum):
    """Who speaks to whom through the relay."""

    TO_AUTHOR = "to_author"
    FROM_AUTHOR = "from_author"


case_facilities = Table(
    "case_facilities",
    db.metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("facility_id", Integer, ForeignKey("organisations.id"), primary_key=True),
    Column("place", SmallInteger, nullable=False, default=0),
    Index("ix_case_facilities_facility", "facility_id", "case_id"),
)
case_categories = Table(
    "case_categories",
    db.metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("category_id", Integer, ForeignKey("categories.id"), primary_key=True),
    Index("ix_case_categories_category", "category_id", "case_id"),
)


class Case(Model):
    """Our file on one piece of feedback. The story itself lies sealed in `CaseSecret`."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("(status = 'merged') = (parent_id IS NOT NULL)", name="merged_has_parent"),
        CheckConstraint("(status = 'declined') = (decline_reason IS NOT NULL)", name="declined_has_reason"),
        CheckConstraint(
            "(status IN ('closed', 'declined', 'merged', 'withdrawn')) = (ended_at IS NOT NULL)", name="ended_when_over"
        ),
        CheckConstraint("visibility <> 'public' OR text_public <> ''", name="public_has_text"),
        CheckConstraint("visibility <> 'restricted' OR restrict_reason IS NOT NULL", name="restricted_has_reason"),
        CheckConstraint("(status = 'withdrawn') = (visibility = 'withdrawn')", name="withdrawn_everywhere"),
        CheckConstraint("criticality BETWEEN 0 AND 5", name="criticality_range"),
        Index("ix_cases_queue", "province_id", "status", "urgency", "waiting_since"),
        Index("ix_cases_reviewer", "reviewer_id", "status", "waiting_since"),
        Index("ix_cases_waiting", "status", "waiting_since"),
        Index("ix_cases_public", "visibility", "public_at", "id"),
        Index("ix_cases_public_province", "province_id", "visibility", "public_at", "id"),
        Index("ix_cases_public_soum", "soum_id", "visibility", "public_at", "id"),
        Index("ix_cases_parent", "parent_id"),
    )
    id: Mapped[key]
    public_id: Mapped[str] = mapped_column(String(10), unique=True)
    client_key: Mapped[str] = mapped_column(String(36), unique=True)
    receipt_hash: Mapped[str] = mapped_column(String(64), unique=True)
    status: Mapped[Status] = mapped_column(enum(Status, "status"))
    visibility: Mapped[Visibility] = mapped_column(enum(Visibility, "visibility"))
    verdict: Mapped[Verdict] = mapped_column(enum(Verdict, "verdict"))
    kind: Mapped[Kind | None] = mapped_column(enum(Kind, "kind"))
    track: Mapped[Track] = mapped_column(enum(Track, "track"))
    channel: Mapped[Channel] = mapped_column(enum(Channel, "channel"))
    locale: Mapped[str] = mapped_column(String(5))
    province_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    soum_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    zone: Mapped[str] = mapped_column(String(40))
    facility_text: Mapped[str | None] = mapped_column(String(200))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("services.id"))
    month: Mapped[str | None] = mapped_column(String(7))
    urgency: Mapped[int] = mapped_column(SmallInteger, default=0)
    criticality: Mapped[int] = mapped_column(SmallInteger, default=0)
    alias: Mapped[str | None] = mapped_column(String(40))
    has_contact: Mapped[bool]
    wish_public: Mapped[bool]
    reissue_ok: Mapped[bool]
    approval: Mapped[Approval] = mapped_column(enum(Approval, "approval"))
    text_office: Mapped[text]
    text_public: Mapped[text]
    public_terms: Mapped[text]
    staff_terms: Mapped[text]
    received_at: Mapped[moment]
    waiting_since: Mapped[moment]
    public_at: Mapped[moment | None]
    first_answered_at: Mapped[moment | None]
    asked_at: Mapped[moment | None]
    reminders: Mapped[int] = mapped_column(SmallInteger, default=0)
    judged_at: Mapped[moment | None]
    ended_at: Mapped[moment | None]
    question_at: Mapped[moment | None]
    cycle: Mapped[int] = mapped_column(SmallInteger, default=1)
    fairness: Mapped[int | None] = mapped_column(SmallInteger)
    solved: Mapped[int | None] = mapped_column(SmallInteger)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    look_again_on: Mapped[day | None]
    away_until: Mapped[day | None]
    decline_reason: Mapped[str | None] = mapped_column(String(40))
    restrict_reason: Mapped[str | None] = mapped_column(String(40))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    sex: Mapped[str | None] = mapped_column(String(10))
    age_band: Mapped[str | None] = mapped_column(String(10))
    disability: Mapped[str | None] = mapped_column(String(10))
    herder: Mapped[str | None] = mapped_column(String(10))

    facilities: Mapped[list[Organisation]] = relationship(secondary=case_facilities, order_by=case_facilities.c.place)
    categories: Mapped[list[Category]] = relationship(secondary=case_categories, order_by=case_categories.c.category_id)
    routings: Mapped[list["Routing"]] = relationship(back_populates="case", order_by="Routing.id")
    secret: Mapped["CaseSecret"] = relationship(back_populates="case", uselist=False)
    relays: Mapped[list["Relay"]] = relationship(order_by="Relay.id")
    photos: Mapped[list["Attachment"]] = relationship(order_by="Attachment.id")
    consents: Mapped[list["Consent"]] = relationship(order_by="Consent.id")
    province: Mapped[Area | None] = relationship(foreign_keys=[province_id])
    soum: Mapped[Area | None] = relationship(foreign_keys=[soum_id])
    service: Mapped[Service | None] = relationship()
    reviewer: Mapped[User | None] = relationship()
    parent: Mapped["Case | None"] = relationship(remote_side="Case.id")

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_thanks(self) -> bool:
        return self.kind == Kind.THANKS

    @property
    def organisation_ids(self) -> list[int]:
        """Every organisation that the case is about or was sent to; a tie to any of them is a conflict of interest."""
        return [facility.id for facility in self.facilities] + [routing.addressee_id for routing in self.routings]

    @property
    def current_routings(self) -> list["Routing"]:
        return [routing for routing in self.routings if routing.cycle == self.cycle]

    @property
    def chain(self) -> str:
        return f"case:{self.id}"

    def agrees_to(self, purpose: ConsentPurpose) -> bool:
        """The newest word of the author about a purpose."""
        given = [consent.granted for consent in self.consents if consent.purpose == purpose]
        return bool(given and given[-1])


class CaseSecret(Model):
    """The sealed parts of a case; erasing one empties its column."""

    __tablename__ = "case_secrets"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    story: Mapped[bytes | None] = mapped_column(LargeBinary)
    contact: Mapped[bytes | None] = mapped_column(LargeBinary)
    receipt: Mapped[bytes | None] = mapped_column(LargeBinary)
    receipt_until: Mapped[moment | None]
    case: Mapped[Case] = relationship(back_populates="secret")


class Consent(Model):
    """One word about one purpose: with the version of the text that was shown, and when."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_case", "case_id"),)
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    purpose: Mapped[ConsentPurpose] = mapped_column(enum(ConsentPurpose, "purpose"))
    granted: Mapped[bool]
    text_version: Mapped[str] = mapped_column(String(20))
    given_by: Mapped[str] = mapped_column(String(20))
    at: Mapped[moment]


class Routing(Model):
    """What one office was sent, with its own status, due dates and answer."""

    __tablename__ = "routings"
    __table_args__ = (
        CheckConstraint("text_office <> ''", name="has_text"),
        CheckConstraint("(status = 'answered') = (answered_at IS NOT NULL)", name="answered_when_answered"),
        CheckConstraint("(status = 'returned') = (return_reason IS NOT NULL)", name="returned_has_reason"),
        CheckConstraint("delivered_at IS NOT NULL OR on_paper", name="delivered_or_on_paper"),
        UniqueConstraint("case_id", "addressee_id", "cycle"),
        Index("ix_routings_inbox", "addressee_id", "status", "answer_due"),
        Index("ix_routings_case", "case_id"),
        Index("ix_routings_due", "status", "answer_due"),
    )
    id: Mapped[key]
    number: Mapped[str] = mapped_column(String(10), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    addressee_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    cycle: Mapped[int] = mapped_column(SmallInteger)
    status: Mapped[RoutingStatus] = mapped_column(enum(RoutingStatus, "status"))
    text_office: Mapped[text]
    on_paper: Mapped[bool]
    routed_at: Mapped[moment]
    delivered_at: Mapped[moment | None]
    delivery_note: Mapped[str | None] = mapped_column(String(300))
    acknowledge_due: Mapped[moment | None]
    answer_due: Mapped[moment | None]
    acknowledged_at: Mapped[moment | None]
    responsible: Mapped[str | None] = mapped_column(String(120))
    answered_at: Mapped[moment | None]
    return_reason: Mapped[str | None] = mapped_column(String(40))
    return_note: Mapped[str | None] = mapped_column(sa.Text)
    dispute_reason: Mapped[str | None] = mapped_column(String(40))
    reminded: Mapped[bool] = mapped_column(default=False)
    addressee: Mapped[Organisation] = relationship()
    case: Mapped[Case] = relationship(back_populates="routings")
    answer: Mapped["Answer | None"] = relationship(back_populates="routing", uselist=False)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_ROUTING

    @property
    def supervisor_id(self) -> int | None:
        return self.addressee.supervisor_id

    @property
    def province_id(self) -> int | None:
        return self.case.province_id

    @property
    def in_time(self) -> bool | None:
        """Whether the answer came by its date; None while there is no answer or no date was promised."""
        if self.answered_at is None or self.answer_due is None:
            return None
        return self.answered_at <= self.answer_due


class Answer(Model):
    """What an office says; the author has it at once, the public copy waits for a monitor's look."""

    __tablename__ = "answers"
    __table_args__ = (
        CheckConstraint("copy_state <> 'published' OR text_public <> ''", name="published_has_text"),
        UniqueConstraint("routing_id"),
    )
    id: Mapped[key]
    routing_id: Mapped[int] = mapped_column(ForeignKey("routings.id"))
    kind: Mapped[AnswerKind] = mapped_column(enum(AnswerKind, "kind"))
    text: Mapped[text]
    text_public: Mapped[text]
    copy_state: Mapped[CopyState] = mapped_column(enum(CopyState, "copy_state"))
    on_paper: Mapped[bool]
    at: Mapped[moment]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    routing: Mapped[Routing] = relationship(back_populates="answer")


class Attachment(Model):
    """A file, written anew and sealed; `storage_key` says where it lies."""

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_case", "case_id"),)
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str] = mapped_column(String(10))
    storage_key: Mapped[str] = mapped_column(String(80), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[moment]


class Relay(Model):
    """Words between monitor and author; sealed like the story."""

    __tablename__ = "relays"
    __table_args__ = (Index("ix_relays_case", "case_id"),)
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    direction: Mapped[Direction] = mapped_column(enum(Direction, "direction"))
    body: Mapped[sealed]
    at: Mapped[moment]


class Note(Model):
    """A monitor's private note or call; sealed, and never shown outside the desk."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_case", "case_id"),)
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[NoteKind] = mapped_column(enum(NoteKind, "kind"))
    body: Mapped[sealed]
    at: Mapped[moment]
    user: Mapped[User] = relationship(lazy="joined")


class AuthorVisit(Model):
    """A browser that showed the receipt; it may see the case until it leaves or half an hour passes."""

    __tablename__ = "author_visits"
    id: Mapped[key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SavedView(Model):
    """A queue filter that somebody keeps: its name and its address."""

    __tablename__ = "saved_views"
    id: Mapped[key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(500))


class AnswerTemplate(Model):
    """Words that an office uses again."""

    __tablename__ = "answer_templates"
    id: Mapped[key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    body: Mapped[text]


class ClockRule(Model):
    """One term: how long something may take, since when, and by which article or charter."""

    __tablename__ = "clock_rules"
    __table_args__ = (UniqueConstraint("clock", "valid_from"),)
    id: Mapped[key]
    clock: Mapped[str] = mapped_column(String(20))
    term: Mapped[int]
    unit: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[day]
    article: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(200))
