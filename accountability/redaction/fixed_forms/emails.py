"""E-mail addresses as typed, with gaps and slips, and spelled out: «bold at gmail dot com», «сараа собака жимэйл цэг ком»."""

import re
from collections.abc import Iterator
from itertools import chain

from accountability.redaction.lexicon import beside
from accountability.redaction.spans import Span, united

_BEGIN, _END, _TLD = r"(?<![\w.+\-])", r"(?![^\W\d_])", r"(?:com|mn|ru|net|org|kz|ком|мн)"
_NAME, _PART = r"[\w.+\-]{1,64}", r"[\w\-.]{1,40}"
_DOMAIN = r"[\w\-]{1,60}(?:\.[\w\-]{2,20}| \. ?[a-z0-9\-]{2,20}|\. [a-z]{2,3}(?![^\W\d_])){1,3}"
_LATIN = r"[a-z0-9+\-]{1,30}"
_WITH_SIGN = [
    re.compile(rf"{_BEGIN}{_NAME} ?@ ?[\w\-]{{1,60}} ?[,;:.]{{1,2}} ?{_TLD}{_END}"),
    re.compile(rf"{_BEGIN}(?:{_LATIN} [._] ?|[^\W_] ){{1,12}}{_LATIN} {{0,2}}@ {{0,2}}{_DOMAIN}"),
    re.compile(rf"{_BEGIN}{_NAME}(?: \d{{1,6}})? {{0,2}}@ {{0,2}}{_DOMAIN}"),
    re.compile(rf"{_BEGIN}{_NAME}@[a-z][\w\-]{{2,30}}(?: (?:com|mn|ru)(?!\w))?"),
]
_KNOWN = r"(?:gmail|yahoo|hotmail|outlook|mail|yandex|inbox|icloud|live|ymail|proton)"
_SPOKEN = r"(?:жимэйл|жимейл|яху{1,2}|gmail|yahoo|hotmail|jimeil|jimail|gimeil)"
_SAID_DOT = r" ?(?:цэг|дот|точка|dot|tseg|tochka|\.) ?"
_WITHOUT_SIGN = [
    re.compile(rf"{_BEGIN}[\w.+\-]{{2,64}} {_KNOWN}\.(?:com|mn|ru|net|org|kz)(?!\w)"),
    re.compile(rf"{_BEGIN}[\w.+\-]{{2,64}} (?:gmail|yahoo|hotmail|outlook) (?:com|ком|mn)(?!\w)"),
    re.compile(rf"{_BEGIN}[\w.+\-]{{2,40}} {_SPOKEN}{_SAID_DOT}(?:com|ком|mn)(?!\w)"),
    re.compile(rf"{_BEGIN}[a-z0-9._+\-]{{3,40}} [^\W\d_]{{2,16}} {_SPOKEN}(?:{_SAID_DOT}| )(?:com|ком|mn)(?!\w)"),
    re.compile(rf"{_BEGIN}[\w.+\-]{{2,40}}(?:gmail|yahoo|hotmail|outlook)[.,] ?(?:com|ком|mn)(?!\w)"),
    re.compile(rf"{_BEGIN}[\w.+\-]{{2,40}}[#&*~] ?{_KNOWN}[.,] ?(?:com|ком|mn)(?!\w)"),
    re.compile(
        rf"{_BEGIN}[\w+\-]{{0,40}}[\d._][\w.+\-]{{0,40}} {_SPOKEN}(?!\w)(?:(?: (?:цэг|дот|точка|tseg|dot))? (?:com|ком|mn))?"
    ),
]
_AT = (
    r"(?:[\s\-]{1,2}(?:собака|собачка|сабака|ээт|эт|ат|at|et|айт|этт|sobaka|sobachka|sabaka|нохой|nohoi)"
    r"(?: тэмдэг| temdeg)?[\s\-]{1,2}"
    r"|\s{0,2}(?:@{1,2}|＠|[(\[{](?:at|a|эт|ээт|ат|et|@|собака|sobaka)(?: тэмдэг| temdeg)?[)\]}]|-at-|_at_)\s{0,2})"
)
_PROVIDER = (
    r"(?:g mail|gmail|gmai|gmal|gamil|gmial|yahoo|hotmail|outlook|yandex|inbox|icloud|mail|live|ymail|proton\w{0,4}|жимэйл|жимейл"
    r"|жи мэйл|гмайл|жмэйл|gi?meil|jimeil|jimail|яху{1,3}|яхоо|ёхуу|хотмэйл|хотмейл|аутлүүк|яндекс|мэйл|мейл|майл)"
)
_DOT = (
    r"(?:[\s\-]{1,2}(?:точка|цэг|дот|dot|tochka|tseg|нүкте|нукте|point)[\s\-]{1,2}|\s?\.{1,2}\s?"
    r"|\s?[(\[{](?:dot|дот|цэг|точка|tseg|\.)[)\]}]\s?)"
)
_DASH = r" (?:(?:доогуур|доод|доош|дунд|дундуур|dood|dooguur|dund) )?(?:зураас|zuraas|underscore|тире|dash) "
_LAST = rf"(?:com|mn|ru|net|org|kz|edu|gov|info|ком|мн|ру|нет|орг|эмэн|эм эн){_END}"
_SPELLED = [
    re.compile(
        rf"{_BEGIN}{_PART}(?:{_DOT}{_PART}|{_DASH}{_PART}| \d{{1,6}}){{0,3}}"
        rf"{_AT}{_PART}(?:{_DOT}[\w\-]{{1,20}}){{0,2}}{_DOT}{_LAST}"
    ),
    re.compile(
        rf"{_BEGIN}[\w+\-]{{2,40}}(?:{_DOT}[\w+\-]{{1,40}}|{_DASH}[\w+\-]{{1,40}}| \d{{1,6}}){{0,2}}"
        rf"{_AT}{_PROVIDER}{_END}(?:(?:{_DOT}|[ ,.]{{1,2}}){_LAST})?"
    ),
]
_NO_LOCAL_PART = re.compile(r"^(?:и-?мэйл|имэйл|мэйл|майл|e-?mail|mail|шууд|хаяг\w*|gej|гэж|нь|ni|email|haya?g\w*)$")
_SIGNS, _HINTS = ("@", "＠"), beside("emails.hints")
_SAID = [
    written for word in beside("emails.said") for written in (f" {word} ", f"({word})", f"[{word}]", f"{{{word}}}", f" {word})")
] + [
    "-at-",
    "_at_",
]
_NEAR = 150


