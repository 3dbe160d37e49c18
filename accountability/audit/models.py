"""One chain of hashes for each subject; what an entry says lies in a side table that lawful erasure may empty."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.core.db import Model, day, key, moment, text


class TrailEntry(Model):
    """One line of the history: no update, no delete (triggers on both databases)."""

    __tablename__ = "trail_entries"
    __table_args__ = (UniqueConstraint("chain", "sequence"),)
    id: Mapped[key]
    chain: Mapped[str] = mapped_column(String(40))
    sequence: Mapped[int]
    at: Mapped[moment]
    role: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(40))
    content_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    content: Mapped["TrailContent | None"] = relationship(back_populates="entry", lazy="joined", uselist=False)


class TrailContent(Model):
    """What an entry says, with the salt of its hash; may be erased, never changed."""

    __tablename__ = "trail_contents"
    entry_id: Mapped[int] = mapped_column(ForeignKey("trail_entries.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    body: Mapped[text]
    entry: Mapped[TrailEntry] = relationship(back_populates="content")


class TrailRoot(Model):
    """What a day's lines of all chains amount to; published, so that nobody can change them afterwards, not even we."""

    __tablename__ = "trail_roots"
    id: Mapped[key]
    on_day: Mapped[day] = mapped_column(unique=True)
    last_entry_id: Mapped[int]
    count: Mapped[int]
    tree: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    root: Mapped[str] = mapped_column(String(64))
