"""Phone numbers and bank accounts: length and the words around a number decide which it is; sums and codes are neither."""

import re
from itertools import pairwise

from accountability.redaction.fixed_forms.beside_numbers import Digits, directly_said, is_counting, is_mobile, said
from accountability.redaction.lexicon import beginnings
from accountability.redaction.spans import Span
from accountability.redaction.words import word

_IBAN = re.compile(r"\d{2}(?:[ .\-]{0,2}\d){8,16}(?!\d)|\d{19,24}(?!\d)")
_COUNTRY = re.compile(r"(?<![^\W\d_])(?<!\.)(?:mn|мн)[ \-]?$")
_NUMBER = re.compile(r"\d(?:[^\w,;:]{0,4}_?\d){5,32}(?!\d)")
_TELEPHONE = re.compile(r"утас|утс|uts|тел|phone|utas|tel\b|(?:суурин|гэрийн|ажлын|suurin|geriin|ajliin)[ :№]{0,2}$")
_BROKEN_OFF = re.compile(r"[ ,.]{1,3}(?:гээд|гэж|geed|gej)? ?(?:дутуу|тасар|орхи|dutuu|tasar)")
_GLUED = re.compile(r"(?:утас|utas|тел|tel|дугаар|dugaar|phone|нь|ni)$")
_WORD_GLUED = re.compile(r"[\u0400-\u052f][\u0430-\u045f\u04e9\u04af]{2,}$|dans$")
_GLUED_DIGITS = re.compile(r"[5-9]\d{3}[ \-]?\d{4}(?!\d)")
_MISTYPED = re.compile(r"(?<!\w)(?=[5-9])(?:[\doоli][ \-]?){7}[\doоli](?!\w)")
_MASKED = re.compile(r"(?<!\w)[5-9]\d(?:[ \-]?[\d*•xх]){6}(?![\w*•])")
_WITH_NEXT = re.compile(r"(?<!\w)[5-9]\d{3}[ \-]?\d{4}(?:/\d{1,2}| ?\(\d{4}\))(?!\w)")
_WITH_COMMAS = re.compile(
    r"(?<![\w,.])[5-9]\d(?:(?:,\d\d){3}|\d\d, ?(?!19|20|\d\d00|000)\d{4}| \d\d, \d\d \d\d)"
    r"(?![\w%]|,\d| ?(?:₮|төг|мянг|сая|хүн|кг|км|tug))"
)
_WITH_COLONS = re.compile(r"(?<![\w:])[5-9]\d(?:\d\d:(?!19|20)\d{4}|(?::\d\d){3})(?![\w:])")
_YARD_LINE = re.compile(r"(?:утас|утс|тел|utas|uts|tel|phone|лавлах|факс|fax)\w*[:;.№ («]{1,3}(?:\w{1,12} ){0,2}$")
_YARD_DIGITS = re.compile(r"(?:\d{2}-\d{3}|\d-\d{4}|\d{1,2}-\d{2}-\d{2})(?![\w.\-/])")
_SHORT = re.compile(
    r"(?:(?:утас|утс|тел|факс|суурин|utas|uts|tel|phone|fax|suurin)\w{0,4}(?: дугаар| dugaar)?"
    r"|(?:холбогдох|залгах|гэрийн|(?<!н ))дугаар)[:;.№ ]{1,3}(?:(?:нь|маань|минь|ni|maani|mini) )?$"
)
_SHORT_DIGITS = re.compile(r"(?:\d{5}|\d{2}-\d{3}|\d-\d{4}|\d{1,2}-\d{2}-\d{2})(?![\w.\-/]| \d)")
_COUNTED = re.compile(r" ?-?(?:цаг|удаа|хүн|сар|жил|нас|хоног|минут|tsag|udaa|hun|sar|нд|д |т | (?:дугаар|dugaar)(?!\w))")
_SUM = re.compile(r"\s{0,2}(?:₮|төг|tug|tög|сая|мянг|usd|\$|mnt)")
_MONEY = re.compile(r"\s{0,2}(?:₮|төг|tug|tög|сая|мянг|тонн|км|кг|грамм|мл|мг|хүн|usd|\$|%|хувь|mnt)")
_CODES = (
    r"код|тушаал|баримт|тасалбар|талон|бичиг(?:ийн)? дугаар|№|серийн|карт №|хүсэлтийн|өргөдлийн|tushaal|kod\b|barimt|ttd|дэвтрийн"
)
_CODE = re.compile(_CODES)
_CODE_LINKED = re.compile(
    rf"(?:{_CODES}|цуврал|тоолуур|нэхэмжлэ|гэрээ(?!р)|тендер|лиценз|баркод|хувийн хэрэг|geree(?!r)"
    r"|(?:бүртгэл|захиалг|гэрчилгээ|үнэмлэх|даатгал|шийдвэр|карт|бичи?г|хуул|төсл|хөтөлб|burtgel)\w*(?= (?:дугаар|dugaar)))\w*"
    r"(?: (?:дугаар|dugaar)\w*)?(?: (?:нь|ni|маань|минь|бол))?[ :№«\"]*(?:\d{2,4}[/\-])?$"
)
_ROUND_SUM = re.compile(r"\d{2}[ .]\d{3}[ .]000")
_BREAK = re.compile(
    r"\n|(?<=\d)\. (?=\d)|(?<=\d) \+(?=\d)"
    r"|(?<=\s)(?:[5-9]\d{3}[.\-]\d{4}|[5-9]\d(?:\.\d\d){3}|[5-9]\d(?:-\d\d){3}|\(0\d{2,4}\)\s?\d-?\d{4}|1\d-\d\d-\d\d-\d\d)(?!\S*\d)"
)
_PAIRS, _SHORTEST_ACCOUNT = re.compile(r"[5-9]\d(?: \d\d){3}"), 8
_PAID = re.compile(r"-?[дт] (?:\w+ ){0,3}(?:шилжүүл|авдаг|авч|хийсэн|ор[дж]|орсон|хийж)")
_BEFORE_PHONE = frozenset(("", "0", "976", "00976"))
_IN_PAIRS = re.compile(r"\d\d(?:\W{1,3}\d\d){3}")
_MEASURED = re.compile(r"(?!(?:\d\.){7}\d$)\d{1,3}\.\d(?:\W{1,2}\d{1,3}\.\d)+|\d{2,4}00(?:[ \-–/]{1,3}\d{2,4}00)+")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\W{1,3}(?:19|20)\d\d)+")
_WRITTEN_DATE = re.compile(r"(?:19|20)\d\d[.\-/]\d\d?[.\-/]\d\d?|\d\d?\.\d\d \d\d?:")
_DIGITS = re.compile(r"\d+")
_FROM_ABROAD = re.compile(r"00[1-9]\d{0,2}[ \-][\d \-]{8,18}")
_ONE_TOO_MANY = re.compile(r"[89]\d \d\d \d\d \d{3}|[89]\d\d\d[ \-]\d{5}")
_WORD_BEFORE = re.compile(r"([^\W\d_]+),? ?$")
_HUNG_BEHIND = re.compile(r"-?(?:ийн|ын|ний|ны|iin|yn|nii|ny) \d")
_LEADING = beginnings("spoken.leading")
_AREA_CODES = re.compile(r"^(?:11|21|26|5\d|0\d{2,4})$")
_COUNTRY_BEFORE = re.compile(r"(?:\+|(?<!\d)00)976[,:;] ?$")
_ANOTHER = re.compile(r"\d{4}.*, ")
_TRUNK_LINE = re.compile(r"^01(?:1\d{6}|[2-5]\d{6,7})$")
_FOREIGN = re.compile(
    r"00[1-9][\d \-()]{7,18}|010[ \-]?\d{4}[ \-]?\d{4}|(?:1 ?)?\(\d{3}\) ?\d{3}[ \-]?\d{2}[ \-]?\d{2}"
    r"|[78] ?[\-(]? ?\d{3}[ )\-]{1,2}\d{3}[ \-]\d\d[ \-]?\d\d|1[ \-]\d{3}[ \-]\d{3}[ \-]\d{4}|82[ \-]10[ \-]?\d{4}[ \-]?\d{4}"
)


