"""Invitations that can still be used."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from accountability.access.actor import Actor
from accountability.access.roles import Role
from accountability.accounts.models import Invitation
from accountability.accounts.queries.people import hash_of
from accountability.core import clock
from accountability.core.db import db


def invitation(token: str) -> Invitation | None:
    """An invitation that can still be used."""
    found = sa.select(Invitation).where(
        Invitation.token_hash == hash_of(token), Invitation.used_at.is_(None), Invitation.expires_at > clock.now()
    )
    return db.session.scalars(found.options(joinedload(Invitation.organisation))).first()


def invitation_of(invitation_id: int) -> Invitation | None:
    """An invitation that its message may still speak of."""
    found = sa.select(Invitation).where(
        Invitation.id == invitation_id, Invitation.used_at.is_(None), Invitation.expires_at > clock.now()
    )
    return db.session.scalars(found).first()


def open_invitations(actor: Actor, limit: int = 50) -> list[Invitation]:
    found = sa.select(Invitation).where(Invitation.used_at.is_(None), Invitation.expires_at > clock.now())
    if not actor.has(Role.ADMIN):
        found = found.where(Invitation.invited_by_id == actor.user_id)
    return list(db.session.scalars(found.order_by(Invitation.id.desc()).limit(limit)))
