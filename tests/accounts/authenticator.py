"""A software authenticator that can also lie: what a phone or a security key does, in fifty lines."""

import base64
import hashlib
import json
import secrets
import struct

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def raw(value: str) -> bytes:
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))


class Authenticator:
    """One passkey; `lies` replace what an honest one would say: origin, host, challenge, flags, count, handle, kind."""

    def __init__(self, origin="https://voice.example", count=0):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.origin, self.count, self.handle = secrets.token_bytes(32), origin, count, b""

    def make(self, options, **lies):
        self.handle = raw(options["user"]["id"])
        seen = self._client("webauthn.create", options, lies)
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        named = b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + cbor2.dumps(public)
        data = self._data(options["rp"]["id"], ATTESTED, lies) + named
        return self._answer({"attestationObject": text(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}))}, seen)

    def use(self, options, **lies):
        self.count += 1 if self.count else 0
        seen = self._client("webauthn.get", options, lies)
        data = self._data(options["rpId"], 0, lies)
        signature = self.key.sign(data + hashlib.sha256(seen).digest(), ec.ECDSA(hashes.SHA256()))
        handle = lies.get("handle", self.handle)
        return self._answer({"authenticatorData": text(data), "signature": text(signature), "userHandle": text(handle)}, seen)

    def _client(self, kind, options, lies):
        said = {"type": lies.get("kind", kind), "challenge": lies.get("challenge", options["challenge"])}
        return json.dumps({**said, "origin": lies.get("origin", self.origin), "crossOrigin": False}).encode()

    def _data(self, host, extra, lies):
        flags = lies.get("flags", PRESENT | VERIFIED) | extra
        hashed = hashlib.sha256(lies.get("host", host).encode()).digest()
        return hashed + struct.pack(">BI", flags, lies.get("count", self.count))

    def _answer(self, response, seen):
        whole = {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "clientExtensionResults": {}}
        return json.dumps({**whole, "response": {"clientDataJSON": text(seen), **response}})
