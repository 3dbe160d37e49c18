"""Roles that only one person has in a place: «сумын ганц эх баригч», «багийн эмч», «эмнэлгийн эрхлэгч». "A nurse" is none."""

from accountability.redaction.lexicon import beginnings, beside
from accountability.redaction.spans import Span
from accountability.redaction.tokens import EDGE, LOWER, NUMBER, TITLE, Row, Token, bits, close, touching

_HEAD, _CLINICIAN, _LONE = bits("head"), bits("clinician"), bits("lone")
_OFFICER, _FIELDS = bits("officer"), bits("officer_field")
_UNIT, _STRONG, _WEAK, _FIELD = bits("unit"), bits("strong_unit"), bits("weak_unit"), bits("field")
_ONLY, _OURS, _PLURAL, _KNOWN = bits("only"), bits("ours"), bits("plural"), bits("starter", "title", "kin")
_PLACES, _CHOSEN, _WORKERS = beginnings("roles.places"), beginnings("roles.chosen"), beginnings("roles.workers")
_SHIFT, _LOOSE, _NTH = beside("roles.shift"), beside("roles.loose"), beside("roles.nth")
_GOVERNOR, _SOCIAL, _MANY = beside("roles.governor"), beside("roles.social"), beside("roles.many")
_LACKING, _SECOND = beginnings("roles.lacking"), beginnings("roles.second")
_NOBODY = beside("roles.nobody")
_VACANT, _OF = beside("roles.vacant"), beginnings("addresses.genitive")
_PAPERS, _FINE, _PERSON = beginnings("roles.papers"), beginnings("roles.fine"), bits("kin", "called_person", "strong_name")
_CHARGED, _VERBS = beside("roles.charged"), beginnings("roles.verbs")
_SOUMS, _DOCTORS = beginnings("roles.soums"), beginnings("roles.doctors")
_CHIEF, _NURSES = beside("roles.chief"), beginnings("roles.nurses")
_CHARGED_PEOPLE = beginnings("roles.charged_people")
_DOING = beginnings("roles.doing")
_MOST, _MOST_CHARGED, _MOST_BETWEEN = 8, 5, 3


def sole_roles(row: Row) -> list[Span]:
    found, free = [], 0
    for at in [at for at, one in enumerate(row) if one.classes & (_HEAD | _CLINICIAN)]:
        first = _first_of(row, at, free)
        if row[at].low.startswith(_PAPERS) and not row[at - 1].low.startswith(_FINE):
            continue
        if first < at and not _is_vacant(row, first, at) and not _is_many(row, at) and _is_sole(row[first:at], row[at]):
            first = _with_task(row, first, free)
            last = at + (row[at + 1].low.startswith(_SECOND) and close(row[at], row[at + 1]))
            found.append(Span(row[_with_place(row, first, free)].start, row[last].end, "sole_role"))
            free = last + 1
    return found + [span for at in range(EDGE, len(row) - EDGE) if row[at].low in _CHARGED and (span := _charged(row, at))]


def _charged(row: Row, at: int) -> Span | None:
    """«халамж хариуцсан мэргэжилтэн»: whoever has a matter to themselves, from the words for that matter on."""
    last = at + 1 + row[at + 1].has(_ONLY)
    last += row[last].has(_ONLY)
    if not row[last].low.startswith(_CHARGED_PEOPLE) or row[last + 1].has(_PLURAL) or _is_many(row, last):
        return None
    first = at
    while at - first < _MOST_CHARGED and _is_matter(row, first - 1):
        first -= 1 + (row[first - 1].low == "-")
    return Span(row[first].start, row[last].end, "sole_role") if first < at else None


def _is_matter(row: Row, at: int) -> bool:
    """A word that may belong to what somebody is charged with: no sign, no name, no verb."""
    one = row[at]
    hyphen = one.low == "-" and touching(one, row[at + 1]) and touching(row[at - 1], one)
    said = one.is_word() and not one.has(_PERSON) and not one.low.endswith(_VERBS)
    return hyphen or (close(one, row[at + 1]) and (said or one.has(_OURS | _UNIT | _FIELD | _FIELDS)))


def _first_of(row: Row, at: int, free: int) -> int:
    first = at
    while first > free and at - first < _MOST:
        before = row[first - 1]
        if before.low == "-" and touching(row[first - 2], before) and first - 2 >= free:
            first -= 2
        elif close(before, row[first]) and (
            before.has(_UNIT | _FIELD | _ONLY | _OURS) or _is_between(row, first - 1, free) or _is_alone(row, first - 1, at)
        ):
            first -= 1
        else:
            break
    return first


