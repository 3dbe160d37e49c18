"""The outbox: one row for one message to one receiver."""

import sqlalchemy as sa
from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from accountability.core.db import Model, key, moment

WAITING = sa.text("done_at IS NULL")
INSIDE = sa.text("gathered_into IS NOT NULL")


class Message(Model):
    """One thing to send. It names its receiver and subject by reference: no address and no words lie here in plain.

    `gathered_into` is the message that says it together with others (its id).
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_waiting", "next_try_at", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_messages_subject", "subject_kind", "subject_id"),
        Index("ix_messages_gathered", "gathered_into", sqlite_where=INSIDE, postgresql_where=INSIDE),
    )
    id: Mapped[key]
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    receiver: Mapped[str] = mapped_column(String(40))
    locale: Mapped[str] = mapped_column(String(5))
    sealed_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[moment]
    next_try_at: Mapped[moment]
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[moment | None]
    done_at: Mapped[moment | None]
    outcome: Mapped[str | None] = mapped_column(String(40))
    delivery: Mapped[str | None] = mapped_column(String(12))
    delivered_at: Mapped[moment | None]
    sealed_copy: Mapped[bytes | None] = mapped_column(LargeBinary)
    gathered_into: Mapped[int | None]
