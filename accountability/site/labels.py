"""The words of the site's own pages: where a thing stands when somebody was faster."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from accountability.cases.labels import ROUTING_STATUSES, STATUSES, VERDICTS, VISIBILITIES

# The words of every axis; features.py adds those of floors that this one does not know.
AXES: list[Mapping[Any, Any]] = [STATUSES, ROUTING_STATUSES, VISIBILITIES, VERDICTS]


def status_word(status: StrEnum) -> str:
    """The word for a status of any axis."""
    for words in AXES:
        for member, label in words.items():
            if member is status:
                return str(label.text)
    return status.value
