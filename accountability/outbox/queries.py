"""Questions about the outbox."""

import sqlalchemy as sa

from accountability.core.db import db
from accountability.outbox.models import Message


def latest(limit: int, offset: int) -> list[Message]:
    return list(db.session.scalars(sa.select(Message).order_by(Message.id.desc()).limit(limit).offset(offset)))


def about(subject_kind: str, subject_id: int) -> list[Message]:
    found = sa.select(Message).where(Message.subject_kind == subject_kind, Message.subject_id == subject_id)
    return list(db.session.scalars(found.order_by(Message.id)))