def ibans(text: str, low: str, starts: list[int]) -> list[Span]:
    found = []
    for start in starts:
        country = _COUNTRY.search(low[max(0, start - 4) : start])
        digits = _IBAN.match(text, start) if country else None
        if country and digits:
            found.append(Span(max(0, start - 4) + country.start(), digits.end(), "account"))
    return found


def numbers(text: str, low: str, starts: list[int]) -> list[Span]:
    found, after = [], 0
    for start in starts:
        if start < after:
            continue
        if span := _by_form(low, start):
            found.append(span)
            after = span.end
        elif (number := _NUMBER.match(text, start)) and _is_apart(text, start):
            found += _parts(text, low, start, number.end())
            after = number.end()
    return found


def _is_apart(text: str, start: int) -> bool:
    """No letter touches the number, or it is a word in Cyrillic («Болд99112233», «данс5012345678»), as in no code."""
    return not (start and text[start - 1].isalnum()) or _WORD_GLUED.search(text, max(0, start - 20), start) is not None


def _by_form(low: str, start: int) -> Span | None:
    """«утас99112233», «88O12233», «утас: 22415»."""
    before = low[max(0, start - 20) : start]
    if (digits := _GLUED_DIGITS.match(low, start)) and _GLUED.search(before):
        return Span(*digits.span(), "phone")
    for slipped in (_MISTYPED, _MASKED):
        if (digits := slipped.match(low, start)) and 3 < len(_digits_in(digits[0])) < 8:
            return Span(*digits.span(), "phone")
    for unusual in (_WITH_COLONS, _WITH_NEXT, _WITH_COMMAS):
        if digits := unusual.match(low, start):
            return Span(*digits.span(), "phone")
    return _short_line(low, start, before)


