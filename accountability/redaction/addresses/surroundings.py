"""Places told by what stands around them: «сургуулийн ард талын ногоон хашаа», «Өвөр булаг гэдэг газарт»."""

from collections.abc import Iterator
from itertools import takewhile

from accountability.redaction.addresses.pieces import Piece, Weight
from accountability.redaction.addresses.place_names import GENITIVE, PLAIN_WORDS, name_before
from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.tokens import NUMBER, SIGN, TITLE, Row, bits, close, places, touching

_HOMESTEAD, _CALLED, _TERRAIN = bits("homestead"), bits("called"), bits("terrain", "settled")
_NO_NAME = bits("starter", "kin", "title", "called_person", "not_name", "numeral", "place_noun", "place")
_NUMERAL, _NTH = bits("numeral"), beside("addresses.nth")
_STRANGER = bits("kin", "title", "starter", "called")
_OWN = bits("own")
_ANOTHER = bits("kin", "title", "called", "ours", "own")
_SIDES, _BREAKS, _TOWARDS = beside("addresses.sides"), beside("addresses.breaks"), beginnings("addresses.towards")
_LIVING, _GROUNDS, _COLOURS = beginnings("addresses.living"), beginnings("addresses.grounds"), beginnings("addresses.colours")
_HAVING, _DOING, _HOME = beginnings("diagnoses.having"), beginnings("diagnoses.past"), beginnings("addresses.home")
_CODES = beside("addresses.codes")
_MOST, _MOST_BEHIND, _MOST_NAME, _MOST_PARTS = 5, 7, 4, 3


def homesteads(row: Row) -> Iterator[Piece]:
    """A yard or house by the side of something, when somebody lives there; a name with «гэдэг газар» behind it."""
    for at in places(row, _HOMESTEAD | _CALLED):
        first = _named_ground(row, at) if row[at].has(_CALLED) else _by_the_side(row, at)
        if first is not None:
            yield Piece(first, at + row[at].has(_CALLED), Weight.WHOLE)


def _named_ground(row: Row, at: int) -> int | None:
    """Where the name before «гэдэг газар» begins: its capital."""
    if not row[at + 1].low.startswith(_GROUNDS) or not close(row[at], row[at + 1]):
        return None
    first = None
    for place in range(at - 1, at - 1 - _MOST_NAME, -1):
        one = row[place]
        if one.shape in {SIGN, NUMBER} or not close(one, row[place + 1]) or one.has(_STRANGER):
            break
        if one.shape == TITLE:
            first = place
    named = first is not None and (row[first].low in PLAIN_WORDS or not row[first].has(_NO_NAME))
    return first if named else None


def _by_the_side(row: Row, at: int) -> int | None:
    """Where «эмнэлгийн ард талын цэнхэр хашаа» begins: at what it lies beside."""
    side = described = 0
    for place in range(at - 1, at - 1 - _MOST, -1):
        one = row[place]
        if one.shape == SIGN or not close(one, row[place + 1]):
            break
        if one.low in _SIDES:
            side = place
        elif side:
            found = one.low.endswith(GENITIVE) and not one.has(_STRANGER & ~bits("starter"))
            first = name_before(row, place)
            return first + row[first].has(_OWN) if found and (described or _is_home(row, place, at)) else None
        else:
            described = described or one.low.endswith(_HAVING) or one.low.startswith(_COLOURS)
    return None


def _is_home(row: Row, first: int, at: int) -> bool:
    """Somebody lives there, or it is the way home."""
    return any(one.low.startswith(_LIVING + _HOME) for one in [*row[first - 12 : first], *row[at + 1 : at + 4]])


def _with_code(row: Row, last: int) -> int:
    """Takes what opens the door: «код 2580», «, орцны код 1470#»."""
    place = last + 1 + (row[last + 1].low == ",")
    place += row[place].is_word() and row[place].low not in _CODES
    if row[place].low not in _CODES:
        return last
    place += 1 + (row[place + 1].low in ":#№")
    while row[place].low in ":#№":
        place += 1
    place += row[place].is_word() and touching(row[place], row[place + 1])
    if row[place].shape != NUMBER:
        return last
    return place + (row[place + 1].low == "#")


def to_the_side(row: Row, last: int) -> int:
    """The last token with what tells the place more nearly: «гэдэг газрын», «баруун талын айл», «дээрээсээ хоёр дахь хашаа»."""
    if row[last + 1].has(_CALLED) and row[last + 2].low.startswith(_GROUNDS) and close(row[last], row[last + 1]):
        last += 2
    return _with_parts(row, _beside(row, _with_code(row, last)))


def _with_parts(row: Row, last: int) -> int:
    """Takes what follows after commas and tells the place more nearly: «, гар худгийн хойно», «, төмөр хаалга»."""
    for _step in range(_MOST_PARTS):
        if row[last + 1].low != ",":
            break
        segment = list(
            takewhile(lambda one: one.is_word() or one.shape == NUMBER or one.low == "-", row[last + 2 : last + 2 + _MOST])
        )
        near = [place for place, one in enumerate(segment, last + 2) if one.low in _SIDES or one.has(_HOMESTEAD | _TERRAIN)]
        if not near or any(one.has(_ANOTHER) or one.low.endswith(_DOING) for one in segment):
            break
        last = near[-1]
    return last


def _beside(row: Row, last: int) -> int:
    """The last token of a side or yard that follows directly."""
    found, directed = last, False
    for place in range(last + 1, last + 1 + _MOST_BEHIND):
        one = row[place]
        if one.shape == SIGN and one.low == "," and place < last + 3:
            continue
        if one.shape == SIGN or one.low in _BREAKS or not close(row[place - 1], one):
            break
        counted = one.shape == NUMBER or one.has(_NUMERAL)
        if counted and not (directed or row[place + 1].low in _NTH):
            break
        side = one.low in _SIDES or one.low.startswith(_TOWARDS)
        if one.low in _SIDES or one.has(_HOMESTEAD):
            found = place
        elif not (side or counted) and (one.has(_ANOTHER) or one.low.endswith(_DOING)):
            break
        directed = directed or side
    return found
