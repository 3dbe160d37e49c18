"""Which figures must hide beside a small one, so that nobody can work it out by subtraction: within a place and across places."""

from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from typing import Generic, TypeVar

SMALL = range(1, 5)
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Complement(Generic[K]):
    """Parts that must be hidden although they are not small, and whether their total must be hidden too."""

    parts: frozenset[K]
    total: bool


def small(values: Mapping[K, int]) -> set[K]:
    return {code for code, value in values.items() if value in SMALL}


def complement(values: Mapping[K, int], hidden: Set[K] = frozenset(), *, keep: K | None = None) -> Complement[K]:
    """Hides the smallest further parts of a known total until no hidden one can be worked out.

    `hidden` are parts that are hidden for another reason already; `keep` is hidden last.
    """
    few = [value for value in values.values() if value in SMALL]
    others = {code for code in hidden if values[code] >= SMALL.stop}
    if sum(values.values()) in SMALL:
        return Complement(frozenset(), total=len(few) == 4)
    visible = [code for code, value in values.items() if value >= SMALL.stop and code not in others]
    visible.sort(key=lambda code: (code == keep, values[code]))
    while _gives_away(few, [values[code] for code in others]):
        if not visible:
            return Complement(frozenset(others), total=True)
        others.add(visible.pop(0))
    return Complement(frozenset(others), total=False)


def below_hidden(values: Mapping[K, int], hidden: Set[K] = frozenset()) -> frozenset[K]:
    """What hides below a hidden total, so that the parts do not add up to it: at least one part that is not small."""
    others = {code for code in hidden if values[code] >= SMALL.stop}
    large = sorted((code for code, value in values.items() if value >= SMALL.stop), key=values.__getitem__)
    return frozenset(others or large[:1])


def _gives_away(few: list[int], others: list[int]) -> bool:
    """Whether the sum of the hidden parts leaves one of them a single value (small: 1–4, others: 5 or more)."""
    total, least = sum(few) + sum(others), len(few) + 5 * len(others)
    if few:
        low = 1 if others else max(1, total - 4 * (len(few) - 1))
        if low >= min(4, total - least + 1):
            return True
    if others:
        low = 5 if len(others) > 1 else max(5, total - 4 * len(few))
        return low >= total - least + 5
    return False


def two_levels(upper: Mapping[int, Mapping[int, int]], lower: Mapping[int, Mapping[int, int]]) -> tuple[set[int], set[int]]:
    """Hides across two levels: `upper` groups middle places by a known place, `lower` groups small places by middle place.

    Goes on until nothing more hides, since a middle place that hides must not be the sum of the small ones in it.
    """
    middle: set[int] = set()
    while True:
        hidden = {place for values in upper.values() for place in complement(values, middle & values.keys()).parts}
        below = {place: _below(values, place in hidden | middle) for place, values in lower.items()}
        again = hidden | middle | {place for place, found in below.items() if found.total}
        if again == middle:
            return middle, {place for found in below.values() for place in found.parts}
        middle = again


def _below(values: Mapping[int, int], total_hidden: bool) -> Complement[int]:
    if total_hidden:
        return Complement(below_hidden(values), total=True)
    return complement(values)
