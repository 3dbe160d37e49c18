"""A relative with a name: «хүү Тэмүүлэн», «хадам ээж Дулмаагийн», «охин маань Энэрэл»."""

from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.spans import Span
from accountability.redaction.tokens import Row, bits, close

_KIN, _BEFORE, _OWN = bits("kin", "kin_foreign"), bits("kin_before"), bits("own")
_BETWEEN = beside("kin.links") | beside("kin.sorts")
_GENITIVE = beginnings("names.genitive")
_REACH = 3


def relatives(row: Row, names: list[tuple[int, int]]) -> list[Span]:
    """A mark for every name, given as its first and last token, before which a word for a relative stands."""
    found = []
    for first, last in names:
        place = first - 1
        while first - place < _REACH and (row[place].has(_OWN) or row[place].low in _BETWEEN) and not row[place].has(_KIN):
            place -= 1
        if row[place].has(_KIN) and all(close(row[at], row[at + 1]) for at in range(place, first)):
            found.append(Span(row[_before(row, place)].start, row[last].end, "kin"))
    return found


def _before(row: Row, place: int) -> int:
    """Takes «том», «хадам», «нагац» before the word for a relative."""
    first = place
    while place - first < _REACH and row[first - 1].has(_BEFORE) and close(row[first - 1], row[first]):
        first -= 1
    return _whose(row, first)


def _whose(row: Row, first: int) -> int:
    """Takes «ахын минь», «эгчийн» before the word for a relative."""
    owner = first - 1 - row[first - 1].has(_OWN)
    related = row[owner].has(_KIN) and row[owner].low.endswith(_GENITIVE)
    return owner if related and close(row[owner], row[owner + 1]) and close(row[first - 1], row[first]) else first