def _is_between(row: Row, at: int, free: int) -> bool:
    """«сумын цагдаагийн төлөөлөгч»: an unlisted word in the genitive between the place and the role."""
    one, before = row[at], row[at - 1]
    said = one.shape == LOWER and len(one.low) > 4 and one.low.endswith(_OF) and not one.has(_PERSON)
    return said and at - 1 >= free and before.has(_UNIT | _ONLY | _OURS) and close(before, one)


def _with_task(row: Row, first: int, free: int) -> int:
    """«үзлэгийн ганц ажилтан», «хүүхэд хамгаалах ганц ажилтан»: what they are alone with stands before."""
    before = row[first - 1]
    if not row[first].has(_ONLY) or first - 1 < free or not close(before, row[first]) or before.has(_PERSON):
        return first
    if before.low.endswith(_DOING) and row[first - 2].is_word() and close(row[first - 2], before):
        return first - 2
    return first - 1 if before.shape == LOWER and len(before.low) > 4 and before.low.endswith(_OF) else first


def _is_alone(row: Row, at: int, role: int) -> bool:
    """«ганц физик эмчилгээний эмч»: whatever stands between «ганц» and the role tells which one is meant."""
    near = row[max(at - _MOST_BETWEEN, role - 1 - _MOST_BETWEEN) : at]
    alone = any(one.has(_ONLY) for one in near) and all(one.shape == LOWER and len(one.low) > 1 for one in row[at:role])
    return alone and not row[at].has(_PERSON) and not row[at].low.endswith(_VERBS)


def _with_place(row: Row, first: int, free: int) -> int:
    """Takes «3-р» before «багийн» and the name before «сумын»."""
    place = first - 1
    if not row[first].low.startswith(_PLACES) or place < free or not close(row[place], row[first]):
        return first
    if row[place].shape == TITLE and not row[place].has(_KNOWN) and len(row[place].low) > 1:
        return place
    place -= (1 + (row[place - 1].low == "-")) if row[place].low in _NTH or len(row[place].low) == 1 else 0
    return place if row[place].shape == NUMBER and close(row[place], row[place + 1]) and place >= free else first


def _is_vacant(row: Row, first: int, at: int) -> bool:
    """«эмчийн орон тоо», «эмч байхгүй»: nobody is meant."""
    missing = row[at + 1].low in _NOBODY and close(row[at], row[at + 1])
    if missing and not row[at].has(_HEAD) and not _any(row[first:at], _ONLY | _OURS):
        return True
    return row[at].low.endswith(_OF) and row[at + 1].low in _VACANT and close(row[at], row[at + 1])


def _is_many(row: Row, at: int) -> bool:
    return row[at + 1].has(_PLURAL) or row[at].low.endswith(_LACKING) or any(part in row[at].low for part in _MANY)


def _is_sole(before: list[Token], role: Token) -> bool:
    """The words before the role say so, or there is one of its kind in such a place."""
    if _any(before, _ONLY):
        return True
    placed = _any(before, _UNIT | _OURS)
    near = [one for one in before if one.low not in _LOOSE]
    if role.has(_HEAD):
        governor = bool(near) and near[-1].low in _GOVERNOR
        return governor or (_any(near, _UNIT) and not all(one.low in _SHIFT for one in near))
    if role.has(_OFFICER) and (_any(near, _FIELDS) or (_any(near, _WEAK) and len(near) > 1 + _any(near, _OURS))):
        return True
    return _is_sole_there(near, role, placed, _any(before, _STRONG), _any(before, _WEAK))


def _is_sole_there(before: list[Token], role: Token, placed: bool, strong: bool, weak: bool) -> bool:
    """In a bag or school there is one of each; in a soum or hospital one of those who have a field, or are chosen."""
    chosen = any(one.low.startswith(_CHOSEN) for one in before)
    if before and before[-1].low in _CHIEF and role.low.startswith(_NURSES):
        return True
    if before and before[-1].low.startswith(_SOUMS) and role.low.startswith(_DOCTORS):
        return True
    if weak and role.low.startswith(_WORKERS) and _any(before, _FIELDS):
        return True
    if any(one.low in _SOCIAL for one in before):
        return (placed and (strong or weak)) or role.low.startswith(_WORKERS)
    skilled = any(one.has(_FIELD) and not one.has(_UNIT) for one in before)
    return strong or (chosen and _any(before, _UNIT)) or (weak and (role.has(_LONE) or skilled or chosen))


def _any(tokens: list[Token], wanted: int) -> bool:
    return any(one.classes & wanted for one in tokens)
