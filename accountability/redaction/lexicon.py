"""What the detector knows of words: the lists of `lists/` as look-ups by stem, and what one word as written may be.

A line of a list holds words; `word` takes the endings of its case, `word*` any ending, `word!` none, `word=9` has a value;
`~word` is not looked for in Latin letters, where another word is spelled like it.
"""

import csv
from collections import defaultdict
from pathlib import Path

from accountability.redaction import spelling

FOLDER = Path(__file__).resolve().parent / "lists"
PLACES = Path(__file__).resolve().parents[1] / "directory/data"
FILES = ("names", "kin", "health", "roles", "places", "time", "languages")
SHORTEST_SHORT, SHORTEST_LATIN, SHORTEST_ILLNESS = 4, 3, 5


def _read() -> dict[str, list[str]]:
    found = _sections(FILES)
    found["numeral"] += _joined_numerals(found["numeral"])
    found["place"] = list(_places())
    return found


def _joined_numerals(numerals: list[str]) -> list[str]:
    """«арвантав», «хориннэг»: tens and units written as one word."""
    values = [(word, int(value)) for word, _equals, value in (entry.partition("=") for entry in numerals)]
    tens = [(word, value) for word, value in values if 10 <= value < 100 and word.endswith(("н", "n"))]
    units = [(word, value) for word, value in values if 0 < value < 10]
    return [
        f"{ten}{unit}={more + less}"
        for ten, more in tens
        for unit, less in units
        if spelling.is_cyrillic(ten) == spelling.is_cyrillic(unit)
    ]


def _places() -> set[str]:
    """Provinces, their centres and soums, whole and in their parts (Баян-Өлгий: Өлгий)."""
    names = set()
    for file, columns in (("provinces.csv", ("name_mn", "centre_mn", "name_en")), ("soums.csv", ("name_mn", "name_en"))):
        with (PLACES / file).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                names |= {part for column in columns for part in row[column].lower().split("-") if len(part) > 2}
    return names


def _sections(names: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        section = ""
        for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
            if line.startswith("["):
                section = line.strip("[]")
            elif not line.startswith("#"):
                found[section] += line.split()
    return found


BESIDE = _sections(("beside",))
LISTS = _read()
BITS = {name: 1 << place for place, name in enumerate([*sorted(LISTS), "strong_name", "weak_name", "learned", "state"])}
PARTS = (
    "name_first",
    "name_last",
    "name_whole",
    "name_common",
    "ordinary",
    "mongolian",
    "kazakh",
    "russian",
    "english",
    "phrase",
)


def beside(section: str) -> frozenset[str]:
    """The words of one section of beside.txt."""
    return frozenset(BESIDE[section])


def beginnings(section: str) -> tuple[str, ...]:
    """The same for beginnings or endings of words."""
    return tuple(BESIDE[section])


class _Stems:
    """Look-ups for one way of writing: stems that take case endings, that take any, that take none."""

    def __init__(self, drops: bool = True) -> None:
        self.drops = drops
        self.cased: dict[str, int] = defaultdict(int)
        self.open: dict[str, int] = defaultdict(int)
        self.exact: dict[str, int] = defaultdict(int)
        self.dropped: dict[str, int] = defaultdict(int)
        self.values: dict[str, int] = {}

    def add(self, entry: str, bit: int, key: str) -> None:
        if entry.endswith("*"):
            self.open[key] |= bit
        elif entry.endswith("!"):
            self.exact[key] |= bit
        else:
            self.cased[key] |= bit
            for stem in spelling.without_last_vowel(key) if self.drops else ():
                self.dropped[stem] |= bit

    def classes(self, word: str, endings: frozenset[str]) -> int:
        found = self.exact.get(word, 0)
        for cut in range(len(word), 1, -1):
            stem, rest = word[:cut], word[cut:]
            if rest in endings:
                found |= self.cased.get(stem, 0)
                found |= self.dropped.get(stem, 0) if rest[:1] in spelling.VOWELS and rest else 0
            if cut > 2:
                found |= self.open.get(stem, 0)
        return found

    def value(self, word: str, endings: frozenset[str]) -> int | None:
        for cut in range(len(word), 1, -1):
            if word[:cut] in self.values and word[cut:] in endings:
                return self.values[word[:cut]]
        return None


CYRILLIC, PLAIN, LATIN, SHORT = _Stems(), _Stems(), _Stems(), _Stems(drops=False)
_ILLNESS = BITS["core"] | BITS["weak"]
_TO_PLAIN = str.maketrans("өү", "оу")


def _phrases() -> dict[str, list[tuple[str, ...]]]:
    """Phrases by the first three letters of their first word, as written and as in Latin letters."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in LISTS["phrase"]:
        words = phrase.rstrip("*").split("_")
        for one in {
            tuple(words),
            *(tuple(min(spelling.latin_forms(word)) for word in words), tuple(max(spelling.latin_forms(word)) for word in words)),
        }:
            found[one[0][:3]].append(one)
    return found


PHRASES = _phrases()


def _fill() -> None:
    for name, entries in LISTS.items():
        if name not in PARTS:
            for entry in entries:
                _add(entry, BITS[name])


def _add(entry: str, bit: int) -> None:
    word, _equals, value = entry.partition("=")
    only_cyrillic, word = word.startswith("~"), word.removeprefix("~")
    bare = word.rstrip("*!")
    for stems, key in _ways(bare, SHORTEST_ILLNESS if bit & _ILLNESS else SHORTEST_LATIN):
        if (only_cyrillic and stems in (LATIN, SHORT)) or (stems is SHORT and word.endswith("*") and len(key) <= SHORTEST_SHORT):
            continue
        stems.add(word, bit, key)
        if value:
            stems.values.setdefault(key, int(value))


def _ways(bare: str, shortest: int) -> list[tuple[_Stems, str]]:
    """In which look-ups a listed word stands, and how it is spelled there."""
    ways = [(LATIN, form) for form in spelling.latin_forms(bare) | spelling.soft_forms(bare)]
    if spelling.is_cyrillic(bare):
        ways = [way for way in ways if len(way[1]) >= shortest]
        ways.append((CYRILLIC, bare))
        if len(bare) > 4 and bare.translate(_TO_PLAIN) != bare:
            ways.append((PLAIN, bare.translate(_TO_PLAIN)))
    shorter = {spelling.short(form) for form in spelling.latin_forms(bare)}
    return ways + [(SHORT, form) for form in shorter if len(form) >= max(shortest, SHORTEST_SHORT)]


_fill()
