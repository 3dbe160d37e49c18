"""How a sentence goes out: in the letters that the reader types, and in parts of the size that phones take."""

from accountability.sms.models import Script

# Mongolian goes as UCS-2: a message of several parts has 67 characters in each.
PART, PARTS = 67, 2
ROOM = PART * PARTS
_LATIN = dict(zip("абвгдезийклмнопрстуфхцчшэ", "a b v g d e z i i k l m n o p r s t u f h ts ch sh e".split(), strict=True))
_LATIN |= {
    "ё": "yo",
    "ж": "j",
    "ө": "u",
    "ү": "u",
    "щ": "sh",
    "ъ": "",
    "ы": "y",
    "ь": "i",
    "ю": "yu",
    "я": "ya",
    "«": '"',
    "»": '"',
}
_SIGNS = str.maketrans({"–": "-", "—": "-", "…": "...", "“": '"', "”": '"'})


def in_script(text: str, script: Script) -> str:
    """Cyrillic letters as they are typed on a phone without them; codes of letter and digit can be typed either way."""
    if script == Script.CYRILLIC:
        return text
    return "".join(map(_letter, text)).translate(_SIGNS)


def _letter(letter: str) -> str:
    small = _LATIN.get(letter.lower())
    if small is None:
        return letter
    return small if letter.islower() or letter in "«»" else small.capitalize()


def script_of(text: str, before: Script) -> Script:
    """The letters that most of it is typed in; digits alone say nothing."""
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in text)
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    if cyrillic == latin:
        return before
    return Script.CYRILLIC if cyrillic > latin else Script.LATIN


def page(text: str, start: int, room: int) -> tuple[str, int]:
    """So much of the text from here on as fits, cut between words; and where the rest begins."""
    rest = text[start:]
    if len(rest) <= room:
        return rest, len(text)
    cut = rest.rfind(" ", room // 2, room)
    cut = cut if cut > 0 else room
    return rest[:cut].rstrip(), start + cut + (rest[cut : cut + 1] == " ")
