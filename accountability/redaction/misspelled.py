"""Numbers in words with one letter too many, too few or wrong («arvn», «найам»), and several written as one word («тэгхоёр»)."""

from functools import cache, lru_cache

from accountability.redaction import spelling
from accountability.redaction.lexicon import CYRILLIC, LATIN, beside

_WORDS = beside("misspelled.words")
_SHORTEST, _LONGEST, _LONGEST_JOINED = 4, 9, 40


def _shorter(word: str) -> set[str]:
    """The word without each of its letters in turn."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def _known(key: str) -> dict[str, int]:
    return CYRILLIC.values if spelling.is_cyrillic(key) else LATIN.values


@cache
def _simple() -> dict[str, int]:
    """Units and tens. Short words are left out: too many others are like them."""
    found = {**LATIN.values, **CYRILLIC.values}
    whole = {word: value for word, value in found.items() if value < 10 or (value < 100 and value % 10 == 0)}
    return {word: value for word, value in whole.items() if _SHORTEST <= len(word) <= _LONGEST}


@cache
def _slips() -> dict[str, int]:
    """The longer of them without one letter."""
    return {slip: value for word, value in _simple().items() if len(word) > _SHORTEST for slip in _shorter(word)}


@lru_cache(maxsize=8192)
def misspelled(low: str) -> str | None:
    """The digits that this word tells."""
    key = low if spelling.is_cyrillic(low) else spelling.latin(low)
    if low in _WORDS or len(key) < _SHORTEST or len(key) > _LONGEST_JOINED:
        return None
    value = _known(key).get(spelling.short(key))
    if value is None and len(key) <= _LONGEST:  # v between consonants is read as a vowel, but may be meant as b
        value = _one_letter_off(key)
        value = _one_letter_off(low.replace("v", "b")) if value is None else value
    return _joined(key) if value is None else str(value)


def _one_letter_off(key: str) -> int | None:
    """A letter too few, too many, or, in a longer word, another one."""
    shorter = sorted(_shorter(key))
    near = [_slips().get(key), *(_simple().get(one) for one in shorter)]
    if len(key) > _SHORTEST:
        near += [_slips().get(one) for one in shorter]
    return next((value for value in near if value is not None), None)


@lru_cache(maxsize=8192)
def _joined(key: str) -> str | None:
    values = _known(key)
    for cut in range(len(key) - 1, 1, -1):
        rest = key[cut:]
        if key[:cut] in values and values[key[:cut]] < 100:
            behind = str(values[rest]) if rest in values else _joined(rest) if len(rest) > 3 else None
            if behind is not None:
                return f"{values[key[:cut]]}{behind}"
    return None
