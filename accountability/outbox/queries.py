"""Questions about the outbox."""

import sqlalchemy as sa

from accountability.core.db import db
from accountability.outbox.models import Message


def latest(limit: int, offset: int) -> list[Message]:
    return list(db.session.scalars(sa.select(Message).order_by(Message.id.desc()).limit(limit).offset(offset)))


def about(subject_kind: str, subject_id: int) -> list[Message]:
    found = sa.select(Message).where(Message.subject_kind == subject_kind, Message.subject_id == subject_id)
    return list(db.session.scalars(found.order_by(Message.id)))


def gathered_into(message_id: int) -> list[Message]:
    return list(db.session.scalars(sa.select(Message).where(Message.gathered_into == message_id).order_by(Message.id)))


def is_known(key: str) -> bool:
    """Whether this very message was queued before."""
    return db.session.scalars(sa.select(Message.id).where(Message.key == key)).first() is not None


def is_waiting(kind: str, receiver: str) -> bool:
    """Whether a message of this kind to this receiver has not gone out yet."""
    found = sa.select(Message.id).where(Message.kind == kind, Message.receiver == receiver, Message.done_at.is_(None))
    return db.session.scalars(found).first() is not None
