"""Passwords: argon2id, and what makes one too weak."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
# 19 MiB, two passes: OWASP's setting; a few sign-ins at once do not hurt a small server.
_hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")


def is_right(password_hash: str | None, password: str) -> bool:
    """Takes the same time whether the person exists or not."""
    try:
        return _hasher.verify(password_hash or _nobodys(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str | None) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return password_hash is not None and _hasher.check_needs_rehash(password_hash)


def is_too_weak(password: str, *names: str | None) -> bool:
    """Too short, one character over and over, or made of the person's own name or address."""
    plain = password.casefold()
    parts = [
        part for name in names if name for part in name.casefold().replace("@", " ").replace(".", " ").split() if len(part) > 3
    ]
    return len(password) < SHORTEST or len(set(plain)) < 5 or any(part in plain and len(plain) - len(part) < 8 for part in parts)
