"""The words of the site's own pages: how long a term is, and where a thing stands when somebody was faster."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import ngettext

from accountability.cases.deadlines import DAYS, HOURS, WORKING_DAYS, Term
from accountability.cases.labels import ROUTING_STATUSES, STATUSES, VERDICTS, VISIBILITIES


def term_text(term: Term) -> Any:
    """How long, in words: hours, days of the calendar, or working days."""
    words = {
        HOURS: ngettext("%(num)s hour", "%(num)s hours", term.term),
        DAYS: ngettext("%(num)s day", "%(num)s days", term.term),
        WORKING_DAYS: ngettext("%(num)s working day", "%(num)s working days", term.term),
    }
    return words[term.unit]


# The words of every axis; features.py adds those of floors that this one does not know.
AXES: list[Mapping[Any, Any]] = [STATUSES, ROUTING_STATUSES, VISIBILITIES, VERDICTS]


def status_word(status: StrEnum) -> str:
    """The word for a status of any axis."""
    for words in AXES:
        for member, label in words.items():
            if member is status:
                return str(label.text)
    return status.value
