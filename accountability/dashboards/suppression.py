"""The one way out for figures: small numbers disappear here, and what would give them away.

Counts 1–4 become "fewer than five". A share needs a whole of at least ten; where it would give a small number away, it is said
as a bound. Where one part of a known whole is hidden, others are hidden until nobody can work it out.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from accountability.dashboards import wilson
from accountability.dashboards.masks import SMALL, Complement, complement, small

LEAST_WHOLE = 10


class Why(StrEnum):
    """Why a figure is not given as it is."""

    SHOWN = "shown"
    FEW = "few"  # 1–4, or a share of fewer than ten
    BESIDE = "beside"  # it would give away a small number beside it


@dataclass(frozen=True)
class Count:
    """A count as it may be read; `value` only when it is shown."""

    value: int | None
    why: Why = Why.SHOWN


@dataclass(frozen=True)
class Share:
    """A share in per cent with its interval; `bound` is "least" or "most" where the exact one would give a small number away."""

    percent: int | None
    low: int = 0
    high: int = 0
    whole: int | None = None
    bound: str = ""
    why: Why = Why.SHOWN


@dataclass(frozen=True)
class Part:
    """One part of a whole in per cent; where it would give a small number away, several are given together, without a count."""

    codes: tuple[str, ...]
    percent: int
    count: int | None


def count(value: int, *, masked: bool = False) -> Count:
    if masked:
        return Count(None, Why.BESIDE)
    return Count(None, Why.FEW) if value in SMALL else Count(value)


def exact(value: int) -> Count:
    """For those who may see every case behind it."""
    return Count(value)


def share(part: int, whole: int, *, masked: bool = False) -> Share:
    if whole < LEAST_WHOLE:
        return Share(None, why=Why.FEW)
    if masked:
        return Share(None, why=Why.BESIDE)
    if part in SMALL:
        return _bounded(1, 4, whole, "most")
    if whole - part in SMALL:
        return _bounded(whole - 4, whole - 1, whole, "least")
    return exact_share(part, whole)


def exact_share(part: int, whole: int) -> Share:
    if whole == 0:
        return Share(None, why=Why.FEW)
    low, high = wilson.interval(part, whole)
    return Share(_percent(part / whole), _percent(low), _percent(high), whole)


def _bounded(least: int, most: int, whole: int, bound: str) -> Share:
    """The share lies between least and most of the whole; says only the nearer end, with the interval of both."""
    low, high = wilson.interval(least, whole)[0], wilson.interval(most, whole)[1]
    percent = 100 * least // whole if bound == "least" else -(-100 * most // whole)
    return Share(percent, _percent(low), _percent(high), whole, bound)


def _percent(fraction: float) -> int:
    return int(100 * fraction + 0.5)


def parts(values: Mapping[str, int], *, masked: bool = False) -> list[Part]:
    """A whole in its parts, in the order given; nothing when the whole is too small, or a part may not be known at all."""
    whole, found = sum(values.values()), _complement(values)
    if whole < LEAST_WHOLE or masked or found.helpless:
        return []
    hidden = small(values) | found.parts
    shown = [Part((code,), _percent(value / whole), value) for code, value in values.items() if code not in hidden]
    rest = tuple(code for code in values if code in hidden)
    return [*shown, Part(rest, _percent(sum(values[code] for code in rest) / whole), None)] if hidden else shown


def share_of_part(code: str, values: Mapping[str, int], shown: list[Part], *, masked: bool = False) -> Share:
    """The share of one part; where the parts are shown, only as far as they let it be known."""
    whole = sum(values.values())
    beside = bool(shown) and code in _complement(values).parts and whole - values[code] not in SMALL
    return share(values[code], whole, masked=masked or beside)


def buckets(
    values: Mapping[str, int], *, masked: Set[str] = frozenset(), total_masked: bool = False
) -> tuple[dict[str, Count], Count]:
    """Counts of parts with their total, none of which can be worked out when it is small."""
    found = _complement(values)
    total = count(sum(values.values()), masked=found.helpless or total_masked)
    return {code: count(value, masked=code in found.parts | masked) for code, value in values.items()}, total


def _complement(values: Mapping[str, int]) -> Complement[str]:
    """Parts hide from the last to the first: the first one is what people look for."""
    return complement({code: values[code] for code in reversed(list(values))})


def exact_parts(values: Mapping[str, int]) -> list[Part]:
    whole = sum(values.values())
    return [Part((code,), _percent(value / whole), value) for code, value in values.items()] if whole else []
