"""Passkeys: a challenge that is good once, adding one, using one, and noticing that one was copied."""

import secrets
from datetime import timedelta

import sqlalchemy as sa

from accountability.access.actor import Actor
from accountability.accounts import passkeys, queries
from accountability.accounts.models import Challenge, ChallengeFor, Passkey, User
from accountability.accounts.passkeys import NotTrue, Site
from accountability.accounts.queries import hash_of
from accountability.audit import operations as audit
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid

CHALLENGE_LIFE = timedelta(minutes=5)
MOST = 10


def challenge(purpose: ChallengeFor, user_id: int | None = None) -> tuple[str, bytes]:
    """Something new to sign; kept here, and in the browser only the token that brings it back once."""
    token, value = secrets.token_urlsafe(24), secrets.token_bytes(32)
    until = clock.now() + CHALLENGE_LIFE
    db.session.add(Challenge(token_hash=hash_of(token), purpose=purpose, user_id=user_id, value=value, expires_at=until))
    return token, value


def take_challenge(token: str | None, purpose: ChallengeFor, user_id: int | None = None) -> bytes | None:
    """The challenge behind a token, gone with this call whether the answer is right or not."""
    mine = sa.and_(Challenge.purpose == purpose, Challenge.user_id == user_id, Challenge.expires_at > clock.now())
    gone = sa.delete(Challenge).where(Challenge.token_hash == hash_of(token or ""), mine)
    return db.session.scalars(gone.returning(Challenge.value)).first()


def handle_of(user_id: int) -> bytes:
    """What passkeys remember of their owner: random, the same for all passkeys of one person."""
    known = queries.passkeys_of(user_id)
    return known[0].handle if known else secrets.token_bytes(32)


def add_passkey(person: User, site: Site, name: str, answer: str, value: bytes | None, handle: bytes) -> None:
    """Keeps a new passkey's public half."""
    queries.lock_user(person.id)
    if value is None:
        raise Invalid("credential", "wrong")
    try:
        made = passkeys.made(site, answer, value)
    except NotTrue as problem:
        raise Invalid("credential", "wrong") from problem
    if queries.passkey(made.credential_id) or len(queries.passkeys_of(person.id)) >= MOST:
        raise Invalid("credential", "known")
    db.session.add(
        Passkey(
            user_id=person.id,
            name=name,
            handle=handle,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            created_at=clock.now(),
        )
    )
    db.session.flush()
    _tell(person.id, "add_passkey")


def use_passkey(site: Site, answer: str, value: bytes | None) -> User:
    """Whose passkey signed this challenge.

    Raises:
        Invalid: `credential wrong`; or `credential copied`, when its counter did not grow: then it opens nothing any more.
    """
    found = _named(answer)
    if value is None or found is None or not found.user.is_active:
        raise Invalid("credential", "wrong")
    try:
        count = passkeys.used(site, answer, value, found.public_key)
    except NotTrue as problem:
        raise Invalid("credential", "wrong") from problem
    if found.copied_at or not _count_on(found, count):
        _notice_copy(found)
        raise Invalid("credential", "copied")
    return found.user


def _named(answer: str) -> Passkey | None:
    try:
        credential_id, handle = passkeys.named(answer)
    except NotTrue:
        return None
    found = queries.passkey(credential_id)
    return found if found and handle in {None, found.handle} else None


def _count_on(found: Passkey, count: int) -> bool:
    """Authenticators that count never show the same number twice; many (those in phones) always say nought."""
    grown = sa.or_(Passkey.sign_count < count, sa.and_(Passkey.sign_count == 0, sa.literal(count) == 0))
    noted = sa.update(Passkey).where(Passkey.id == found.id, grown).values(sign_count=count, used_at=clock.now())
    return bool(db.session.execute(noted.execution_options(synchronize_session=False)).rowcount == 1)  # type: ignore[attr-defined]


def _notice_copy(found: Passkey) -> None:
    if found.copied_at is None:
        queries.lock_user(found.user_id)
        found.copied_at = clock.now()
        _tell(found.user_id, "passkey_copied")


def forget_passkey(person: User, passkey_id: int) -> None:
    """Takes one of the person's passkeys away; whether they may is decided before (`check_removal`)."""
    queries.lock_user(person.id)
    db.session.execute(sa.delete(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == person.id))
    _tell(person.id, "remove_passkey")


def _tell(user_id: int, action: str) -> None:
    audit.record(f"user:{user_id}", action, Actor(user_id=user_id))
