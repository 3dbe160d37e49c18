"""What happened to a part of the body, whatever the verb, and values of the body in numbers."""

from accountability.redaction.ages import is_of_a_pregnancy
from accountability.redaction.diagnoses.extent import BODY, OWN, back, forward
from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.numerals import Count
from accountability.redaction.spans import Span
from accountability.redaction.tokens import LOWER, NUMBER, Row, bits, close, places, touching

_MEASURED, _NO_PATIENT = bits("measured"), bits("starter", "unit", "field", "modifier")
_SOMEBODY = bits("kin", "own", "title", "called", "strong_name", "month", "ours")
_DIAGNOSED, _SAID, _NO_DIAGNOSIS = (
    beginnings("diagnoses.diagnosed"),
    beside("diagnoses.said"),
    beside("diagnoses.no_diagnosis"),
)
_MEASURE, _RISING = bits("measure"), beginnings("diagnoses.rising")
_MONTHS, _WEEKS = bits("aged_months"), beside("ages.weeks")
_MOST_WORDS = 6
_VERBS, _BARE = beside("diagnoses.verbs"), beside("diagnoses.bare")
_HAVING = beginnings("ages.with")
_GOING_ON, _BEING, _INJURING = beginnings("diagnoses.going_on"), beginnings("diagnoses.being"), beginnings("diagnoses.injuring")
_OBJECT, _REFLEXIVE = beginnings("diagnoses.object"), beginnings("diagnoses.bare_not")
_HAPPENED, _PAST, _HARMLESS = (beginnings(f"diagnoses.{name}") for name in ("happened", "past", "harmless"))
_BY_WILL, _YOURS = beginnings("diagnoses.by_will"), beside("diagnoses.yours")


def troubles(row: Row) -> list[Span]:
    """«гар нь чичирдэг», «шагай чинэрсэн»."""
    found = []
    for at in (at for at in places(row, BODY) if row[at].low not in _VERBS):
        if not row[at].has(_NO_PATIENT) and _befell(row, at):
            found.append(Span(row[back(row, at)].start, row[at + 1].end, "diagnosis"))
        if _hurt_before(row, at):
            found.append(Span(row[at - 1].start, row[at].end, "diagnosis"))
        if injury := _injured(row, at):
            found.append(Span(row[back(row, at)].start, row[injury].end, "diagnosis"))
        if row[at + 1].has(OWN) and row[at + 1].low not in _YOURS and not _is_object(row[at].low):
            verb = _verb_after(row, at + 1)
            if verb:
                found.append(Span(row[back(row, at + 1)].start, row[forward(row, verb)].end, "diagnosis"))
    return found


def _verb_after(row: Row, at: int) -> int:
    """Where the verb stands that says what happened, at most three words on; 0 when there is none."""
    for place in range(at + 1, at + 4):
        if not row[place].is_word() or not close(row[place - 1], row[place]):
            break
        happening = row[place].low.endswith(_GOING_ON) and row[place + 1].low.startswith(_BEING)
        if (happening or row[place].low.endswith(_HAPPENED)) and not row[place].low.startswith(_HARMLESS):
            return place
    return 0


def _hurt_before(row: Row, at: int) -> bool:
    """«хэрээсэн хөлтэй»: whoever has such a part of the body, whatever the verb."""
    before = row[at - 1]
    said = (before.shape == LOWER or before.first) and before.low.endswith(_PAST) and not before.low.startswith(_HARMLESS)
    return said and row[at].low.endswith(_HAVING) and close(before, row[at])


def _injured(row: Row, at: int) -> int:
    """Where the verb stands by which somebody hurt a part of their own body: «хуруугаа хөрөөдсөн»; 0 when there is none."""
    if not row[at].low.endswith(_REFLEXIVE):
        return 0
    for place in range(at + 1, at + 4):
        if not row[place].is_word() or not close(row[place - 1], row[place]):
            break
        if row[place].low.startswith(_INJURING):
            return place
    return 0


