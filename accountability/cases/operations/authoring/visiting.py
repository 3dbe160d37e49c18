"""Coming back with the receipt."""

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa

from accountability.access import policy
from accountability.access.actor import author_of
from accountability.access.permissions import Permission
from accountability.cases import moves
from accountability.cases.models import (
    AuthorVisit,
    Case,
)
from accountability.cases.operations.authoring.submitting import receipt_of
from accountability.core import clock, second_lock
from accountability.core.db import db
from accountability.core.errors import MoveNotAllowed

VISIT = timedelta(minutes=30)


def send_receipt_to_oneself(case: Case) -> None:
    """Sends the code to the author's own e-mail, because they asked for it."""
    policy.require(author_of(case.id), Permission.CASE_ADD_WORDS, case)
    receipt = receipt_of(case)
    if receipt is None or case.quarantined:
        raise MoveNotAllowed(case.status, "send_receipt")
    moves.write_to_author(case, "receipt", key="self", secret=receipt)


def come_back(case: Case) -> str:
    """Opens a visit for whoever showed the receipt and forgets its sealed copy; returns the visit's token."""
    second_lock.ask_as(second_lock.author(case.id))
    case.secret.receipt = None
    token = secrets.token_urlsafe(24)
    db.session.add(AuthorVisit(token_hash=_hash(token), case_id=case.id, expires_at=clock.now() + VISIT))
    return token


def visited_case(token: str | None) -> int | None:
    """The case behind a visit that is not over."""
    if not token:
        return None
    found = sa.select(AuthorVisit).where(AuthorVisit.token_hash == _hash(token), AuthorVisit.expires_at > clock.now())
    visit = db.session.scalars(found).first()
    if visit is None:
        return None
    second_lock.ask_as(second_lock.author(visit.case_id))
    return visit.case_id


def leave(token: str | None) -> None:
    if token:
        db.session.execute(sa.delete(AuthorVisit).where(AuthorVisit.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
