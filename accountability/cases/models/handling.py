"""What offices were sent and answered, their words kept, saved views, and the terms."""

import sqlalchemy as sa
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.cases.models.case import Case
from accountability.cases.models.words import AnswerKind, CopyState, Track
from accountability.cases.workflow import OPEN_ROUTING, RoutingStatus
from accountability.core.db import Model, enum, key, moment, text
from accountability.directory.models import Organisation

# Written out, so that both databases see that a question asks for what a partial index holds.
STILL_OPEN = sa.text("routings.status IN ('routed', 'acknowledged')")
NOT_REMINDED = sa.text("routings.status IN ('routed', 'acknowledged') AND NOT routings.reminded")
_OPEN_ROWS, _TO_REMIND_ROWS = (sa.text(str(rows).replace("routings.", "")) for rows in (STILL_OPEN, NOT_REMINDED))


class Routing(Model):
    """What one office was sent, with its own status, due dates and answer."""

    __tablename__ = "routings"
    __table_args__ = (
        CheckConstraint("text_office <> ''", name="has_text"),
        CheckConstraint("(status = 'answered') = (answered_at IS NOT NULL)", name="answered_when_answered"),
        CheckConstraint("(status = 'returned') = (return_reason IS NOT NULL)", name="returned_has_reason"),
        CheckConstraint("delivered_at IS NOT NULL OR on_paper OR held_until IS NOT NULL", name="delivered_or_on_paper"),
        UniqueConstraint("case_id", "addressee_id", "cycle"),
        Index("ix_routings_inbox", "addressee_id", "status", "answer_due"),
        Index("ix_routings_case", "case_id"),
        Index("ix_routings_due", "status", "answer_due"),
        Index("ix_routings_held", "held_until"),
        Index("ix_routings_delivered", "delivered_at"),
        Index("ix_routings_counted_under", "counted_under"),
        Index("ix_routings_way_up", "way_up_due", sqlite_where=_OPEN_ROWS, postgresql_where=_OPEN_ROWS),
        Index("ix_routings_to_remind", "answer_due", sqlite_where=_TO_REMIND_ROWS, postgresql_where=_TO_REMIND_ROWS),
        CheckConstraint("(status = 'escalated') = (escalated_at IS NOT NULL)", name="escalated_when_escalated"),
        CheckConstraint("(registered_at IS NULL) = (register_number IS NULL)", name="registered_with_a_number"),
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
    held_until: Mapped[moment | None]
    way_up_due: Mapped[moment | None]
    counted_under: Mapped[int] = mapped_column(default=0)
    level: Mapped[int] = mapped_column(SmallInteger, default=0)
    went_up_from: Mapped[int | None]
    escalated_at: Mapped[moment | None]
    topped_at: Mapped[moment | None]
    settled: Mapped[bool] = mapped_column(default=False)
    registered_at: Mapped[moment | None]
    register_number: Mapped[str | None] = mapped_column(String(40))
    may_know: Mapped[bool] = mapped_column(default=False)
    legal_due: Mapped[moment | None]
    identity_opened_at: Mapped[moment | None]
    addressee: Mapped[Organisation] = relationship()
    extension: Mapped["Extension | None"] = relationship(uselist=False)
    case: Mapped[Case] = relationship(back_populates="routings")
    answer: Mapped["Answer | None"] = relationship(back_populates="routing", uselist=False)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_ROUTING

    @property
    def is_held(self) -> bool:
        """The author wished that it reaches the office later, together with others."""
        return self.held_until is not None

    @property
    def shows_identity(self) -> bool:
        """Whether this office may open who the author is: a petition, or this office because the author said so. An office that
        gave it back or lost it upwards has no business with the name any more.
        """
        named = self.case.track == Track.PETITION or (self.may_know and self.case.track == Track.INFORMAL)
        return named and (self.is_open or (self.status == RoutingStatus.ANSWERED and self.identity_opened_at is not None))

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


class Extension(Model):
    """The one longer term that the law allows an office: how many days, why, and when the author was told. The database holds
    that there is only one, that it has a reason, and that notice was given.
    """

    __tablename__ = "extensions"
    __table_args__ = (
        CheckConstraint("days BETWEEN 1 AND 30", name="at_most_thirty_days"),
        CheckConstraint("reason <> ''", name="has_reason"),
        UniqueConstraint("routing_id"),
    )
    id: Mapped[key]
    routing_id: Mapped[int] = mapped_column(ForeignKey("routings.id"))
    days: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str] = mapped_column(Text)
    noticed_at: Mapped[moment]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


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
    text: Mapped[str] = mapped_column(Text)
    text_public: Mapped[str] = mapped_column(Text)
    copy_state: Mapped[CopyState] = mapped_column(enum(CopyState, "copy_state"))
    on_paper: Mapped[bool]
    at: Mapped[moment]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    routing: Mapped[Routing] = relationship(back_populates="answer")


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


class Pause(Model):
    """While a question waited for the author, the clocks of a case stood still; an open end means that they still do."""

    __tablename__ = "case_pauses"
    __table_args__ = (CheckConstraint("until_at IS NULL OR until_at >= from_at", name="ends_after_it_begins"),)
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    from_at: Mapped[moment]
    until_at: Mapped[moment | None]
