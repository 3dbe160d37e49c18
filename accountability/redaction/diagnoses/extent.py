"""How far an illness goes: back over the parts of the body and words of degree, forward over what says how it went."""

from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.tokens import CAPS, LOWER, NUMBER, SIGN, TITLE, Row, Token, bits, close, touching

CORE, WEAK, BODY, MODIFIER, TAIL = bits("core"), bits("weak"), bits("body"), bits("modifier"), bits("tail")
OWN, _UNIT, _GENERAL = bits("own"), bits("measure"), bits("general_after")
_ANY = CORE | WEAK | BODY | MODIFIER | TAIL | _UNIT
_NOBODY = bits("starter", "unit", "kin", "title", "place_noun", "place", "strong_name", "general_after", "month", "called_person")
_WALKING, _SMALL, _PREGNANT = beside("diagnoses.walking"), beside("diagnoses.small"), beginnings("diagnoses.pregnant")
_GENITIVE, _HAVING = beginnings("diagnoses.genitive"), beginnings("diagnoses.having")
_STATE_ENDS, _REFLEXIVE = beginnings("diagnoses.state_ends"), beginnings("diagnoses.reflexive")
_VERB = beginnings("diagnoses.happened") + beginnings("diagnoses.going")
_MOST, _MOST_FORWARD = 6, 8
_OBJECT = beginnings("diagnoses.suffered")
_ON_ONESELF = beginnings("diagnoses.on_oneself")
_GENERAL_OF, _PREVENTING = bits("general_of"), beginnings("diagnoses.preventing")
_AND_THEN = beginnings("diagnoses.and_then")
_MEDICINE, _TAKING = beside("diagnoses.medicine"), beginnings("diagnoses.taking")
_TH = frozenset("рr")
_CAUSES, _THEN = beginnings("diagnoses.causes"), beginnings("diagnoses.then")
_ABLATIVE, _ENTERING = beginnings("diagnoses.ablative"), beginnings("diagnoses.entering")
_MOST_CAUSES = 3
_DATIVE, _SUFFERED_BY = beginnings("diagnoses.dative"), beginnings("diagnoses.suffered_by")
_NO_DOER = bits("unit", "place_noun", "place", "title", "called_person", "ours", "own", "month")
_COUNTED = _TH | beside("diagnoses.up_to")
_PERCENT, _GROUP, _ROMAN = beginnings("diagnoses.percent"), beginnings("diagnoses.group"), beside("addresses.roman")


def back(row: Row, at: int) -> int:
    """Over parts of the body, words of degree, «нь» behind a part of the body, «39 хэм», «2-р», «80 хувь»."""
    first = at
    while at - first < _MOST and (step := _step_back(row, first)):
        first -= step
    while first < at and row[first].has(TAIL) and not row[first].has(_ANY & ~TAIL & ~WEAK) and row[first].low not in _WALKING:
        first += 1
    decimal = row[first].shape == NUMBER and row[first - 1].low in ".," and touching(row[first - 1], row[first])
    return first - 2 if decimal and row[first - 2].shape == NUMBER else first


def _step_back(row: Row, first: int) -> int:
    """How many tokens more belong to it."""
    before = row[first - 1]
    if _hangs(row, first) or (before.low == "," and row[first].has(BODY) and row[first - 2].has(BODY)):
        return 2
    if not close(before, row[first]) or before.shape == SIGN:
        return 0
    if before.shape == NUMBER and row[first].has(BODY) and row[first - 2].has(BODY):
        return 2
    if before.low in _TH and (ordinal := _ordinal(row, first - 1)):
        return ordinal
    if before.has(_ANY) or _counts(before, row[first]):
        return 1
    percent = before.low.startswith(_PERCENT) and row[first - 2].shape == NUMBER and close(row[first - 2], before)
    return 2 if percent or (before.has(OWN) and row[first - 2].has(BODY)) else 0


def with_doer(row: Row, first: int, at: int) -> int:
    """«тэмээнд хазуулсан», «шилэнд зүсүүлсэн», «цахилгаанд цохиулсан»: what did it stands before."""
    before = row[first - 1]
    doer = before.is_word() and len(before.low) > 3 and before.low.endswith(_DATIVE) and close(before, row[first])
    return first - 1 if doer and row[at].low.startswith(_SUFFERED_BY) and not before.has(_NO_DOER) else first


def with_cause(row: Row, first: int) -> int:
    """«шатнаас гулсаж унаад түнхээ хугалсан»: how it came about, when somebody fell or was hit."""
    place = first
    while first - place < _MOST_CAUSES and row[place - 1].low.startswith(_CAUSES) and close(row[place - 1], row[place]):
        if not row[place - 1].low.endswith(_THEN):
            break
        place -= 1
    before = row[place - 1]
    from_where = place < first and before.is_word() and close(before, row[place])
    from_where = from_where and (before.low.endswith(_ABLATIVE) or row[place].low.startswith(_ENTERING))
    return place - 1 if from_where and not before.has(_NO_DOER) else place


