"""The case itself: one row of facts, its places and topics."""

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.accounts.models import User
from accountability.cases.models.words import Approval, Channel, ConsentPurpose, Kind, Track
from accountability.cases.workflow import OPEN, WAITING, RoutingStatus, Status, Verdict, Visibility
from accountability.commitments.workflow import Standing
from accountability.core.db import Model, day, db, enum, key, moment, text
from accountability.directory.models import Area, Category, Organisation, Service

if TYPE_CHECKING:
    from accountability.cases.models.appeals import Appeal
    from accountability.cases.models.handling import Pause, Routing
    from accountability.cases.models.parts import Attachment, CaseSecret, Consent, Relay


class CaseFacility(Model):
    """One office that a case is about; the first one (place 0) counts for the areas."""

    __tablename__ = "case_facilities"
    __table_args__ = (Index("ix_case_facilities_facility", "facility_id", "case_id"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger)
    facility: Mapped[Organisation] = relationship()


case_facilities = CaseFacility.__table__
case_categories = Table(
    "case_categories",
    db.metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("category_id", Integer, ForeignKey("categories.id"), primary_key=True),
    Index("ix_case_categories_category", "category_id", "case_id"),
)


# Written out, so that both databases see that a question asks for what a partial index holds.
UNJUDGED = sa.text("cases.status = 'answered' AND cases.verdict = 'asked'")
ASKED = sa.text("cases.status = 'needs_info'")
_UNJUDGED_ROWS, _ASKED_ROWS = (sa.text(str(rows).replace("cases.", "")) for rows in (UNJUDGED, ASKED))


class Case(Model):
    """Our file on one piece of feedback. The story itself lies sealed in `CaseSecret`."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("(status = 'merged') = (parent_id IS NOT NULL)", name="merged_has_parent"),
        CheckConstraint(
            "status = 'appealed' OR (status = 'declined') = (decline_reason IS NOT NULL)", name="declined_has_reason"
        ),
        CheckConstraint(
            "(status IN ('closed', 'declined', 'merged', 'withdrawn', 'diverted')) = (ended_at IS NOT NULL)",
            name="ended_when_over",
        ),
        CheckConstraint("visibility <> 'public' OR text_public <> ''", name="public_has_text"),
        CheckConstraint("visibility <> 'restricted' OR restrict_reason IS NOT NULL", name="restricted_has_reason"),
        CheckConstraint("(status = 'withdrawn') = (visibility = 'withdrawn')", name="withdrawn_everywhere"),
        CheckConstraint("criticality BETWEEN 0 AND 5", name="criticality_range"),
        CheckConstraint("(track = 'informal') = (signed_at IS NULL)", name="signed_when_a_petition"),
        CheckConstraint("(track = 'carried') = (carrier_id IS NOT NULL)", name="carried_by_somebody"),
        Index("ix_cases_queue", "province_id", "status", "urgency", "waiting_since"),
        Index("ix_cases_reviewer", "reviewer_id", "status", "waiting_since"),
        Index("ix_cases_waiting", "status", "waiting_since"),
        Index("ix_cases_public", "visibility", "public_at", "id"),
        Index("ix_cases_public_province", "province_id", "visibility", "public_at", "id"),
        Index("ix_cases_public_soum", "soum_id", "visibility", "public_at", "id"),
        Index("ix_cases_parent", "parent_id"),
        Index("ix_cases_ended", "ended_at"),
        Index("ix_cases_received", "received_at"),
        Index("ix_cases_judged", "verdict", "judged_at"),
        Index("ix_cases_unjudged", "reminders", "asked_at", sqlite_where=_UNJUDGED_ROWS, postgresql_where=_UNJUDGED_ROWS),
        Index("ix_cases_questions", "question_at", sqlite_where=_ASKED_ROWS, postgresql_where=_ASKED_ROWS),
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
    quarantined: Mapped[bool] = mapped_column(default=False)
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
    recognisable_self: Mapped[str | None] = mapped_column(String(10))
    recognisable_monitor: Mapped[str | None] = mapped_column(String(10))
    send_later: Mapped[bool] = mapped_column(default=False)
    unchecked: Mapped[bool] = mapped_column(default=False)
    erased_at: Mapped[moment | None]
    change: Mapped[Standing | None] = mapped_column(enum(Standing, "change"))
    change_due: Mapped[day | None]
    signed_at: Mapped[moment | None]
    carrier_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    carry_asked: Mapped[bool] = mapped_column(default=False)
    signers: Mapped[int] = mapped_column(default=1)
    government_number: Mapped[str | None] = mapped_column(String(40))

    places: Mapped[list[CaseFacility]] = relationship(order_by=CaseFacility.place, cascade="all, delete-orphan")
    categories: Mapped[list[Category]] = relationship(secondary=case_categories, order_by=case_categories.c.category_id)
    routings: Mapped[list["Routing"]] = relationship(back_populates="case", order_by="Routing.id")
    secret: Mapped["CaseSecret"] = relationship(back_populates="case", uselist=False)
    relays: Mapped[list["Relay"]] = relationship(order_by="Relay.id")
    pauses: Mapped[list["Pause"]] = relationship(order_by="Pause.id", cascade="all, delete-orphan")
    photos: Mapped[list["Attachment"]] = relationship(order_by="Attachment.id")
    appeals: Mapped[list["Appeal"]] = relationship(back_populates="case", order_by="Appeal.id")
    consents: Mapped[list["Consent"]] = relationship(order_by="Consent.id")
    province: Mapped[Area | None] = relationship(foreign_keys=[province_id])
    soum: Mapped[Area | None] = relationship(foreign_keys=[soum_id])
    service: Mapped[Service | None] = relationship()
    reviewer: Mapped[User | None] = relationship()
    parent: Mapped["Case | None"] = relationship(remote_side="Case.id")
    carrier: Mapped[Organisation | None] = relationship()

    @property
    def facilities(self) -> list[Organisation]:
        """The offices that it is about, the first one first."""
        return [place.facility for place in self.places]

    @facilities.setter
    def facilities(self, chosen: list[Organisation]) -> None:
        known = {place.facility_id: place for place in self.places}
        self.places = [known.get(office.id) or CaseFacility(facility_id=office.id, facility=office) for office in chosen]
        for number, place in enumerate(self.places):
            place.place = number

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def may_be_signed(self) -> bool:
        """As a petition, or by an organisation that carries it; not while another organisation decides what becomes of it."""
        return self.is_open and self.status != Status.APPEALED and not self.is_official and not self.is_thanks

    @property
    def open_appeal(self) -> "Appeal | None":
        """What another organisation is asked to decide, while nobody has."""
        return next((one for one in self.appeals if one.is_open), None) if self.status == Status.APPEALED else None

    @property
    def is_about_conduct(self) -> bool:
        """Whether it concerns how a person behaved."""
        return any(category.about_conduct for category in self.categories)

    @property
    def is_at_small_office(self) -> bool:
        """Whether one of its offices has so few staff, or may have, that who is meant is a named person."""
        return any(office.is_small for office in self.facilities) or not self.facilities

    @property
    def only_as_theme(self) -> bool:
        """A story about a person's conduct at a small office is never told in public: only its theme, once a month."""
        return self.is_about_conduct and self.is_at_small_office

    @property
    def is_thanks(self) -> bool:
        return self.kind == Kind.THANKS

    @property
    def is_official(self) -> bool:
        """Signed by its author or by an organisation that carries it: the term of the law runs once an office entered it."""
        return self.track != Track.INFORMAL

    @property
    def known_to_offices(self) -> list[Organisation]:
        """Which offices may open who the author is, because the author said so."""
        return [routing.addressee for routing in self.routings if routing.may_know]

    @property
    def identity_opened(self) -> bool:
        return any(routing.identity_opened_at for routing in self.routings)

    @property
    def organisation_ids(self) -> list[int]:
        """Every organisation that the case is about or was sent to; a tie to any of them is a conflict of interest."""
        return [facility.id for facility in self.facilities] + [routing.addressee_id for routing in self.routings]

    @property
    def current_routings(self) -> list["Routing"]:
        return [routing for routing in self.routings if routing.cycle == self.cycle]

    @property
    def times_returned(self) -> int:
        """How many offices of this round said that it is not theirs."""
        return sum(routing.status == RoutingStatus.RETURNED for routing in self.current_routings)

    @property
    def chain(self) -> str:
        return f"case:{self.id}"

    @property
    def reader(self) -> str:
        """The author, as whoever our messages reach."""
        return f"case:{self.id}"

    def agrees_to(self, purpose: ConsentPurpose) -> bool:
        """The newest word of the author about a purpose."""
        given = [consent.granted for consent in self.consents if consent.purpose == purpose]
        return bool(given and given[-1])