def emails(text: str, low: str) -> list[Span]:
    """Of those that overlap the longest stands, because `united` joins them."""
    signs = [at for sign in _SIGNS for at in _places(low, sign)]
    hints = [at for hint in _HINTS for at in _places(low, hint)]
    said = [at for word in _SAID for at in _places(low, word)]
    found = chain(
        _matches(_WITH_SIGN, low, signs),
        (one for one in _matches(_WITHOUT_SIGN, low, hints) if _has_name(one[0])),
        _matches(_SPELLED, low, [*signs, *said]),
    )
    return united(Span(*one.span(), "email") for one in found)


def _places(low: str, sought: str) -> Iterator[int]:
    at = low.find(sought)
    while at >= 0:
        yield at
        at = low.find(sought, at + 1)


def _matches(patterns: list[re.Pattern[str]], low: str, anchors: list[int]) -> Iterator[re.Match[str]]:
    """Only around the anchors, so that no long text makes it slow; windows that overlap are read once."""
    after = 0
    for at in sorted(anchors):
        if at >= after:
            after = at + _NEAR
            for pattern in patterns:
                yield from pattern.finditer(low, max(0, at - _NEAR), after + _NEAR)


def _has_name(address: str) -> bool:
    return not _NO_LOCAL_PART.match(address.split(" ", maxsplit=1)[0])
