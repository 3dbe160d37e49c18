"""Which figures must hide beside a small one, so that nobody can work it out by subtraction: within a place and across places.

What hides follows from the order of the parts and from the sum of what is hidden, never from one value alone: so even somebody
who knows these rules learns of a small number only that it is between one and four.
"""

from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from typing import Generic, TypeVar

SMALL = range(1, 5)
K = TypeVar("K", bound=Hashable)
Groups = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True)
class Complement(Generic[K]):
    """Parts that must be hidden although they are not small, and whether their total must be hidden too."""

    parts: frozenset[K]
    total: bool


def small(values: Mapping[K, int]) -> set[K]:
    return {code for code, value in values.items() if value in SMALL}


def complement(values: Mapping[K, int], hidden: Set[K] = frozenset()) -> Complement[K]:
    """Hides further parts of a known total, in the order given, until the hidden ones leave each small one open.

    `hidden` are parts that are hidden for another reason already.
    """
    few = small(values)
    others = {code for code in hidden if values[code] >= SMALL.stop}
    if not few and not others:
        return Complement(frozenset(), total=False)
    if sum(values.values()) in SMALL:
        return Complement(frozenset(), total=len(few) >= SMALL.stop - 1)
    visible = [code for code, value in values.items() if value >= SMALL.stop and code not in others]
    while not _open(len(few), [values[code] for code in others], sum(values[code] for code in few)):
        if not visible:
            return Complement(frozenset(others), total=True)
        others.add(visible.pop(0))
    return Complement(frozenset(others), total=False)


def _open(few: int, others: list[int], sum_of_few: int) -> bool:
    """Whether the hidden parts may be anything: enough of them is not small, and their sum leaves room for every small number."""
    if not few:
        return len(others) > 1
    least = few + SMALL.stop * len(others)
    return bool(others) and sum_of_few + sum(others) >= least + 2 * SMALL.stop


def two_levels(upper: Groups, lower: Groups) -> tuple[set[int], set[int]]:
    """Hides across two levels: `upper` groups middle places by a known place, `lower` groups small places by middle place.

    Goes on until nothing more hides, since a middle place that hides must not be the sum of the small ones in it. Where the known
    place would have to hide as well, everything in it does, whatever its size.
    """
    middle: set[int] = set()
    while True:
        above = {place: complement(values, middle & values.keys()) for place, values in upper.items()}
        again = middle.union(*(found.parts for found in above.values()))
        below = {place: _below(values, place in again) for place, values in lower.items()}
        again |= {place for place, found in below.items() if found.total}
        if again == middle:
            return _with_everything(upper, lower, above, middle, below)
        middle = again


def _with_everything(
    upper: Groups, lower: Groups, above: Mapping[int, Complement[int]], middle: set[int], below: Mapping[int, Complement[int]]
) -> tuple[set[int], set[int]]:
    whole = {part for place, found in above.items() if found.total for part in upper[place]}
    inside = {part for place in whole & lower.keys() for part in lower[place]}
    return middle | whole, inside.union(*(found.parts for found in below.values()))


def _below(values: Mapping[int, int], total_hidden: bool) -> Complement[int]:
    """Below a hidden total at least one part hides that is not small, so that the parts do not add up to it."""
    if not total_hidden:
        return complement(values)
    large = [place for place, value in values.items() if value >= SMALL.stop]
    return Complement(frozenset(large[:1]), total=True)
