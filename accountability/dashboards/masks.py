"""Which figures must hide beside a small one, so that nobody can work it out by subtraction: within a place and across places.

What hides follows from the order of the parts and from the sum of what is hidden, never from one value alone: so even somebody
who knows these rules learns of a small number only that it is between one and four.
"""

from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from typing import Generic, TypeVar

SMALL = range(1, 5)
ROOM = 8  # the least that keeps every table open that the tests try
K = TypeVar("K", bound=Hashable)
Groups = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True)
class Complement(Generic[K]):
    """Parts that must be hidden although they are not small; `helpless` where either all parts or the total must hide."""

    parts: frozenset[K]
    helpless: bool = False


def small(values: Mapping[K, int]) -> set[K]:
    return {code for code, value in values.items() if value in SMALL}


def complement(values: Mapping[K, int], hidden: Set[K] = frozenset()) -> Complement[K]:
    """Hides further parts of a known total, in the order given, until the hidden ones leave each small one open.

    `hidden` are parts that are hidden for another reason already.
    """
    few = small(values)
    others = {code for code in hidden if values[code] >= SMALL.stop}
    if not few and not others:
        return Complement(frozenset())
    if sum(values.values()) in SMALL:
        return Complement(frozenset(), helpless=len(few) >= SMALL.stop - 1)
    visible = [code for code, value in values.items() if value >= SMALL.stop and code not in others]
    while not _open(len(few), [values[code] for code in others], sum(values[code] for code in few)):
        if not visible:
            return Complement(frozenset(others), helpless=True)
        others.add(visible.pop(0))
    return Complement(frozenset(others))


def _open(few: int, others: list[int], sum_of_few: int) -> bool:
    """Whether the sum of what is hidden leaves room for every small number in each small part."""
    if not few:
        return len(others) > 1
    if not others:
        return few + 3 <= sum_of_few <= 4 * few - 3
    return sum_of_few + sum(others) >= few + SMALL.stop * len(others) + ROOM


def beside(values: Mapping[K, int]) -> set[K]:
    """The parts that hide below a total that stays known: where nothing else helps all of them, even those that are nothing."""
    found = complement(values)
    return set(values) if found.helpless else set(found.parts)


def two_levels(upper: Groups, lower: Groups) -> tuple[set[int], set[int]]:
    """Hides across two levels: `upper` groups middle places by a known place, `lower` groups small places by middle place."""
    middle = {place for values in upper.values() for place in beside(values)}
    leaves = {leaf for place, values in lower.items() if place not in middle for leaf in beside(values)}
    for values in upper.values():
        inside = (middle | small(values)) & values.keys()
        found = complement(_pool(values, lower, inside & middle, inside - middle))
        leaves |= {leaf for is_leaf, leaf in found.parts if is_leaf}
        if found.helpless or values.keys() <= middle:
            middle |= inside
            leaves |= {leaf for place in inside for leaf in lower.get(place, {})}
    return middle, leaves


def _pool(values: Mapping[int, int], lower: Groups, hidden: set[int], few: set[int]) -> dict[tuple[bool, int], int]:
    """What somebody can still add up: the hidden middle places fall into their parts, the small ones stay whole."""
    pool = {(False, place): values[place] for place in few}
    pool |= {(True, leaf): value for place in hidden for leaf, value in lower.get(place, {}).items()}
    return pool
