"""Numbers that stand one after the other, as digits or words, and the digits that they mean."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.misspelled import misspelled
from accountability.redaction.tokens import NUMBER, SIGN, Row, Token, close
from accountability.redaction.words import Word

_ENDINGS, _NTH, _LEADING = beside("spoken.endings"), beside("spoken.nth"), beginnings("spoken.leading")
_TOGETHER, _TIMES, _TWICE = beside("spoken.together"), beside("spoken.times"), beside("spoken.twice")
WHOLE = 8  # digits of a phone, and of a day of birth with its two last ones
_MOST, _WIDEST = 24, 7


class Run(NamedTuple):
    """Numbers one after the other: digits as they are meant most likely, and how many they may be at most.

    `sum` says that a hundred or more is among them and no nought, as in an amount of money.
    """

    first: int
    last: int
    start: int
    end: int
    digits: str
    words: bool
    most: int
    sum: bool


def runs_of(row: Row) -> Iterator[Run]:
    """Numbers that follow one another with nothing but spaces, commas and hyphens between."""
    after = 0
    for at in [at for at, one in enumerate(row) if one.shape == NUMBER or one.value is not None or one.low in _TWICE]:
        if at >= after and not _is_ending(row, at):
            run = _without_count(row, _run_from(row, at - (at > after and _begins_with_slip(row, at))))
            yield run
            after = run.last + 1


def _counts(one: Token) -> bool:
    return one.shape == NUMBER or one.value is not None or one.low in _TWICE


def _is_ending(row: Row, at: int) -> bool:
    """«9911-eer»: an ending that is spelled like ninety."""
    return row[at].low in _ENDINGS and row[at - 1].low == "-" and row[at - 2].shape == NUMBER


def _begins_with_slip(row: Row, at: int) -> bool:
    before = row[at - 1]
    return row[at].is_word() and before.is_word() and close(before, row[at]) and misspelled(before.low) is not None


def _run_from(row: Row, at: int) -> Run:
    last, place = at, at
    while place - at < _MOST and row[place].start - row[last].end < _WIDEST:
        if _is_ending(row, place) or (place > at and row[place + 1].low in _NTH):
            break
        if _counts(row[place]) or (row[last].is_word() and row[place].is_word() and misspelled(row[place].low) is not None):
            last = place
        elif row[place].shape != SIGN or row[place].low not in ",-.–—/;…+·()\n":
            break
        place += 1
    last = _before_a_count(row, at, last)
    whole = [one if _counts(one) or one.shape == SIGN else _corrected(one) for one in row[at : last + 1]]
    run = [one for one in whole if _counts(one)]
    words = any(one.is_word() for one in row[at : last + 1])
    digits = _digits(whole)
    if words and len(digits) != WHOLE:
        others = [_digits(_repeated(whole)), _digits(_mixed(whole))]
        digits = next((other for other in others if len(other) == WHOLE), digits)
    most = sum(len(one.low if one.shape == NUMBER else str(one.value or 0)) for one in run)
    values = {one.value or 0 for one in run if one.is_word()}
    return Run(at, last, row[at].start, row[last].end, digits, words, most, 0 not in values and max(values, default=0) >= 100)


def _before_a_count(row: Row, at: int, last: int) -> int:
    """«дөчин гурав далан нэг, нэг дор»: behind a comma a single number that belongs to the next words is no digit."""
    alone = (
        row[last - 1].low == "," and row[last].is_word() and row[last + 1].low in _TOGETHER and close(row[last], row[last + 1])
    )
    return last - 2 if alone and last - 2 > at else last


def _repeated(row: list[Token]) -> list[Token]:
    """«гурван тэг» as three noughts."""
    told: list[Token] = []
    for one in row:
        times = told[-1].value or 0 if told and told[-1].low in _TIMES else 0
        if times and one.is_word() and one.value is not None and one.value < 10:
            told[-1] = Token(told[-1].start, one.end, NUMBER, Word(str(one.value) * times, 0, None), False)
        else:
            told.append(one)
    return told


def _mixed(row: list[Token]) -> list[Token]:
    """«тавин 3» as 53."""
    told: list[Token] = []
    for one in row:
        tens = told[-1].value or 0 if told and told[-1].is_word() else 0
        if tens >= 10 and tens % 10 == 0 and tens < 100 and one.shape == NUMBER and len(one.low) == 1:
            told[-1] = Token(told[-1].start, one.end, NUMBER, Word(f"{tens // 10}{one.low}", 0, None), False)
        else:
            told.append(one)
    return told


def _corrected(one: Token) -> Token:
    """A slip of typing as the digits that were meant."""
    digits = misspelled(one.low)
    if digits is None:
        return one
    if len(digits) > 2 or digits[:1] == "0":
        return Token(one.start, one.end, NUMBER, Word(digits, one.classes, None), one.first)
    return Token(one.start, one.end, one.shape, Word(one.low, one.classes, int(digits)), one.first)


def _without_count(row: Row, run: Run) -> Run:
    """«сүүлийн дөрөв 2233»: how many digits follow is no digit."""
    count = row[run.first].value
    led = row[run.first].is_word() and count is not None and row[run.first - 1].low.startswith(_LEADING)
    rest = _run_from(row, run.first + 1) if led and run.last > run.first else run
    return rest if len(rest.digits) == count else run


def _digits(row: Sequence[Token]) -> str:
    """Pairs as they are said: ninety and nine are 99, ninety alone is 90; «хос» doubles; three hundred and six are 306."""
    said, tens, twice, hundred = "", False, 1, False
    for one in row:
        if one.shape == SIGN:
            tens = tens and one.low == "-"
        elif one.shape == NUMBER or one.value is None:
            said, tens, twice = said + ("" if one.low in _TWICE else one.low), False, 1 + (one.low in _TWICE)
        elif one.value >= 100:
            said, tens, hundred = said or "1", False, one.value == 100
            continue
        elif tens and 0 < one.value < 10:
            said, tens = said[:-1] + str(one.value), False
        else:
            filled = "0" if hundred and one.value < 10 else ""
            said, tens, twice = said + filled + str(one.value) * twice, one.value >= 10 and one.value % 10 == 0, 1
        hundred = hundred and one.shape == SIGN
    return said
