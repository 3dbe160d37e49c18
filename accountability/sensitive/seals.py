"""Sealing and opening with libsodium: pure functions, no database, no request, no clock.

Three kinds of seal: under a key (`seal`), to a public key so that only its owner opens (`seal_to`), and a key made from what a
person remembers (`stretch`). Everything is padded to steps first, so that its length tells little.
"""

import json
import secrets
import unicodedata
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from nacl import pwhash
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import Aead

STEPS = tuple(4096 * 4**step for step in range(8))
KEY = 32
SALT = pwhash.argon2id.SALTBYTES


class SealError(Exception):
    """Another key, another purpose, or changed on the way."""


@dataclass(frozen=True)
class Cost:
    """How much work argon2id takes: passes, and bytes of memory."""

    passes: int
    memory: int


# An officer's passphrase: libsodium's "moderate". A receipt is looked up at every /track, with 63 random bits of its own.
WRAPPING = Cost(pwhash.argon2id.OPSLIMIT_MODERATE, pwhash.argon2id.MEMLIMIT_MODERATE)
RECEIPT = Cost(3, 64 * 1024 * 1024)
# So that a crowd at the door cannot take all memory: a process stretches two things at a time, the others wait.
_stretching = BoundedSemaphore(2)


def pad(content: bytes) -> bytes:
    whole = len(content).to_bytes(4, "big") + content
    step = next((step for step in STEPS if step >= len(whole)), None)
    if step is None:
        raise SealError("too large to seal")
    return whole.ljust(step, b"\0")


def unpad(padded: bytes) -> bytes:
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


def new_key() -> bytes:
    return secrets.token_bytes(KEY)


def new_salt() -> bytes:
    return secrets.token_bytes(SALT)


def seal(key: bytes, content: bytes, purpose: str) -> bytes:
    """`purpose` is authenticated but not kept: a value moved to another row or column does not open."""
    return bytes(Aead(key).encrypt(pad(content), purpose.encode()))


def unseal(key: bytes, sealed: bytes, purpose: str) -> bytes:
    try:
        return unpad(Aead(key).decrypt(sealed, purpose.encode()))
    except CryptoError:
        raise SealError("another key, another purpose, or changed") from None


def seal_fields(key: bytes, fields: dict[str, Any], purpose: str) -> bytes:
    return seal(key, json.dumps(fields, ensure_ascii=False).encode(), purpose)


def unseal_fields(key: bytes, sealed: bytes, purpose: str) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(unseal(key, sealed, purpose))
    return fields


def new_pair() -> tuple[bytes, bytes]:
    """A private key and its public one (X25519)."""
    private = PrivateKey.generate()
    return bytes(private), bytes(private.public_key)


def public_of(private: bytes) -> bytes:
    return bytes(PrivateKey(private).public_key)


def seal_to(public: bytes, content: bytes) -> bytes:
    """Only the owner of the private key opens it; not even whoever sealed it can."""
    return bytes(SealedBox(PublicKey(public)).encrypt(pad(content)))


def unseal_with(private: bytes, sealed: bytes) -> bytes:
    try:
        return unpad(SealedBox(PrivateKey(private)).decrypt(sealed))
    except CryptoError:
        raise SealError("sealed to somebody else, or changed") from None


def stretch(secret: str, salt: bytes, cost: Cost) -> bytes:
    """A key from what a person remembers or keeps on paper, made slowly so that guessing is dear.

    The same letters typed on another device may come in other code points, so they are composed first.
    """
    typed = unicodedata.normalize("NFC", secret).encode()
    with _stretching:
        return pwhash.argon2id.kdf(KEY, typed, salt, opslimit=cost.passes, memlimit=cost.memory)


def derive(key: bytes, purpose: str) -> bytes:
    """A key for one purpose alone."""
    found: bytes = blake2b(purpose.encode(), digest_size=KEY, key=key, encoder=RawEncoder)
    return found


def inbox_of(content_key: bytes) -> bytes:
    """The private key by which whoever holds a report's content key reads what its author adds later."""
    return derive(content_key, "inbox")


# --- a ticket: what a browser holds so that a row on the server can be opened, and neither alone ------------------------


def new_ticket() -> str:
    return secrets.token_urlsafe(24)


def ticket_hash(ticket: str) -> str:
    """By this the row is found."""
    return derive(_of(ticket), "row").hex()


def ticket_key(ticket: str) -> bytes:
    """By this it is opened; it cannot be had from the hash."""
    return derive(_of(ticket), "open")


def _of(ticket: str) -> bytes:
    return derive(b"ticket".ljust(KEY, b"\0"), ticket[:100])
