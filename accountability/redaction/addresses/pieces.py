"""The pieces of an address: a bag, a street or building, a camp or valley, a door, and the place named behind a bag."""

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from accountability.redaction.addresses.doors import (
    is_counted,
    is_ordinal,
    number_after,
    number_before,
    rest_of_number,
    with_hung_ending,
)
from accountability.redaction.addresses.place_names import GENITIVE, PLAIN_WORDS, joins, name_before
from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.tokens import LOWER, NUMBER, SIGN, TITLE, Row, Token, bits, close, touching

_BAG, _STREET, _NUMBERED, _CAMP, _SETTLED = (
    bits("bag"),
    bits("street"),
    bits("numbered_only"),
    bits("country", "settled"),
    bits("settled"),
)
_BODY, _TERRAIN, _COUNTRY, _PRONOUN = bits("body"), bits("terrain"), bits("country"), bits("not_name")
_KNOWN = bits("country", "place_noun", "starter", "unit", "kin", "title", "day_part", "month", "field")
_STARTER, _NO_FIELD = bits("starter", "kin", "title", "called"), bits("starter", "kin", "title", "called", "strong_name")
_ROLE = bits("title", "called")
_ROOMS, _PART_ONLY, _QUARTER = beside("addresses.rooms"), beginnings("addresses.part_only"), beginnings("addresses.quarter")
_THERE, _STANDING, _LIVING = beginnings("addresses.there"), beside("addresses.standing"), beginnings("addresses.living")
_ROMAN, _HOME, _SHARED = beside("addresses.roman"), beginnings("addresses.home"), beside("addresses.shared")
_CELLARS, _SETTLEMENTS, _MOUTHS = (
    beginnings("addresses.cellars"),
    beginnings("addresses.settlements"),
    beginnings("addresses.mouths"),
)
_ENDED = beside("addresses.ended")
_PUBLIC, _BUILDINGS = beginnings("addresses.public"), beginnings("addresses.buildings")
_ILLNESS = bits("core", "weak")
_PLACE, _LEADING = bits("place"), (*GENITIVE, *PLAIN_WORDS)
_PAPERS = beginnings("addresses.papers")
_OF_DAYS = frozenset(("ны", "ний", "нд", "nii", "ny", "nd"))
_TENTS = frozenset(("гэр", "ger"))
_NEAR_BAG = 14


class Weight(IntEnum):
    """A bag is no address alone, nor is a part; the rest is."""

    BAG = 0
    PART = 1
    WHOLE = 2


class Piece(NamedTuple):
    """Tokens from first to last."""

    first: int
    last: int
    weight: Weight


def pieces(row: Row) -> Iterator[Piece]:
    bag = -99
    for at, one in enumerate(row):
        if at in {bag + 1, bag + 2} and (field := _field(row, at)):
            yield field
        piece = _piece(row, at, at - bag < _NEAR_BAG) if one.classes & (_BAG | _STREET | _CAMP) or one.shape == NUMBER else None
        if piece:
            bag = at if piece.weight == Weight.BAG else bag
            yield piece


def _piece(row: Row, at: int, after_bag: bool) -> Piece | None:
    one = row[at]
    if one.has(_BAG):
        return _bag(row, at)
    if one.has(_STREET):
        return _street(row, at, after_bag)
    return _camp(row, at, after_bag) if one.has(_CAMP) else _door(row, at, after_bag)


def _field(row: Row, at: int) -> Piece | None:
    """A place named right behind the bag: «4-р баг, Хүрмэнт», «3-р багийн Бор толгойд»."""
    one, following = row[at], row[at + 1]
    if (
        one.shape != TITLE
        or one.first
        or one.has(_NO_FIELD)
        or row[at - 1].has(_ROLE)
        or (following.has(_ROLE) and not row[at + 2].low.startswith("газ"))
    ):
        return None
    last = at
    while last - at < 4 and close(row[last], row[last + 1]) and (joins(row, last + 1) or _goes_on(row[last + 1])):
        last += 1
    if row[last + 1].shape == LOWER and row[last + 2].shape == NUMBER and close(row[last], row[last + 1]):
        last = max(last, number_after(row, last + 1))
    return Piece(at, number_after(row, last), Weight.WHOLE)


