"""Versions of what a kind of message says; the newest holds, older ones stay."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from accountability.core.db import Model, enum, key, moment


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"


class Wording(Model):
    """Somebody's words for one kind, language and channel; without `text` they went back to the house's words."""

    __tablename__ = "wordings"
    __table_args__ = (
        Index("ix_wordings_place", "kind", "locale", "channel", "id"),
        CheckConstraint("text IS NULL OR text <> ''", name="has_text"),
        CheckConstraint("text IS NOT NULL OR subject IS NULL", name="no_subject_alone"),
    )
    id: Mapped[key]
    kind: Mapped[str] = mapped_column(String(40))
    locale: Mapped[str] = mapped_column(String(5))
    channel: Mapped[Channel] = mapped_column(enum(Channel, "channel"))
    subject: Mapped[str | None] = mapped_column(String(200))
    text: Mapped[str | None] = mapped_column(Text)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[moment]

    @property
    def is_house(self) -> bool:
        return self.text is None