def _short_line(low: str, start: int, before: str) -> Span | None:
    """Five or six digits beside the word phone."""
    if (digits := _YARD_DIGITS.match(low, start)) and _YARD_LINE.search(before):
        return Span(*digits.span(), "phone")
    short = _SHORT_DIGITS.match(low, start)
    if short and _SHORT.search(before) and not _MONEY.match(low, short.end()):
        return Span(*short.span(), "phone")
    return None


def _parts(text: str, low: str, start: int, end: int) -> list[Span]:
    """The numbers that stand here side by side, each with its kind."""
    if _MEASURED.fullmatch(text, start, end) and directly_said(low, start, end) is None:
        return []
    found = []
    for begin, stop in _whole_apart(text, start, end):
        for first, last in _apart(text, low, begin, stop):
            left = first - (text[first - 1 : first] == "(")
            left -= text[left - 1 : left] == "+"
            country = _COUNTRY_BEFORE.search(text, max(0, left - 9), left)
            left = country.start() if country else left
            if kind := _kind(text, low, left, last):
                found.append(Span(left + (text[left] == "(" and ")" not in text[left:last]), last, kind))
    return found


def _whole_apart(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut where a line ends and around what is a whole phone by its signs: «12 8033.9027», «5300 881 264 99.45.16.37»."""
    edges = [start]
    for found in _BREAK.finditer(text, start, end):
        before = _digits_in(text[edges[-1] : found.start()])
        if found[0] in {"\n", ". ", " +"}:
            after = _digits_in(text[found.end() : end].partition("\n")[0])
            edges += [found.end()] if len(before) + len(after) != 8 else []
        elif found.end() < end or before not in _BEFORE_PHONE:
            edges += [found.start(), found.end()] if before not in _BEFORE_PHONE else [found.end()]
    return [*pairwise([*edges, end])]


def _digits_in(written: str) -> str:
    return "".join(str(int(c)) for c in written if c.isdecimal())


def _apart(text: str, low: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut after eight digits that can be a phone, and around eight digits or more without a gap."""
    groups = [found.span() for found in _DIGITS.finditer(text, start, end)]
    direct, rest = directly_said(low, start, end), sum(right - left for left, right in groups)
    abroad = text[start - 1 : start] == "+" and text[start : start + 3] != "976" and rest < 15
    if groups and (abroad or (direct != "account" and _FOREIGN.fullmatch(text, start, end))):
        return [(start, groups[-1][1])]
    followed = direct == "phone" or _COUNTED.match(low, end) is not None
    cuts, begin, held = [], 0, ""
    for place, (left, right) in enumerate(groups):
        if right - left >= 8 and held and not held.endswith("976"):
            cuts.append((begin, place))
            begin, held = place, ""
        if len(held) > _SHORTEST_ACCOUNT and _PAIRS.fullmatch(text, left, groups[-1][1]):
            cuts.append((begin, place))
            begin, held = place, ""
        held += text[left:right]
        rest -= right - left
        sure = (followed and not (rest == 2 and _PAID.match(low, end))) or rest in {0, 8, 16}
        of_country = held.startswith("976") and len(held) < 11
        if right - left >= 8 or (sure and not of_country and _stands_alone(low, start, end, held)):
            cuts.append((begin, place + 1))
            begin, held = place + 1, ""
    cuts.append((begin, len(groups)))
    return [(groups[first][0], groups[last - 1][1]) for first, last in cuts if first < last]


def _stands_alone(low: str, start: int, end: int, held: str) -> bool:
    digits = _without_country(held)
    return is_mobile(digits) and said(low, Digits(start, end, digits)) != "account"


def _without_country(digits: str) -> str:
    """Without the country, or the nought that some put before a number."""
    if len(digits) == 9 and digits[0] == "0":
        return digits[1:]
    return digits.removeprefix("00").removeprefix("976") if len(digits) > 8 else digits


def _kind(text: str, low: str, start: int, end: int) -> str | None:
    written = text[start:end]
    digits = _digits_in(written)
    mobile = is_mobile(_without_country(digits))
    money = _SUM if mobile else _MONEY
    if len(digits) < 6 or len(digits) > 20 or money.match(low, end) or _WRITTEN_DATE.match(written) or _YEARS.fullmatch(written):
        return None
    abroad = written[0] == "+" and 7 < len(digits) < 15
    if abroad or (len(digits) in {11, 12, 13} and digits.lstrip("0").startswith("976")):
        return "phone"
    near = said(low, Digits(start, end, digits))
    if _is_code(low, start, end, mobile, near):
        return None
    if mobile:
        return near or "phone"
    if _is_wired(low, start, end, written, digits, near):
        return "phone"
    return _long(low, start, end, written, digits, near) if len(digits) > 8 else _short(low, start, written, digits, near)


def _is_wired(low: str, start: int, end: int, written: str, digits: str, near: str | None) -> bool:
    """A landline: with its area code apart beside any word but account itself, in one piece only with no bank near."""
    if _is_landline(written, digits):
        return directly_said(low, start, end) != "account"
    return near != "account" and _TRUNK_LINE.match(digits) is not None


def _is_code(low: str, start: int, end: int, mobile: bool, near: str | None) -> bool:
    """The number of a paper: what looks like a phone must be linked to the word that says so."""
    if mobile:
        if near is None and _IN_PAIRS.fullmatch(low, start, end) and is_counting(re.sub(r"\D", "", low[start:end])):
            return True
        round_sum, code = _ROUND_SUM.fullmatch(low, start, end), _CODE_LINKED.search(low, max(0, start - 40), start)
        return near != "phone" and (round_sum or code) is not None
    return near is None and _CODE.search(low, max(0, start - 25), start) is not None


def _long(low: str, start: int, end: int, written: str, digits: str, near: str | None) -> str:
    direct = directly_said(low, start, end)
    if direct != "account" and (_FROM_ABROAD.fullmatch(written) or _ONE_TOO_MANY.fullmatch(written)):
        return "phone"
    abroad = direct == "phone" or (direct is None and _FOREIGN.fullmatch(written) is not None)
    return "phone" if (abroad and len(digits) < 15) or (near == "phone" and len(digits) == 9) else "account"


def _short(low: str, start: int, written: str, digits: str, near: str | None) -> str | None:
    """Six to eight digits: an account beside the word bank, a number beside the word phone."""
    if near == "account":
        return "account" if len(digits) == 8 else None
    if _ANOTHER.search(low, max(0, start - 20), start) and directly_said(low, start, start + len(written)) != "phone":
        return None
    if _goes_on(low, start) or _HUNG_BEHIND.match(low, start + len(written)):
        return None
    named = near == "phone" or _TELEPHONE.search(low, max(0, start - 20), start) is not None
    named = named or (digits[0] in "89" and _BROKEN_OFF.match(low, start + len(written)) is not None)
    return "phone" if named and digits[0] != "0" and not re.search(r"[/.]", written) else None


def _goes_on(low: str, start: int) -> bool:
    """«ерэн тав 20 81 43», «97 тэгээд 412085»: the end of a number of which the beginning stands before."""
    before = _WORD_BEFORE.search(low, max(0, start - 20), start)
    return before is not None and ((word(before[1]).value or 100) < 100 or before[1].startswith(_LEADING))


def _is_landline(written: str, digits: str) -> bool:
    parts = _DIGITS.findall(written)
    fits = 7 <= len(digits) <= 11 and len(parts) > 1 and sum(map(len, parts[1:])) in {5, 6}
    return fits and _AREA_CODES.match(parts[0]) is not None
