"""The enumerations that columns of a case are made of."""

from enum import StrEnum


class Kind(StrEnum):
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    REQUEST = "request"
    THANKS = "thanks"


class Track(StrEnum):
    INFORMAL = "informal"
    PETITION = "petition"
    CARRIED = "carried"


class Channel(StrEnum):
    WEB = "web"
    SMS = "sms"


class ContactWay(StrEnum):
    NONE = "none"
    PHONE = "phone"
    EMAIL = "email"


class Approval(StrEnum):
    """Whether the author was asked about an edit that changes the meaning."""

    NONE = "none"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


class AnswerKind(StrEnum):
    """What an answer is; a promised change has a date, a change that was made is looked at by somebody else."""

    EXPLANATION = "explanation"
    APOLOGY = "apology"
    CORRECTION = "correction"
    REFERRAL = "referral"
    CHANGE_PLANNED = "change_planned"
    CHANGE_MADE = "change_made"
    NO_CHANGE = "no_change"


class CopyState(StrEnum):
    """Where the public copy of an answer stands: it waits for a monitor's look."""

    PENDING = "pending"
    PUBLISHED = "published"
    WITHHELD = "withheld"


class ConsentPurpose(StrEnum):
    STORE = "store"
    PASS_ON = "pass_on"
    PUBLISH = "publish"
    CONTACT = "contact"


class NoteKind(StrEnum):
    NOTE = "note"
    CALL = "call"


class Direction(StrEnum):
    """Who speaks to whom through the relay."""

    TO_AUTHOR = "to_author"
    FROM_AUTHOR = "from_author"
