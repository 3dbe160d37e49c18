"""Phone and registration numbers spoken digit by digit or in pairs, and phone numbers split over a sentence."""

import re
from collections.abc import Iterator
from itertools import pairwise

from accountability.redaction.fixed_forms.beside_numbers import Digits, is_counting, is_mobile, said
from accountability.redaction.fixed_forms.registers import LETTER_NAME, is_birth_date
from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.spans import Span
from accountability.redaction.spoken.runs import WHOLE, Run, runs_of
from accountability.redaction.tokens import CAPS, SIGN, TITLE, Row, Token, touching, without

_TELEPHONE = re.compile(r"утас|утс|дугаар|phone|utas|uts|dugaar|тел\b|телефон|залга|zalga")
_CALLED = re.compile(r"утас|утс|utas|uts|залга|zalga|(?:дугаар|dugaar)(?:т|луу|руу|аас|t|luu|ruu|aas)")
_LINKS, _LEADING = beside("spoken.links"), beginnings("spoken.leading")
_LAST, _WHICH = beginnings("spoken.last"), beginnings("spoken.which")
_MOBILE, _OWN_LINKS = frozenset("89"), frozenset(("нь", "ni", "n"))
_MILLION = beside("spoken.million")
_LEAST_PART = 4
_MONEY = beginnings("spoken.money")
_HUNG, _UNITS = beside("spoken.hung"), beside("spoken.counted")
_ACCOUNT, _NUMBER_WORDS, _PREFERRED = ("данс", "dans", "iban", "карт"), ("дугаар", "dugaar"), 20
_LETTER_WORDS = frozenset(("үсэг", "үсгийн", "useg"))
_REGISTER = re.compile(r"регист|register|regist|\bрд\b|\brd\b")
_COMMA = re.compile(r"[,;]")
_COUNTED = re.compile(
    r" ?(?:төг|₮|tug|tög|мянг|сая|хувь|хоног|сар|жил|нас|удаа|цаг|минут|тоот|кг|км|мг|honog|sar|jil|nas|udaa|tsag|huvi"
    r"|(?:дугаар|дүгээр) (?:анги|сар|байр|тоот))"
)
_FAR, _SOON = 60, 25
_MOST_BETWEEN, _MOST_PARTS = 14, 4


def spoken_numbers(row: Row, low: str, taken: list[Span]) -> list[Span]:
    """Eight digits in words («ерэн есөн арван нэг …»), or in parts with words between («9911 гээд цааш нь 2233»)."""
    row = without(row, taken)
    runs = [*runs_of(row)]
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
    return found + _repeated(row, low, runs, [*taken, *found])


def _repeated(row: Row, low: str, runs: list[Run], found: list[Span]) -> list[Span]:
    """«88 64 77 биш 88 64 77 02»: a beginning or an end of a number that stands whole elsewhere in the text."""
    whole = ["".join(c for c in low[span.start : span.end] if c.isdecimal()) for span in found if span.kind == "phone"]
    parts = [run for run in runs if len(run.digits) < WHOLE and _can_be_part(row, run)] if whole else []
    return [_phone(run) for run in parts if any(run.digits in {one[: len(run.digits)], one[-len(run.digits) :]} for one in whole)]


def _can_be_part(row: Row, run: Run) -> bool:
    """Four digits or more, or two beside a word that says which («сүүлийн хоёр орон нь 37»)."""
    beside_it = [*row[max(0, run.first - 4) : run.first], *row[run.last + 1 : run.last + 4]]
    told = any(token.low.startswith(_WHICH) for token in beside_it)
    return len(run.digits) >= _LEAST_PART or (len(run.digits) > 1 and told)


def _as_written(row: Row, runs: list[Run]) -> Iterator[Span]:
    """Each part by itself; those between which only an ending stands as one."""
    start = None
    for place, run in enumerate(runs):
        start = run.start if start is None else start
        if place + 1 == len(runs) or not _hangs_on(row, run, runs[place + 1]):
            yield Span(start, run.end, "phone")
            start = None


def _hangs_on(row: Row, one: Run, other: Run) -> bool:
    words, signs = _between(row, one, other)
    hung = len(words) == 1 and words[0].low in _HUNG and set(signs) <= {"-"}
    return hung and touching(row[one.last], row[one.last + 1])


def _phone(run: Run) -> Span:
    return Span(run.start, run.end, "phone")


def _is_whole(run: Run, low: str) -> bool:
    """Eight digits, with the country before them or not; behind the word phone, when said, a landline of six or seven too.

    Digits without a comma between are judged already, by their form.
    """
    named = _is_named(low, run.start)
    mobile = is_mobile(run.digits.removeprefix("976") if len(run.digits) == 11 else run.digits)
    counted = _COUNTED.match(low, run.end) or (is_counting(run.digits) and not _is_telephone(low, run.start))
    if counted or (run.sum and not named and len(run.digits) != WHOLE):
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


