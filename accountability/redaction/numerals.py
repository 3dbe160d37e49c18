"""Numbers written as words or digits, with their value."""

from typing import NamedTuple

from accountability.redaction.tokens import NUMBER, SIGN, Row, bits, close

NUMERAL = bits("numeral")
_MOST = 4


class Count(NamedTuple):
    """A number: tokens from first to last, and its value."""

    first: int
    last: int
    value: int


def counted(row: Row, at: int) -> Count | None:
    """The number that begins here: «тавин найман» is 58, «зуун хорин нэг» 121."""
    value = row[at].value
    if value is None:
        return None
    if row[at].shape == NUMBER:
        return Count(at, at, value)
    total, last, least = 0, at - 1, 1000
    for place in range(at, at + _MOST):
        value = row[place].value
        if value is None or row[place].shape in {NUMBER, SIGN} or (place > at and not close(row[place - 1], row[place])):
            break
        size = 100 if value >= 100 else 10 if value >= 10 else 1
        if size >= least:
            break
        total, last, least = total + value, place, size
    return Count(at, last, total)
