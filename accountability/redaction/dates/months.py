"""Days with the month as a word: «3 сарын 14-нд», «гуравдугаар сарын арван дөрөвний өглөө», and in a few other languages."""

from collections.abc import Iterator

from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.numerals import NUMERAL, counted
from accountability.redaction.tokens import NUMBER, SIGN, Row, Token, bits, close, places, touching

_MONTH, _ORDINAL, _FOREIGN, _PART_OR_DAY = bits("month"), bits("ordinal"), bits("kazakh_month"), bits("day_part", "day")
_NTH, _HUNG, _NEAR = beginnings("dates.nth"), beside("dates.hung_apart"), beside("dates.near_months")
_YEARS, _LUNAR, _NO_DAYS, _BARE = (
    beside("dates.years"),
    beside("dates.lunar"),
    beside("dates.no_days"),
    beside("dates.bare_months"),
)
_OF_MONTHS = beside("dates.of_months")
_AND, _MOST_DAYS = frozenset((",", "-", "–", "ба", "болон", "ba")), 6
_SAID_DAYS = ("нд", "нээс", "наас", "ний", "ны")


def in_words(row: Row) -> Iterator[tuple[int, int]]:
    """From the year, when it stands before, to the part of the day behind."""
    for at in places(row, _MONTH):
        first, last = _month_from(row, at), _day_after(row, at + 1)
        if last is not None and (hangs := _hangs(row, last)) is not None:
            if first is None and hangs and row[at].low in _OF_MONTHS:
                first = at
            if first is not None and (hangs or row[at].low not in _BARE):
                yield row[_year_before(row, first)].start, row[with_ending(row, last)].end


def _month_from(row: Row, at: int) -> int | None:
    """Where the number of the month begins: «3», «3-р», «гуравдугаар», «арван хоёрдугаар», «энэ»."""
    if row[at - 1].low in _NEAR:
        return at - 1
    place = at - 1
    while at - place < 6 and (row[place].low in "-–" or row[place].low in _NTH or row[place].low in {"р", "r", "дахь"}):
        place -= 1
    if not (row[place].shape == NUMBER or row[place].has(NUMERAL | _ORDINAL) or row[place].low.endswith(_NTH)):
        return None
    if row[place].shape == NUMBER:
        return place if 0 < (row[place].value or 0) < 13 else None
    while row[place - 1].has(NUMERAL) and close(row[place - 1], row[place]):
        place -= 1
    return place


def _day_after(row: Row, at: int) -> int | None:
    """The last token of the number of the day."""
    at += row[at].low in _LUNAR
    number = counted(row, at) if close(row[at - 1], row[at]) else None
    if number is None or not 0 < number.value < 32 or row[number.last + 1].low in _NO_DAYS:
        return None
    return _last_of_days(row, number.last)


def _last_of_days(row: Row, last: int) -> int:
    """«14, 15, 16-нд», «14-16-нд», «2 ба 3-нд»: the last of several days, when it has an ending."""
    place = last
    for _step in range(_MOST_DAYS):
        following = row[place + 2]
        if row[place + 1].low not in _AND or following.shape != NUMBER or not 0 < (following.value or 0) < 32:
            break
        place += 2
    listed = place > last and row[place + 1].low in "-–" and _is_ending(row[place + 2])
    return place if listed or (place > last and touching(row[place], row[place + 1]) and _is_ending(row[place + 1])) else last


def _hangs(row: Row, last: int) -> bool:
    """Whether the day has an ending: «3 сар 14-нд»; «2 сар 15 хоног» is how long something took."""
    spoken = row[last].shape != NUMBER and row[last].low.endswith(_SAID_DAYS)
    return spoken or row[last + 1].low in "-–" or (touching(row[last], row[last + 1]) and row[last + 1].shape != SIGN)


def _year_before(row: Row, first: int) -> int:
    """Takes «2026 оны», «26 оны» before the month."""
    place = first - 1
    while first - place < 5 and (row[place].low in _YEARS or row[place].low in "-,ы"):
        place -= 1
    year = row[place].value or 0
    named = place < first - 1 and 0 < year < 100
    return place if row[place].shape == NUMBER and (1900 < year < 2100 or named) else first


def with_ending(row: Row, last: int) -> int:
    """Takes the ending («14-нд», «5nd», «14 ний»), «өдөр», and the part of the day that follow a day."""
    if row[last + 1].low in "-–" and touching(row[last + 1], row[last + 2]) and _is_ending(row[last + 2]):
        last += 2
    elif (touching(row[last], row[last + 1]) and _is_ending(row[last + 1])) or (
        row[last + 1].low in _HUNG and close(row[last], row[last + 1])
    ):
        last += 1
    while row[last + 1].has(_PART_OR_DAY) and close(row[last], row[last + 1]):
        last += 1
    return last


def _is_ending(one: Token) -> bool:
    return one.is_word() and len(one.low) < 6


def foreign(row: Row) -> Iterator[tuple[int, int]]:
    """«14 March 2026», «наурыздың 14-і»."""
    for at in places(row, _FOREIGN):
        if row[at - 1].shape == NUMBER and 0 < (row[at - 1].value or 0) < 32:
            yield row[at - 1].start, row[at + (1900 < (row[at + 1].value or 0) < 2100)].end
        elif row[at + 1].shape == NUMBER and 0 < (row[at + 1].value or 0) < 32:
            yield row[at].start, row[at + 1].end
