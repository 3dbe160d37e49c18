"""Illness, injury and state of somebody's body, with the parts of the body and the words of degree that belong to it."""

from accountability.redaction.diagnoses.extent import (
    BODY,
    CORE,
    MODIFIER,
    OWN,
    TAIL,
    WEAK,
    back,
    forward,
    is_general,
    own_body,
    with_cause,
    with_doer,
    with_head,
    with_owner,
)
from accountability.redaction.diagnoses.states import diagnosed, pregnancies, results, troubles, weighed
from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.spans import Span
from accountability.redaction.tokens import CAPS, LOWER, SIGN, TITLE, Row, bits, close
from accountability.redaction.words import is_beginning, phrases_from

_SOMEBODY, _PHRASE, _GENERAL, _KIN = bits("strong_name"), bits("phrase"), bits("general_after"), bits("kin", "kin_before")
_LEARNED, _STATE = bits("learned"), bits("state")
_CANDIDATE = CORE | WEAK | _PHRASE | _LEARNED | _STATE
_GENITIVE, _VERB = beginnings("diagnoses.genitive"), beginnings("diagnoses.happened") + beginnings("diagnoses.going")
_BLIND, _STATES, _EYES = beginnings("diagnoses.blind"), beside("diagnoses.states"), beginnings("diagnoses.eyes")
_ILL, _FUTURE, _FEARED = beginnings("diagnoses.ill"), beginnings("diagnoses.future"), beside("diagnoses.feared")
_DEGREES, _MOODS = beside("diagnoses.degrees"), beside("diagnoses.moods")
_ELDERS = beside("names.elders")
_OF_A_PERSON, _PATIENT = beginnings("diagnoses.of_a_person"), bits("kin", "called_person")
_SOME_PERSON = bits("called_person")
_ANYBODY, _DISABILITY = beside("diagnoses.anybody"), beginnings("diagnoses.disability")
_ONESELF = beside("diagnoses.oneself")
_GROUP, _APPLYING = beginnings("diagnoses.group"), beginnings("diagnoses.applying")
_BEFORE_BODY = beginnings("diagnoses.before_body")
_CANNOT, _WALKING = beginnings("diagnoses.cannot"), beside("diagnoses.walking")


def diagnoses(row: Row) -> list[Span]:
    found: list[Span] = []
    after = 0
    for at in [at for at, one in enumerate(row) if one.classes & _CANDIDATE]:
        if at >= after and not (row[at].has(_SOMEBODY) and row[at].shape in {TITLE, CAPS} and _phrase_end(row, at) == at):
            first, last = _illness(row, at)
            if last >= at:
                found.append(Span(row[first].start, row[last].end, "diagnosis"))
                after = last + 1
    return found + troubles(row) + results(row) + diagnosed(row) + pregnancies(row) + weighed(row)


def _illness(row: Row, at: int) -> tuple[int, int]:
    """First and last token of the illness of which this word is the core; the last lies before the word when it is none."""
    core = _phrase_end(row, at) if row[at].has(_PHRASE) else at
    first = back(row, at)
    if _qualifies_a_body(row, at):
        return first, at + 1
    if core == at:
        first = own_body(row, at) if first == at and _may_have_own_body(row, at) else first
        if not _is_illness(row, first, at):
            return at, at - 1
    last = forward(row, core)
    if _is_anybody(row, first, last):
        return at, at - 1
    told = row[last].has(TAIL) and last > core and not row[last].low.startswith(_ILL)
    if first == last and row[at].low.startswith(_ILL) and row[at + 1].has(_SOME_PERSON):
        return at, at - 1
    if (is_general(row, last) and not told) or _is_feared(row, at) or (first == at and _is_applied_for(row, at)):
        return at, at - 1
    first = with_cause(row, with_doer(row, with_owner(row, first, at), at))
    return first, with_head(row, last)


