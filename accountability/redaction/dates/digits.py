"""Days and hours in digits: «2026.03.14-нд», «3/14-нд», «09:15», «14-ний өдөр», «өглөөний 8-д»."""

import re
from collections.abc import Iterator

from accountability.redaction.lexicon import beside
from accountability.redaction.tokens import NUMBER, Row, close

_OTHER = r"(?![^\W\d_])"
_HANG = (
    r"(?:ний|ны|нд|нээс|наас|ноос|нөөс|өөс|ийн|ын|ээс|аас|оос|өд|эд|ад|анд|өөд|д|т|н|нь|ныг|нийг"
    rf"|nii|niig|nd|ny|ni|d|t|iin|aas|ees|nees|naas|oos){_OTHER}"
)
_ENDING = rf"(?: ?[\-–]?{_HANG})?"
_OF_DAYS = r"(?:нд|ний|ны|нээс|наас|ноос|нөөс|nd|nii|niig|naas|nees|ny)"
_DAY, _MONTH, _HOUR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:[01]?\d|2[0-4])"
_ALONE = r"(?<![\d.\-/№A-Za-zА-Яа-я])"
_YEARS = r"(?: ?он(?:ы)?|on(?:y|i|ii|ny|nii)?)"
_FULL = re.compile(
    rf"(?<![\d.\-/])(?:(?:19|20)\d\d|2\d) ?(?:([.\-/]) ?{_MONTH} ?\1 ?{_DAY}|{_YEARS} {_MONTH}[.\-/ ]{_DAY})"
    rf"(?!\d)(?!\.\d){_ENDING}",
    re.I,
)
_TURNED = re.compile(rf"(?<![\d.\-/]){_DAY}([.\-/]){_MONTH}\1(?:19|20)\d\d(?!\d){_ENDING}", re.I)
_DOTTED = re.compile(
    rf"{_ALONE}{_MONTH}[.\-]{_DAY}(?:[ \-]?{_OF_DAYS}{_OTHER}| ?-?(?:өдөр|өдрийн|udur|odor)|(?= \d\d?:\d\d))", re.I
)
_ON_A_DAY = re.compile(
    rf"{_ALONE}(?<!:){_DAY}"
    r"(?:[ \-]?(?:ний|ны|нд|nii|ny) ?(?:өдөр|өдрийн|өдрөөс|udur|odor|udriin|өглөө|орой|шөнө)"
    rf"|-(?:нд|ний)|(?<!\b2)(?:нд|nd)){_OTHER}",
    re.I,
)
_CLOCK = re.compile(rf"(?<![\d:]){_HOUR}[:;][0-5]\d(?![\d:]){_ENDING}", re.I)
_DOTTED_CLOCK = re.compile(
    rf"(?<![\d.\-]){_HOUR}[.\-][0-5]\d(?:(?= ?-?(?:цаг|tsag|cag))| ?-?(?:д|т|аас|ээс|оос|d|t|aas){_OTHER})", re.I
)
_SHORT_CLOCK = re.compile(
    rf"(?<![\d.\-/:]){_HOUR}ц(?:аг)?[. ]?(?:[0-5]\d ?м(?:ин)?)?(?:-?(?:д|т|аас|ээс))?(?![^\W_])"
    r"|(?<![\d.\-/:])(?:[01]\d|2[0-4])[0-5]\d(?= цаг(?:т|аас))",
    re.I,
)
_SLASHED = re.compile(rf"{_ALONE}({_MONTH})/({_DAY})(?![\d/%]){_ENDING}", re.I)
_HUNG_ON_PART = re.compile(
    r"(?:0?[1-9]|1\d|2[0-4])[ \-]?"
    rf"(?:д|т|н|аас|ээс|оос|өөс|нд|нээс|(?:ын|ийн|ны|ний) (?:үед|алдад|орчимд?|хавьд|хирд)"
    rf"| (?:өнгөрч|гэхэд|болтол)|d|t|nd|aas|ees){_OTHER}",
    re.I,
)
_LUNAR = re.compile(rf"{_DAY}{_ENDING}", re.I)
_LAW = re.compile("хууль|хуулийн|зүйл|заалт|журам|huuli|zuil", re.I)
_NO_DAY = re.compile(r" ?(?:шахмал|тун|ширхэг|хэсэг|хувь|таблет|амп|shahmal|tun|мл|байр|тоот|орц|bair|toot|халбага|нь\b)")
_GOES_ON = re.compile(r" (?:\d\d?[:.]\d\d|өдөр|өглөө|орой|шөнө|shono|shunu|oroi|ogloo|ugluu|udur|хүртэл|гэхэд|hurtel)")
_PARTS, _RELATIVE = beside("dates.parts"), beside("dates.relative")
_NEVER_DAYS = {("7", "24"), ("1", "2")}


def in_digits(row: Row, text: str) -> Iterator[tuple[int, int]]:
    for at in (at for at, one in enumerate(row) if one.shape == NUMBER):
        start = row[at].start
        for pattern in (_FULL, _TURNED, _DOTTED, _ON_A_DAY):
            if found := pattern.match(text, start):
                yield found.span()
        yield from _clocks(row, at, text)
        if (found := _SLASHED.match(text, start)) and _is_day(found, text):
            yield found.span()


def _clocks(row: Row, at: int, text: str) -> Iterator[tuple[int, int]]:
    """Hours, from the part of the day before them."""
    start, first = row[at].start, _part_before(row, at)
    for pattern in (_CLOCK, _SHORT_CLOCK):
        if found := pattern.match(text, start):
            yield row[first].start, found.end()
    if (found := _DOTTED_CLOCK.match(text, start)) and not _LAW.search(text, max(0, start - 40), found.end()):
        yield row[first].start, found.end()
    named = first < at or (row[at - 1].low in _RELATIVE and close(row[at - 1], row[at]))
    if named and (found := _HUNG_ON_PART.match(text, start)):
        yield row[min(first, at - 1)].start, found.end()
    if row[at - 1].low == "шинийн" and (found := _LUNAR.match(text, start)):
        yield row[at - 1].start, found.end()


def _part_before(row: Row, at: int) -> int:
    """Where «өглөөний», «үдээс хойш» before this number begins; the number itself without them."""
    first = at
    while at - first < 2 and row[first - 1].low in _PARTS and close(row[first - 1], row[first]):
        first -= 1
    return first


def _is_day(found: re.Match[str], text: str) -> bool:
    """«3/14-нд», «3/14»; «1/2» may be a dose, a floor, a fraction."""
    ended = found.end() > found.end(2)
    sure = ended or int(found[2]) > 12 or _GOES_ON.match(text, found.end())
    return bool(sure) and not _NO_DAY.match(text, found.end()) and (ended or (found[1], found[2]) not in _NEVER_DAYS)
