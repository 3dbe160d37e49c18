"""Whether a word is built like a Mongolian name: two parts of names put together, a known name, or a pet form of one.

Strong: hardly anything else (Батбаяр, Оюунчимэг). Weak: also an ordinary word (Баяр, Мөнх, сүхээ), to be believed only beside a
title, a word for a relative, or as a capital inside a sentence.
"""

from functools import cache

from accountability.redaction import spelling
from accountability.redaction.lexicon import BITS, LISTS

STRONG, WEAK = BITS["strong_name"], BITS["weak_name"]
SHORT_PARTS = {"од", "иш", "яа"}


class _Parts:
    """The parts of names in one way of writing, with the endings and pet forms of that way."""

    def __init__(self, latin: bool) -> None:
        self.first, self.last = _spelled("name_first", latin, True), _spelled("name_last", latin, True)
        self.common, self.whole = _spelled("name_common", latin, True), _spelled("name_whole", latin, False)
        self.endings = spelling.LATIN_ENDINGS if latin else spelling.ENDINGS
        self.pet = ("aa", "ee", "oo", "ai", "ka") if latin else ("аа", "ээ", "оо", "өө", "ай", "ка")
        self.of_names = {"gaas", "giin", "gees"} if latin else {"гийн", "гаас", "гээс"}
        self.inserted = "g" if latin else "г"
        self.least, self.least_whole, self.least_pet = (6, 5, 7) if latin else (6, 3, 5)
        self.ordinary = _spelled("ordinary", latin, False)
        self.roots = {name.rstrip("аэоөияaeoi") for name in self.first | self.whole if len(name) > 2}

    def rank(self, word: str) -> int:
        """Strong, weak or no name."""
        found = 0
        for cut in range(len(word), 2, -1):
            if word[:cut] in self.ordinary and word[cut:] in self.endings:
                return 0
            if word[cut:] in self.endings:
                found |= self._stem(word[:cut], word[cut:])
        return STRONG if found & STRONG else found

    def _stem(self, stem: str, ending: str) -> int:
        if stem in self.common:
            return STRONG if ending in self.of_names and stem[-1] in "нn" else WEAK
        if stem in self.whole or self._composed(stem):
            return STRONG if len(stem) >= self.least_whole else WEAK
        return WEAK if stem in self.first else self._pet_form(stem, ending)

    def _composed(self, stem: str) -> bool:
        """Батбаяр: two parts; short parts are parts of too many ordinary words."""
        return len(stem) >= self.least and any(
            stem[:cut] in self.first and stem[cut:] in self.last
            for cut in range(2, len(stem) - 1)
            if 2 < cut < len(stem) - 2 or not {stem[:cut], stem[cut:]}.isdisjoint(SHORT_PARTS)
        )

    def _pet_form(self, stem: str, ending: str) -> int:
        """Хишгээ may be "one's own luck"; Хишгээгийн can only be somebody's."""
        for pet in self.pet:
            if stem.endswith(pet) and len(stem) > len(pet) + 2 and stem.removesuffix(pet) in self.roots:
                certain = len(ending) > 2 and ending.startswith(self.inserted) and len(stem) >= self.least_pet
                return STRONG if certain else WEAK
        return 0


def _spelled(name: str, latin: bool, drops: bool) -> set[str]:
    """The listed parts, with the stems in which a vowel has dropped out; in all Latin spellings when asked."""
    words = {one for one in LISTS[name] if spelling.is_cyrillic(one)}
    if drops:
        words |= {stem for one in words for stem in spelling.without_last_vowel(one) if len(stem) > 3}
    if not latin:
        return words
    return {key for one in words for form in spelling.latin_forms(one) for key in (form, spelling.short(form))}


@cache
def _cyrillic() -> _Parts:
    return _Parts(latin=False)


@cache
def _latin() -> _Parts:
    return _Parts(latin=True)


def name_classes(low: str) -> int:
    if spelling.is_cyrillic(low):
        return _cyrillic().rank(low)
    key = spelling.latin(low)
    return _latin().rank(key) or _latin().rank(spelling.short(key))
