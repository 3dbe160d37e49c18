"""What is kept of text messages: the parts that came, who is in the middle of what, and which cases a phone may ask about.

A phone is known by a keyed hash; its number and its words are sealed, and go as soon as they are not needed any more.
"""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.cases.models import Case
from accountability.core.db import Model, enum, key, moment


class Step(StrEnum):
    """What was asked last, and waits for a reply."""

    NONE = "none"
    WHOSE = "whose"
    PLACE = "place"
    AGREE = "agree"
    AGREE_SHARED = "agree_shared"
    WHERE_TO = "where_to"
    WHY = "why"


class Script(StrEnum):
    """The letters that somebody types in; they read the same."""

    CYRILLIC = "cyrillic"
    LATIN = "latin"


class SmsPart(Model):
    """One part of a message as the gateway brought it; `mark` is the same when it brings it again.

    Its words are sealed, and gone once they were dealt with; the row stays for a few days, to know a repeat.
    """

    __tablename__ = "sms_parts"
    __table_args__ = (
        CheckConstraint("part BETWEEN 1 AND parts", name="part_of_parts"),
        CheckConstraint("(done_at IS NULL) = (body IS NOT NULL)", name="words_until_done"),
        Index("ix_sms_parts_waiting", "done_at", "at"),
        Index("ix_sms_parts_joined", "phone_hash", "reference"),
    )
    id: Mapped[key]
    mark: Mapped[str] = mapped_column(String(64), unique=True)
    phone_hash: Mapped[str] = mapped_column(String(64))
    reference: Mapped[int | None]
    part: Mapped[int] = mapped_column(SmallInteger)
    parts: Mapped[int] = mapped_column(SmallInteger)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[moment]
    done_at: Mapped[moment | None]


class SmsPhone(Model):
    """A phone that wrote to us: what it was asked last, and the sealed words that wait for its reply."""

    __tablename__ = "sms_phones"
    __table_args__ = (
        CheckConstraint("step = 'none' OR draft IS NOT NULL", name="asked_about_something"),
        Index("ix_sms_phones_last", "last_at"),
    )
    id: Mapped[key]
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    script: Mapped[Script] = mapped_column(enum(Script, "script"))
    locale: Mapped[str] = mapped_column(String(5))
    step: Mapped[Step] = mapped_column(enum(Step, "step"))
    draft: Mapped[bytes | None] = mapped_column(LargeBinary)
    last_at: Mapped[moment]
    threads: Mapped[list["SmsThread"]] = relationship(
        back_populates="phone", order_by="SmsThread.id", cascade="all, delete-orphan"
    )


class SmsThread(Model):
    """A case that was filed from this phone; its letter tells it from the phone's other ones (А1, Е1).

    `reading` says how far what waits there was read: which text, and from which character on.
    """

    __tablename__ = "sms_threads"
    __table_args__ = (UniqueConstraint("phone_id", "case_id"), Index("ix_sms_threads_case", "case_id"))
    id: Mapped[key]
    phone_id: Mapped[int] = mapped_column(ForeignKey("sms_phones.id", ondelete="CASCADE"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    letter: Mapped[str] = mapped_column(String(1))
    reading: Mapped[str | None] = mapped_column(String(40))
    phone: Mapped[SmsPhone] = relationship(back_populates="threads")
    case: Mapped[Case] = relationship()
