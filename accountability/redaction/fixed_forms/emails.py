"""E-mail addresses as typed, with gaps and slips, and spelled out: «bold at gmail dot com», «сараа собака жимэйл цэг ком»."""

import re
from collections.abc import Iterator
from itertools import chain

from accountability.redaction.lexicon import beside
from accountability.redaction.spans import Span, united
from accountability.redaction.words import word

_BEGIN, _END, _TLD = r"(?<![\w.+\-])", r"(?![^\W\d_])", r"(?:com|con|mn|ru|net|org|kz|edu|gov|info|kr|jp|cn|uk|kom|ком|мн)"
_NO_NUMBER = r"(?!\d{5}|\d{1,4}\.\s)"
_NAME, _PART = r"[\w.+\-]{1,64}", r"[\w\-.]{1,40}"
_DOMAIN = r"[\w\-]{1,60}(?:\.{1,2}[\w\-]{2,20}|\s\.\s?[a-z0-9\-]{2,20}|\.\s[a-z]{2,3}(?!\w)){1,4}"
_LATIN = r"[a-z0-9+\-]{1,30}"
_WITH_SIGN = [
    re.compile(rf"{_BEGIN}{_NAME} ?@ ?[\w\-]{{1,60}} ?[,;:./]{{1,2}} ?{_TLD}{_END}"),
    re.compile(rf"{_BEGIN}{_NO_NUMBER}(?:{_LATIN}\s[._]\s?|{_LATIN}[._]\s|[^\W_] ){{1,12}}{_LATIN}\s{{0,2}}@\s{{0,2}}{_DOMAIN}"),
    re.compile(rf"[\"“«]{_NAME}[\"”»]@{_DOMAIN}"),
    re.compile(rf"{_BEGIN}{_NAME}(?: \d{{1,6}})?@\s{{0,2}}{_DOMAIN}"),
    re.compile(rf"{_BEGIN}{_NAME}(?: \d{{1,6}})?\s{{1,2}}@\s{{0,2}}[\w\-.]{{1,60}}\s?\.\s?{_TLD}{_END}"),
    re.compile(rf"{_BEGIN}{_NAME}@[^\W\d_][\w\-]{{2,30}}(?: (?:com|mn|ru)(?!\w))?"),
]
_KNOWN = r"(?:gmail|yahoo|hotmail|outlook|mail|yandex|inbox|icloud|live|ymail|proton)"
_SPOKEN = (
    r"(?:д?жимэйл|д?жимейл|жи ?мэйл|гмэйл|гмейл|гмайл|жмэйл|жмейл|яаху{1,3}|яахү{1,3}|яху{1,3}|яхоо|хотмэйл|хотмейл"
    r"|gmail|gmeil|yahoo|hotmail|jimeil|jimail|gimeil)"
)
_SAID_DOT = r" ?(?:цэг|дот|точка|dot|tseg|tochka|\.) ?"
_COM = r"(?:com|con|kom|ком|кам|mn|мн)(?!\w)"
_SLIP = r"(?:[#&*~\"№$'!/\\^]|\s(?:a|а)\s)"
_WITHOUT_SIGN = [
    re.compile(rf"{_BEGIN}[\w.+\-]{{2,64}}(?: \d{{1,4}})? {_KNOWN}\.(?:com|mn|ru|net|org|kz)(?!\w)"),
    re.compile(rf"{_BEGIN}[\w.+\-]{{2,64}}(?: \d{{1,4}})? (?:gmail|yahoo|hotmail|outlook) (?:com|ком|mn)(?!\w)"),
    re.compile(rf"{_BEGIN}[\w.+\-]{{2,40}}(?: \d{{1,4}})? {_SPOKEN}(?:{_SAID_DOT}| ?){_COM}"),
    re.compile(rf"{_BEGIN}[a-z0-9._+\-]{{3,40}} [^\W\d_]{{2,16}} {_SPOKEN}(?:{_SAID_DOT}| ){_COM}"),
    re.compile(rf"{_BEGIN}[\w.+\-]{{2,40}}(?:gmail|yahoo|hotmail|outlook)[.,] ?(?:com|ком|mn)(?!\w)"),
    re.compile(rf"{_BEGIN}[\w.+\-]{{2,40}}{_SLIP} ?(?:{_KNOWN}|{_SPOKEN})[.,] ?{_COM}"),
    re.compile(rf"{_BEGIN}[\w+\-]{{2,40}}[\d_][\w.+\-]{{0,40}}(?:, | \(){_KNOWN}(?:[.,] ?{_COM}|\))"),
    re.compile(
        rf"{_BEGIN}[\w+\-]{{0,40}}[\d._][\w.+\-]{{0,40}} {_SPOKEN}(?!\w)(?:(?: (?:цэг|дот|точка|tseg|dot))? (?:com|ком|mn))?"
    ),
    re.compile(
        rf"(?<!\w)(?:{_SPOKEN}|mail):?(?: (?:хаяг|hayag)\w*)?(?: (?:маань|минь|нь|mini|maani|ni|n))?:? "
        r"(?P<name>[^\W\d_]{3}[\w.\-]{0,30}[\d._][\w.\-]{1,30})"
    ),
]
_AT = (
    r"(?:[\s\-,]{1,2}(?:аттай|attai|собака|собачка|сабака|сабачка|собак|ээт|эт|ат|at|et|айт|эйт|этт|sobaka|sobachka|sabaka|нохой|nohoi)"
    r"(?: тэмдэг\w*| temdeg)?[\s\-,]{1,2}"
    r"|\s{0,2}(?:@{1,2}|＠|[(\[{<] ?(?:at|a|эт|ээт|ат|et|@|собака|sobaka)(?: тэмдэг| temdeg)? ?[)\]}>]|-at-|_at_)\s{0,2})"
)
_PROVIDER = (
    r"(?:g mail|g-mail|gmai|gmal|gamil|gmial|yaho|ёхуу|аутлүүк|аутлук|яндекс|айклауд|мэйл|мейл|майл"
    rf"|{_KNOWN}|proton\w{{1,4}}|{_SPOKEN})"
)
_DOT = (
    r"(?:[\s\-,]{1,2}(?:дот|dot|(?:точка|цэг|tochka|tseg|нүкте|нукте|point)(?![^\W\d_]))[\s\-,]{0,2}|\s?\.{1,2}\s?"
    r"|\s?[(\[{<](?:dot|дот|цэг|точка|tseg|\.)[)\]}>]\s?|\s?[_\-]dot[_\-]\s?)"
)
_DASH = r" ?[ (](?:(?:доогуур|доод|доош|дунд|дундуур|dood|dooguur|dund) )?(?:зураас|zuraas|underscore|тире|dash)[ )] ?"
_LAST = (
    r"(?:com|con|mn|ru|net|org|kz|edu|gov|info|kr|jp|cn|uk|de|me|io|us|au|biz|ком|кам|мн|ру|нет|орг"
    r"|эмэн|эм эн|си оу эм)(?![^\W\d_])"
)
_TOLD_DOT = _DOT.replace(r"|\s?\.{1,2}\s?", r"|\.{1,2}|\s\.\s?")
_LOCAL = rf"[\w.+\-]{{1,40}}(?:{_TOLD_DOT}[\w+\-]{{1,40}}|{_DASH}[\w+\-]{{1,40}}| \d{{1,6}}){{0,3}}"
_SPELLED = [
    re.compile(rf"{_BEGIN}{_LOCAL}{_AT}{_PART}(?:{_DOT}[\w\-]{{1,20}}){{0,2}}{_DOT}{_LAST}"),
    re.compile(rf"{_BEGIN}{_LOCAL}{_AT}{_PROVIDER}(?:{_LAST}|{_END}(?:(?:{_DOT}|[ ,.]{{1,2}}){_LAST})?)"),
]
_NO_NAME = beside("emails.no_names")
_TAIL = re.compile(
    r"(?<=[\w\-])\.[a-z]{2,6}?(?P<tail>[.\-]?(?!(?:\.мн|\.ком)$)[\u0400-\u052f][\w\-]*|-?(?:ruu|luu|aas|oor|ees|iig)|-[dt])$"
)
_TIGHT = re.compile(r"[^\s@]+@")
_FIRST = re.compile(r"[\s@＠(\[{<]")
_WORD_BEFORE = re.compile(r"(?<![\w.@:])([\w.+\-]{1,30}) {1,2}$")
_TOLD = re.compile(
    r"(?:мэйл|мейл|хаяг|mail|haya?g|шуудан)\w*(?: (?:маань|минь|нь|mini|maani|ni|n))?: ?(?P<name>(?:[\w.\-]{1,20} ){1,3})$"
)
_MOST_BEFORE, _FAR = 12, 70
_NO_LOCAL_PART = re.compile(r"^(?:и-?мэйл|имэйл|мэйл|майл|e-?mail|mail|шууд|хаяг\w*|gej|гэж|нь|ni|email|haya?g\w*)$")
_SIGN = re.compile(r"[@＠]")
_HINT = re.compile("|".join(sorted(map(re.escape, beside("emails.hints")))))
_AT_WORDS = "|".join(sorted(map(re.escape, beside("emails.said"))))
_SAID = re.compile(rf"[ (\[{{<](?:{_AT_WORDS})(?=[ )\]}}>])|[\-_]at[\-_]")
_NEAR = 150


