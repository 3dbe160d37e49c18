"""Promises with their dates, the changes that they are about, and what was found when somebody looked."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, SmallInteger, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.commitments.workflow import Standing
from accountability.core.db import Model, day, db, enum, key, moment, text
from accountability.directory.labels import ServiceLevel
from accountability.directory.models import Organisation


class By(StrEnum):
    """How somebody knows whether a change is there."""

    AUTHOR = "author"
    VISIT = "visit"
    DOCUMENT = "document"


helpers = Table(
    "commitment_helpers",
    db.metadata,
    Column("commitment_id", Integer, ForeignKey("commitments.id"), primary_key=True),
    Column("organisation_id", Integer, ForeignKey("organisations.id"), primary_key=True),
)
# Written out, so that both databases see that a question asks for what a partial index holds.
OWED_NOW = sa.text("commitments.standing IN ('planned', 'disputed', 'regressed')")
TO_CHECK = sa.text("commitments.standing = 'made'")
_OWED_ROWS, _CHECK_ROWS = (sa.text(str(rows).replace("commitments.", "")) for rows in (OWED_NOW, TO_CHECK))


class Commitment(Model):
    """A change that an office stands for: with a promise (then it has dates), or done without one.

    `source_kind`, `source_id` and `source_part` say where it comes from (`case`, its id, the number of its routing): later
    features promise too, and this one need not know them. The public reads `text_public`, once a monitor looked at it.
    """

    __tablename__ = "commitments"
    __table_args__ = (
        UniqueConstraint("source_kind", "source_id", "source_part"),
        CheckConstraint("text <> ''", name="has_text"),
        CheckConstraint("(first_due_on IS NULL) = (due_on IS NULL)", name="dates_together"),
        CheckConstraint("standing <> 'planned' OR due_on IS NOT NULL", name="a_promise_has_a_date"),
        CheckConstraint("published_at IS NULL OR text_public <> ''", name="published_has_text"),
        CheckConstraint("standing <> 'abandoned' OR abandoned_because IS NOT NULL", name="abandoned_has_reason"),
        CheckConstraint("standing NOT IN ('made', 'verified') OR made_on IS NOT NULL", name="made_on_a_day"),
        CheckConstraint("standing <> 'verified' OR verified_by IS NOT NULL", name="verified_by_somebody"),
        Index("ix_commitments_public", "published_at", "id"),
        Index("ix_commitments_owner", "owner_id", "standing", "due_on"),
        Index("ix_commitments_owed", "due_on", "reminders", sqlite_where=_OWED_ROWS, postgresql_where=_OWED_ROWS),
        Index("ix_commitments_to_check", "province_id", "made_on", sqlite_where=_CHECK_ROWS, postgresql_where=_CHECK_ROWS),
    )
    id: Mapped[key]
    public_id: Mapped[str] = mapped_column(String(10), unique=True)
    source_kind: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[int]
    source_part: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    owner_role: Mapped[str] = mapped_column(String(120))
    province_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)
    standing: Mapped[Standing] = mapped_column(enum(Standing, "standing"))
    text: Mapped[str] = mapped_column(Text)
    text_public: Mapped[str] = mapped_column(Text)
    public_terms: Mapped[str] = mapped_column(Text)
    sign: Mapped[str] = mapped_column(String(300))
    cost: Mapped[str | None] = mapped_column(String(200))
    money_line: Mapped[str | None] = mapped_column(String(200))
    first_due_on: Mapped[day | None]
    due_on: Mapped[day | None]
    renegotiations: Mapped[int] = mapped_column(SmallInteger, default=0)
    reminders: Mapped[int] = mapped_column(SmallInteger, default=0)
    made_on: Mapped[day | None]
    made_words: Mapped[str] = mapped_column(Text)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    verified_by: Mapped[By | None] = mapped_column(enum(By, "verified_by"))
    verified_at: Mapped[moment | None]
    abandoned_because: Mapped[str | None] = mapped_column(String(300))
    agreed_at: Mapped[moment]
    worded_at: Mapped[moment]
    published_at: Mapped[moment | None]
    reviewed_at: Mapped[moment | None]
    owner: Mapped[Organisation] = relationship()
    helpers: Mapped[list[Organisation]] = relationship(secondary=helpers)
    files: Mapped[list["Evidence"]] = relationship(order_by="Evidence.id", cascade="all, delete-orphan")
    looks: Mapped[list["Look"]] = relationship(order_by="Look.id", cascade="all, delete-orphan")

    @property
    def chain(self) -> str:
        return f"commitment:{self.id}"

    @property
    def addressee_id(self) -> int:
        """The office that answers for it, as the policy asks."""
        return self.owner_id

    @property
    def supervisor_id(self) -> int | None:
        return self.owner.supervisor_id

    @property
    def organisation_ids(self) -> list[int]:
        return [self.owner_id, *(office.id for office in self.helpers)]

    @property
    def on_paper(self) -> bool:
        """The office does not work on the platform: somebody enters for it what it says."""
        return self.owner.service_level != ServiceLevel.OPEN

    @property
    def is_reviewed(self) -> bool:
        """A monitor looked through everything that the office said until now."""
        return self.reviewed_at is not None and self.worded_at <= self.reviewed_at

    @property
    def was_promised(self) -> bool:
        return self.first_due_on is not None


class Look(Model):
    """Somebody looked whether the change is there."""

    __tablename__ = "commitment_looks"
    id: Mapped[key]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    client_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    by: Mapped[By] = mapped_column("by_kind", enum(By, "by_kind"))
    found: Mapped[str] = mapped_column(String(20))
    words: Mapped[text]
    seen_on: Mapped[day]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[moment]


class Evidence(Model):
    """A sealed photo that shows the change, from the office or from a visit."""

    __tablename__ = "commitment_evidence"
    id: Mapped[key]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    storage_key: Mapped[str] = mapped_column(String(100), unique=True)
    from_visit: Mapped[bool]
    at: Mapped[moment]
