"""Registration numbers: two letters and eight digits, with gaps, hyphens, look-alikes and small slips."""

import re

from accountability.redaction.fixed_forms.beside_numbers import directly_said
from accountability.redaction.lexicon import beside
from accountability.redaction.spans import Span

_LETTER = r"[A-Za-z\u0400-\u052f]"
_ONE = rf"(?:ch|sh|ts|kh|ye|yo|yu|ya|zh|{_LETTER})"
LETTER_NAME = re.compile(r"[бвгджзктпфхцч]э|э[лмнрсф]|[кхцш]а|[а-яёөү]", re.I)
_NAMED_ONE = rf"(?:{LETTER_NAME.pattern}|{_ONE})"
_LOOKALIKES = "OoОоlI|ЗзбSB"
_DIGIT = rf"[\d{_LOOKALIKES}]"
_FOR_DIGITS = str.maketrans(_LOOKALIKES, "000011133658")
_WORDS = r"(?:үсэг|гэсэн|гээд|дараа|нь|useg|geed|gesen|үсгийн|үсэгтэй|тоо|дугаар|хоёр|цааш|дээр)"
_DIGITS = re.compile(rf"\d(?:[\W_]{{0,3}}{_DIGIT}){{6}}[\W_]{{0,3}}{_DIGIT}(?!\d)")
_BEFORE_LETTERS = rf"(?<!{_LETTER})(?:(?:рд|rd)[ :]?)?"
_BETWEEN_LETTERS = r"[\"»”]?(?:\s(?:үсэг|useg),?)?[\W_]{0,3}"
_BEHIND_LETTERS = rf"([\W_]{{0,4}}|[ \-](?:ийн|ын|тэй|тай|н|iin|tei|tai) |[\"»”]?(?:\s{_WORDS},?){{1,3}}\s)$"
_LETTERS, _LETTERS_BY_NAME = (
    re.compile(f"{_BEFORE_LETTERS}({one}){_BETWEEN_LETTERS}({one}){_BEHIND_LETTERS}", re.I) for one in (_ONE, _NAMED_ONE)
)
_SLIPPED = re.compile(r"\d{6,7}(?!\d)|\d{9,10}(?!\d)")
_BARE_LETTERS = re.compile(rf"(?<!{_LETTER})({_LETTER}{{2}})([ \-]?)$")
_MASKED = re.compile(r"\d{2,7}[*•xXхХ]{2,6}(?!\w)")
_TURNED = re.compile(rf"(\d{{8}})[ \-]?(?!рд|rd)({_LETTER}{{2}})(?!\w)", re.I)
_NAMED = re.compile(r"регист|register|regist|\brd\b|\bрд\b|\bрег|\breg|үнэмлэх|unemleh|бүртгэл|burtgel|гэрчилгээ|төрсн")
_WRITTEN_DATE = re.compile(r"(?:19|20)\d\d[.\-/ ]\d\d[.\-/ ]\d\d")
_ORDINARY, _NEVER, _NO_LETTERS = (
    beside("registers.short_words"),
    beside("registers.never_letters"),
    beside("registers.no_letters"),
)
_AFTER_DIGITS = re.compile(r"\d[\-–]$")
_BREAKS = re.compile(r"[?!;]|, ")
_IN_FOURS = re.compile(r"\d{4}[ \-–]\d{4}")
_SINGLE = re.compile(rf"(?<![\w])(?:{_LETTER}|[БВГДЖЗКЛМНПРСТФХЦЧШ]э)(?![\w])")
_PAIR = re.compile(r"(?<!\w)(?!РД|ЭМ|УБ|ТВ)[А-ЯЁӨҮA-Z]{2}(?!\w)")
_LETTERS_TOLD = re.compile(r"үсэг|үсгийн|үсгүүд|үсгээ|useg|usgiin|vseg|тоо нь|тоогоо|too n")
_STILL_TO_COME = 40  # years of this century in which nobody was born yet
_REACH, _BEFORE, _BEHIND, _TOLD_REACH = 30, 45, 25, 90


def registers(text: str, low: str, starts: list[int]) -> list[Span]:
    found, after = [], 0
    for start in starts:
        inside = any(c.isdecimal() for c in text[max(0, start - 2) : start])
        if (
            start >= after
            and not inside
            and (span := _whole(text, low, start) or _slipped(text, low, start) or _turned(text, low, start))
        ):
            found.append(span)
            after = span.end
        elif start >= after and not inside:
            found += _told(text, low, start)
    return found


def _whole(text: str, low: str, start: int) -> Span | None:
    digits = _DIGITS.match(text, start)
    found = (_with_letters(text, low, start, digits, spelled) for spelled in (_LETTERS, _LETTERS_BY_NAME)) if digits else ()
    return next((span for span in found if span), None)


