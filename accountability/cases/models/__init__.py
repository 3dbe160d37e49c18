"""A case, its sealed parts, its routings and answers: columns, constraints, small properties."""

from accountability.cases.models.case import Case, CaseFacility, case_categories, case_facilities
from accountability.cases.models.handling import Answer, AnswerTemplate, Extension, Pause, Routing, SavedView
from accountability.cases.models.parts import (
    Attachment,
    AuthorVisit,
    CaseSecret,
    ClearedMark,
    Consent,
    Note,
    Relay,
    SecondReading,
    VerdictLink,
)
from accountability.cases.models.words import (
    AnswerKind,
    Approval,
    Channel,
    ConsentPurpose,
    ContactWay,
    CopyState,
    Direction,
    Kind,
    NoteKind,
    Track,
)

__all__ = [
    "Answer",
    "AnswerKind",
    "AnswerTemplate",
    "Approval",
    "Attachment",
    "AuthorVisit",
    "Case",
    "CaseFacility",
    "CaseSecret",
    "Channel",
    "ClearedMark",
    "Consent",
    "ConsentPurpose",
    "ContactWay",
    "CopyState",
    "Direction",
    "Extension",
    "Kind",
    "Note",
    "NoteKind",
    "Pause",
    "Relay",
    "Routing",
    "SavedView",
    "SecondReading",
    "Track",
    "VerdictLink",
    "case_categories",
    "case_facilities",
]
