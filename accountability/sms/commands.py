"""What a text message means. Each question has digits of its own, so that a late reply is never taken for another question's.

1, 2, 3: solved, partly, not. 4: read. 5, 6: nobody else, or somebody else reads this phone. 7, 8: yes, no. 9: I do not know, or
help. 0: leave it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from accountability.core.mongolian import normal

# Letters that look the same on both keyboards, so that it does not matter on which one somebody types them.
LETTERS = "АЕКМНРСТХ"
_LATIN_LETTERS = str.maketrans("AEKMHPCTX", LETTERS)
_CODE = re.compile(r"(?:([^\W\d_])[ .\-]?)?(\d)\W*")
_SHORT = re.compile(r"\W*([^\W\d_]+)\W*")


class Command(StrEnum):
    """Words that mean the same at any time."""

    STOP = "stop"
    HELP = "help"
    STATUS = "status"
    YES = "yes"
    NO = "no"
    ENGLISH = "english"
    MONGOLIAN = "mongolian"


_WORDS = {
    Command.STOP: "стоп зогсоо зогс stop zogsoo zogs битгий bitgii",
    Command.HELP: "тусламж help tuslamj tuslamzh",
    Command.STATUS: "хаана haana status khaana явц yavts where",
    Command.YES: "тийм tiim yes за za zuvshuurnu зөвшөөрнө",
    Command.NO: "үгүй ugui vgvi no ugvi",
    Command.ENGLISH: "english англи",
    Command.MONGOLIAN: "монгол mongol",
}
_COMMANDS = {word: command for command, words in _WORDS.items() for word in words.split()}


@dataclass(frozen=True)
class Said:
    """A digit, perhaps with the letter of a case; or a word that we know; or words of one's own."""

    text: str
    digit: int | None = None
    letter: str | None = None
    command: Command | None = None

    @property
    def is_words(self) -> bool:
        return self.digit is None and self.command is None and bool(self.text)


def understood(typed: str) -> Said:
    text = normal(typed).strip()
    if text == "?":
        return Said(text, command=Command.HELP)
    if code := _CODE.fullmatch(text):
        letter = (code[1] or "").upper().translate(_LATIN_LETTERS)
        if not letter or letter in LETTERS:
            return Said(text, digit=int(code[2]), letter=letter or None)
    word = _SHORT.fullmatch(text)
    return Said(text, command=_COMMANDS.get(word[1].lower()) if word else None)
