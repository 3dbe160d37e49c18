"""What a term is: a clock that it is for, so many units, and where it is written."""

from dataclasses import dataclass
from enum import StrEnum


class Clock(StrEnum):
    """What a term is for: service targets first, then the days of the law."""

    REVIEW = "review"
    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    DISPUTE = "dispute"
    WAY_UP = "way_up"
    QUESTION = "question"
    VERDICT = "verdict"
    REOPEN = "reopen"
    LEGAL = "legal"
    EXTENSION = "extension"


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True)
class Term:
    """How long something may take; `article` names the law or charter it comes from."""

    clock: str
    term: int
    unit: str
    article: str
