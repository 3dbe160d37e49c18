"""Numbers in words with one letter too many, too few or wrong («arvn», «найам»), and several written as one word («тэгхоёр»)."""

from functools import cache, lru_cache

from accountability.redaction import spelling
from accountability.redaction.lexicon import CYRILLIC, LATIN

_SHORTEST, _LONGEST, _LONGEST_JOINED = 4, 9, 40


def _shorter(word: str) -> set[str]:
    """The word without each of its letters in turn."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def _is_simple(value: int) -> bool:
    return value < 10 or (value < 100 and value % 10 == 0)


@cache
def _slips() -> dict[str, int]:
    """Every number in words, whole and without one letter. Short ones are left out: too many words are like them."""
    found: dict[str, int] = {}
    for stems in (CYRILLIC, LATIN):
        whole = {word: value for word, value in stems.values.items() if _SHORTEST <= len(word) <= _LONGEST and _is_simple(value)}
        for word, value in whole.items():
            for slip in _shorter(word):
                found.setdefault(slip, value)
        found |= whole
    return found


@lru_cache(maxsize=8192)
def misspelled(low: str) -> str | None:
    """The digits that this word tells."""
    key = low if spelling.is_cyrillic(low) else spelling.latin(low)
    if len(key) + 1 < _SHORTEST or len(key) > _LONGEST_JOINED:
        return None
    ways = (key, *sorted(_shorter(key))) if len(key) <= _LONGEST else ()
    slip = next((_slips()[way] for way in ways if len(way) > 2 and way in _slips()), None)
    return _joined(key) if slip is None else str(slip)


@lru_cache(maxsize=8192)
def _joined(key: str) -> str | None:
    values = CYRILLIC.values if spelling.is_cyrillic(key) else LATIN.values
    for cut in range(len(key) - 1, 1, -1):
        rest = key[cut:]
        if key[:cut] in values and values[key[:cut]] < 100:
            behind = str(values[rest]) if rest in values else _joined(rest) if len(rest) > 3 else None
            if behind is not None:
                return f"{values[key[:cut]]}{behind}"
    return None
