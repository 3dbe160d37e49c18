"""Phone and registration numbers spoken digit by digit or in pairs, and phone numbers split over a sentence."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from accountability.redaction.fixed_forms.beside_numbers import Digits, is_counting, is_mobile, said
from accountability.redaction.fixed_forms.registers import LETTER_NAME, is_birth_date
from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.misspelled import misspelled
from accountability.redaction.spans import Span
from accountability.redaction.tokens import CAPS, NUMBER, SIGN, TITLE, Row, Token, close, touching, without
from accountability.redaction.words import Word

_TELEPHONE = re.compile(r"утас|утс|дугаар|phone|utas|uts|dugaar|тел\b|телефон|залга|zalga")
_CALLED = re.compile(r"утас|утс|utas|uts|залга|zalga|(?:дугаар|dugaar)(?:т|луу|руу|аас|t|luu|ruu|aas)")
_LINKS, _LEADING = beside("spoken.links"), beginnings("spoken.leading")
_ENDINGS, _NTH = beside("spoken.endings"), beside("spoken.nth")
_LAST = beginnings("spoken.last")
_TOGETHER = beside("spoken.together")
_TIMES, _WHOLE = beside("spoken.times"), 8
_TWICE, _HUNG, _UNITS = beside("spoken.twice"), beside("spoken.hung"), beside("spoken.counted")
_ACCOUNT, _NUMBER_WORDS, _PREFERRED = ("данс", "dans", "iban", "карт"), ("дугаар", "dugaar"), 20
_REGISTER = re.compile(r"регист|register|regist|\bрд\b|\brd\b")
_COMMA = re.compile(r"[,;]")
_COUNTED = re.compile(
    r" ?(?:төг|₮|tug|tög|мянг|сая|хувь|хоног|сар|жил|нас|удаа|цаг|минут|тоот|кг|км|мг|honog|sar|jil|nas|udaa|tsag|huvi"
    r"|(?:дугаар|дүгээр) (?:анги|сар|байр|тоот))"
)
_FAR, _SOON = 60, 25
_MOST, _MOST_BETWEEN, _MOST_PARTS, _WIDEST = 24, 14, 4, 7


class _Run(NamedTuple):
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


def spoken_numbers(row: Row, low: str, taken: list[Span]) -> list[Span]:
    """Eight digits in words («ерэн есөн арван нэг …»), or in parts with words between («9911 гээд цааш нь 2233»)."""
    row = without(row, taken)
    runs = [*_runs(row)]
    registers = {run: span for run in runs if (span := _register(row, run) or _told_register(row, low, run))}
    found = [*registers.values()]
    runs = [run for run in runs if run not in registers]
    accounts = [run for run in runs if _is_account(run, low)]
    found += [Span(run.start, run.end, "account") for run in accounts]
    runs = [run for run in runs if run not in accounts]
    found += [_phone(run) for run in runs if _is_whole(run, low)]
    parts = [run for run in runs if len(run.digits) > 1]
    for at in range(len(parts)):
        found += _as_written(row, _together(row, low, parts[at : at + _MOST_PARTS]))
    return found


def _as_written(row: Row, runs: list[_Run]) -> Iterator[Span]:
    """Each part by itself; those between which only an ending stands as one."""
    start = None
    for place, run in enumerate(runs):
        start = run.start if start is None else start
        if place + 1 == len(runs) or not _hangs_on(row, run, runs[place + 1]):
            yield Span(start, run.end, "phone")
            start = None


def _hangs_on(row: Row, one: _Run, other: _Run) -> bool:
    words, signs = _between(row, one, other)
    hung = len(words) == 1 and words[0].low in _HUNG and set(signs) <= {"-"}
    return hung and touching(row[one.last], row[one.last + 1])


def _phone(run: _Run) -> Span:
    return Span(run.start, run.end, "phone")


def _is_whole(run: _Run, low: str) -> bool:
    """Eight digits, with the country before them or not; behind the word phone, when said, a landline of six or seven too.

    Digits without a comma between are judged already, by their form.
    """
    named = _is_named(low, run.start)
    mobile = is_mobile(run.digits.removeprefix("976") if len(run.digits) == 11 else run.digits)
    counted = _COUNTED.match(low, run.end) or (is_counting(run.digits) and not _is_telephone(low, run.start))
    if counted or (run.sum and not named):
        return False
    if not run.words:
        return mobile and named and _COMMA.search(low, run.start, run.end) is not None
    ambiguous = run.last - run.first > 3 and run.digits[0] in "56789" and len(run.digits) <= 8 <= run.most
    return mobile or ambiguous or (named and 6 <= len(run.digits) <= 9)


def _is_named(low: str, start: int) -> bool:
    """The word phone or number stands shortly before."""
    return _TELEPHONE.search(low, max(0, start - 30), start) is not None


def _is_telephone(low: str, start: int) -> bool:
    return any(found[0] not in _NUMBER_WORDS for found in _TELEPHONE.finditer(low, max(0, start - 30), start))


def _is_account(run: _Run, low: str) -> bool:
    """Said in words behind the word account, with no word for a phone nearer; what looks like a phone, linked to that word."""
    if is_mobile(run.digits):
        return run.words and said(low, Digits(run.start, run.end, run.digits)) == "account"
    before = low[max(0, run.start - 50) : run.start]
    account = max(before.rfind(word) for word in _ACCOUNT)
    phones = [found.start() for found in _TELEPHONE.finditer(before) if not before.startswith(_NUMBER_WORDS, found.start())]
    return run.words and 7 < run.most < 25 and account >= 0 and account > max(phones, default=-1) - _PREFERRED


def _runs(row: Row) -> Iterator[_Run]:
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


def _run_from(row: Row, at: int) -> _Run:
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
    if words and len(digits) != _WHOLE:
        others = [_digits(_repeated(whole)), _digits(_mixed(whole))]
        digits = next((other for other in others if len(other) == _WHOLE), digits)
    most = sum(len(one.low if one.shape == NUMBER else str(one.value or 0)) for one in run)
    values = {one.value or 0 for one in run if one.is_word()}
    return _Run(at, last, row[at].start, row[last].end, digits, words, most, 0 not in values and max(values, default=0) >= 100)


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


def _without_count(row: Row, run: _Run) -> _Run:
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


def _together(row: Row, low: str, runs: list[_Run]) -> list[_Run]:
    """The first of these runs with those behind it that make one number together; none when they do not."""
    named = _is_named(low, runs[0].start) or _CALLED.search(low, runs[-1].end, runs[-1].end + _SOON) is not None
    whole = runs[:1]
    for before, run in pairwise(runs):
        if len(_all_digits(whole)) >= 8 or run.first - before.last > _MOST_BETWEEN:
            break
        if not (_belong(row, before, run) or (named and _are_near(row, before, run))):
            break
        whole.append(run)
    ahead = row[runs[0].first - 4 : runs[0].first]
    turned = whole[1:] + whole[:1] if any(token.low.startswith(_LAST) for token in ahead) else whole
    return whole if len(whole) > 1 and is_mobile(_all_digits(turned)) else []


def _all_digits(runs: list[_Run]) -> str:
    return "".join(run.digits for run in runs)


def _between(row: Row, one: _Run, other: _Run) -> tuple[list[Token], str]:
    """The words between two runs, and the signs."""
    between = row[one.last + 1 : other.first]
    return [token for token in between if token.shape != SIGN], "".join(token.low for token in between if token.shape == SIGN)


def _are_near(row: Row, one: _Run, other: _Run) -> bool:
    """Behind the word phone, a few words that count nothing may stand between."""
    words, signs = _between(row, one, other)
    return 0 < len(words) < 4 and not any(token.low in _UNITS for token in words) and set(signs) <= set(",-–\n")


def _belong(row: Row, one: _Run, other: _Run) -> bool:
    """One says what follows («цааш нь», «үлдсэн нь») or the number before has only an ending («9911-ийн 2233»)."""
    words, signs = _between(row, one, other)
    led = any(token.low.startswith(_LEADING) for token in row[one.first - 4 : one.first])
    shouted = all(token.shape == CAPS for token in row[one.first - 3 : one.first] if token.is_word())
    linked = any((shouted or token.shape != CAPS) and token.low.startswith(_LEADING) for token in words)
    linked = linked or (led and all(token.low in _LINKS for token in words))
    hung = len(words) == 1 and words[0].low in _HUNG
    return (hung or linked) and not any(token.low in _UNITS for token in words) and set(signs) <= set(',-–:.«»"()\n')


def _register(row: Row, run: _Run) -> Span | None:
    """Two letters and eight digits of which some are said: «УБ ерэн гурав нэг долоо …»."""
    if len(run.digits) != 8 or not run.words:
        return None
    last = run.first - 1 - (row[run.first - 1].shape == SIGN)
    first = last - (len(row[last].low) == len(row[last - 1].low) == 1 and row[last - 1].is_word())
    letters = "".join(one.low for one in row[first : last + 1] if one.is_word())
    return Span(row[first].start, run.end, "register") if len(letters) == 2 and row[first].shape in {CAPS, TITLE} else None


def _told_register(row: Row, low: str, run: _Run) -> Span | None:
    """«регистр тэ, вэ, жаран зургаа …»: the letters as they are called, and a day of birth."""
    if len(run.digits) != 8 or not is_birth_date(run.digits) or not _REGISTER.search(low, max(0, run.start - _FAR), run.start):
        return None
    names = [at for at in range(run.first - 1, run.first - 5, -1) if row[at].is_word()][:2]
    if names and len(row[names[0]].low) == 2 and not LETTER_NAME.fullmatch(row[names[0]].low):
        return Span(row[names[0]].start, run.end, "register")
    called = len(names) == 2 and all(LETTER_NAME.fullmatch(row[at].low) for at in names)
    return Span(row[names[1]].start, run.end, "register") if called else None
