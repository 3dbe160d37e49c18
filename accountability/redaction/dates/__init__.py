"""Exact days and exact hours. A month, a year, a weekday, how long something took are no dates."""

import re
from itertools import pairwise

from accountability.redaction.dates.digits import in_digits
from accountability.redaction.dates.hours import HOUR, MINUTE, hours, spoken_hours
from accountability.redaction.dates.months import foreign, in_words, with_ending
from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.spans import Span
from accountability.redaction.tokens import NUMBER, Row, bits, touching

_BEHIND = bits("day", "exact_hour")
_BRIDGES, _WEEKDAYS, _PARTS = beside("dates.bridges"), beginnings("dates.weekdays"), beside("dates.parts_behind")
_UNTIL = beside("dates.until")
_FROM = beginnings("dates.from")
_LONGEST_BRIDGE = 36


def dates(row: Row, text: str) -> list[Span]:
    found = sorted([*in_digits(row, text), *in_words(row), *hours(row), *spoken_hours(row), *foreign(row)])
    return [Span(start, end, "date") for start, end in _joined(found, row, text)]


def _joined(found: list[tuple[int, int]], row: Row, text: str) -> list[tuple[int, int]]:
    """A day and an hour that stand together are one mark, with the part of the day between and what belongs to it behind."""
    if not found:
        return []
    starts = {one.start: place for place, one in enumerate(row)}
    whole, (start, end) = [], found[0]
    for _before, (next_start, next_end) in pairwise(found):
        if next_start - end <= _LONGEST_BRIDGE and _is_bridge(text[end:next_start]):
            end = max(end, next_end)
        else:
            whole.append((start, _stretched(row, starts, text, end)))
            start, end = next_start, next_end
    return [*whole, (start, _stretched(row, starts, text, end))]


def _is_bridge(between: str) -> bool:
    """Nothing but a comma, the weekday, the part of the day."""
    words = re.findall(r"\w+", between.lower())
    return not re.sub(r"[\w\s,\-–(]", "", between) and all(word in _BRIDGES or word.startswith(_WEEKDAYS) for word in words)


def _stretched(row: Row, starts: dict[int, int], text: str, end: int) -> int:
    """Takes what belongs to the hour or day behind it: «12:00 цагт», «02.28-ны өдрийн», «3 сарын 25-ны 8 цаг»."""
    for _step in range(4):
        place = starts.get(end + (text[end : end + 1] in {" ", "-"}), 0)
        longer = _more_of_a_time(row, place, text[:end]) if text[end : end + 1] == " " else None
        if longer is not None:
            end = longer
        elif row[place].classes & _BEHIND or row[place].low in _PARTS or row[place].low in _UNTIL:
            end = row[place].end
        else:
            break
    return end


def _more_of_a_time(row: Row, at: int, before: str) -> int | None:
    """Behind a day: «8 цаг», «15 цаг 30 минут», «15.30»; behind «14-нөөс» the other end of the time, «16-ныг хүртэл»."""
    if row[at].shape != NUMBER or (row[at].value or 0) > 31:
        return None
    if row[at + 1].has(HOUR):
        minutes = row[at + 2].shape == NUMBER and row[at + 3].has(MINUTE)
        return row[at + 3].end if minutes else row[at + 1].end
    if row[at + 1].low == "." and touching(row[at], row[at + 1]) and row[at + 2].shape == NUMBER and len(row[at + 2].low) == 2:
        return row[at + 2].end
    hung = with_ending(row, at)
    return row[hung].end if hung > at and row[hung].low.startswith(("н", "n")) and before.endswith(_FROM) else None
