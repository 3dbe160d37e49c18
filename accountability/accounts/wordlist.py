"""Makes the shipped list of common passwords from its parts, the same file every time (`flask accounts common-passwords`)."""

import gzip
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
PARTS = DATA / "common_words.txt"
LIST = DATA / "common_passwords.txt.gz"
ENDINGS = ("", "1", "12", "123", "1234", "12345", "123456", "!", "1!", "123!", "@123", "01", "11", "99", "2024", "2025", "2026")
SHORTEST = 4
HEADER = """# Common passwords, one a line, in small letters. Made from accountability/accounts/data/common_words.txt by
# `flask accounts common-passwords`: from parts, not counted in any leak. Change the parts and make it anew.
"""
# The keys of the Mongolian layout and of QWERTY, in the same places.
CYRILLIC_KEYS = "фцужэнгшүзкъйыбөахролдпячёсмитьвю"
LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,./"
LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "ye", "ё": "yo", "ж": "j", "з": "z", "и": "i", "й": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "ө": "u", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ү": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "ii", "ь": "i", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


def entries() -> list[str]:
    """Every entry of the list, sorted."""
    words = {spelling for section, word in _parts() for spelling in _spellings(section, word)}
    made = {word + ending for word in words for ending in ENDINGS}
    return sorted(entry for entry in made if len(entry) >= SHORTEST)


def _parts() -> list[tuple[str, str]]:
    section, found = "", []
    for line in PARTS.read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            found += [(section, word) for word in line.split()]
    return found


def _spellings(section: str, word: str) -> set[str]:
    if section != "mongolia":
        return {word}
    latin = "".join(LATIN.get(letter, letter) for letter in word)
    on_other_keys = word.translate(str.maketrans(CYRILLIC_KEYS, LATIN_KEYS))
    return {word, latin, latin.replace("kh", "h"), on_other_keys}


def write() -> int:
    """Writes the list; returns how many entries it has."""
    made = entries()
    body = HEADER + "\n".join(made) + "\n"
    LIST.write_bytes(gzip.compress(body.encode(), 9, mtime=0))
    return len(made)


@cache
def common() -> frozenset[str]:
    """The shipped list."""
    lines = gzip.decompress(LIST.read_bytes()).decode().splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
