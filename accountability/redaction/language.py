"""Whether the detector can read a text: Mongolian in Cyrillic or Latin letters, not Kazakh, Russian, English and the rest."""

import re
from functools import cache, lru_cache

from accountability.redaction import spelling
from accountability.redaction.lexicon import BITS, LISTS, beginnings, beside
from accountability.redaction.spelling import lowered
from accountability.redaction.words import word as word_of_lists

_WORD = re.compile(r"[^\W\d_]+")
_KAZAKH_LETTERS = frozenset("әғқңұһі")
_LONG_VOWEL = re.compile(r"аа|ээ|оо|өө|уу|үү|ий|эй|ай|ой|уй|үй|иа|иу|ио")
_LONG_LATIN = re.compile(r"aa|uu|ii|vv|gui|gvi|iin$|sn$|bn$|tai$|tei$|toi$|jee|lgee|aad$|eed$|ood$")
_RUSSIAN = re.compile(r"(?:ть|ться|ый|ого|ему|ами|ях|ешь|ишь|ют|ает|ить|ую|щ)$")
_KAZAKH_ENDS, _MONGOLIAN_ENDS = beginnings("language.kazakh_ends"), beginnings("language.mongolian_ends")
_FOREIGN = ("kazakh", "russian", "english")
_OF_NO_LANGUAGE = beside("language.of_no_language")
_NAMES = BITS["strong_name"] | BITS["weak_name"] | BITS["place"]
_MUCH = 0.3


def is_readable(text: str) -> bool:
    """Nothing to read is readable; a third of foreign words, or only words of no known kind, make it unreadable."""
    mongolian, foreign, words = 0.0, 0.0, 0
    for found in _WORD.finditer(lowered(text)):
        if len(found[0]) > 1:
            weight = _weight(found[0][:40])
            mongolian, foreign, words = mongolian + max(weight, 0), foreign + max(-weight, 0), words + 1
    if words == 0 or (mongolian == 0 and foreign == 0):
        return words == 0
    return foreign / (mongolian + foreign) < _MUCH


@cache
def _known(name: str) -> frozenset[str]:
    words = {word.rstrip("!*") for word in LISTS[name]}
    latin = {spelling.short(form) for word in words if len(word) > 2 for form in spelling.latin_forms(word)}
    return frozenset(words | (latin if name == "mongolian" else set()))


@lru_cache(maxsize=65536)
def _weight(word: str) -> float:
    """How much a word speaks for Mongolian, above nothing, or for another language, below."""
    if word in _OF_NO_LANGUAGE:
        return 0.0
    if word in _known("mongolian"):
        return 2.0
    if not _KAZAKH_LETTERS.isdisjoint(word) or any(word in _known(name) for name in _FOREIGN):
        return -2.0
    return _cyrillic_weight(word) if spelling.is_cyrillic(word) else _latin_weight(word)


def _latin_weight(word: str) -> float:
    if not word.isascii() and not any("\u00c0" <= letter <= "\u024f" for letter in word):
        return -2.0
    if spelling.short(spelling.latin(word)) in _known("mongolian"):
        return 2.0
    return 1.0 if _LONG_LATIN.search(word) or word_of_lists(word).classes else -0.4


def _cyrillic_weight(word: str) -> float:
    if _LONG_VOWEL.search(word) and not _RUSSIAN.search(word):
        return 1.0
    if _RUSSIAN.search(word):
        return -1.0
    if word.endswith(_MONGOLIAN_ENDS) or word_of_lists(word).classes & ~_NAMES:
        return 0.5
    return -1.0 if word.endswith(_KAZAKH_ENDS) else 0.0
