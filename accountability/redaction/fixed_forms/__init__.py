"""What has a fixed form in any language: e-mail addresses, registration numbers, number plates, accounts, phone numbers.

Every pattern has bounded repetitions, and most begin at a number, so that no text makes them slow. A number is taken by the first
form that fits.
"""

from accountability.redaction.fixed_forms.emails import emails
from accountability.redaction.fixed_forms.numbers import ibans, numbers
from accountability.redaction.fixed_forms.plates import plates
from accountability.redaction.fixed_forms.registers import registers
from accountability.redaction.spans import Span, clear_of
from accountability.redaction.tokens import NUMBER, Row

_FORMS = (ibans, registers, plates, numbers)


def fixed(row: Row, text: str, low: str) -> list[Span]:
    """`low` is the text in small letters, each in its place."""
    found = emails(text, low)
    starts = [one.start for one in row if one.shape == NUMBER]
    for form in _FORMS if starts else ():
        found += clear_of(form(text, low, starts), found)
    return found