def _goes_on(one: Token) -> bool:
    return one.shape == TITLE or one.has(_CAMP)


def _bag(row: Row, at: int) -> Piece | None:
    """«5-р баг», «IV баг», «баг 4», «Жаргалан баг»."""
    first = number_before(row, at)
    if first == at and row[at - 1].low in _ROMAN and close(row[at - 1], row[at]):
        first = at - 1
    if first < at:
        return Piece(first, at, Weight.BAG)
    last = number_after(row, at) if row[at + 1].low != "," else at
    named = row[at - 1].shape == TITLE and not row[at - 1].has(_STARTER | _PLACE) and close(row[at - 1], row[at])
    if last > at and not row[last + 1].has(_STREET) and not named:
        return Piece(at, last, Weight.BAG)
    first = name_before(row, at)
    while first < at - 1 and row[first].has(_PLACE) and row[first + 1].shape == TITLE:
        first += 1
    if (
        first < at
        and _is_named(row[first])
        and not (row[first].has(_PRONOUN) and first == at - 1 and row[first].low not in PLAIN_WORDS)
    ):
        return Piece(first, at, Weight.BAG)
    if row[at - 1].low in PLAIN_WORDS and close(row[at - 1], row[at]):
        return Piece(at - 1, at, Weight.BAG)
    before = row[at - 1]
    listed = row[at + 1].low == "," and before.shape == LOWER and close(before, row[at]) and not before.has(_KNOWN)
    return Piece(at - 1, at, Weight.BAG) if listed else None


def _is_named(one: Token) -> bool:
    """A capital that is more than the beginning of a sentence."""
    return one.shape == TITLE and not (one.has(_STARTER) and one.first and one.low not in PLAIN_WORDS)


def _street(row: Row, at: int, after_bag: bool) -> Piece | None:
    """«Наран гудамж 14-3», «22-р байр», «31 тоот», «Тэгш хороолол», «дотуур байр»."""
    one, first, last = row[at], name_before(row, number_before(row, at)), number_after(row, at)
    if row[at - 1].low in _SHARED or (one.low.startswith(_QUARTER) and row[at - 1].low in _TENTS):
        alone = last == at or row[at - 1].low in _TENTS
        return Piece(number_before(row, at - 1), last, Weight.PART if alone else Weight.WHOLE)
    if one.low.startswith(_CELLARS):
        return Piece(at, at, Weight.PART)
    if _is_room(row, at, last) or _is_public(row, first, at) or (one.low.startswith(_SETTLEMENTS) and row[first].shape != TITLE):
        return None
    if first == at == last:
        return Piece(at, at, Weight.PART) if after_bag else None
    quarter = one.low.startswith(_QUARTER)
    if one.has(_NUMBERED) and number_before(row, at) == at == last and not (quarter and _begins_a_quarter(row[first])):
        return None
    part = one.low.startswith(_PART_ONLY) and row[first].shape != TITLE and not (last > at and quarter)
    return Piece(first, with_hung_ending(row, last), Weight.PART if part else Weight.WHOLE)


def _begins_a_quarter(one: Token) -> bool:
    return one.shape == TITLE or one.low in PLAIN_WORDS


def _is_room(row: Row, at: int, last: int) -> bool:
    """«өрөө 214 тоот», «305 тоот өрөө» of a hospital; «217 тоот тушаал»."""
    after = row[last + 1].low
    return row[number_before(row, at) - 1].low in _ROOMS or after in _ROOMS or after.startswith(_PAPERS)


def _is_public(row: Row, first: int, at: int) -> bool:
    """«эмнэлгийн 1-р байр», «өвчний чөлөө»: nobody lives there."""
    return row[at - 1].has(_ILLNESS) or (
        any(one.low.startswith(_PUBLIC) for one in row[first - 1 : at]) and row[at].low.startswith(_BUILDINGS)
    )