def _befell(row: Row, at: int) -> bool:
    """The bare part of the body and right behind it what happened to it."""
    one, verb = row[at], row[at + 1]
    bare = len(one.low) > 2 and not _is_object(one.low) and (one.low in _BARE or not one.low.endswith(_REFLEXIVE))
    past = verb.shape == LOWER and len(verb.low) > 4 and verb.low.endswith(_PAST)
    return bare and past and close(one, verb) and not verb.low.startswith(_HARMLESS + _BY_WILL)


def _is_object(low: str) -> bool:
    """Whether a case ending hangs on it; «бөөр» and «нуруу» only look so."""
    return low.endswith(_OBJECT) and low not in _BARE


def diagnosed(row: Row) -> list[Span]:
    """«хэт хөдөлгөөнтөх эмгэг гэсэн онош»: whatever was diagnosed, known by its name or not."""
    found = []
    for at in (at for at, one in enumerate(row) if one.low.startswith(_DIAGNOSED) and row[at - 1].low in _SAID):
        first = at - 1
        while at - first < _MOST_WORDS and _is_of_a_diagnosis(row, first - 1):
            first -= 1
        if first < at - 1:
            found.append(Span(row[first].start, row[at - 2].end, "diagnosis"))
    return found


def _is_of_a_diagnosis(row: Row, at: int) -> bool:
    one = row[at]
    return one.is_word() and close(one, row[at + 1]) and not one.has(_SOMEBODY) and one.low not in _NO_DIAGNOSIS


def results(row: Row) -> list[Span]:
    """«даралт минь 210/120», «гемоглобин 82»."""
    found = []
    for at in places(row, _MEASURED):
        place = at + 1
        while place - at < 3 and row[place].has(OWN):
            place += 1
        if row[place].shape == NUMBER and close(row[place - 1], row[place]):
            while row[place + 1].low in "/.,-" and row[place + 2].shape == NUMBER and touching(row[place + 1], row[place + 2]):
                place += 2
            last = _with_rise(row, place)
            found.append(Span(row[back(row, at)].start, row[last].end, "diagnosis"))
    return found


def weighed(row: Row) -> list[Span]:
    """«2,1 кг жинтэй», «110 даралттай»: a reading with its number before it."""
    found = []
    for at in (at for at in places(row, _MEASURED) if row[at].low.endswith(_HAVING)):
        place = at - 1 - (row[at - 1].has(_MEASURE) or row[at - 1].low.startswith(_RISING))
        if row[place].shape == NUMBER and close(row[at - 1], row[at]) and close(row[place], row[place + 1]):
            decimal = row[place - 1].low in ".,/" and touching(row[place - 1], row[place]) and row[place - 2].shape == NUMBER
            found.append(Span(row[place - 2 * decimal].start, row[at].end, "diagnosis"))
    return found


def pregnancies(row: Row) -> list[Span]:
    """«эхнэр 32 долоо хоногтой»."""
    found = []
    for at in places(row, _MONTHS):
        place = at - 1 - (row[at - 1].low in _WEEKS)
        number = Count(place, place, row[place].value or 0)
        if number.value and close(row[at - 1], row[at]) and is_of_a_pregnancy(row, number, at):
            found.append(Span(row[place].start, row[at].end, "diagnosis"))
    return found


def _with_rise(row: Row, place: int) -> int:
    """The last token of a reading with what says that it was reached: «даралт 180 хүрсэн», «халуун нь 40 хэм гараад»."""
    if row[place + 1].low == "-" and touching(row[place], row[place + 1]) and touching(row[place + 1], row[place + 2]):
        place += 2
    unit = row[place + 1].has(_MEASURE) and close(row[place], row[place + 1])
    place += unit
    rising = row[place + 1].is_word() and row[place + 1].low.startswith(_RISING) and close(row[place], row[place + 1])
    return place + rising
