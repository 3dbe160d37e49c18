"""Names of people: by how a word is built, by its capital inside a sentence, and by what stands beside it."""

from bisect import bisect_left
from operator import attrgetter

from accountability.redaction.given_names import STRONG, WEAK
from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.names.context import (
    KIN,
    NOT_NAME,
    ORDINARY,
    PLACE,
    STARTER,
    TITLED,
    after_kin,
    beside_person,
    has_initial,
    is_double,
    is_of_a_clan,
    is_pet_with_title,
    names_a_place,
)
from accountability.redaction.names.extent import first_of, last_of
from accountability.redaction.spans import Span
from accountability.redaction.tokens import LOWER, NUMBER, TITLE, Row, bits

_NEVER = bits("not_name", "month", "kazakh_month", "core", "place_noun", "bag", "street", "called")
_NO_RELATIVE = bits("not_name", "starter", "title", "kin", "kin_foreign", "core")
_LOCAL = beginnings("names.local")
_ANY_NAME = STRONG | WEAK
_NO_OWNER = _NEVER | bits(
    "starter", "title", "kin", "field", "unit", "place", "officer_field", "aged", "head", "clinician", "numeral"
)
_NO_OWNERS = beside("names.no_owners")
_BETWEEN = frozenset(",:–-(")
_MUCH = 200
_ENDS = frozenset(".!?…\n\0")
_NO_SIGNATURE = (
    "лаа",
    "лээ",
    "лоо",
    "лөө",
    "сан",
    "сэн",
    "сон",
    "сөн",
    "гүй",
    "аарай",
    "ээрэй",
    "оорой",
    "өөрэй",
    "laa",
    "lee",
    "gui",
    "guy",
    "arai",
    "erei",
)

Found = tuple[int, int]


def names(row: Row) -> list[Found]:
    """First and last token of each name, with initial or father's name."""
    found: list[Found] = []
    after = 0
    for at in [at for at, one in enumerate(row) if one.shape > LOWER or one.classes & _ANY_NAME or row[at - 1].low == "."]:
        if at >= after and row[at].is_word() and _is_name(row, at):
            found.append((first_of(row, at, after - 1), last_of(row, at)))
            after = found[-1][1] + 1
    return found


def beside_numbers(row: Row, found: list[Found], numbers: list[Span]) -> list[Found]:
    """«Дамдин 95330912», «Тэнгис, 8 настай», «Санчир: УБ…»: an entry that begins with whose number or age it is."""
    known = {last for _first, last in found}
    more = []
    for span in numbers:
        at = bisect_left(row, span.start, key=attrgetter("start")) - 1
        at -= row[at].low in _BETWEEN
        if at not in known and _may_own(row, at, row[at + 1].low in _BETWEEN):
            more.append((at, at))
    return more


def _may_own(row: Row, at: int, apart: bool) -> bool:
    """A capital that begins, followed by the number at once, or by a comma or colon; an unknown word only with one of these."""
    one = row[at]
    begins = one.shape == TITLE and one.first and len(one.low) > 3 and row[at + 1].start - one.end <= 2
    if not begins or one.has(_NO_OWNER) or one.low in _NO_OWNERS:
        return False
    return one.has(_ANY_NAME) or (apart and one.classes == 0)


def spans(row: Row, found: list[Found]) -> list[Span]:
    return [Span(row[first].start, row[last].end, "name") for first, last in found]


def _is_name(row: Row, at: int) -> bool:
    one = row[at]
    if has_initial(row, at) or is_of_a_clan(row, at):
        return True
    if len(one.low) < 2 or names_a_place(row, at):
        return False
    if one.shape == TITLE and not one.first:
        return _inside(row, at)
    if one.shape == TITLE and _signs(row, at):
        return True
    if one.has(STRONG) or is_double(row, at):
        return not one.has(PLACE | NOT_NAME) or beside_person(row, at)
    return _in_small_letters(row, at) if one.shape == LOWER else beside_person(row, at)


def _signs(row: Row, at: int) -> bool:
    """A single word as the last sentence of a text: whoever wrote it put a name there."""
    one = row[at]
    alone = row[at - 1].low in _ENDS and len(one.low) > 3 and row[at + 1].low in _ENDS and not _goes_on(row, at)
    return alone and (one.has(_ANY_NAME) or (one.classes == 0 and not one.low.endswith(_NO_SIGNATURE)))


def _goes_on(row: Row, at: int) -> bool:
    return any(one.is_word() or one.shape == NUMBER for one in row[at + 1 : at + 4])


def _in_small_letters(row: Row, at: int) -> bool:
    one = row[at]
    if not one.has(WEAK) or one.has(ORDINARY):
        return False
    return is_pet_with_title(row, at) or (after_kin(row, at) and _has_no_capitals(row))


def _has_no_capitals(row: Row) -> bool:
    return not any(one.shape == TITLE and not one.first for one in row[:_MUCH])


def _inside(row: Row, at: int) -> bool:
    """A capital inside a sentence is a name, when it is no place, office or feast."""
    one = row[at]
    if one.has(STRONG) and not one.has(PLACE):
        return True
    if len(one.low) < 3:
        return False
    relative = after_kin(row, at)
    if relative and (one.has(WEAK) or not one.has(_NO_RELATIVE)):
        return True
    if one.has(_NEVER | PLACE):
        plain = not one.has(NOT_NAME) and not one.low.endswith(_LOCAL)
        return one.has(_ANY_NAME) and (relative or plain or beside_person(row, at))
    return relative or one.has(WEAK) or not one.has(STARTER | TITLED | KIN)
