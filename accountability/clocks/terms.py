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
    APPEAL = "appeal"
    APPEAL_DECISION = "appeal_decision"
    LEGAL = "legal"
    EXTENSION = "extension"
    COURT = "court"
    HUMAN_RIGHTS = "human_rights"
    ANTI_CORRUPTION = "anti_corruption"
    OFFICE_ABOVE = "office_above"


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
