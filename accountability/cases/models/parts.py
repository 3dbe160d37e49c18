"""What hangs on a case: sealed parts, consents, files, words, notes, visits."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.accounts.models import User
from accountability.cases.models.case import Case
from accountability.cases.models.words import ConsentPurpose, Direction, NoteKind
from accountability.core.db import Model, UtcDateTime, enum, key, moment, sealed


class CaseSecret(Model):
    """The sealed parts of a case; erasing one empties its column."""

    __tablename__ = "case_secrets"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    story: Mapped[bytes | None] = mapped_column(LargeBinary)
    contact: Mapped[bytes | None] = mapped_column(LargeBinary)
    receipt: Mapped[bytes | None] = mapped_column(LargeBinary)
    receipt_until: Mapped[moment | None]
    identity: Mapped[bytes | None] = mapped_column(LargeBinary)
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


class Attachment(Model):
    """A file, written anew and sealed; `storage_key` says where it lies."""

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_case", "case_id"),)
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str] = mapped_column(String(10))
    original_id: Mapped[int | None]
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


class ClearedMark(Model):
    """Somebody looked at a marked part of a redacted text and decided that it identifies nobody. Its words are kept as a keyed
    hash only.
    """

    __tablename__ = "cleared_marks"
    __table_args__ = (Index("ix_cleared_marks_case", "case_id", "digest", unique=True),)
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    digest: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[moment]


class SecondReading(Model):
    """A second person read a text that no detector can read, and found nothing that identifies somebody."""

    __tablename__ = "second_readings"
    __table_args__ = (Index("ix_second_readings_case", "case_id", "digest"),)
    id: Mapped[key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    digest: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[moment]


class VerdictLink(Model):
    """A link in a message by which the author says once whether it is solved; its token is kept as a hash."""

    __tablename__ = "verdict_links"
    id: Mapped[key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    cycle: Mapped[int] = mapped_column(SmallInteger)
    expires_at: Mapped[moment] = mapped_column(index=True)
    used_at: Mapped[moment | None]
