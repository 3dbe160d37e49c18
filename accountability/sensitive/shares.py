"""One secret in several shares, of which some number opens it and one fewer tells nothing (A. Shamir, 1979), over GF(256)."""

import hashlib
import secrets
from collections.abc import Sequence

# Powers of 3 run through all 255 numbers but zero, in the field of AES (x^8 + x^4 + x^3 + x + 1).
_POWER = [1]
for _ in range(254):
    _doubled = _POWER[-1] << 1 ^ (0x11B if _POWER[-1] & 0x80 else 0)
    _POWER.append(_doubled ^ _POWER[-1])
_LOG = {number: exponent for exponent, number in enumerate(_POWER)}


class ShareError(ValueError):
    """A share that was typed wrong, or shares that do not belong together."""


def split(secret: bytes, shares: int, needed: int) -> list[str]:
    """The shares as lines to print: how many are needed, the share's number, its bytes and a check, in groups of four."""
    if not 2 <= needed <= shares <= 255:
        raise ShareError("2 ≤ needed ≤ shares ≤ 255")
    curves = [[byte, *secrets.token_bytes(needed - 1)] for byte in secret]
    return [_line(needed, at, bytes(_value(curve, at) for curve in curves)) for at in range(1, shares + 1)]


def join(lines: Sequence[str]) -> bytes:
    """The secret from at least as many shares as are needed."""
    read = [_read(line) for line in lines]
    found = {at: points for _needed, at, points in read}
    if not read or len({needed for needed, _at, _points in read}) > 1 or len({len(points) for points in found.values()}) > 1:
        raise ShareError("these shares do not belong together")
    if len(found) < read[0][0]:
        raise ShareError(f"{read[0][0]} different shares are needed, {len(found)} were given")
    chosen = sorted(found.items())[: read[0][0]]
    return bytes(_at_zero([(at, points[place]) for at, points in chosen]) for place in range(len(chosen[0][1])))


def _times(a: int, b: int) -> int:
    return _POWER[(_LOG[a] + _LOG[b]) % 255] if a and b else 0


def _divided(a: int, b: int) -> int:
    return _POWER[(_LOG[a] - _LOG[b]) % 255] if a else 0


def _value(curve: Sequence[int], at: int) -> int:
    found = 0
    for coefficient in reversed(curve):
        found = _times(found, at) ^ coefficient
    return found


def _at_zero(points: Sequence[tuple[int, int]]) -> int:
    """Where the curve through these points meets zero (Lagrange)."""
    found = 0
    for at, value in points:
        weight = 1
        for other, _value_there in points:
            if other != at:
                weight = _times(weight, _divided(other, other ^ at))
        found ^= _times(value, weight)
    return found


def _line(needed: int, at: int, points: bytes) -> str:
    body = points.hex()
    return f"{needed}-{at}-" + " ".join(
        (body + _check(needed, at, body))[start : start + 4] for start in range(0, len(body) + 4, 4)
    )


def _read(line: str) -> tuple[int, int, bytes]:
    try:
        needed, at, rest = line.strip().lower().split("-", 2)
        digits = "".join(rest.split())
        body, check = digits[:-4], digits[-4:]
        points = bytes.fromhex(body)
        numbers = int(needed), int(at)
    except ValueError:
        raise ShareError("a share looks like 3-1-90ab 12cd …") from None
    if not points or not 1 <= numbers[1] <= 255 or check != _check(*numbers, body):
        raise ShareError(f"share {numbers[1]} was typed wrong")
    return *numbers, points


def _check(needed: int, at: int, body: str) -> str:
    return hashlib.sha256(f"{needed}-{at}-{body}".encode()).hexdigest()[:4]