def _is_anybody(row: Row, first: int, last: int) -> bool:
    """«тэргэнцэртэй хүнд зам алга»: whoever has a disability, unless it is said who."""
    anybody = row[last + 1].low in _ANYBODY and row[last].low.startswith(_DISABILITY)
    return anybody and not any(one.has(_KIN) or one.low in _ONESELF for one in row[first - 5 : first])


def _is_feared(row: Row, at: int) -> bool:
    """«бэртэх вий», «хөлдөх шахлаа»: it did not happen."""
    return row[at].low.endswith(_FUTURE) and row[at + 1].low in _FEARED and close(row[at], row[at + 1])


def _is_applied_for(row: Row, at: int) -> bool:
    """«группээ сунгуулах», «групп тогтоолгоход»: a procedure at an office."""
    owned = row[at - 1].has(_KIN) and row[at - 1].low.endswith(_GENITIVE)
    return not owned and row[at].low.startswith(_GROUP) and any(one.low.startswith(_APPLYING) for one in row[at + 1 : at + 3])


def _qualifies_a_body(row: Row, at: int) -> bool:
    """«хугархай хөлийг», «хавдсан гартай»: the injury stands before the part of the body."""
    one, following = row[at], row[at + 1]
    said = one.has(CORE | WEAK) and one.low.endswith(_BEFORE_BODY) and one.shape == LOWER
    return said and following.has(BODY) and not following.has(CORE | WEAK | TAIL) and close(one, following)


def _may_have_own_body(row: Row, at: int) -> bool:
    one = row[at]
    return one.has(WEAK) and not one.has(CORE) and not one.low.startswith(_CANNOT)


def _phrase_end(row: Row, at: int) -> int:
    """The last token of the longest listed phrase that begins here («салхин цэцэг»); else the token itself."""
    return max([at, *(_end_of(row, at, phrase) for phrase in phrases_from(row[at].low))])


def _end_of(row: Row, at: int, phrase: tuple[str, ...]) -> int:
    place = at
    for part in phrase[1:]:
        place += 1
        while row[place].has(OWN):
            place += 1
        if not close(row[place - 1], row[place]) or not is_beginning(part, row[place].low, part is phrase[-1]):
            return at
    return place


def _is_illness(row: Row, first: int, at: int) -> bool:
    """A weak word (өвдсөн, муудсан, хугарсан) or a noun of state needs a part of the body or an illness before it."""
    one, before = row[at], row[first:at]
    if one.low.startswith(_BLIND):
        somebody = (row[at - 1].has(_KIN | OWN) or row[at - 1].low in _ELDERS) and row[at + 1].shape == SIGN
        return (
            somebody
            or row[at + 1].low in _STATES
            or row[at + 1].has(_KIN)
            or any(other.low.startswith(_EYES) for other in before)
        )
    if one.has(CORE):
        return True
    if one.has(WEAK):
        return _is_vouched(row, first, at)
    if one.has(_GENERAL | BODY) or not one.has(_LEARNED | _STATE):
        return False
    return one.has(_LEARNED) or (first < at and row[at - 1].has(BODY) and row[at - 1].low.endswith(_GENITIVE))


def _has_owner(row: Row, at: int) -> bool:
    """«солилцооны өвчтэй»: the word in the genitive that says which illness it is."""
    return with_owner(row, at, at) < at


def _is_vouched(row: Row, first: int, at: int) -> bool:
    one, before = row[at], row[first:at]
    if one.low.startswith(_CANNOT):
        return any(other.has(BODY) or other.low in _WALKING for other in before)
    if one.low.startswith(_ILL) and before == [] and _has_owner(row, at):
        return True
    if one.low.startswith(_OF_A_PERSON) and row[at - 1].has(_PATIENT) and close(row[at - 1], one):
        return True
    if one.low in _DEGREES and before[-1:] and before[-1].low in _MOODS:
        return False
    vouching = BODY | CORE if one.low.endswith(_VERB) or one.low in _DEGREES else BODY | CORE | MODIFIER
    nearest = before[-1:] and before[-1].has(vouching) and not before[-1].has(TAIL)
    return bool(nearest) or any(other.has(BODY) for other in before)
