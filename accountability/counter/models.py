"""One entry of an office's own register. Who came and what they said is sealed; the office alone reads it."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.core import clock
from accountability.core.db import Model, day, enum, key, moment, sealed
from accountability.directory.models import Organisation


class Kind(StrEnum):
    """The seven kinds of the official register."""

    APPLICATION = "application"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    REQUEST = "request"
    CRITICISM = "criticism"
    THANKS = "thanks"
    INFORMATION = "information"


class Channel(StrEnum):
    IN_PERSON = "in_person"
    PHONE = "phone"
    WRITTEN = "written"
    ELECTRONIC = "electronic"
    OTHER = "other"


class Outcome(StrEnum):
    SOLVED = "solved"
    EXPLAINED = "explained"
    REFUSED = "refused"
    FORWARDED = "forwarded"
    NOTED = "noted"


class CounterEntry(Model):
    """Numbered within its office and year. A longer term has a reason and notice, and is given once: the database holds it."""

    __tablename__ = "counter_entries"
    __table_args__ = (
        UniqueConstraint("office_id", "year", "number"),
        Index("ix_counter_entries_book", "office_id", "settled_on", "due_on"),
        Index("ix_counter_entries_received", "received_on"),
        CheckConstraint("(outcome IS NULL) = (settled_on IS NULL)", name="settled_with_outcome"),
        CheckConstraint("settled_on IS NULL OR settled_on >= received_on", name="settled_after_it_came"),
        CheckConstraint("(longer_by IS NULL) = (noticed_on IS NULL)", name="longer_with_notice"),
        CheckConstraint("(longer_by IS NULL) = (longer_why IS NULL)", name="longer_with_reason"),
        CheckConstraint("longer_by IS NULL OR longer_by BETWEEN 1 AND 30", name="at_most_thirty_days"),
    )
    id: Mapped[key]
    office_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int]
    kind: Mapped[Kind] = mapped_column(enum(Kind, "kind"))
    channel: Mapped[Channel] = mapped_column(enum(Channel, "channel"))
    received_on: Mapped[day]
    about: Mapped[sealed]
    who: Mapped[bytes | None] = mapped_column(LargeBinary)
    due_on: Mapped[day | None]
    longer_by: Mapped[int | None] = mapped_column(SmallInteger)
    longer_why: Mapped[bytes | None] = mapped_column(LargeBinary)
    noticed_on: Mapped[day | None]
    outcome: Mapped[Outcome | None] = mapped_column(enum(Outcome, "outcome"))
    settled_on: Mapped[day | None]
    outcome_words: Mapped[bytes | None] = mapped_column(LargeBinary)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[moment]
    office: Mapped[Organisation] = relationship()

    @property
    def name(self) -> str:
        """As it stands on the card: `17/2026`."""
        return f"{self.number}/{self.year}"

    @property
    def organisation_id(self) -> int:
        return self.office_id

    @property
    def zone(self) -> str:
        return self.office.area.timezone if self.office.area else clock.CAPITAL

    @property
    def is_open(self) -> bool:
        return self.settled_on is None

    @property
    def is_late(self) -> bool:
        end: date = self.settled_on or clock.today(self.zone)
        return self.due_on is not None and end > self.due_on
