"""Number plates: four digits and three letters, in either order."""

import re
from collections.abc import Iterable

from accountability.redaction.lexicon import LISTS, beside
from accountability.redaction.spans import Span, clear_of

_LETTER = r"[^\W\d_]"
_DIGITS_FIRST = re.compile(rf"(?<!\w)\d{{2}}[ \-]?\d{{2}}( ?[\-–]? ?)({_LETTER}{{3}})(?!{_LETTER})")
_APART_BEHIND = re.compile(r"(?<!\w)\d{4} ?-?[^\W\d_] [^\W\d_] [^\W\d_](?!\w)")
_LETTERS = re.compile(rf"(?<!{_LETTER})({_LETTER}{{3}}) ?[\-–]? ?$")
_LETTERS_APART = re.compile(r"(?<!\w)([^\W\d_] [^\W\d_] [^\W\d_]) ?-?$")
_DIGITS = re.compile(r"\d{2}[ \-]?\d{2}(?![ \-–]{0,2}\d)")
_LONGER = re.compile(r"(?:\d{2}[ \-.–]\d{2}|(?<!\d)\d{4})(?:[ \-–]{1,3}|\.)$")
_CAR = re.compile(
    r"машин|тэрэг|тэрг|автобус|такси|унаа|дугаартай|mashin|tereg|terg|unaa|dugaartai|жип|jeep|porter|портер|көлік|машина|car\b|номертой"
    r"|улсын дугаар|түргэн|turgen|prius|приус|land ?cruiser|ланд|hiace|делика|delica|соната|sonata|паж[ие]ро|pajero"
    r"|жолооч|jolooch|зогсоол|зогссон|zogsool|zogsson|zogsoj|зогсож"
)
_NEVER = beside("plates.never")
_WORDS = frozenset(word for name in ("mongolian", "kazakh", "russian", "english") for word in LISTS[name])
_NEAR, _REACH = 40, 8


def plates(text: str, low: str, starts: list[int]) -> list[Span]:
    """Capitals first, because small letters before a number may be any word."""
    found = sorted(span for start in starts for span in (_behind(text, low, start), _before(text, low, start)) if span)
    capital = _apart(span for span in found if text[span.start : span.end].isupper())
    return [*capital, *_apart(clear_of(found, capital))]


def _apart(found: Iterable[Span]) -> list[Span]:
    """Of those that overlap the first."""
    whole: list[Span] = []
    for span in found:
        if not whole or span.start >= whole[-1].end:
            whole.append(span)
    return whole


def _behind(text: str, low: str, start: int) -> Span | None:
    if _LONGER.search(text, max(0, start - _REACH), start):
        return None
    if found := _DIGITS_FIRST.match(text, start):
        return _plate(text, low, found.span(), found[2], touching=not found[1], digits_first=True)
    apart = _APART_BEHIND.match(text, start)
    return Span(*apart.span(), "plate") if apart and apart[0].isupper() and _has_car(low, *apart.span()) else None


def _before(text: str, low: str, start: int) -> Span | None:
    digits = _DIGITS.match(text, start)
    begin = max(0, start - _REACH)
    if digits is None:
        return None
    if found := _LETTERS.search(text[begin:start]):
        return _plate(text, low, (begin + found.start(), digits.end()), found[1], touching=False, digits_first=False)
    apart = _LETTERS_APART.search(text[begin:start])
    sure = apart and apart[1].isupper() and _has_car(low, start, digits.end())
    return Span(begin + apart.start(), digits.end(), "plate") if apart and sure else None


def _plate(text: str, low: str, place: tuple[int, int], letters: str, *, touching: bool, digits_first: bool) -> Span | None:
    """Small letters need a car nearby, and must be no ordinary word."""
    word = letters.lower()
    capital = letters.isupper()
    if word in _NEVER or not (capital or _has_car(low, *place)):
        return None
    return Span(*place, "plate") if capital or (touching and digits_first) or word not in _WORDS else None


def _has_car(low: str, start: int, end: int) -> bool:
    return _CAR.search(low, max(0, start - _NEAR), end + _NEAR) is not None
