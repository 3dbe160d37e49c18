"""Changes what a kind of message says; each change is a version that stays, and a line on the trail."""

import sqlalchemy as sa

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.audit import operations as audit
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, NotFound
from accountability.wording import checking, queries
from accountability.wording.kinds import KINDS
from accountability.wording.models import Channel, Wording

CHAIN = "wordings"
LOCK = 0x574F5244


def set_words(actor: Actor, kind: str, locale: str, channel: Channel, subject: str, text: str, *, seen: int) -> Wording:
    """`seen` is the version that the writer had before them: whoever was slower is told, and keeps what they typed."""
    policy.require(actor, Permission.WORDING_SET)
    if kind not in KINDS or channel not in KINDS[kind].channels:
        raise NotFound(kind)
    for fault in checking.faults(KINDS[kind], channel, subject, text):
        raise Invalid(fault.field, fault.reason)
    return _add(actor, "set_words", kind, locale, channel, subject if channel == Channel.EMAIL else None, text, seen)


def back_to_house(actor: Actor, kind: str, locale: str, channel: Channel, *, seen: int) -> None:
    """What was written stays among the versions."""
    policy.require(actor, Permission.WORDING_SET)
    if (kind, locale, channel) in queries.book():
        _add(actor, "house_words", kind, locale, channel, None, None, seen)


def _add(
    actor: Actor, act: str, kind: str, locale: str, channel: Channel, subject: str | None, text: str | None, seen: int
) -> Wording:
    _lock()
    newest = queries.newest(kind, locale, channel)
    if (newest.id if newest else 0) != seen:
        raise Invalid("text", "changed")
    made = Wording(kind=kind, locale=locale, channel=channel, subject=subject, text=text, user_id=actor.user_id, at=clock.now())
    db.session.add(made)
    db.session.flush()
    audit.record(CHAIN, act, actor, kind=kind, locale=locale, channel=channel.value, version=made.id)
    return made


def _lock() -> None:
    """One writer at a time; SQLite has only one anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
