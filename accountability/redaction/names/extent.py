"""How far a name goes: initial, father's name and clan before it, the second half of a double name and an ending behind."""

from accountability.redaction.given_names import STRONG, WEAK
from accountability.redaction.lexicon import beside
from accountability.redaction.names.context import GENITIVE, ORDINARY, PLACE, has_initial, is_next
from accountability.redaction.tokens import CAPS, LOWER, TITLE, Row, bits, close, touching

_NEVER = bits("not_name", "month", "kazakh_month", "core", "place_noun", "bag", "street", "called")
_CLAN = beside("names.clan")
_ENDINGS_APART = beside("names.endings_apart")
_MOST = 3


def first_of(row: Row, at: int, taken: int) -> int:
    """Back as far as `taken`, the last token that belongs to another name."""
    first = at
    for _step in range(_MOST):
        before = first - _step_back(row, first)
        if before == first or before <= taken:
            break
        first = before
    return first


def _step_back(row: Row, first: int) -> int:
    """How many tokens more belong to the name."""
    before, earlier = row[first - 1], row[first - 2]
    if has_initial(row, first):
        return 2
    if not close(before, row[first]):
        return 0
    if before.low == "-" and touching(before, row[first]) and touching(earlier, before) and earlier.shape in {TITLE, CAPS}:
        return 2
    if before.low in _CLAN and earlier.is_word():
        return 2
    named = before.has(STRONG | WEAK) or not before.has(ORDINARY | PLACE)
    return int(before.shape in {TITLE, CAPS} and before.low.endswith(GENITIVE) and named)


def last_of(row: Row, at: int) -> int:
    last = at
    for _step in range(_MOST):
        hyphen, half = row[last + 1], row[last + 2]
        if hyphen.low in "-–" and touching(row[last], hyphen) and touching(hyphen, half) and half.is_word():
            last += 2
        elif is_next(row, last + 1) and hyphen.low in _CLAN:
            last += 1 + is_next(row, last + 2)
        elif is_next(row, last + 1) and hyphen.low in _ENDINGS_APART and hyphen.shape == LOWER:
            return last + 1
        elif is_next(row, last + 1) and _is_own_name(row, last):
            last += 1
        else:
            break
    return last


def _is_own_name(row: Row, last: int) -> bool:
    """After a father's name in the genitive comes the name itself."""
    following = row[last + 1]
    if not row[last].low.endswith(GENITIVE):
        return False
    if following.shape == CAPS:
        return following.has(STRONG)
    named = following.has(STRONG | WEAK) or not following.has(ORDINARY)
    return following.shape == TITLE and named and not following.has(_NEVER)
