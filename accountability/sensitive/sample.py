"""Sample officers' vaults, hours and a recovery key, so that the channel is open on a machine for trying out.

Their passphrases lie in a file beside the sample passwords: what is sealed on such a machine is not secret.
"""

import secrets
from datetime import timedelta
from pathlib import Path

from accountability.access.roles import Role
from accountability.accounts import queries as accounts
from accountability.accounts.models import User
from accountability.core import clock
from accountability.sensitive import queries
from accountability.sensitive.operations import duty, resealing, vaults

FILE = "sample-vaults.txt"
DAYS = 28


def ensure(people: list[User], folder: Path) -> list[str]:
    """Makes what is missing; returns the lines that `dev.py run` prints in a block of their own."""
    file = folder / FILE
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    kept = {words[1]: words[2] for words in (line.split() for line in lines) if words[:1] == ["vault"]}
    officers = [person for person in people if any(grant.role == Role.PROTECTION_OFFICER for grant in person.grants)]
    for person in officers:
        _open(person, kept)
    shares = [line for line in lines if line.startswith("share")]
    if queries.recovery_key() is None or not shares:
        shares = [f"share  {share}" for share in resealing.make_recovery(5, 3)]
    _share_hours(officers)
    lines = [f"vault  {person.email}  {kept[person.email or '']}" for person in officers] + shares
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return lines


def _open(person: User, kept: dict[str, str]) -> None:
    email = person.email or ""
    if queries.officer_of(person.id) is not None and email in kept:
        return
    kept[email] = "-".join(secrets.token_hex(3) for _ in range(4))
    officer = vaults.set_up(accounts.actor_for(person.id), person, kept[email])
    if not officer.is_reading:
        vaults.confirm_key(officer)


def _share_hours(officers: list[User]) -> None:
    """Working hours of the coming weeks, one officer after the other."""
    if not officers or queries.next_hours(clock.now()):
        return
    for number in range(DAYS):
        on = clock.today() + timedelta(days=number + 1)
        duty.take_hours(accounts.actor_for(officers[number % len(officers)].id), on, 9, 18)
