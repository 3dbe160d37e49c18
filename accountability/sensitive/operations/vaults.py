"""An officer's own key: made, wrapped by a passphrase, opened for ten minutes, wrapped anew.

The private key lies nowhere in plain: wrapped by the passphrase in `officers`, and during ten minutes sealed by the officer's
cookie in `open_vaults`. It is in memory while a request runs.
"""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.accounts import passwords
from accountability.accounts.models import User
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.sensitive import queries, seals, trail
from accountability.sensitive.models import Envelope, Officer, OpenVault

OPEN_FOR = timedelta(minutes=10)


@dataclass(frozen=True, repr=False)
class Vault:
    """An officer with their private key in hand, for one request."""

    officer: Officer
    actor: Actor
    private: bytes


def set_up(actor: Actor, person: User, passphrase: str) -> Officer:
    """Makes a key pair for somebody with the role; over an old one it is a new beginning that opens nothing older.

    The first three need nobody; from then on a colleague confirms each new key, so that whoever hands out accounts cannot make a
    reader of their own.
    """
    policy.require(actor, Permission.PROTECTED_USE)
    _check_passphrase(person, passphrase)
    private, public = seals.new_pair()
    officer = db.session.scalars(sa.select(Officer).where(Officer.mark == queries.officer_mark(person.id))).first()
    if officer is None:
        officer = Officer(mark=queries.officer_mark(person.id), was_confirmed=False)
        db.session.add(officer)
    officer.public_key, officer.set_up_at = public, clock.now()
    officer.confirmed_at = officer.removed_at = None
    _wrap(officer, private, passphrase)
    db.session.flush()
    forget_keys_of(officer)
    trail.record(trail.OFFICERS, "set_up", officer, fingerprint=fingerprint(officer))
    if queries.ever_confirmed() < queries.FEWEST_READERS:
        confirm_key(officer)
    return officer


def confirm_key(officer: Officer) -> None:
    officer.confirmed_at, officer.was_confirmed = clock.now(), True
    db.session.flush()


def forget_keys_of(officer: Officer) -> None:
    """Everything that was sealed to an officer, and their open vault."""
    for table in (Envelope, OpenVault):
        db.session.execute(sa.delete(table).where(table.officer_id == officer.id))


def fingerprint(officer: Officer) -> str:
    """A public key as people compare it over the telephone."""
    digits = seals.derive(officer.public_key, "fingerprint").hex()[:24]
    return " ".join(digits[start : start + 4] for start in range(0, 24, 4))


def _check_passphrase(person: User, passphrase: str) -> None:
    if passwords.fault(passphrase, (person.name, person.email), alone=True):
        raise Invalid("passphrase", "too_weak")
    if passwords.is_right(person.password_hash, passphrase):
        raise Invalid("passphrase", "same_as_password")


def _wrap(officer: Officer, private: bytes, passphrase: str) -> None:
    cost = seals.WRAPPING
    officer.salt, officer.passes, officer.memory = seals.new_salt(), cost.passes, cost.memory
    officer.wrapped_key = seals.seal(seals.stretch(passphrase, officer.salt, cost), private, f"officer:{officer.mark}")


def _unwrap(officer: Officer, passphrase: str, field: str) -> bytes:
    cost = seals.Cost(officer.passes, officer.memory)
    try:
        key = seals.stretch(passphrase, officer.salt, cost)
        return seals.unseal(key, officer.wrapped_key or b"", f"officer:{officer.mark}")
    except seals.SealError:
        raise Invalid(field, "wrong") from None


def unlock(actor: Actor, passphrase: str) -> tuple[Vault, str]:
    """Opens one's own vault for ten minutes; the ticket goes into the browser and nowhere else."""
    policy.require(actor, Permission.PROTECTED_USE)
    officer = queries.officer_of(actor.user_id or 0)
    if officer is None:
        raise Invalid("passphrase", "no_vault")
    private, ticket = _unwrap(officer, passphrase, "passphrase"), seals.new_ticket()
    db.session.add(
        OpenVault(
            ticket_hash=seals.ticket_hash(ticket),
            officer_id=officer.id,
            sealed_key=seals.seal(seals.ticket_key(ticket), private, f"open:{officer.mark}"),
            expires_at=clock.now() + OPEN_FOR,
        )
    )
    db.session.flush()
    return Vault(officer, actor, private), ticket


def opened(actor: Actor, ticket: str | None) -> Vault | None:
    """One's own vault, while its ten minutes last."""
    policy.require(actor, Permission.PROTECTED_USE)
    if not ticket:
        return None
    found = sa.select(OpenVault).where(OpenVault.ticket_hash == seals.ticket_hash(ticket), OpenVault.expires_at > clock.now())
    row = db.session.scalars(found).first()
    if row is None or row.officer.removed_at or row.officer.mark != queries.officer_mark(actor.user_id or 0):
        return None
    try:
        private = seals.unseal(seals.ticket_key(ticket), row.sealed_key, f"open:{row.officer.mark}")
    except seals.SealError:
        return None
    return Vault(row.officer, actor, private)


def lock(ticket: str | None) -> None:
    if ticket:
        db.session.execute(sa.delete(OpenVault).where(OpenVault.ticket_hash == seals.ticket_hash(ticket)))


def change_passphrase(actor: Actor, person: User, now: str, passphrase: str) -> None:
    """The same key in a new wrapping; nothing has to be sealed again, and every open vault of this officer closes."""
    policy.require(actor, Permission.PROTECTED_USE)
    officer = queries.officer_of(person.id)
    if officer is None:
        raise Invalid("current_passphrase", "wrong")
    private = _unwrap(officer, now, "current_passphrase")
    _check_passphrase(person, passphrase)
    _wrap(officer, private, passphrase)
    db.session.execute(sa.delete(OpenVault).where(OpenVault.officer_id == officer.id))
    trail.record(trail.OFFICERS, "change_passphrase", officer)
