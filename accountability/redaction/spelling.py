"""How Mongolian words are spelled: endings that hang on a stem, and the spellings that people give them in Latin letters.

Cyrillic words keep their letters, because a long vowel or ө tells words apart (дүү a sibling, доо a particle). Latin words lose
what people write in many ways: kh, h and x, ts and c, w and v; ө may have been written o or u.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import product

LOOKALIKES = str.maketrans("єїө", "өүө")
_SAME_SHAPE = ("acekmoptxy", "асекмортху")
_TO_CYRILLIC_KEYS, _TO_LATIN_KEYS = str.maketrans(*_SAME_SHAPE), str.maketrans(*reversed(_SAME_SHAPE))
_PLAIN = dict(zip("абвгдезийклмнопрстуфхцчшщыэү", "abbgdeziiklmnoprstufhcqwwieu", strict=True))
_PLAIN |= {
    "ё": "io",
    "ж": "j",
    "ю": "iu",
    "я": "ia",
    "ъ": "",
    "ь": "",
    "қ": "k",
    "ғ": "g",
    "ә": "a",
    "ң": "n",
    "ұ": "u",
    "һ": "h",
    "і": "i",
}
_TO_LATIN = str.maketrans(_PLAIN)
_PAIRS = [("kh", "h"), ("ts", "c"), ("tz", "c"), ("ch", "q"), ("sh", "w"), ("zh", "j"), ("dz", "z"), ("gh", "g"), ("ph", "f")]
_SINGLES = str.maketrans({"x": "h", "y": "i", "w": "b", "v": "b"})
_V_AS_VOWEL = re.compile(r"(?<![aeiouy])v(?![aeiouyv])|vv|(?<=g)v(?=[iy])")
_DOUBLE = re.compile(r"(.)\1+")
_MOST_FORMS = 8
_FALLING = "аэоөиaeou"
VOWELS = "аэоөиуүыяеёюaeiou"


def lowered(text: str) -> str:
    """Lower case with every letter in its place; look-alikes from other keyboards become Mongolian letters."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return low.translate(LOOKALIKES)


def in_one_script(word: str) -> str:
    """A word typed on two keyboards in the letters of that on which most of it was typed; every letter keeps its place."""
    latin_letters = sum("a" <= letter <= "z" for letter in word)
    if latin_letters == 0 or not is_cyrillic(word):
        return word
    return word.translate(_TO_LATIN_KEYS if 2 * latin_letters > len(word) else _TO_CYRILLIC_KEYS)


def is_cyrillic(word: str) -> bool:
    return any("\u0400" <= letter <= "\u052f" for letter in word)


@lru_cache(maxsize=65536)
def latin(word: str) -> str:
    """A word typed in Latin letters, in one spelling for all habits; long vowels kept: khvv and huu are both "huu"."""
    word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    word = _V_AS_VOWEL.sub(lambda found: "uu" if found[0] == "vv" else "u", word)
    word = ("e" + word[2:] if word.startswith("ye") else word).translate(_SINGLES)
    for pair, letter in _PAIRS:
        word = word.replace(pair, letter)
    return word


def latin_forms(word: str) -> set[str]:
    """How a listed word may come out of `latin`: ө is written o by some and u by others."""
    if not is_cyrillic(word):
        return {latin(word)}
    groups = re.split("(ө+)", word.translate(_TO_LATIN))
    places = range(1, len(groups), 2)
    forms = set()
    for choice in list(product("ou", repeat=len(places)))[:_MOST_FORMS]:
        for place, letter in zip(places, choice, strict=True):
            groups[place] = letter * len(groups[place])
        forms.add("".join(groups).replace("ts", "c"))
    return forms


def soft_forms(word: str) -> set[str]:
    """The same with the soft sign typed as «i»: «amisgaa» for амьсгаа."""
    return latin_forms(word.replace("ь", "и")) if "ь" in word[:-1] else set()


def short(word: str) -> str:
    """Without doubled letters, which people leave out."""
    return _DOUBLE.sub(r"\1", word)


_PLURALS = ["", "ууд", "үүд", "нууд", "нүүд", "чууд", "чүүд", "гууд", "гүүд"]
_OWN = ["аа", "ээ", "оо", "өө"]
_CASES = [
    "",
    *"ын ийн н ны ний гийн ы ий ыг ийг г гийг д т ид нд ад эд од өд анд энд онд өнд аас ээс оос өөс гаас гээс гоос гөөс".split(),
    *"наас нээс ноос нөөс аар ээр оор өөр гаар гээр гоор гөөр тай тэй той руу рүү луу лүү гүй ынх ийнх гийнх ных нийх".split(),
    *"ынхан ийнхэн гийнхэн гийнхан".split(),
]


def _all_endings() -> set[str]:
    ends = {plural + case for plural, case in product(_PLURALS, _CASES)}
    ends |= {case + own for case in [*_CASES, "ынх", "ийнх", "тайг", "тэйг", "тойг", "г"] for own in _OWN}
    return ends | {"йн", "нх", "тан", "тнууд", "тэн", "тнүүд", "сан", "сэн", "хан", "хэн"} | {"маань", "минь"}


ENDINGS = frozenset(_all_endings())
_LATIN_ENDINGS = {form for end in ENDINGS for form in latin_forms(end)}
LATIN_ENDINGS = frozenset(_LATIN_ENDINGS | {short(form) for form in _LATIN_ENDINGS} | {"i", "n"})
NUMERAL_ENDINGS = frozenset(_CASES)
LATIN_NUMERAL_ENDINGS = frozenset(form for end in _CASES for form in latin_forms(end))
LONGEST_ENDING = max(map(len, ENDINGS))


def without_last_vowel(stem: str) -> list[str]:
    """The stems to which endings hang when a short vowel drops out: баатар and баатр-ын, эрдэнэ and эрдэн-ийн."""
    shorter = []
    if len(stem) > 3 and stem[-1] in _FALLING and stem[-2] not in VOWELS:
        shorter.append(stem[:-1])
    if len(stem) > 3 and stem[-1] not in VOWELS + "ьйъ" and stem[-2] in _FALLING and stem[-3] not in VOWELS + "ь":
        shorter.append(stem[:-2] + stem[-1])
    return shorter
