"""Keyed marks by which a row is found again without an id of the ordinary database, and codes made of a form's own key."""

import hashlib
import hmac

from accountability.cases import receipts


class Marks:
    """Everything here hangs on RECEIPT_KEY: like the receipts, it is void when that key changes."""

    def __init__(self) -> None:
        self._key = b""

    def configure(self, key: str) -> None:
        self._key = hashlib.sha256(b"protected:" + key.encode()).digest()

    def of(self, purpose: str, value: str | bytes) -> str:
        """Tells nothing about the value, and cannot be searched through without the key."""
        content = value.encode() if isinstance(value, str) else value
        return hmac.new(self._key, purpose.encode() + b"\0" + content, hashlib.sha256).hexdigest()

    def salt(self, purpose: str, size: int) -> bytes:
        return bytes.fromhex(self.of("salt", purpose))[:size]

    def receipt(self, form_key: str) -> str:
        """The 20 digits that belong to a form's own random key: a form sent twice gives the same code, and none is kept."""
        number = int(self.of("receipt", form_key) + self.of("receipt more", form_key), 16) % 10 ** (receipts.DIGITS - 1)
        digits = str(number).zfill(receipts.DIGITS - 1)
        return digits + receipts.check_digit(digits)


marks = Marks()
