"""Where somebody lives, finer than a soum: streets, buildings, doors, yards and camps, with the bag or khoroo before them.

First the pieces of an address are found one by one, then pieces that stand together are made one; a bag, a floor or an entrance
alone is no address.
"""

from collections.abc import Iterator

from accountability.redaction.addresses.pieces import Piece, Weight, pieces
from accountability.redaction.addresses.surroundings import homesteads, to_the_side
from accountability.redaction.lexicon import beside
from accountability.redaction.spans import Span
from accountability.redaction.tokens import LOWER, NUMBER, SENTENCE_ENDS, TITLE, Row, bits, close, without

_PEOPLE = bits("kin", "title", "own", "called", "called_person", "weak", "core")
_KNOWN = bits("country", "place_noun", "starter", "unit", "kin", "title", "day_part", "month", "field")
_NO_QUARTER = bits("starter", "kin", "title", "called", "strong_name")
_BREAKS, _QUOTES = beside("addresses.breaks"), beside("addresses.quotes")
_PLACE = bits("place", "not_name")
_AT_THE = beside("addresses.at_the")


def addresses(row: Row, taken: list[Span]) -> list[Span]:
    """`taken`: the numbers that are phones, accounts and the like, of which no door is made."""
    row, found = without(row, taken), []
    for group, last in _groups(row, sorted([*pieces(row), *homesteads(row)])):
        if max(piece.weight for piece in group) == Weight.WHOLE or _is_bag_and_number(row, group):
            found.append(Span(row[_before_comma(row, group[0])].start, row[to_the_side(row, last)].end, "address"))
    return found


def _is_bag_and_number(row: Row, group: list[Piece]) -> bool:
    """«7-р баг, 9-15»: no street is named, but bag and door are."""
    doors = (piece for piece in group if piece.weight == Weight.PART and row[piece.last].shape == NUMBER)
    return group[0].weight == Weight.BAG and any(doors)


def _groups(row: Row, found: list[Piece]) -> Iterator[tuple[list[Piece], int]]:
    """Pieces that stand together, with the last token of all."""
    group: list[Piece] = []
    last = 0
    for piece in found:
        if group and not _together(row, group, last, piece.first):
            yield group, last
            group, last = [], 0
        group.append(piece)
        last = max(last, piece.last)
    if group:
        yield group, last


def _together(row: Row, group: list[Piece], last: int, first: int) -> bool:
    """A comma, an ending, «дахь» between; after a bag also the words of a name that was not known as one."""
    between = [one for one in row[last + 1 : first] if one.low not in _QUOTES]
    ends = any(one.low in SENTENCE_ENDS - {"."} or one.low in _BREAKS or one.shape == NUMBER for one in between)
    if ends or len(between) > 5:
        return False
    if any(one.low == "." for one in between):
        return len(between) == 1
    if group[-1].weight == Weight.BAG and not any(one.has(_PEOPLE) for one in between):
        return len(between) < 5
    named = group[0].weight == Weight.BAG and any(one.shape == TITLE for one in row[last:first])
    return named or all(one.low in ",-№" or len(one.low) < 4 or one.low in _AT_THE for one in between)


def _before_comma(row: Row, piece: Piece) -> int:
    """Takes the quarter named before a comma: «Ногоон нуур, 51-р байр»."""
    if row[piece.first - 1].low != ",":
        return piece.first
    if piece.weight == Weight.BAG:
        alone = row[piece.first - 2].shape == TITLE and not close(row[piece.first - 3], row[piece.first - 2])
        return piece.first - 2 if alone and not row[piece.first - 2].has(_KNOWN | _PLACE | _NO_QUARTER) else piece.first
    place = piece.first - 2
    while piece.first - place < 5 and row[place].shape == LOWER and close(row[place - 1], row[place]):
        place -= 1
    while row[place - 1].shape == TITLE and not row[place - 1].has(_KNOWN) and close(row[place - 1], row[place]):
        place -= 1
    words = row[place : piece.first - 1]
    quarter = row[place].shape == TITLE and not row[place].has(_NO_QUARTER) and not any(one.has(_PEOPLE) for one in words)
    return place if quarter and all(one.shape in {TITLE, LOWER} for one in words) else piece.first
