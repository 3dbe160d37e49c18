"""Codes that prove who somebody is: six digits from an app, and the ten recovery codes for the day it is lost."""

import hashlib
import hmac
import secrets

import pyotp

STEP = 30
DIGITS = 6
RECOVERY_CODES = 10
# Crockford's letters: nobody mistakes one for another. Sixteen of them hold 80 bits.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOK_ALIKE = str.maketrans("OILU", "011V")
LENGTH = 16


class Keyed:
    """Hashes what is too short for a plain hash, with a key that no copy of the database holds."""

    def __init__(self) -> None:
        self._key = b""

    def configure(self, secret: str) -> None:
        self._key = hashlib.sha256(b"codes:" + secret.encode()).digest()

    def hash(self, value: str) -> str:
        return hmac.new(self._key, value.encode(), hashlib.sha256).hexdigest()


keyed = Keyed()


def new_secret() -> str:
    """160 bits, as the standard advises, spelled so that it can be typed."""
    return pyotp.random_base32()


def code_at(secret: str, step: int) -> str:
    return pyotp.TOTP(secret).generate_otp(step)


def step_now(seconds: float) -> int:
    return int(seconds) // STEP


def step_of(secret: str, typed: str, now: int) -> int | None:
    """Which step this code belongs to: this one, the one before or the one after, since clocks differ a little."""
    found = None
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), typed.encode()):
            found = step
    return found


def address(secret: str, login: str, site: str) -> str:
    """What the app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=site)


def normal(typed: str) -> str:
    """A typed code without spaces and hyphens."""
    return "".join(typed.split()).replace("-", "").upper()


def is_from_app(typed: str) -> bool:
    return len(typed) == DIGITS and typed.isascii() and typed.isdecimal()


def new_recovery_codes() -> list[str]:
    made = ("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(RECOVERY_CODES))
    return ["-".join(code[at : at + 4] for at in range(0, LENGTH, 4)) for code in made]


def recovery_hash(typed: str) -> str:
    return keyed.hash(normal(typed).translate(LOOK_ALIKE))
