"""What a gateway of Kannel's kind brings over HTTP, and how it reports what became of a message."""

import base64
from urllib.parse import unquote_to_bytes

import phonenumbers
from werkzeug.datastructures import Headers

from accountability.sms.operations import Arrival

# Kannel's numbers for what became of a message; the states are ours, the later one counts.
STATES = {1: "delivered", 2: "failed", 4: "buffered", 8: "accepted", 16: "failed"}
_CONCATENATED = {0x00: (3, 1), 0x08: (4, 2)}  # element of the user data header: its length, and the bytes of the reference


def arrival_from(headers: Headers, body: bytes, charset: str) -> Arrival | None:
    """What the gateway brought; None when its sender is nobody whom one could answer (a name, a short number)."""
    number = whole_number(headers.get("X-Kannel-From", ""))
    if number is None:
        return None
    reference, part, parts = concatenation(unquote_to_bytes(headers.get("X-Kannel-UDH", "").replace("+", " ")))
    return Arrival(number, _text(body, charset), headers.get("X-Kannel-Time", ""), reference, part, parts)


def whole_number(typed: str) -> str | None:
    """+976… for a number of Mongolia, or any other one with its country; None for names and short numbers."""
    try:
        number = phonenumbers.parse(typed, "MN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or len(str(number.national_number)) < 8:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def concatenation(header: bytes) -> tuple[int | None, int, int]:
    """Reference, place and number of parts of a longer message (3GPP TS 23.040, 9.2.3.24.1 and 8); a single one is 1 of 1."""
    at = 1
    while at + 1 < len(header):
        element, length = header[at], header[at + 1]
        shape = _CONCATENATED.get(element)
        if shape and length == shape[0] and at + 2 + length <= len(header):
            data = header[at + 2 : at + 2 + length]
            parts, part = data[-2], data[-1]
            if 1 <= part <= parts:
                return int.from_bytes(data[: shape[1]], "big"), part, parts
        at += 2 + length
    return None, 1, 1


def _text(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset or "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def secret_in(authorization: str | None) -> str:
    """The password of a basic authorization; empty when there is none that can be read."""
    kind, _, value = (authorization or "").partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""
