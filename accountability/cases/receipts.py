"""The author's secret: 20 digits in five groups, typed like a top-up card; the last one checks the others."""

import hashlib
import hmac
import secrets

DIGITS = 20
# Damm's quasigroup of order 10: finds every single wrong digit and every swap of two neighbours (H. M. Damm, 2004).
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Receipts:
    """Hashes receipts with the platform's key, so that a stolen table cannot be searched through."""

    def __init__(self) -> None:
        self._key = b""

    def configure(self, key: str) -> None:
        self._key = hashlib.sha256(b"receipt:" + key.encode()).digest()

    def hash(self, receipt: str) -> str:
        return hmac.new(self._key, receipt.encode(), hashlib.sha256).hexdigest()

    @staticmethod
    def same(one: str, other: str) -> bool:
        """Takes equally long whatever differs."""
        return hmac.compare_digest(one.encode(), other.encode())


receipts = Receipts()


def check_digit(digits: str) -> str:
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def make() -> str:
    """A new receipt: 19 random digits (63 bits) and a check digit."""
    digits = "".join(secrets.choice("0123456789") for _ in range(DIGITS - 1))
    return digits + check_digit(digits)


def normal(typed: str) -> str | None:
    """The 20 digits in what somebody typed, or None when they cannot be a receipt."""
    digits = "".join(str(int(c)) for c in typed if c.isdecimal())
    return digits if len(digits) == DIGITS and check_digit(digits) == "0" else None


def grouped(receipt: str) -> str:
    return " ".join(receipt[start : start + 4] for start in range(0, DIGITS, 4))


def new_public_id() -> str:
    """Ten characters of Crockford's base 32: random, without meaning or order."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(10))
