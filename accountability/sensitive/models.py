"""What lies in the protected channel's own database: keys, sealed reports, their envelopes and words, the roster, the trail.

In plain lie only: a random name, where a report stands, whether it is urgent, hours, and public keys.
"""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.core.db import SensitiveModel, enum, hour, key, moment, sealed
from accountability.sensitive.workflow import State


class Officer(SensitiveModel):
    """A protection officer's key pair. Who it is follows from the account by a keyed mark, in one direction only."""

    __tablename__ = "officers"
    id: Mapped[key]
    mark: Mapped[str] = mapped_column(String(64), unique=True)
    public_key: Mapped[sealed]
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    salt: Mapped[sealed]
    passes: Mapped[int]
    memory: Mapped[int]
    set_up_at: Mapped[hour]
    confirmed_at: Mapped[hour | None]
    was_confirmed: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[hour | None]

    @property
    def is_reading(self) -> bool:
        """New reports are sealed to this officer."""
        return self.confirmed_at is not None and self.removed_at is None


class OpenVault(SensitiveModel):
    """An officer's key for ten minutes, sealed by what only their browser holds."""

    __tablename__ = "open_vaults"
    id: Mapped[key]
    ticket_hash: Mapped[str] = mapped_column(String(64), unique=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    sealed_key: Mapped[sealed]
    expires_at: Mapped[moment] = mapped_column(index=True)
    officer: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)


class RecoveryKey(SensitiveModel):
    """The public half of the key whose private half lies in shares on paper."""

    __tablename__ = "recovery_keys"
    id: Mapped[key]
    public_key: Mapped[sealed]
    shares: Mapped[int]
    needed: Mapped[int]
    made_at: Mapped[hour]
    retired_at: Mapped[hour | None]


class Report(SensitiveModel):
    """One protected report; `body` opens only with its content key, which lies in the envelopes."""

    __tablename__ = "reports"
    __table_args__ = (Index("ix_reports_queue", "state", "received_at"),)
    id: Mapped[key]
    name: Mapped[str] = mapped_column(String(6), unique=True)
    state: Mapped[State] = mapped_column(enum(State, "state"))
    urgent: Mapped[bool]
    received_at: Mapped[hour]
    since: Mapped[hour]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    body_mark: Mapped[str | None] = mapped_column(String(64))
    inbox_key: Mapped[sealed]
    lookup: Mapped[str | None] = mapped_column(String(64), unique=True)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    author_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    author_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    marker: Mapped[str | None] = mapped_column(String(64), unique=True)
    author_wrote: Mapped[bool] = mapped_column(default=False)
    on_hold: Mapped[bool] = mapped_column(default=False)
    emergency_by_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    emergency_at: Mapped[hour | None]
    emergency_reviewed_at: Mapped[hour | None]
    envelopes: Mapped[list["Envelope"]] = relationship(back_populates="report")
    words: Mapped[list["Words"]] = relationship(order_by="Words.id")
    files: Mapped[list["File"]] = relationship(order_by="File.id")
    check_ins: Mapped[list["CheckIn"]] = relationship(order_by="CheckIn.due_at")

    @property
    def chain(self) -> str:
        return f"report:{self.id}"


class Envelope(SensitiveModel):
    """A report's content key, sealed to one officer or to the recovery key."""

    __tablename__ = "envelopes"
    __table_args__ = (
        CheckConstraint("(officer_id IS NULL) <> (recovery_id IS NULL)", name="one_reader"),
        UniqueConstraint("report_id", "officer_id"),
        UniqueConstraint("report_id", "recovery_id"),
        Index("ix_envelopes_officer", "officer_id"),
    )
    id: Mapped[key]
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    recovery_id: Mapped[int | None] = mapped_column(ForeignKey("recovery_keys.id"))
    sealed_key: Mapped[sealed]
    report: Mapped[Report] = relationship(back_populates="envelopes")


class Direction(StrEnum):
    FROM_AUTHOR = "from_author"
    TO_AUTHOR = "to_author"
    NOTE = "note"


class Words(SensitiveModel):
    """Later words: the author's, an officer's reply (sealed twice, for author and officers), or an officer's note."""

    __tablename__ = "report_words"
    __table_args__ = (Index("ix_report_words_report", "report_id"),)
    id: Mapped[key]
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    direction: Mapped[Direction] = mapped_column(enum(Direction, "direction"))
    for_officers: Mapped[sealed]
    for_author: Mapped[bytes | None] = mapped_column(LargeBinary)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[hour]


class File(SensitiveModel):
    """A photo, written anew and sealed; it lies in this database, so that no file's date tells an hour."""

    __tablename__ = "report_files"
    __table_args__ = (Index("ix_report_files_report", "report_id"),)
    id: Mapped[key]
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    content: Mapped[sealed]


class ReportVisit(SensitiveModel):
    """A browser that showed a report's receipt; the author's key in it is sealed by what only that browser holds."""

    __tablename__ = "report_visits"
    id: Mapped[key]
    ticket_hash: Mapped[str] = mapped_column(String(64), unique=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    sealed_key: Mapped[sealed]
    expires_at: Mapped[moment] = mapped_column(index=True)


class CheckIn(SensitiveModel):
    """An officer's task: ask whether the person is well."""

    __tablename__ = "check_ins"
    __table_args__ = (Index("ix_check_ins_report", "report_id"),)
    id: Mapped[key]
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    due_at: Mapped[hour]
    done_at: Mapped[hour | None]


class DutyHours(SensitiveModel):
    """From when to when somebody reads."""

    __tablename__ = "duty_hours"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="in_order"), Index("ix_duty_hours_ends", "ends_at"))
    id: Mapped[key]
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    starts_at: Mapped[hour]
    ends_at: Mapped[hour]


class SealedEntry(SensitiveModel):
    """One line of the protected channel's own trail: no update, no delete (triggers on both databases)."""

    __tablename__ = "sealed_entries"
    __table_args__ = (UniqueConstraint("chain", "sequence"),)
    id: Mapped[key]
    chain: Mapped[str] = mapped_column(String(40))
    sequence: Mapped[int]
    at: Mapped[hour]
    role: Mapped[str] = mapped_column(String(20))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    action: Mapped[str] = mapped_column(String(40))
    content_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    content: Mapped["SealedContent | None"] = relationship(back_populates="entry", lazy="joined", uselist=False)


class SealedContent(SensitiveModel):
    """What a line says, sealed under the report's content key; gone with the report, never changed."""

    __tablename__ = "sealed_contents"
    entry_id: Mapped[int] = mapped_column(ForeignKey("sealed_entries.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    body: Mapped[sealed]
    entry: Mapped[SealedEntry] = relationship(back_populates="content")
