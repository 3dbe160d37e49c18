"""Somebody's age: «67 настай», «гучин таван насны», «79-тэй», «11 сартай». Limits of age in a rule are none."""

from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.numerals import NUMERAL, Count, counted
from accountability.redaction.spans import Span
from accountability.redaction.tokens import NUMBER, SIGN, Row, bits, close, touching

_AGED, _MONTHS, _REACHED, _GENERAL, _OWN = bits("aged"), bits("aged_months"), bits("reached"), bits("general_age"), bits("own")
_WITH, _QUEUE, _PREGNANT = beginnings("ages.with"), beginnings("ages.queue"), beginnings("ages.pregnant")
_ROUGHLY, _HUNG, _BARE = beside("ages.roughly"), beside("ages.hung"), beside("ages.bare")
_WEEKS, _YEARS, _DAYS = beside("ages.weeks"), beside("ages.years"), beginnings("ages.days")
_OLDEST, _YOUNGEST_WITH, _YOUNGEST_REACHED = 120, 10, 18
_WOMEN, _FIRST_WEEKS = beginnings("ages.women"), 14
_ANNIVERSARY, _TURNING, _HALVED = beside("ages.anniversary"), beginnings("ages.turning"), beginnings("ages.halved")
_MEASURED = bits("measured")
_MOST_MONTHS, _MOST_DAYS = 48, 100
_TODDLER, _PERSON = 4, bits("kin", "strong_name")


def ages(row: Row) -> list[Span]:
    found, after = [], 0
    for at in [at for at, one in enumerate(row) if one.shape == NUMBER or one.classes & NUMERAL]:
        number = counted(row, at) if at >= after else None
        if number:
            after = number.last + 1
            first, last = _age(row, number) if number.value <= _OLDEST else (at, at - 1)
            if last >= at:
                found.append(Span(row[first].start, row[last].end, "age"))
                after = last + 1
    return found


def _age(row: Row, number: Count) -> tuple[int, int]:
    """First and last token; the last lies before the number when it is no age."""
    at, last = number.first, _age_end(row, number)
    if last is None:
        named = at - 1 - (row[at - 1].has(_OWN) or row[at - 1].low == ":")
        said = row[named].low in _BARE and number.value > _TODDLER and not row[named - 1].has(NUMERAL)
        return (named, number.last) if said else (at, at - 1)
    months_more = row[last].has(_MONTHS) and row[at - 1].low in _YEARS and row[at - 2].value is not None
    return (at - 2 if months_more else at), last


def _age_end(row: Row, number: Count) -> int | None:
    """The last token of the age that begins with this number."""
    place = _after_hung(row, number.last)
    place += row[place].low in _WEEKS and row[place + 1].has(_MONTHS)
    word = row[place]
    if word.low in _ANNIVERSARY and row[place + 1].low.startswith(_TURNING) and close(row[place - 1], word):
        return place + 1
    if not close(row[place - 1], word) or not word.has(_AGED | _MONTHS | _REACHED):
        return _said_with(row, number)
    if word.has(_MONTHS):
        return place if _is_a_baby(row, number, place) else None
    if not word.has(_AGED) and _is_a_reading(row, number.first):
        return None
    if not word.has(_AGED) and (number.value < _YOUNGEST_REACHED or row[place - 1].low in _ROUGHLY):
        return _said_with(row, number)
    queued = not word.has(_AGED) and any(one.low.startswith(_QUEUE) for one in row[number.first - 4 : number.first])
    return None if queued or _is_a_rule(row, number.first, place) else _with_turning(row, place)


def _with_turning(row: Row, place: int) -> int:
    """«75 нас хүрсэн», «1 нас хагастай»."""
    after = row[place + 1]
    told = row[place].low in _BARE and (after.has(_REACHED) or after.low.startswith(_HALVED)) and close(row[place], after)
    return place + told


def _is_a_reading(row: Row, first: int) -> bool:
    """«халуун нь 40 хүрсэн», «жин 45 хүрсэн»."""
    return row[first - 1 - row[first - 1].has(_OWN)].has(_MEASURED)


def _after_hung(row: Row, last: int) -> int:
    """Past «-н», «n», «-аад», «гаруй»: «23n nastai», «70-аад насны», «60 гаруй настай»."""
    place = last + 1
    if row[place].low in "-–" and row[place + 1].low in _HUNG:
        place += 2
    elif touching(row[last], row[place]) and row[place].low in _HUNG:
        place += 1
    return place + (row[place].low in _ROUGHLY)


def _said_with(row: Row, number: Count) -> int | None:
    """«79-тэй», «62toi», «наян наймтай»."""
    child = row[number.first - 1 - row[number.first - 1].has(_OWN)].has(_PERSON)
    if number.value < _YOUNGEST_WITH and not (child and row[number.last].shape == NUMBER):
        return None
    if row[number.last].shape != NUMBER:
        return number.last if row[number.last].low.endswith(_WITH) else None
    place = number.last + 1 + (row[number.last + 1].low in "-–")
    hung = touching(row[place - 1], row[place]) and touching(row[number.last], row[number.last + 1])
    apart = place == number.last + 1 and close(row[number.last], row[place]) and row[place + 1].shape == SIGN
    return place if (hung or apart) and row[place].low in _WITH else None


def _is_a_rule(row: Row, first: int, place: int) -> bool:
    """«18 нас хүрээгүй», «0–5 насны», «60-аас дээш настай»: whom a rule is about."""
    after = row[place + 1]
    ranged = row[first - 1].low in "-–—" and row[first - 2].shape == NUMBER
    told = after.has(_REACHED) or after.shape == SIGN or after.low.startswith(_HALVED) or row[first - 1].has(_PERSON)
    bare = row[place].low in _BARE and not told
    return ranged or bare or any(one.has(_GENERAL) for one in [*row[first + 1 : place], after])


def is_of_a_pregnancy(row: Row, number: Count, place: int) -> bool:
    """«эхнэр 32 долоо хоногтой», «бэр маань 7 сартай»: months or weeks of a grown woman are those of her child to come."""
    whose = number.first - 1 - row[number.first - 1].has(_OWN)
    woman = row[whose].low.startswith(_WOMEN) and row[place - 1].shape != SIGN
    weeks = row[place - 1].low in _WEEKS and number.value >= _FIRST_WEEKS
    return row[place].low.endswith(_WITH) and (woman or weeks)


def _is_a_baby(row: Row, number: Count, place: int) -> bool:
    """«11 сартай», «40 хоногтой»; months beside the word pregnant are no age."""
    counted_weeks = row[number.last].low in _WEEKS and row[number.first - 1].shape == NUMBER
    if counted_weeks or is_of_a_pregnancy(row, number, place):
        return False
    near = [*row[number.first - 2 : number.first], *row[place + 1 : place + 3]]
    most = _MOST_DAYS if row[place].low.startswith(_DAYS) else _MOST_MONTHS
    return number.value <= most and not any(one.low.startswith(_PREGNANT) for one in near)
