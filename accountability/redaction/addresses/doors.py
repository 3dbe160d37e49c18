"""The numbers of an address, before and behind its words: «5-р», «22», «хоёрдугаар», «14-3», «12а», «32-ын 15»."""

from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.tokens import NUMBER, Row, Token, bits, close, touching

_BAG, _IN_WORDS = bits("bag"), bits("ordinal", "numeral")
_ORDINAL, _ORDINAL_ENDS, _OF = beside("addresses.ordinal"), beginnings("addresses.ordinal_ends"), beside("addresses.of")
_COUNTED, _DOORS = beginnings("addresses.counted"), beginnings("addresses.doors")
_MOST_PARTS = 3
_MARKS = frozenset(",№:-–")


def number_before(row: Row, at: int) -> int:
    """Where «5-р», «17 r», «22» before this token begins; the token itself when no number stands there."""
    place = at - 1
    if not close(row[place], row[at]):
        return at
    if row[place].low in "-–" and touching(row[place], row[at]) and touching(row[place - 1], row[place]):
        place -= 1
    if _is_said(row[place], row[at]):
        while row[place - 1].has(_IN_WORDS) and close(row[place - 1], row[place]) and at - place < 4:
            place -= 1
        return place
    if row[place].low in _ORDINAL:
        place -= 1 + (row[place - 1].low in "-–")
    elif _is_letter(row[place]) and row[place - 1].shape == NUMBER and touching(row[place - 1], row[place]):
        place -= 1
    return _first_of_number(row, place) if row[place].shape == NUMBER and close(row[place], row[place + 1]) else at


def _is_said(one: Token, following: Token) -> bool:
    """«хоёрдугаар баг», «арван хоёр тоот»."""
    if not one.has(_IN_WORDS) or one.shape == NUMBER or one.low in _ORDINAL:
        return False
    return one.low.startswith(_ORDINAL_ENDS) or one.low.endswith(_ORDINAL_ENDS) or following.low.startswith(_DOORS)


def _is_letter(one: Token) -> bool:
    return one.is_word() and len(one.low) == 1


def _first_of_number(row: Row, place: int) -> int:
    """«4/16», «5а-12»: from the first number on."""
    if row[place - 1].low in "-/" and _is_letter(row[place - 2]) and touching(row[place - 3], row[place - 2]):
        return place - 3
    if row[place - 1].low in "-/" and row[place - 2].shape == NUMBER and touching(row[place - 1], row[place]):
        return place - 2
    return place


def number_after(row: Row, at: int) -> int:
    """The last token of «14-3», «12а», «33», «№ 5» behind this token; the token itself when there is none."""
    place = at + 1
    while place - at < 3 and row[place].low in _MARKS:
        place += 1
    if _is_letter(row[place]) and row[place + 1].low in "-/" and row[place + 2].shape == NUMBER:
        place += 2
    if row[place].shape != NUMBER or not close(row[place - 1], row[place]) or len(row[place].low) > 4:
        return at
    if is_ordinal(row, place) or (row[place + 1].has(_BAG) and not row[at].has(_BAG)):
        return at
    last = rest_of_number(row, place)
    return at if is_counted(row, last) else last


def is_ordinal(row: Row, at: int) -> bool:
    """«4-р», «3 дугаар»: the number of what follows."""
    return row[at + 1].low in _ORDINAL or (row[at + 1].low == "-" and row[at + 2].low in _ORDINAL)


def rest_of_number(row: Row, place: int) -> int:
    """From the first number on: «-3», «/2», a letter that touches, «-ын 15»."""
    for _step in range(_MOST_PARTS):
        if row[place + 1].low in "-/–" and row[place + 2].shape == NUMBER and touching(row[place + 1], row[place + 2]):
            place += 2
    if touching(row[place], row[place + 1]) and _is_letter(row[place + 1]):
        place += 1
        place += 2 * (row[place + 1].low in "-/" and row[place + 2].shape == NUMBER)
    hung = place + 1 + (row[place + 1].low in "-–")
    of_another = row[hung].low in _OF and row[hung + 1].shape == NUMBER and close(row[hung], row[hung + 1])
    return hung + 1 if of_another else place


def is_counted(row: Row, last: int) -> bool:
    """«3-5 хүүхэд», «9-10 цаг»: how many, not where."""
    return row[last + 1].low.startswith(_COUNTED)


def with_hung_ending(row: Row, last: int) -> int:
    """Takes «-д», «-ын» behind a door."""
    hung = row[last + 1].low == "-" and touching(row[last + 1], row[last + 2]) and row[last + 2].is_word()
    return last + 2 if hung and len(row[last + 2].low) < 4 else last
