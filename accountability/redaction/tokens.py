"""A text as a row of words, numbers and signs, each with what the lists know of it."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter

from accountability.redaction.lexicon import BITS
from accountability.redaction.spans import Span
from accountability.redaction.spelling import lowered
from accountability.redaction.words import Word, word

_TOKEN = re.compile(r"([^\W\d_]+)|(\d+)|\n|[^\w\s]|_")
_WORDS, _NUMBERS = 1, 2
SENTENCE_ENDS = frozenset('.!?…\n;:«»"“”„()[]•*')
SIGN, NUMBER, LOWER, TITLE, CAPS = range(5)
EDGE = 32
_FAR = 10**9


class Token:
    """One word, number or sign. `first`: a capital says nothing here, because a sentence, quotation or list entry begins."""

    __slots__ = ("classes", "end", "first", "low", "shape", "start", "value")

    def __init__(self, start: int, end: int, shape: int, known: Word, first: bool) -> None:
        self.start, self.end, self.shape, self.first = start, end, shape, first
        self.low, self.classes, self.value = known

    def has(self, bits: int) -> bool:
        return self.classes & bits != 0

    def is_word(self) -> bool:
        return self.shape > NUMBER


Row = list[Token]
_start = attrgetter("start")
_NOTHING = Word("\0", 0, None)
_BEFORE = [Token(-_FAR + 9 * place, -_FAR + 9 * place, SIGN, _NOTHING, True) for place in range(EDGE)]
_AFTER = [Token(_FAR + 9 * place, _FAR + 9 * place, SIGN, _NOTHING, True) for place in range(EDGE)]


def bits(*names: str) -> int:
    """The bit of one class, or of several together."""
    return sum(BITS[name] for name in set(names))


def tokens_of(text: str) -> Row:
    """The tokens, with empty ones at both ends that touch nothing: whoever looks a little ahead or back needs no fence."""
    return [*_BEFORE, *_tokens(text), *_AFTER]


def places(row: Row, wanted: int) -> list[int]:
    """Where tokens of the wanted classes stand."""
    return [at for at, one in enumerate(row) if one.classes & wanted]


def _shape(text: str) -> int:
    if text.islower():
        return LOWER
    if text.isupper():
        return CAPS if len(text) > 1 else TITLE
    return TITLE if text[:1].isupper() else LOWER


@lru_cache(maxsize=131072)
def _known(written: str) -> tuple[Word, int]:
    return word(lowered(written)), _shape(written)


def _tokens(text: str) -> Iterator[Token]:
    first = True
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        if found.lastindex == _WORDS:
            known, shape = _known(found[0])
            yield Token(start, end, shape, known, first)
            first = False
        elif found.lastindex == _NUMBERS:
            yield Token(start, end, NUMBER, Word(found[0], 0, int(found[0]) if end - start < 5 else None), first)
            first = False
        else:
            yield Token(start, end, SIGN, Word(found[0], 0, None), first)
            first = first or found[0] in SENTENCE_ENDS


def close(before: Token, after: Token) -> bool:
    """Whether nothing or one space stands between them."""
    return after.start - before.end <= 1


def touching(before: Token, after: Token) -> bool:
    return after.start == before.end


def without(row: Row, taken: list[Span]) -> Row:
    """The row with what is marked already as signs that end every number and every name."""
    left = row[:] if taken else row
    for span in taken:
        at = bisect_left(row, span.start, key=_start)
        while row[at].start < span.end:
            left[at] = Token(row[at].start, row[at].end, SIGN, _NOTHING, True)
            at += 1
    return left
