"""A life: everything that happens to one sample case, as a plain list of timed events.

The fast writer (`acts`) turns a life into rows; the tests replay the same life through cases.operations and compare.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accountability.cases.models import AnswerKind, ConsentPurpose, Kind, NoteKind
from accountability.cases.workflow import VerdictAction, VisibilityAction
from accountability.sample.country import Office


@dataclass(slots=True)
class Event:
    """Something that somebody did at a moment; `by` is a person with an account, elsewhere the author or the system acts."""

    at: datetime


# --- the author --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Submit(Event):
    story: str
    facilities: list[Office]
    facility_text: str | None
    province_id: int | None
    soum_id: int | None
    zone: str
    kind: Kind | None
    service: str | None
    month: str | None
    alias: str | None
    away_until: date | None
    contact: dict[str, Any]
    wish_public: bool
    reissue_ok: bool
    consents: dict[ConsentPurpose, bool]
    composition: dict[str, str]
    locale: str


@dataclass(slots=True)
class AddDetails(Event):
    kind: Kind | None
    service: str | None
    month: str | None
    alias: str | None
    better: str | None
    categories: list[str]
    composition: dict[str, str]


@dataclass(slots=True)
class ComeBack(Event):
    """The author shows the receipt; its sealed copy is forgotten."""


@dataclass(slots=True)
class AddWords(Event):
    words: str


@dataclass(slots=True)
class Approve(Event):
    agrees: bool


@dataclass(slots=True)
class Judge(Event):
    verdict: VerdictAction
    fairness: int | None
    solved: int | None


@dataclass(slots=True)
class Dispute(Event):
    """By the author, or by a monitor for an author without contact."""

    by: int | None
    reason: str
    words: str | None
    fairness: int | None
    solved: int | None


@dataclass(slots=True)
class Withdraw(Event):
    pass


# --- a monitor ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class ByPerson(Event):
    by: int


@dataclass(slots=True)
class Take(ByPerson):
    pass


@dataclass(slots=True)
class OpenStory(ByPerson):
    pass


@dataclass(slots=True)
class OpenContact(ByPerson):
    reason: str


@dataclass(slots=True)
class HandOver(ByPerson):
    to: int


@dataclass(slots=True)
class LookAgain(ByPerson):
    on: date


@dataclass(slots=True)
class AddNote(ByPerson):
    kind: NoteKind
    words: str


@dataclass(slots=True)
class Review(ByPerson):
    text_office: str
    text_public: str
    kind: Kind
    service: str | None
    categories: list[str]
    facilities: list[Office]
    criticality: int
    meaning_changed: bool
    recognisable: str = "no"


@dataclass(slots=True)
class Decide(ByPerson):
    action: VisibilityAction
    reason: str | None


@dataclass(slots=True)
class AskAuthor(ByPerson):
    question: str


@dataclass(slots=True)
class Route(ByPerson):
    offices: list[Office]


@dataclass(slots=True)
class Decline(ByPerson):
    reason: str
    words: str


@dataclass(slots=True)
class Merge(ByPerson):
    parent_id: int
    parent_public_id: str


@dataclass(slots=True)
class DeliverThanks(ByPerson):
    pass


# --- an office, by an official or for it on paper; `place` counts the routings of the case ------------------------------


@dataclass(slots=True)
class OnRouting(ByPerson):
    place: int


@dataclass(slots=True)
class PassWords(OnRouting):
    words: str


@dataclass(slots=True)
class PublishAnswer(OnRouting):
    text: str


@dataclass(slots=True)
class WithholdAnswer(OnRouting):
    pass


@dataclass(slots=True)
class Deliver(OnRouting):
    on: datetime
    words: str


@dataclass(slots=True)
class Acknowledge(OnRouting):
    responsible: str


@dataclass(slots=True)
class GiveBack(OnRouting):
    reason: str
    words: str


@dataclass(slots=True)
class AnswerIt(OnRouting):
    kind: AnswerKind
    text: str
    on: datetime | None


# --- time --------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class TimeOut(Event):
    pass


@dataclass(slots=True)
class RemindAuthor(Event):
    pass


@dataclass(slots=True)
class GiveUp(Event):
    pass


@dataclass(slots=True)
class RemindOffice(Event):
    place: int


@dataclass(slots=True)
class GoUp(Event):
    """Nobody answered in time: one step higher, or the top is reached."""

    place: int


@dataclass(slots=True)
class Life:
    """One case from its receipt to the last thing known of it; `numbers` are those of its routings, in order."""

    case_id: int
    public_id: str
    numbers: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
