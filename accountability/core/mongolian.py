"""Mongolian text as people type it: one spelling for searching, stems without endings, and the order of the alphabet.

Search must find эмнэлгийн by «эмнэлэг», «emneleg» or «Эмнэлгээс». So words are written in one plain Latin spelling
(ө, у and ү = o, в = b, long vowels short), endings are taken off, and vowels that come and go inside a stem are dropped.
"""

import re
import unicodedata
from functools import lru_cache

ALPHABET = "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"
_ORDER = {letter: chr(0x30 + place) for place, letter in enumerate("0123456789abcdefghijklmnopqrstuvwxyz" + ALPHABET)}

_LATIN = dict(zip("абвгдеёжзийклмноөпрстуүфцъыьэ", "abvgdeojziiklmnooprstuufc i e", strict=True))
_LATIN |= {"х": "h", "ч": "q", "ш": "w", "щ": "w", "ю": "iu", "я": "ia", "ъ": "", "ь": ""}
_LATIN |= {"қ": "k", "ғ": "g", "ә": "a", "ң": "n", "ұ": "u", "һ": "h", "і": "i"}
_DIGRAPHS = [
    ("shch", "w"),
    ("sh", "w"),
    ("ch", "q"),
    ("kh", "h"),
    ("ts", "c"),
    ("tz", "c"),
    ("zh", "j"),
    ("dz", "z"),
    ("gh", "g"),
]
_DIGRAPHS += [("ph", "f"), ("x", "h"), ("w", "w"), ("y", "i"), ("ck", "k")]

_ENDINGS = [
    "tailgaa",
    "uudiin",
    "uudaas",
    "uudad",
    "uuded",
    "uudiig",
    "nuudiin",
    "nuudaas",
    "nuudad",
    "nuud",
    "uudtai",
    "uud",
    "iinhaa",
    "iinhan",
    "iinh",
    "iig",
    "iin",
    "iih",
    "aas",
    "ees",
    "oos",
    "aar",
    "eer",
    "oor",
    "tai",
    "toi",
    "tei",
    "ruu",
    "luu",
    "ngiin",
    "ngaas",
    "ngees",
    "ngoos",
    "ngaar",
    "ngeer",
    "aa",
    "ee",
    "oo",
    "nii",
    "in",
    "ig",
    "ii",
    "uu",
    "t",
    "d",
]
_PLAIN_ENDINGS = sorted({re.sub(r"(.)\1+", r"\1", ending).replace("u", "o") for ending in _ENDINGS}, key=len, reverse=True)
_WORD = re.compile(r"[^\W_]+")
_VOWELS = re.compile("[aeio]")


def normal(text: str) -> str:
    """The text in composed form, without control characters and direction marks that could hide words."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in composed if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"})


def sort_key(text: str) -> str:
    """A text whose byte order is the order of the Mongolian alphabet (Ө after О, Ү after У)."""
    letters = unicodedata.normalize("NFC", text).casefold()
    return "".join(_ORDER.get(letter, " ") for letter in letters if letter in _ORDER or letter in " -")


def plain(word: str) -> str:
    """One word in the one Latin spelling that all ways of typing it share."""
    word = unicodedata.normalize("NFC", word).casefold()
    if not any("а" <= c <= "ӿ" for c in word):
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        for pair, letter in _DIGRAPHS:
            word = word.replace(pair, letter)
        word = word.replace("wh", "w")
    else:
        word = "".join(_LATIN.get(c, c) for c in word)
    return re.sub(r"(.)\1+", r"\1", word.replace("v", "b").replace("u", "o"))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What stays of a word when case endings go and the vowels that drop out inside it are dropped always."""
    base = plain(word)
    if base.isdigit():
        return base
    for _ in range(2):
        base = _without_ending(base)
    return (base[:1] + _VOWELS.sub("", base[1:]))[:12]


def _without_ending(base: str) -> str:
    for ending in _PLAIN_ENDINGS:
        rest = base.removesuffix(ending)
        if rest != base and len(rest) >= (2 if len(ending) > 1 else 3) and _fits(rest, ending):
            return rest + "n" if ending[:2] == "ng" else rest
    return base


def _fits(rest: str, ending: str) -> bool:
    """An ending that is one consonant stands only behind a consonant; short ones leave a vowel in the stem."""
    if ending in {"t", "d"}:
        return rest[-1] not in "aeio"
    return any(vowel in rest for vowel in "aeio")


def words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text))


def terms(text: str) -> str:
    """The analysed text that the search index keeps: stems, each once, in order of first use."""
    return " ".join(dict.fromkeys(stem(word) for word in words(text) if len(word) > 1))


def first_words(text: str, count: int = 9) -> str:
    """The beginning of a text, for a title."""
    found = text.split()
    return " ".join(found[:count]) + ("…" if len(found) > count else "")