def _camp(row: Row, at: int, after_bag: bool) -> Piece | None:
    """«Бор хужирын өвөлжөөнөөс», «Хужиртын аманд», «Уулын ар 2-14»."""
    first, last = name_before(row, number_before(row, at)), number_after(row, at)
    if first == at or _is_of_a_body(row, first, at):
        return None
    if _is_sure(row, first, at, after_bag) or _is_placed(row, first, at) or _has_yard(row, first, at, last):
        return Piece(first, last, Weight.WHOLE)
    named = any(one.shape == TITLE for one in (row[first], *(one for one in row[first:at] if not one.first)))
    return Piece(first, last, Weight.PART) if named or (after_bag and last > at) else None


def _is_of_a_body(row: Row, first: int, at: int) -> bool:
    """«хэл амны», «чихний ар»: these words are parts of the body too."""
    parts = (one for one in row[first:at] if one.has(_BODY) and one.low not in PLAIN_WORDS and not one.has(_COUNTRY))
    return not row[at].has(_SETTLED) and any(parts)


def _is_sure(row: Row, first: int, at: int, after_bag: bool) -> bool:
    """A camp with any name; the mouth of a valley with a capital or behind a bag; terrain with an owner."""
    one = row[at]
    if one.has(_SETTLED) and (after_bag or not one.low.startswith(_MOUTHS) or _has_capital(row, first, at)):
        return True
    owned = row[at - 1].low.endswith(GENITIVE)
    any_ground = first == at - 1 and row[first].has(_COUNTRY) and (row[first].first or row[first].shape != TITLE)
    if one.has(_TERRAIN) and owned and not row[at - 1].has(_KNOWN) and not any_ground:
        return True
    return owned and row[first].shape == TITLE and not row[first].first and not row[first].has(_KNOWN)


def _has_capital(row: Row, first: int, at: int) -> bool:
    return row[first].shape == TITLE or any(one.shape == TITLE and not one.first for one in row[first:at])


def _is_placed(row: Row, first: int, at: int) -> bool:
    """«… эхэнд», «… ард байдаг»: said as the place where somebody is."""
    after = row[at + 1].low
    inside = any(one.shape == TITLE and not one.first for one in row[first:at])
    named = _has_capital(row, first, at)
    if not named:
        return after.startswith(_LIVING) and not all(one.has(_KNOWN) for one in row[first:at])
    there = row[at].low.endswith(_THERE) or after in _STANDING or after.startswith(_LIVING)
    return there and (inside or (at - first > 1 and row[at - 1].low.endswith(_LEADING)))


def _has_yard(row: Row, first: int, at: int, last: int) -> bool:
    """«Уулын ар 2-14»."""
    return last > at and _has_capital(row, first, at) and "-" in {one.low for one in row[at + 1 : last]}


def _door(row: Row, at: int, after_bag: bool) -> Piece | None:
    """«Дэнжийн 9-15», «Жаргалангийн 41»: a number of a yard with the name of the street before it."""
    last = rest_of_number(row, at)
    inside = row[at - 1].low in "-/.:" and touching(row[at - 1], row[at])
    hung = last + 1 + (row[last + 1].low in "-–")
    if row[hung].low in _OF_DAYS and touching(row[hung - 1], row[hung]):
        return None
    if inside or is_ordinal(row, last) or (last == at and not after_bag) or len(row[at].low) > 4:
        return None
    first = name_before(row, at)
    if first == at:
        ended = row[last + 1].shape == SIGN or row[last + 1].low in _ENDED
        return Piece(at, last, Weight.PART) if after_bag and (last > at or (row[at - 1].low == "," and ended)) else None
    named = row[first].shape == TITLE and not (row[first].has(_STARTER) and row[first].first)
    if named and last > at and not is_counted(row, last) and _is_sure_yard(row, first, at, last):
        return Piece(first, last, Weight.WHOLE)
    return Piece(first, last, Weight.PART) if named or after_bag else None


def _is_sure_yard(row: Row, first: int, at: int, last: int) -> bool:
    return _is_home(row, first, last) or (row[at - 1].low.endswith(GENITIVE) and not row[first].first)


def _is_home(row: Row, first: int, last: int) -> bool:
    """Words of living nearby: «хаяг», «амьдардаг», «тоот», «айл»."""
    return any(one.low.startswith(_HOME) for one in [*row[first - 6 : first], *row[last + 1 : last + 5]])