def _counts(number: Token, one: Token) -> bool:
    """«39 хэм», «39 хүртэл», «II групп»."""
    if number.shape == NUMBER:
        return one.has(_UNIT | CORE) or one.low in _COUNTED
    return number.low in _ROMAN and one.low.startswith(_GROUP)


def _hangs(row: Row, first: int) -> bool:
    """«2-р групп», «С-ийн»: what hangs together."""
    hyphen = row[first - 1].low == "-" and touching(row[first - 1], row[first]) and touching(row[first - 2], row[first - 1])
    return hyphen and len(row[first].low) < 4


def _ordinal(row: Row, at: int) -> int:
    """How many tokens «2-р», «2r» has, when the letter stands here; none when no number does."""
    length = 3 if row[at - 1].low == "-" else 2
    return length if row[at - length + 1].shape == NUMBER else 0


def own_body(row: Row, at: int) -> int:
    """«хуруугаа хаалганд хавчуулсан»: somebody's own part of the body a few words before; else where it was."""
    for place in range(at - 1, at - 4, -1):
        if not row[place].is_word() or not close(row[place], row[place + 1]):
            break
        if row[place].has(BODY) and row[place].low.endswith(_REFLEXIVE):
            return place
    return at


def with_owner(row: Row, first: int, at: int) -> int:
    """«судасны өргөсөл»: one word in the genitive before a noun of illness belongs to it, when it is nobody and no place."""
    before = row[first - 1]
    owner = (
        (before.shape == LOWER or before.first)
        and close(before, row[first])
        and (before.low.endswith(_GENITIVE) or (before.low.endswith(_ON_ONESELF) and row[at].low.endswith(_HAVING)))
        and len(before.low) > 4
    )
    return back(row, first - 1) if owner and not row[at].low.endswith(_VERB) and not before.has(_NOBODY) else first


def with_head(row: Row, last: int) -> int:
    """«хавдрын сэжигтэй»: an illness in the genitive takes the word it belongs to."""
    for _step in range(2):
        following = row[last + 1]
        own = following.is_word() and close(row[last], following) and not is_general(row, last)
        own = own and (len(following.low) > 3 or following.low in _MEDICINE)
        if not own or not row[last].low.endswith(_GENITIVE):
            break
        last += 1 + (following.low in _MEDICINE)
    return last


def is_general(row: Row, last: int) -> bool:
    """What follows the illness says that it is nobody's: «сүрьеэгийн тасаг», «томуугийн дэгдэлт», «харшлын эм дууссан»."""
    one, following = row[last], row[last + 1]
    if not close(one, following):
        return False
    if any(near.low.startswith(_PREVENTING) for near in row[last + 1 : last + 3]):
        return True
    if following.low in _MEDICINE:
        return one.low.endswith(_GENITIVE) and not any(near.low.startswith(_TAKING) for near in row[last + 2 : last + 4])
    return (following.has(_GENERAL) and not one.low.endswith(_OBJECT + _AND_THEN)) or (
        one.low.endswith(_GENITIVE) and following.has(_GENERAL_OF)
    )


def forward(row: Row, at: int) -> int:
    """Over «тусаж», «болсон», «явж чадахгүй», further illnesses, a result in numbers."""
    pregnant = row[at].low.startswith(_PREGNANT) and row[at + 1].low == "," and row[at + 2].shape == NUMBER
    last, place = at, at + 1 + pregnant
    while place - at <= _MOST_FORWARD and close(row[place - 1], row[place]):
        one = row[place]
        if place == last + 1 and is_general(row, last):
            break
        if one.has(_ANY) and not (one.has(_GENERAL) and not one.has(TAIL)):
            last = place if one.has(CORE | WEAK | TAIL | _UNIT) or one.low.endswith(_STATE_ENDS) or len(one.low) == 1 else last
        elif _is_a_type(row, place, last) or _has_it(row, place, last) or _ends_it(row, place, last):
            last = place
        elif not _is_small(one):
            break
        place += 1
    return last


def _is_a_type(row: Row, place: int, last: int) -> bool:
    """«гепатит Б»."""
    return place == last + 1 and len(row[place].low) == 1 and row[place].shape == TITLE


def _has_it(row: Row, place: int, last: int) -> bool:
    """«хүнд хэлбэртэй»: an unlisted word of having right behind a word of degree or a genitive."""
    one, before = row[place], row[last]
    having = one.shape == LOWER and one.low.endswith(_HAVING)
    return having and place - last == 1 and (before.has(MODIFIER) or before.low.endswith(_GENITIVE))


def _ends_it(row: Row, place: int, last: int) -> bool:
    """«С-ийн», «ДОХ-той»: an ending that hangs on the letter of a virus or on capitals."""
    hangs = place == last + 2 and row[place - 1].low == "-" and touching(row[place - 1], row[place])
    return hangs and (len(row[last].low) == 1 or (row[last].shape == CAPS and len(row[place].low) < 6))


def _is_small(one: Token) -> bool:
    """What may stand between: «нь», «бас», «их», a number, a hyphen."""
    if one.shape == SIGN:
        return one.low == "-"
    return one.has(OWN) or one.low in _SMALL or one.shape == NUMBER or len(one.low) < 4
