"""Seals what must not lie in plain: authenticated encryption bound to its purpose, with keys that can change.

A sealed value is: version (1 byte), key id (4), nonce (12), AES-256-GCM of the text with its tag. The purpose (for example
`story:7GQ2…`) is authenticated but not stored, so a value copied to another row or column does not open.
"""

import hashlib
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"


class VaultError(Exception):
    """The value was sealed with another key, for another purpose, or was changed."""


class Vault:
    """Holds the keys; the first one seals, all of them open."""

    def __init__(self) -> None:
        self._keys: dict[bytes, AESGCM] = {}
        self._first = b""

    def configure(self, keys: list[str]) -> None:
        """Takes the secrets of VAULT_KEYS; each is stretched to a 256-bit key."""
        self._keys = {}
        for secret in keys:
            material = hashlib.sha256(b"vault:" + secret.encode()).digest()
            self._keys[hashlib.sha256(b"id:" + material).digest()[:4]] = AESGCM(material)
        self._first = next(iter(self._keys))

    def seal(self, value: bytes, purpose: str) -> bytes:
        nonce = os.urandom(12)
        return VERSION + self._first + nonce + self._keys[self._first].encrypt(nonce, value, purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> bytes:
        cipher = self._keys.get(sealed[1:5])
        if sealed[:1] != VERSION or cipher is None:
            raise VaultError("sealed with a key that is not in VAULT_KEYS")
        try:
            return cipher.decrypt(sealed[5:17], sealed[17:], purpose.encode())
        except InvalidTag:
            raise VaultError("changed, or sealed for another purpose") from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether it was sealed with the key that seals now."""
        return sealed[:5] == self.mark

    @property
    def mark(self) -> bytes:
        """How everything begins that the present key sealed."""
        return VERSION + self._first

    def reseal(self, sealed: bytes, purpose: str) -> bytes:
        """The same value under the present key."""
        return sealed if self.is_current(sealed) else self.seal(self.open(sealed, purpose), purpose)

    def seal_text(self, value: str, purpose: str) -> bytes:
        return self.seal(value.encode(), purpose)

    def open_text(self, sealed: bytes, purpose: str) -> str:
        return self.open(sealed, purpose).decode()

    def seal_fields(self, value: dict[str, Any], purpose: str) -> bytes:
        return self.seal_text(json.dumps(value, ensure_ascii=False), purpose)

    def open_fields(self, sealed: bytes, purpose: str) -> dict[str, Any]:
        fields: dict[str, Any] = json.loads(self.open_text(sealed, purpose))
        return fields


vault = Vault()