def emails(text: str, low: str) -> list[Span]:
    """Of those that overlap the longest stands, because `united` joins them."""
    signs, hints, said = ([one.start() for one in sought.finditer(low)] for sought in (_SIGN, _HINT, _SAID))
    typed = (_told_whole(low, one) for one in _matches(_WITH_SIGN, low, signs) if _has_name(one[0]))
    unsigned = (_span(one) for one in _matches(_WITHOUT_SIGN, low, hints) if _has_name(one[0]) or one.groupdict().get("name"))
    spelled = (_told_whole(low, one) for one in _matches(_SPELLED, low, [*signs, *said]) if _has_name(one[0]))
    return united(chain(typed, unsigned, spelled))


def _span(found: re.Match[str]) -> Span:
    """Without a case ending or the next sentence that hangs on the last part."""
    if found.groupdict().get("name"):
        return Span(*found.span("name"), "email")
    tail = _TAIL.search(found[0])
    return Span(found.start(), found.end() - (len(tail["tail"]) if tail else 0), "email")


def _told_whole(low: str, found: re.Match[str]) -> Span:
    """The name of an address told in several words: «d o r j собака …», «сүхээ наян таван эт …», «мэйл: дорж бат эт …»."""
    span = _span(found)
    begin, first = span.start, _FIRST.split(found[0], maxsplit=1)[0]
    if _TIGHT.match(found[0]) and not _is_count(first):
        return span
    for _step in range(_MOST_BEFORE):
        before = _WORD_BEFORE.search(low, max(0, begin - _FAR), begin) if len(first) < 3 or _is_count(first) else None
        if before is None or before[1] in _NO_NAME or (before[1].isdecimal() and len(before[1]) > 3):
            break
        begin, first = before.start(), before[1]
    told = _TOLD.search(low, max(0, begin - _FAR), begin)
    return span._replace(start=told.start("name") if told else begin)


def _is_count(written: str) -> bool:
    return written.isdecimal() or word(written).value is not None


def _matches(patterns: list[re.Pattern[str]], low: str, anchors: list[int]) -> Iterator[re.Match[str]]:
    """Only around the anchors, so that no long text makes it slow; windows that overlap are read once."""
    after = 0
    for at in sorted(anchors):
        if at >= after:
            after = at + _NEAR
            for pattern in patterns:
                yield from pattern.finditer(low, max(0, at - _NEAR), after + _NEAR)


def _has_name(address: str) -> bool:
    """Whether what stands before the sign can be a name: «мэйл @ …», «хаяг gmail.com» only say that an address follows."""
    first = _FIRST.split(address, maxsplit=1)[0]
    return address[len(first) :].startswith("@") or not (_NO_LOCAL_PART.match(first) or first in _NO_NAME)
