"""`scan` finds what identifies somebody; `is_readable` says whether the text is in a language that it was made for."""

import unicodedata

from accountability.redaction import ages, diagnoses, fixed_forms, kin, language, names, roles, spoken
from accountability.redaction.addresses import addresses
from accountability.redaction.dates import dates
from accountability.redaction.spans import Span, clear_of, united
from accountability.redaction.spelling import lowered
from accountability.redaction.tokens import tokens_of

_WHOLE = 8  # digits of a phone; fewer may be a part of one that is told in parts
_OWNED = {"register", "phone"}
__all__ = ["Span", "is_readable", "scan"]


def is_readable(text: str) -> bool:
    return language.is_readable(unicodedata.normalize("NFC", text))


def scan(text: str) -> list[Span]:
    """Every marked part, sorted; offsets count characters of the text in composed form (NFC). Marks of one kind never overlap."""
    text = unicodedata.normalize("NFC", text)
    low = lowered(text)
    row = tokens_of(text)
    fixed = fixed_forms.fixed(row, text, low)
    whole = [span for span in fixed if span.kind != "phone" or sum(c.isdecimal() for c in text[span.start : span.end]) >= _WHOLE]
    fixed += clear_of(spoken.spoken_numbers(row, low, whole), fixed)
    firm = [*fixed, *clear_of(addresses(row, fixed), fixed)]
    days = clear_of(dates(row, text), firm)
    old = clear_of(ages.ages(row), [*fixed, *days])
    named = names.names(row)
    named += names.beside_numbers(row, named, [*(span for span in fixed if span.kind in _OWNED), *old])
    people = [*names.spans(row, named), *kin.relatives(row, named), *diagnoses.diagnoses(row)]
    spans = [*firm, *days, *old, *clear_of(people, firm), *roles.sole_roles(row)]
    return united(spans)
