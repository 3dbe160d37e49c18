"""Signs what leaves the house, so that anybody can see that it came from here and was not changed (Ed25519)."""

import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Signer:
    """Holds the platform's signing key; its public half is published."""

    def configure(self, key: str) -> None:
        """Takes the secret of SIGNING_KEY, stretched to the seed of a key pair."""
        self._key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"signing:" + key.encode()).digest())

    def sign(self, content: bytes) -> str:
        return self._key.sign(content).hex()

    @property
    def public_key(self) -> str:
        return self._key.public_key().public_bytes_raw().hex()


def plain_form(content: Any) -> bytes:
    """The one way to write a content down for signing: sorted names, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


signer = Signer()
