"""Signing in and out, the lock of a page left alone, proving anew who one is, and the password."""

import secrets
from datetime import timedelta

import sqlalchemy as sa

from accountability.access.actor import Actor
from accountability.accounts import codes, passwords, queries
from accountability.accounts.models import HalfSignIn, SignIn, User, Way
from accountability.accounts.operations.factors import use_code, use_recovery_code
from accountability.accounts.queries import hash_of
from accountability.audit import operations as audit
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid

LONGEST_SESSION = timedelta(hours=12)
LOCK_AFTER = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)
CONFIRMED_FOR = timedelta(minutes=10)
HALF_LIFE = timedelta(minutes=5)
WRONG_CODES = 5


def knows_password(person: User | None, password: str) -> bool:
    """Whether the password is this person's; takes as long for nobody. A hash of older parameters is made anew."""
    right = passwords.is_right(person.password_hash if person else None, password)
    if person is None or not right or not person.is_active:
        return False
    if passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hash_password(password)
    return True


def enter(person: User, way: Way) -> str:
    """A new sign-in; returns the browser's token, of which only the hash is kept."""
    token, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(SignIn(token_hash=hash_of(token), user_id=person.id, way=way, created_at=now, seen_at=now, proved_at=now))
    return token


def enter_half(person: User) -> str:
    """The password was right; returns the token with which the second factor must follow."""
    token = secrets.token_urlsafe(32)
    db.session.add(HalfSignIn(token_hash=hash_of(token), user_id=person.id, tries=0, expires_at=clock.now() + HALF_LIFE))
    return token


def finish(half: HalfSignIn, typed: str) -> Way | None:
    """Takes the code of the app or a recovery code; the fifth wrong one ends the half sign-in."""
    more = sa.update(HalfSignIn).where(HalfSignIn.id == half.id, HalfSignIn.tries < WRONG_CODES)
    counted = db.session.execute(more.values(tries=HalfSignIn.tries + 1).execution_options(synchronize_session=False))
    if counted.rowcount != 1:  # type: ignore[attr-defined]
        return None
    way = _way_of(half.user, codes.normal(typed))
    if way:
        db.session.execute(sa.delete(HalfSignIn).where(HalfSignIn.id == half.id))
    return way


def _way_of(person: User, typed: str) -> Way | None:
    if codes.is_from_app(typed):
        return Way.CODE if use_code(person.id, typed) else None
    return Way.RECOVERY if use_recovery_code(person, typed) else None


def touch(row: SignIn) -> bool:
    """Notes that somebody is there; False when the sign-in is over. Written at most once a minute."""
    now = clock.now()
    if row.created_at < now - LONGEST_SESSION:
        row.ended_at = now
        return False
    if row.seen_at < now - SEEN_EVERY:
        row.seen_at = now
    return True


def is_locked(row: SignIn) -> bool:
    """Ten minutes away from the keyboard: the page asks for the password again and keeps what was typed."""
    return row.seen_at < clock.now() - LOCK_AFTER


def is_fresh(row: SignIn) -> bool:
    """Whether the person proved who they are within the last ten minutes."""
    return row.proved_at >= clock.now() - CONFIRMED_FOR


def prove(row: SignIn, way: Way | None = None) -> str:
    """The person just proved who they are: the sign-in goes on under a new token, and the old one is void."""
    token = secrets.token_urlsafe(32)
    row.token_hash, row.seen_at, row.proved_at = hash_of(token), clock.now(), clock.now()
    row.way = way or row.way
    return token


def sign_out(row: SignIn) -> None:
    row.ended_at = clock.now()


def sign_out_one(user_id: int, sign_in_id: int) -> None:
    one = sa.update(SignIn).where(SignIn.user_id == user_id, SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
    db.session.execute(one.values(ended_at=clock.now()))


def sign_out_everywhere(user_id: int, *, but: int | None = None) -> None:
    live = sa.update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.id != (but or 0))
    db.session.execute(live.values(ended_at=clock.now()))


def change_password(person: User, now: str, password: str) -> None:
    """A new password for somebody who knows the present one."""
    if not passwords.is_right(person.password_hash, now):
        raise Invalid("current_password", "wrong")
    alone = not queries.has_second_factor(person.id)
    if fault := passwords.fault(password, queries.known_of(person), alone=alone):
        raise Invalid("new_password", fault)
    queries.lock_user(person.id)
    person.password_hash = passwords.hash_password(password)
    audit.record(f"user:{person.id}", "change_password", Actor(user_id=person.id))
