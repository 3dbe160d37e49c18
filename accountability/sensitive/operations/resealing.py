"""When officers change: confirming a new key, sealing what is there to it, forgetting keys of those who left, and recovery."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from accountability.access import policy
from accountability.access.permissions import Permission
from accountability.accounts import queries as accounts
from accountability.accounts.models import User
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.sensitive import queries, seals, shares, trail
from accountability.sensitive.models import Envelope, Officer, RecoveryKey, Report
from accountability.sensitive.operations import sealing, vaults
from accountability.sensitive.operations.vaults import Vault
from accountability.sensitive.workflow import State


def confirm(vault: Vault, officer_id: int) -> None:
    """An officer who compared the fingerprint lets a new colleague's key in."""
    policy.require(vault.actor, Permission.PROTECTED_USE)
    if not vault.officer.is_reading:
        raise Invalid("officer", "not_confirmed")
    officer = next((row for row, _person in queries.officer_rows() if row.id == officer_id), None)
    if officer is None or officer.confirmed_at:
        raise Invalid("officer", "unknown")
    vaults.confirm_key(officer)
    trail.record(trail.OFFICERS, "confirm", vault.officer, officer=officer.id, fingerprint=vaults.fingerprint(officer))


def waiting(vault: Vault) -> int:
    """How many reports this officer holds that a colleague or the recovery key cannot open yet."""
    return len({report.id for report, _key, _officers, _recovery in _missing(vault)})


def reseal(vault: Vault) -> int:
    """Seals what this officer holds to every colleague who may read it and cannot yet, and to the present recovery key."""
    done = 0
    for report, key, officers, recovery in list(_missing(vault)):
        for officer in officers:
            db.session.add(
                Envelope(report_id=report.id, officer_id=officer.id, sealed_key=seals.seal_to(officer.public_key, key))
            )
        if recovery:
            _to_recovery(report, key, recovery)
        done += 1
    if done:
        trail.record(trail.OFFICERS, "reseal", vault.officer, reports=done)
    return done


def _missing(vault: Vault) -> Iterator[tuple[Report, bytes, list[Officer], RecoveryKey | None]]:
    """Report, its content key, and whom it is not sealed to yet."""
    reading, recovery = queries.reading_officers(), queries.recovery_key()
    actors = {officer.id: accounts.actor_for(person.id) for officer, person in reading}
    for report, envelope in queries.held_by(vault.officer):
        officers, recoveries = queries.readers_of(report)
        new = [officer for officer, _person in reading if officer.id not in officers]
        lacks = recovery if recovery and recovery.id not in recoveries else None
        if not new and lacks is None:
            continue
        key = seals.unseal_with(vault.private, envelope.sealed_key)
        body = seals.unseal_fields(key, report.body or b"", f"body:{report.name}")
        new = [officer for officer in new if sealing.may_read(actors[officer.id], body)]
        if new or lacks:
            yield report, key, new, lacks


def _to_recovery(report: Report, key: bytes, recovery: RecoveryKey) -> None:
    """The newest recovery key takes the place of older ones."""
    db.session.execute(sa.delete(Envelope).where(Envelope.report_id == report.id, Envelope.recovery_id.is_not(None)))
    db.session.add(Envelope(report_id=report.id, recovery_id=recovery.id, sealed_key=seals.seal_to(recovery.public_key, key)))


def forget_gone() -> int:
    """Deletes what was sealed to officers whose account is closed or has lost the role."""
    gone = queries.gone_officers()
    for officer in gone:
        remove(officer, None)
    return len(gone)


def remove(officer: Officer, by: Officer | None) -> None:
    """An officer goes: their envelopes, their wrapped key and their hours with them; the row stays for the trail."""
    vaults.forget_keys_of(officer)
    officer.removed_at, officer.confirmed_at, officer.wrapped_key = clock.now(), None, None
    trail.record(trail.OFFICERS, "remove", by, officer=officer.id)


# --- the recovery key -------------------------------------------------------------------------------------------------


def make_recovery(count: int, needed: int) -> list[str]:
    """A new recovery key: its shares are returned once, to be printed, and only the public half is kept."""
    private, public = seals.new_pair()
    lines = shares.split(private, count, needed)
    db.session.execute(sa.update(RecoveryKey).where(RecoveryKey.retired_at.is_(None)).values(retired_at=clock.now()))
    db.session.add(RecoveryKey(public_key=public, shares=count, needed=needed, made_at=clock.now()))
    db.session.flush()
    trail.record(trail.OFFICERS, "make_recovery", None, shares=count, needed=needed)
    return lines


def recover(lines: Sequence[str]) -> tuple[int, int]:
    """Seals every report to those who are officers now; returns how many reports and how many officers.

    For the day when nobody is left who could open them. The people who brought the shares vouch for the officers.
    """
    private = shares.join(lines)
    public = seals.public_of(private)
    recovery = db.session.scalars(sa.select(RecoveryKey).where(RecoveryKey.public_key == public)).first()
    if recovery is None:
        raise shares.ShareError("these shares belong to no recovery key of this platform")
    officers = queries.officer_rows()
    for officer, _person in officers:
        if officer.confirmed_at is None:
            vaults.confirm_key(officer)
    found = sa.select(Report, Envelope).join(Envelope, Envelope.report_id == Report.id)
    rows = db.session.execute(found.where(Envelope.recovery_id == recovery.id, Report.state != State.PURGED)).all()
    for report, envelope in rows:
        _seal_to_all(report, seals.unseal_with(private, envelope.sealed_key), officers)
    trail.record(trail.OFFICERS, "recover", None, reports=len(rows), officers=len(officers))
    return len(rows), len(officers)


def _seal_to_all(report: Report, key: bytes, officers: list[tuple[Officer, User]]) -> None:
    """To those who are not tied to its place; when that leaves nobody, to all of them."""
    held, _recoveries = queries.readers_of(report)
    body = seals.unseal_fields(key, report.body or b"", f"body:{report.name}")
    free = [officer for officer, person in officers if sealing.may_read(accounts.actor_for(person.id), body)]
    for officer in free or [officer for officer, _person in officers]:
        if officer.id not in held:
            db.session.add(
                Envelope(report_id=report.id, officer_id=officer.id, sealed_key=seals.seal_to(officer.public_key, key))
            )
