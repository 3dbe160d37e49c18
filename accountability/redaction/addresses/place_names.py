"""The name of a street, quarter or valley before the word for it: «Хар усны эргийн зуслан», «Дарь-Эхийн гудамж»."""

from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.tokens import NUMBER, SIGN, TITLE, Row, Token, bits, close, touching

_OF_ADDRESS, _STARTER = bits("bag", "street"), bits("starter", "kin", "title", "called")
GENITIVE = beginnings("addresses.genitive")
PLAIN_WORDS = beside("addresses.plain_words")
_QUOTES, _NUMBERED = beside("addresses.quotes"), beginnings("addresses.numbered_names")
_MOST_WORDS = 4


def name_before(row: Row, at: int) -> int:
    """Where the name before this token begins: back to a capital, or over words that belong to what follows."""
    place, capital, plain = at - 1, at, at
    while at - place <= _MOST_WORDS and close(row[place], row[place + 1]):
        one = row[place]
        if one.shape == NUMBER and row[place + 1].low.startswith(_NUMBERED):
            capital = plain = place
            place -= 1
            continue
        if length := _hung_number(row, place):
            place -= length
            continue
        if one.low in _QUOTES or joins(row, place) or _is_passed(one):
            place -= 1
            continue
        if one.shape in {NUMBER, SIGN} or _is_wall(one):
            break
        if one.shape == TITLE:
            capital = place
        elif plain == place + 1 and (one.low.endswith(GENITIVE) or one.low in PLAIN_WORDS or _leads(row, place, at)):
            plain = place
        place -= 1
    return min(capital, plain)


def _hung_number(row: Row, place: int) -> int:
    """How many tokens «1000-ын» of «Дэнжийн 1000-ын 42-р гудамж» has."""
    hung = row[place].low in GENITIVE and row[place - 1].low in "-–" and row[place - 2].shape == NUMBER
    return 3 if hung and row[place - 3].low.endswith(GENITIVE) and row[place - 3].shape == TITLE else 0


def _is_wall(one: Token) -> bool:
    """What cannot belong to the name of a place, unless it is written with a capital inside a sentence."""
    if one.has(_OF_ADDRESS):
        return one.low not in PLAIN_WORDS
    return one.has(_STARTER) and one.low not in PLAIN_WORDS and not (one.shape == TITLE and not one.first)


def _is_passed(one: Token) -> bool:
    """«Төмөр замын 3-р байр»: an ordinary word in the genitive may stand inside a name, but begins none."""
    return _is_wall(one) and one.shape not in {TITLE, SIGN, NUMBER} and not one.has(_OF_ADDRESS) and one.low.endswith(GENITIVE)


def joins(row: Row, place: int) -> bool:
    """The hyphen of «Дарь-Эх»."""
    return (
        row[place].low == "-" and row[place - 1].shape == row[place + 1].shape == TITLE and touching(row[place - 1], row[place])
    )


def _leads(row: Row, place: int, at: int) -> bool:
    """One word more before a word in the genitive, or before the last word: «хөх нуурын өвөлжөө», «zaisan gudamj»."""
    return place + 1 == at or (place + 2 == at and row[place + 1].low.endswith(GENITIVE) and len(row[place].low) < 8)
