"""What one word as written may be, looked up once and remembered."""

from functools import lru_cache
from typing import NamedTuple

from accountability.redaction import spelling
from accountability.redaction.given_names import name_classes
from accountability.redaction.illness_words import illness_classes
from accountability.redaction.lexicon import BITS, CYRILLIC, LATIN, PHRASES, PLAIN, SHORT


class Word(NamedTuple):
    """A word in lower case, the classes it may belong to, and its value when it is a number."""

    low: str
    classes: int
    value: int | None


@lru_cache(maxsize=65536)
def word(low: str) -> Word:
    low = spelling.in_one_script(low[:60])
    if spelling.is_cyrillic(low):
        classes = CYRILLIC.classes(low, spelling.ENDINGS) or PLAIN.classes(low, spelling.ENDINGS)
        value = CYRILLIC.value(low, spelling.NUMERAL_ENDINGS)
    else:
        key = spelling.latin(low)
        classes = LATIN.classes(key, spelling.LATIN_ENDINGS) | SHORT.classes(spelling.short(key), spelling.LATIN_ENDINGS)
        value = LATIN.value(key, spelling.LATIN_NUMERAL_ENDINGS)
    if phrases_from(low):
        classes |= BITS["phrase"]
    return Word(low, classes | name_classes(low) | illness_classes(low), value)


def spelled(low: str) -> str:
    """The word as phrases are listed: Cyrillic as it is, Latin in its one spelling."""
    return low if spelling.is_cyrillic(low) else spelling.latin(low)


@lru_cache(maxsize=65536)
def phrases_from(low: str) -> tuple[tuple[str, ...], ...]:
    """Phrases that may begin with this word."""
    listed = PHRASES.get(spelled(low)[:3], ())
    return tuple(phrase for phrase in listed if is_beginning(phrase[0], low, len(phrase) == 1))


def is_beginning(part: str, low: str, is_open: bool) -> bool:
    """Whether the word is this part of a phrase with a case ending, or with anything behind when it is the last part."""
    key = spelled(low)
    return key.startswith(part) and (
        is_open or key[len(part) :] in spelling.ENDINGS or key[len(part) :] in spelling.LATIN_ENDINGS
    )
