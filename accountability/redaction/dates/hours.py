"""Hours with the word hour, or said beside a part of the day: «өглөө 8 цагт», «10 цаг 40 минутад», «өглөөний найманд»."""

from collections.abc import Iterator

from accountability.redaction.dates.months import with_ending
from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.numerals import NUMERAL, Count, counted
from accountability.redaction.tokens import NUMBER, SIGN, Row, bits, close, places, touching

HOUR, MINUTE = bits("hour"), bits("minute")
_EXACT, _UNTIL, _PART = bits("exact_hour"), bits("until"), bits("day_part")
_SURE = beside("dates.sure_part") | beside("dates.exactly")
_EXACTLY, _ABOUT, _MEETING = beside("dates.exactly"), beginnings("dates.about"), beside("dates.meeting")
_LEADING, _GIVEN, _HUNG = beside("dates.leading"), beginnings("dates.given"), beside("dates.hung_minutes")
_ON_HOURS, _DAYS, _PASSING = beside("dates.on_hours"), beside("dates.days"), beside("dates.passing")
_OF_HOURS, _OF_MINUTES, _MINUTES = beside("dates.of_hours"), beginnings("dates.of_minutes"), beginnings("dates.minutes")
_FROM_HOURS, _SAID_ON = beside("dates.from_hours"), ("анд", "энд", "онд", "өнд", "and", "end", "ond", "und")
_HALF = ("хагас", "hagas")


def hours(row: Row) -> Iterator[tuple[int, int]]:
    """«11 цаг хагаст» is an hour, «3 цаг хүлээсэн» is none."""
    for at in places(row, HOUR):
        first = _number_before(row, at)
        last = _hour_end(row, at, first) if first is not None else None
        if first is not None and last is not None:
            first = _range_before(row, first)
            while (row[first - 1].has(_PART) or row[first - 1].low in _EXACTLY) and close(row[first - 1], row[first]):
                first -= 1
            yield row[first].start, row[last].end


def _range_before(row: Row, first: int) -> int:
    """Where «9-12 цагт», «9-өөс 12 цагийн хооронд» begins."""
    place = first - 1
    if row[place].low in _FROM_HOURS and close(row[place], row[first]):
        place -= row[place - 1].low in "-–"
        return place - 1 if row[place - 1].shape == NUMBER else first
    return first - 2 if row[place].low in "-–" and row[first - 2].shape == NUMBER else first


def _number_before(row: Row, at: int) -> int | None:
    """Where the hour begins: a number up to 24, perhaps with its ending («9-н цагаас»), or as «18:20 цагт»."""
    place = at - 1
    if row[place].low in _ON_HOURS and (row[place - 1].low == "-" or row[place - 1].shape == NUMBER):
        place -= 2 if row[place - 1].low == "-" else 1
    while row[place].has(NUMERAL) and row[place - 1].has(NUMERAL) and at - place < 3:
        place -= 1
    if not close(row[at - 1], row[at]) or row[place].shape == SIGN:
        return None
    number = counted(row, place)
    return place if number and number.value < 25 else None


def _hour_end(row: Row, at: int, first: int) -> int | None:
    """The last token of an exact hour; None when it is how long something took."""
    number = counted(row, at + 1) if close(row[at], row[at + 1]) else None
    sure = row[first - 1].low in _SURE and close(row[first - 1], row[first])
    if number and row[number.last + 1].has(MINUTE):
        return _minutes_end(row, number.last + 1, sure)
    if number and (hung := _hung_minutes(row, number)):
        return hung
    if row[at].has(_EXACT):
        return at
    return _end_beside(row, at, sure)


def _minutes_end(row: Row, at: int, sure: bool) -> int | None:
    """«10 цаг 40 минутад», «40 минут өнгөрч байхад»; «2 цаг 15 минут» is how long."""
    until = row[at + 1].has(_UNTIL)
    exact = not row[at].low.endswith(_MINUTES) or until or row[at + 1].low in _PASSING
    return at if sure or until or (exact and not row[at].low.endswith(_OF_MINUTES)) else None


def _hung_minutes(row: Row, number: Count) -> int | None:
    """«9 цаг 30-д», «9 цаг гучид»."""
    if row[number.last].shape != NUMBER:
        return number.last if row[number.last].low.endswith(_GIVEN) else None
    hung = number.last + (2 if row[number.last + 1].low in "-–" else 1)
    return hung if row[hung].low in _HUNG and touching(row[hung - 1], row[hung]) else None


def _end_beside(row: Row, at: int, sure: bool) -> int | None:
    """An hour without an ending needs «хүртэл», «хагаст», «үед» behind it, or the part of the day before it."""
    following = row[at + 1]
    beside_it = close(row[at], following)
    if beside_it and following.has(_UNTIL):
        return at + following.low.startswith((*_HALF, *_ABOUT))
    if sure or (beside_it and following.low in _MEETING and row[at].low in _OF_HOURS):
        return at + (beside_it and following.low.startswith(_ABOUT))
    return None


def spoken_hours(row: Row) -> Iterator[tuple[int, int]]:
    """«өглөөний найманд», «шинийн нэгэнд», «хорин тавны өдөр»: in words, without the word hour or month."""
    for at in places(row, NUMERAL):
        if row[at - 1].low in _LEADING and close(row[at - 1], row[at]):
            number = counted(row, at)
            if number and number.value < 32 and row[number.last].low.endswith(_GIVEN):
                yield row[at - 1].start, row[with_ending(row, number.last)].end
        elif _is_said_day(row, at):
            yield row[at - 1].start, row[with_ending(row, at)].end
        elif row[at].low.endswith(("ны", "ний")) and row[at + 1].low in _DAYS and (row[at].value or 99) < 32:
            first = at - (row[at - 1].value in {10, 20, 30} and close(row[at - 1], row[at]))
            yield row[first].start, row[with_ending(row, at)].end


def _is_said_day(row: Row, at: int) -> bool:
    """«хорин найманд»: twenty-something with an ending is a day of the month."""
    tens = (row[at - 1].value or 0) in {10, 20, 30} and close(row[at - 1], row[at]) and row[at - 1].shape != NUMBER
    return tens and 0 < (row[at].value or 0) < 10 and row[at].low.endswith(_SAID_ON)