def _is_account(run: Run, low: str) -> bool:
    """Said in words behind the word account, with no word for a phone nearer; what looks like a phone, linked to that word."""
    if is_mobile(run.digits):
        return run.words and said(low, Digits(run.start, run.end, run.digits)) == "account"
    before = low[max(0, run.start - 50) : run.start]
    account = max(before.rfind(word) for word in _ACCOUNT)
    phones = [found.start() for found in _TELEPHONE.finditer(before) if not before.startswith(_NUMBER_WORDS, found.start())]
    return run.words and 7 < run.most < 25 and account >= 0 and account > max(phones, default=-1) - _PREFERRED


def _together(row: Row, low: str, runs: list[Run]) -> list[Run]:
    """The first of these runs with those behind it that make one number together; none when they do not."""
    named = _is_named(low, runs[0].start) or _CALLED.search(low, runs[-1].end, runs[-1].end + _SOON) is not None
    whole = runs[:1]
    for before, run in pairwise(runs):
        if len(_all_digits(whole)) >= 8 or run.first - before.last > _MOST_BETWEEN:
            break
        if not (_belong(row, before, run) or ((named or _look_alike(row, runs[0], before, run)) and _are_near(row, before, run))):
            break
        whole.append(run)
    ahead = row[runs[0].first - 4 : runs[0].first]
    turned = whole[1:] + whole[:1] if any(token.low.startswith(_LAST) for token in ahead) else whole
    return whole if len(whole) > 1 and is_mobile(_all_digits(turned)) else []


def _look_alike(row: Row, first: Run, one: Run, other: Run) -> bool:
    """Halves of four digits, pairs in words or with «дээр нь» between; the first begins as a mobile phone does."""
    halves = len(one.digits) == len(other.digits) == 4
    paired = len(one.digits) % 2 == len(other.digits) % 2 == 0
    linked = all(token.low in _LINKS or token.low in _OWN_LINKS for token in _between(row, one, other)[0])
    return (halves or (paired and ((one.words and other.words) or linked))) and first.digits[:1] in _MOBILE


def _all_digits(runs: list[Run]) -> str:
    return "".join(run.digits for run in runs)


def _between(row: Row, one: Run, other: Run) -> tuple[list[Token], str]:
    """The words between two runs, and the signs."""
    between = row[one.last + 1 : other.first]
    return [token for token in between if token.shape != SIGN], "".join(token.low for token in between if token.shape == SIGN)


def _are_near(row: Row, one: Run, other: Run) -> bool:
    """Behind the word phone, a few words that count nothing may stand between."""
    words, signs = _between(row, one, other)
    if one.sum or other.sum or one.digits.endswith("00") or any(token.low in _UNITS for token in words):
        return False
    return 0 < len(words) < 6 and set(signs) <= set(',-–:.…«»"()\n')


def _belong(row: Row, one: Run, other: Run) -> bool:
    """One says what follows («цааш нь», «үлдсэн нь») or the number before has only an ending («9911-ийн 2233»)."""
    words, signs = _between(row, one, other)
    led = any(token.low.startswith(_LEADING) for token in row[one.first - 4 : one.first])
    shouted = all(token.shape == CAPS for token in row[one.first - 3 : one.first] if token.is_word())
    linked = any((shouted or token.shape != CAPS) and token.low.startswith(_LEADING) for token in words)
    linked = linked or (led and all(token.low in _LINKS for token in words))
    hung = len(words) == 1 and words[0].low in _HUNG
    if len(words) == 1 and words[0].low in _MILLION:
        return other.sum and not _is_counted(row, other)
    return (hung or linked) and not any(token.low in _UNITS for token in words) and set(signs) <= set(',-–:.«»"()\n')


def _is_counted(row: Row, run: Run) -> bool:
    return row[run.last + 1].low.startswith(_MONEY)


def _register(row: Row, run: Run) -> Span | None:
    """Two letters and eight digits of which some are said: «УБ ерэн гурав нэг долоо …»."""
    if len(run.digits) != 8 or not run.words:
        return None
    last = run.first - 1 - (row[run.first - 1].shape == SIGN)
    first = last - (len(row[last].low) == len(row[last - 1].low) == 1 and row[last - 1].is_word())
    letters = "".join(one.low for one in row[first : last + 1] if one.is_word())
    return Span(row[first].start, run.end, "register") if len(letters) == 2 and row[first].shape in {CAPS, TITLE} else None


def _told_register(row: Row, low: str, run: Run) -> Span | None:
    """«регистр тэ, вэ, жаран зургаа …»: the letters as they are called, and a day of birth."""
    if len(run.digits) != WHOLE or not run.words or not is_birth_date(run.digits):
        return None
    words = (at for at in range(run.first - 1, max(-1, run.first - 7), -1) if row[at].is_word())
    names = [at for at in words if row[at].low not in _LETTER_WORDS][:2]
    if names and len(row[names[0]].low) == 2 and not LETTER_NAME.fullmatch(row[names[0]].low):
        return Span(row[names[0]].start, run.end, "register")
    called = len(names) == 2 and all(LETTER_NAME.fullmatch(row[at].low) for at in names)
    named = _REGISTER.search(low, max(0, run.start - _FAR), run.start) is not None
    if not named and not (called and all(len(row[at].low) > 1 for at in names)):
        return None
    return Span(row[names[1]].start, run.end, "register") if called else None