def _with_letters(text: str, low: str, start: int, digits: re.Match[str], spelled: re.Pattern[str]) -> Span | None:
    letters = spelled.search(text[max(0, start - _REACH) : start])
    if letters is None or sum(c.isdecimal() for c in digits[0]) < 6 - letters[1].isupper():
        return None
    begin = max(0, start - _REACH) + letters.start(1)
    named = _is_named(low, begin, digits.end())
    written = letters[1] + letters[2]
    if _are_names(letters) and not (named and is_birth_date(digits[0])):
        return None
    if letters[3] and not written.isupper() and not is_birth_date(digits[0]):
        return None
    if letters[3] and not _are_letters(text, low, begin, digits, letters, named):
        return None
    sure = named or not letters[3] or written.isupper() or is_birth_date(digits[0])
    return Span(begin, digits.end(), "register") if sure and (named or not _WRITTEN_DATE.match(digits[0])) else None


def _are_names(letters: re.Match[str]) -> bool:
    """«эс бэ», «чэ о»: letters as they are called."""
    return any(len(one) > 1 and LETTER_NAME.fullmatch(one) for one in letters.group(1, 2))


def _are_letters(text: str, low: str, begin: int, digits: re.Match[str], letters: re.Match[str], named: bool) -> bool:
    """Whether two letters apart from the digits can be those of a number. Where all is in capitals, these say nothing."""
    written = letters[1] + letters[2]
    capital = written.isupper() and (named or not _is_shouted(text, begin))
    dated = _WRITTEN_DATE.match(digits[0]) is not None
    if _is_ordinary(written.lower(), named and not dated, capital) or _AFTER_DIGITS.search(text, max(0, begin - 3), begin):
        return False
    if named:
        return True
    in_fours = _IN_FOURS.fullmatch(digits[0]) is not None
    if _BREAKS.search(letters[3]) or (in_fours and "/" in letters[0]):
        return False
    return capital or not (in_fours or directly_said(low, begin, digits.end()) == "phone")


def _is_shouted(text: str, begin: int) -> bool:
    before = [c for c in text[max(0, begin - _REACH) : begin] if c.isalpha()]
    return len(before) > 3 and all(c.isupper() for c in before)


def _is_ordinary(word: str, named: bool, capital: bool) -> bool:
    """Two letters that are a word: «нь 99112233», «ах 60112233»."""
    return word in _NO_LETTERS or (not capital and (word in _NEVER or (word in _ORDINARY and not named)))


def _slipped(text: str, low: str, start: int) -> Span | None:
    """A digit too few or too many, or masked: beside the word register, or as capitals with a day of birth."""
    digits = _SLIPPED.match(text, start) or _MASKED.match(text, start)
    letters = _BARE_LETTERS.search(text[max(0, start - 4) : start]) if digits else None
    if digits is None or letters is None or letters[1].lower() in _ORDINARY:
        return None
    begin = max(0, start - 4) + letters.start()
    glued = letters[1].isupper() and not letters[2] and len(digits[0]) > 5 and is_birth_date(digits[0])
    return Span(begin, digits.end(), "register") if glued or _is_named(low, begin, digits.end()) else None


def _told(text: str, low: str, start: int) -> list[Span]:
    """«эхний үсэг нь У, дараагийнх нь Х, тоо нь 92051834»: the letters told one by one, then the day of birth."""
    digits = _DIGITS.match(text, start)
    if digits is None or not is_birth_date(digits[0]):
        return []
    begin = max(0, start - _TOLD_REACH)
    if not _LETTERS_TOLD.search(low, begin, start):
        return []
    if pair := [found.span() for found in _PAIR.finditer(text, begin, start)][-1:]:
        return [Span(*pair[0], "register"), Span(*digits.span(), "register")]
    letters = [found.span() for found in _SINGLE.finditer(text, begin, start) if found[0][0].isupper()][-2:]
    if len(letters) < 2:
        return []
    (first, first_end), (second, second_end) = letters
    joined = not any(c.isalnum() for c in text[first_end:second])
    whole = [Span(first, second_end, "register")] if joined else [Span(*place, "register") for place in letters]
    return [*whole, Span(*digits.span(), "register")]


def _turned(text: str, low: str, start: int) -> Span | None:
    """The letters behind the digits, as capitals."""
    found = _TURNED.match(text, start)
    sure = found and found[2].isupper() and (_is_named(low, *found.span()) or is_birth_date(found[1]))
    return Span(*found.span(), "register") if found and sure else None


def _is_named(low: str, start: int, end: int) -> bool:
    return _NAMED.search(low, max(0, start - _BEFORE), end + _BEHIND) is not None


def is_birth_date(written: str) -> bool:
    """Twenty is added to the month for who was born from 2000 on."""
    digits = "".join(c for c in written.translate(_FOR_DIGITS) if c.isdecimal())
    if len(digits) < 6:
        return False
    month, day = int(digits[2:4]), int(digits[4:6])
    recent = 21 <= month <= 32 and int(digits[:2]) < _STILL_TO_COME
    return (1 <= month <= 12 or recent) and 1 <= day <= 31
