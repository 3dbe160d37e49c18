"""The words of the protected channel."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l

from accountability.cases.labels import Label
from accountability.core import clock
from accountability.core.i18n import moment_text
from accountability.sensitive.workflow import State, Step


def span_text(starts: datetime, ends: datetime) -> str:
    """Hours of duty in words; the day once when it is the same."""
    if clock.day_of(starts) == clock.day_of(ends - timedelta(seconds=1)):
        return f"{moment_text(starts)}–{ends.astimezone(ZoneInfo(clock.CAPITAL)):%H:%M}"
    return f"{moment_text(starts)} – {moment_text(ends)}"


# Whom to call, with one line each; said before anything is typed.
NUMBERS: dict[str, Any] = {
    "102": _l("Police"),
    "103": _l("Ambulance"),
    "105": _l("Fire, flood and other emergencies"),
    "107": _l("Violence at home: shelter and help"),
    "108": _l("A child in danger, day and night"),
    "110": _l("The anti-corruption authority: a bribe was asked"),
    "1111": _l("The government's line for citizens"),
}
KINDS: dict[str, Any] = {
    "sexual": _l("Sexual abuse, exploitation or harassment"),
    "violence": _l("Violence"),
    "child": _l("A child in danger"),
    "corruption": _l("A bribe or another abuse of office"),
    "retaliation": _l("A threat, or harm because somebody spoke up"),
    "clinical": _l("Grave harm or death in treatment"),
    "discrimination": _l("Treated worse for who I am, and not safe"),
    "self_harm": _l("Thoughts of harming myself"),
    "staff": _l("I work there and know of something"),
    "data": _l("Personal data came into wrong hands"),
}
YES_NO_UNSURE: dict[str, Any] = {"yes": _l("Yes"), "no": _l("No"), "unsure": _l("I do not know")}
WAYS: dict[str, Any] = {
    "none": _l("Do not contact me; I will come back with my code"),
    "phone": _l("Call me"),
    "email": _l("Write to my e-mail"),
    "other": _l("Through somebody, or another way"),
}
SHARED: dict[str, Any] = {"no": _l("No, only I"), "yes": _l("Yes, or perhaps")}

STATES: dict[State, Label] = {
    State.SEALED: Label(_l("Not read yet"), "info"),
    State.SCREENED: Label(_l("Read"), "info"),
    State.EMERGENCY_REFERRED: Label(_l("Handed on in an emergency"), "bad"),
    State.CONSENT_TALK: Label(_l("Talking it over with the person"), "wait"),
    State.SUPPORTED_ONLY: Label(_l("Support only, nothing shared"), "said"),
    State.REFERRED: Label(_l("Handed on, with the person's word"), "wait"),
    State.ACCEPTED: Label(_l("Taken up there"), "wait"),
    State.BOUNCED: Label(_l("Not taken up: find another way"), "bad"),
    State.OUTCOME_KNOWN: Label(_l("The outcome is known"), "said"),
    State.OUTCOME_TOLD: Label(_l("The person knows the outcome"), "ok"),
    State.PROTECTION_WATCH: Label(_l("Watching over the person"), "wait"),
    State.DOWNGRADED_ORDINARY: Label(_l("Became an ordinary case"), "mute"),
    State.CLOSED: Label(_l("Closed"), "mute"),
    State.PURGED: Label(_l("Erased"), "mute"),
}
STEPS: dict[Step, Any] = {
    Step.SCREEN: _l("I have read it"),
    Step.REFER_IN_EMERGENCY: _l("Hand on at once: life or a child is in danger"),
    Step.TALK: _l("Talk it over with the person"),
    Step.SUPPORT_ONLY: _l("No consent: support only, share nothing"),
    Step.REFER: _l("Hand on, with the person's word"),
    Step.ACCEPT: _l("They have taken it up"),
    Step.BOUNCE: _l("They have not taken it up"),
    Step.LEARN_OUTCOME: _l("The outcome is known"),
    Step.TELL_OUTCOME: _l("The person has heard the outcome, or did not want to"),
    Step.WATCH: _l("Watch over the person: ask after 7, 30 and 90 days"),
    Step.DOWNGRADE: _l("Make it an ordinary case"),
    Step.CLOSE: _l("Close"),
    Step.REOPEN: _l("Open it again"),
    Step.PURGE: _l("Erased"),
}
BODIES: dict[str, Any] = {
    "police": _l("Police (102)"),
    "domestic": _l("Help against violence at home (107)"),
    "children": _l("Children's line and child protection (108)"),
    "anticorruption": _l("Anti-corruption authority (110)"),
    "human_rights": _l("National Human Rights Commission"),
    "health_inspection": _l("Health inspection"),
    "clinical_quality": _l("Clinical quality of the health department"),
    "supervisor": _l("The office above it, redacted"),
}
TASKS: dict[str, Any] = {
    "screen": _l("read it"),
    "review": _l("look over an emergency"),
    "other_route": _l("find another way"),
    "check_in": _l("ask whether the person is well"),
    "author_wrote": _l("new words"),
}
TRAIL: dict[str, Any] = {
    **{step.value: words for step, words in STEPS.items()},
    "seal": _l("Sealed"),
    "bind": _l("The author came with the code"),
    "open": _l("Opened"),
    "reply": _l("Wrote to the author"),
    "note": _l("Wrote a note"),
    "seen": _l("Read the new words"),
    "review_emergency": _l("Looked over the emergency"),
    "check_in": _l("Asked after the person"),
    "hold": _l("Keeps it from being erased"),
    "let_go": _l("May be erased again"),
}

# Where it stands, for whoever holds the code: no word of the matter.
FOR_AUTHOR: dict[str, Any] = {
    "waiting": _l("It has not been read yet."),
    "read": _l("It has been read. Look below for words to you."),
    "over": _l("This is closed. You can still write."),
}

# What is said at a field when an operation refuses its value: by field and reason.
REFUSED: dict[str, Any] = {
    "passphrase wrong": _l("This passphrase does not open your vault."),
    "passphrase no_vault": _l("You have no vault yet. Set it up first."),
    "passphrase too_weak": _l("Take at least 15 characters, not the same one over and over, and not your name."),
    "passphrase same_as_password": _l("Take something else than the password you sign in with."),
    "current_passphrase wrong": _l("This is not your present passphrase."),
    "note needed": _l("Write down what was done and why."),
    "note another_officer": _l("A second officer looks it over, not the one who acted."),
    "body needed": _l("Choose who received it."),
    "receiver needed": _l("Write who took it there: the post, not only the office."),
    "legal_basis needed": _l("Write by which law you may act without the person's word."),
    "consent needed": _l("Without the person's word nothing is handed on."),
    "consent_words needed": _l("Write when and how the person agreed."),
    "text needed": _l("Write the text without anything that shows who it is."),
    "step review_first": _l("First a second officer must look over the emergency."),
    "on not_possible": _l("These hours are over, too long, or more than three months ahead."),
    "on no_vault": _l("First set up your vault and let a colleague confirm it."),
    "officer not_confirmed": _l("Your own key is not confirmed yet."),
    "officer unknown": _l("This key is confirmed already, or gone."),
}
