"""An appeal: what the author asked another organisation to review, who may not decide it, and what was decided."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.cases.models.case import Case
from accountability.cases.models.words import CopyState
from accountability.cases.workflow import Status
from accountability.core import clock
from accountability.core.db import Model, day, enum, key, moment, sealed
from accountability.directory.models import Organisation


class About(StrEnum):
    """What is appealed: the answer of one round, or that monitors did not take it up."""

    ANSWER = "answer"
    DECLINE = "decline"


class Result(StrEnum):
    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"
    OUT_OF_SCOPE = "out_of_scope"


class Remedy(StrEnum):
    """Where somebody can go next, outside of this platform."""

    COURT = "court"
    HUMAN_RIGHTS = "human_rights"
    ANTI_CORRUPTION = "anti_corruption"
    OFFICE_ABOVE = "office_above"


IN_FAVOUR = frozenset({Result.UPHELD, Result.PARTLY})
# Written out, so that both databases see that a question asks for what a partial index holds.
UNDECIDED = sa.text("appeals.decided_at IS NULL AND appeals.over_at IS NULL")
UNREAD = sa.text("appeals.copy_state = 'pending'")
_UNDECIDED_ROWS, _UNREAD_ROWS = (sa.text(str(rows).replace("appeals.", "")) for rows in (UNDECIDED, UNREAD))
_NOT_OVER = sa.text("over_at IS NULL")


class Appeal(Model):
    """Asked once about one round of answers, decided once, with reasons. `over_at`: the author took it back.

    `status_before` and `ended_before` say where the case stood, for the day on which it is taken back or rejected.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (result IS NULL)", name="decided_with_result"),
        CheckConstraint("result IS NULL OR (reasons <> '' AND holder_id IS NOT NULL)", name="decided_with_reasons"),
        CheckConstraint("result IS NULL OR result = 'upheld' OR remedy IS NOT NULL", name="says_the_next_remedy"),
        CheckConstraint("(copy_state IS NULL) = (result IS NULL)", name="copy_when_decided"),
        CheckConstraint("copy_state <> 'published' OR reasons_public <> ''", name="published_has_text"),
        CheckConstraint("(holder_id IS NULL) = (organisation_id IS NULL)", name="held_for_an_organisation"),
        CheckConstraint("decided_at IS NULL OR over_at IS NULL", name="decided_or_taken_back"),
        CheckConstraint("remedy IS NOT NULL OR remedy_until IS NULL", name="day_of_a_remedy"),
        Index("ix_appeals_once", "case_id", "about", "cycle", unique=True, sqlite_where=_NOT_OVER, postgresql_where=_NOT_OVER),
        Index("ix_appeals_case", "case_id"),
        Index("ix_appeals_waiting", "due_at", sqlite_where=_UNDECIDED_ROWS, postgresql_where=_UNDECIDED_ROWS),
        Index("ix_appeals_unread", "case_id", sqlite_where=_UNREAD_ROWS, postgresql_where=_UNREAD_ROWS),
        Index("ix_appeals_holder", "holder_id"),
    )
    id: Mapped[key]
    number: Mapped[str] = mapped_column(String(10), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    about: Mapped[About] = mapped_column(enum(About, "about"))
    cycle: Mapped[int] = mapped_column(SmallInteger)
    status_before: Mapped[Status] = mapped_column(enum(Status, "status_before"))
    ended_before: Mapped[moment | None]
    asked_at: Mapped[moment]
    due_at: Mapped[moment]
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    held_at: Mapped[moment | None]
    decided_at: Mapped[moment | None]
    result: Mapped[Result | None] = mapped_column(enum(Result, "result"))
    reasons: Mapped[str] = mapped_column(Text, default="")
    reasons_public: Mapped[str] = mapped_column(Text, default="")
    copy_state: Mapped[CopyState | None] = mapped_column(enum(CopyState, "copy_state"))
    remedy: Mapped[Remedy | None] = mapped_column(enum(Remedy, "remedy"))
    remedy_until: Mapped[day | None]
    remedy_source: Mapped[str | None] = mapped_column(String(200))
    over_at: Mapped[moment | None]
    case: Mapped[Case] = relationship(back_populates="appeals")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    bars: Mapped[list["AppealBar"]] = relationship(cascade="all, delete-orphan")
    words: Mapped["AppealWords | None"] = relationship(uselist=False, cascade="all, delete-orphan")

    @property
    def is_open(self) -> bool:
        """Nobody decided it yet, and its author did not take it back."""
        return self.decided_at is None and self.over_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at < clock.now()

    @property
    def days_left(self) -> int:
        return (clock.day_of(self.due_at, self.case.zone) - clock.today(self.case.zone)).days

    @property
    def is_in_favour(self) -> bool:
        return self.result in IN_FAVOUR

    @property
    def remedy_is_over(self) -> bool:
        return self.remedy_until is not None and self.remedy_until < clock.today(self.case.zone)

    @property
    def barred_ids(self) -> list[int]:
        """Organisations that may not decide it."""
        return [bar.organisation_id for bar in self.bars]

    @property
    def office_ids(self) -> list[int]:
        """The offices that it is about: whatever stands below one of them may not decide it either."""
        return [bar.organisation_id for bar in self.bars if bar.with_all_below]


class AppealBar(Model):
    """An organisation that may not decide an appeal, alone or with all that stand below it."""

    __tablename__ = "appeal_bars"
    __table_args__ = (Index("ix_appeal_bars_organisation", "organisation_id"),)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeals.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    with_all_below: Mapped[bool]


class AppealWords(Model):
    """What the author says was wrong; sealed, for whoever holds the appeal. Apart, so that the second lock guards it."""

    __tablename__ = "appeal_words"
    __table_args__ = (Index("ix_appeal_words_case", "case_id"),)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeals.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    body: Mapped[sealed]
