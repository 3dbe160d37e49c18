"""A first draft for the monitor: the text with every marked part replaced by a word in brackets for what stood there."""

import unicodedata

from accountability.redaction import detector
from accountability.redaction.spans import Span

# Role words say what a person is to the story, which the office must know to answer; they are marked, not replaced.
KEPT = {"sole_role"}
WORDS = {
    "mn": {
        "register": "регистр",
        "phone": "утас",
        "email": "имэйл",
        "plate": "улсын дугаар",
        "account": "данс",
        "name": "нэр",
        "address": "хаяг",
        "date": "огноо",
        "age": "нас",
        "diagnosis": "өвчин",
    },
    "kk": {
        "register": "тіркеу нөмірі",
        "phone": "телефон",
        "email": "пошта",
        "plate": "көлік нөмірі",
        "account": "шот",
        "name": "есім",
        "address": "мекенжай",
        "date": "күні",
        "age": "жасы",
        "diagnosis": "диагноз",
    },
}


def propose(text: str, language: str = "mn") -> str:
    """The text in composed form (NFC) without its marked parts; whatever overlaps becomes one bracket.

    Of a relative only the name goes, «хүү [нэр]»; the case ending goes with it.
    """
    text = unicodedata.normalize("NFC", text)
    draft, at = [], 0
    for span in _replaced(text):
        if span.end <= at:
            continue
        if span.start >= at:
            draft += [text[at : span.start], f"[{WORDS[language][span.kind]}]"]
        # A longer mark over the end of the last one loses its rest with it.
        at = span.end
    return "".join([*draft, text[at:]])


def _replaced(text: str) -> list[Span]:
    """The marks to replace; every mark of a relative holds a mark of the name."""
    return [span for span in detector.scan(text) if span.kind not in KEPT | {"kin"}]
