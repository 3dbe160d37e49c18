"""The words for statuses, kinds, reasons and labels; the public label is derived here and never stored."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from accountability.cases.models import AnswerKind, Approval, Case, ContactWay, CopyState, Kind, Routing
from accountability.cases.workflow import Action, RoutingStatus, Status, Verdict, Visibility
from accountability.core import clock
from accountability.core.i18n import date_text, localized


@dataclass(frozen=True)
class Label:
    """A word with its tone: ok, wait, bad, said, mute or info."""

    text: Any
    tone: str


STATUSES = {
    Status.RECEIVED: Label(_l("Received"), "info"),
    Status.IN_REVIEW: Label(_l("Being checked"), "info"),
    Status.NEEDS_INFO: Label(_l("Question for you"), "wait"),
    Status.WITH_OFFICE: Label(_l("Being worked on"), "wait"),
    Status.ANSWERED: Label(_l("Answered"), "said"),
    Status.CLOSED: Label(_l("Closed"), "mute"),
    Status.DECLINED: Label(_l("Declined"), "mute"),
    Status.MERGED: Label(_l("Merged"), "mute"),
    Status.WITHDRAWN: Label(_l("Withdrawn"), "mute"),
    Status.DIVERTED: Label(_l("Not here any more"), "mute"),
}
ROUTING_STATUSES = {
    RoutingStatus.ROUTED: Label(_l("Sent, not yet acknowledged"), "info"),
    RoutingStatus.ACKNOWLEDGED: Label(_l("Being worked on"), "wait"),
    RoutingStatus.ANSWERED: Label(_l("Answered"), "said"),
    RoutingStatus.RETURNED: Label(_l("Returned"), "mute"),
    RoutingStatus.RECALLED: Label(_l("Withdrawn"), "mute"),
}
VISIBILITIES = {
    Visibility.UNDECIDED: Label(_l("Not decided: nobody but monitors sees it"), "mute"),
    Visibility.PRIVATE: Label(_l("Private: only you, monitors and the office see it"), "mute"),
    Visibility.PUBLIC: Label(_l("Public: everybody can read it"), "info"),
    Visibility.RESTRICTED: Label(_l("Restricted: the public sees only that it exists"), "wait"),
    Visibility.WITHDRAWN: Label(_l("Withdrawn: nobody sees it"), "mute"),
}
VERDICTS = {
    Verdict.NOT_ASKED: Label(_l("Not asked yet"), "mute"),
    Verdict.ASKED: Label(_l("Waiting for the citizen's word"), "wait"),
    Verdict.CONFIRMED: Label(_l("Confirmed by citizen"), "ok"),
    Verdict.PARTLY: Label(_l("Partly solved"), "said"),
    Verdict.DISPUTED: Label(_l("Disputed"), "bad"),
    Verdict.SILENT: Label(_l("The citizen has not spoken"), "mute"),
}
KINDS = {
    Kind.COMPLAINT: _l("Complaint"),
    Kind.SUGGESTION: _l("Suggestion"),
    Kind.REQUEST: _l("Request"),
    Kind.THANKS: _l("Thanks"),
}
ANSWER_KINDS = {
    AnswerKind.EXPLANATION: _l("Explanation: why it is so"),
    AnswerKind.APOLOGY: _l("Apology"),
    AnswerKind.CORRECTION: _l("Correction: put right for this person"),
    AnswerKind.REFERRAL: _l("Referral: who can help"),
    AnswerKind.NO_CHANGE: _l("No change, and why"),
}
COPY_STATES = {
    CopyState.PENDING: _l("The public copy waits for a monitor"),
    CopyState.PUBLISHED: _l("The public copy is published"),
    CopyState.WITHHELD: _l("The answer stays between office and citizen"),
}
APPROVALS = {
    Approval.NONE: _l("Not asked"),
    Approval.ASKED: _l("Waiting for the author's approval"),
    Approval.GIVEN: _l("The author agrees"),
    Approval.REFUSED: _l("The author does not agree"),
}
CONTACT_WAYS = {
    ContactWay.NONE: _l("Do not contact me; I will look myself"),
    ContactWay.PHONE: _l("Call me"),
    ContactWay.EMAIL: _l("Write to my e-mail"),
}
DECLINE_REASONS = {
    "spam": _l("Advertising or an empty message"),
    "not_service": _l("Not about a public health or welfare service"),
    "repeated": _l("The same person already sent it"),
    "threat": _l("Threats or hatred against people"),
    "too_old": _l("More than three years ago"),
    "unclear": _l("It cannot be understood, and we could not ask"),
}
RESTRICT_REASONS = {
    "recognisable": _l("Somebody could be recognised"),
    "not_true": _l("It turned out not to be right"),
    "author_wish": _l("The author asked for it"),
    "law": _l("The law forbids showing it"),
}
RETURN_REASONS = {
    "other_office": _l("Another office is responsible"),
    "not_enough": _l("There is not enough to go by"),
    "already_answered": _l("Already answered"),
    "office_closed": _l("The office has closed"),
}
DISPUTE_REASONS = {
    "not_done": _l("Nothing has changed"),
    "not_answered": _l("The answer does not reply to what I said"),
    "not_true": _l("What the office says is not so"),
    "unfair": _l("I was treated unfairly because of it"),
}
CRITICALITIES = {
    0: _l("0 – no harm"),
    1: _l("1 – a small inconvenience"),
    2: _l("2 – poor process or manners"),
    3: _l("3 – a clear failure with consequences"),
    4: _l("4 – serious harm or a right broken"),
    5: _l("5 – death, grave harm or a crime"),
}
AGE_BANDS = {"under_18": _l("Under 18"), "18_34": _l("18–34"), "35_59": _l("35–59"), "60_up": _l("60 and over")}
SEXES = {"woman": _l("Woman"), "man": _l("Man"), "other": _l("Other")}
YES_NO = {"yes": _l("Yes"), "no": _l("No")}

# What each line of a case's history says; the words for the author, the public and the desk are the same.
TRAIL = {
    Action.SUBMIT: _l("Sent in"),
    Action.TAKE: _l("A monitor began to read"),
    Action.ASK_AUTHOR: _l("A monitor asked a question"),
    Action.AUTHOR_REPLIES: _l("The author answered the question"),
    Action.TIME_OUT: _l("The question stayed without an answer; work goes on"),
    Action.ROUTE: _l("Sent to the office"),
    Action.DELIVER_THANKS: _l("The thanks were passed on"),
    Action.DECLINE: _l("Declined"),
    Action.MERGE: _l("Merged with a like case"),
    Action.SEPARATE: _l("Read on its own again: the case that it was joined to was taken back"),
    Action.CLOSE: _l("Closed"),
    Action.DISPUTE: _l("The author says: not solved"),
    Action.WITHDRAW: _l("Withdrawn by the author"),
    Action.DIVERT: _l("Not here any more"),
    "acknowledge": _l("The office acknowledged"),
    "return": _l("The office returned it"),
    "answer": _l("The office answered"),
    "deliver": _l("Delivered on paper"),
    "confirm": _l("The author confirms that it is solved"),
    "partly": _l("The author says: partly solved"),
    "publish": _l("Published"),
    "keep_private": _l("Kept private"),
    "restrict": _l("Restricted"),
    "review": _l("A monitor prepared the texts"),
    "publish_answer": _l("The answer was published"),
    "withhold_answer": _l("The answer stays between office and author"),
    "add_words": _l("The author added words"),
    "give_up": _l("No word from the author after two reminders"),
    "open_story": _l("A monitor opened the story"),
    "open_contact": _l("A monitor opened the contact"),
    "approval_asked": _l("The author was asked about the public text"),
    "approval_given": _l("The author agreed to the public text"),
    "approval_refused": _l("The author did not agree to the public text"),
    "reissue": _l("A new code was sent to the author"),
    "hand_over": _l("Handed over to a colleague"),
    "place": _l("A monitor set the place"),
    "pass_words": _l("A monitor passed words on to the office"),
    "details": _l("The author added details"),
    "reminder": _l("The office was reminded"),
}


# The ready-made views of the desk's queue, and what can be done to many cases at once.
QUEUE_VIEWS = {
    "waiting": _l("To check"),
    "urgent": _l("Serious"),
    "late": _l("Over 48 hours"),
    "mine": _l("Mine"),
    "asked": _l("Asked the author"),
    "office": _l("With an office"),
    "copies": _l("Answers to look through"),
    "answered": _l("Answered"),
    "again": _l("Look again"),
    "all": _l("All"),
}
BULK_ACTS = {
    "take": _l("Take"),
    "hand_over": _l("Hand over to a colleague"),
    "look_again": _l("Look again on a day"),
}


def status_label(case: Case) -> Label:
    """What everybody may read about where a case stands; derived from its axes, and never a bare “resolved”."""
    if case.status == Status.WITH_OFFICE:
        return _office_label(case)
    if case.status in {Status.ANSWERED, Status.CLOSED} and not case.is_thanks:
        return _answer_label(case)
    if case.status == Status.DECLINED:
        return Label(_reason(gettext("Declined"), DECLINE_REASONS, case.decline_reason), "mute")
    if case.is_thanks and case.status == Status.CLOSED:
        return Label(gettext("Thanks passed on"), "ok")
    return STATUSES[case.status]


def _office_label(case: Case) -> Label:
    open_routings = [routing for routing in case.routings if routing.is_open]
    now = clock.now()
    if any(routing.answer_due and routing.answer_due < now for routing in open_routings):
        return Label(gettext("Overdue"), "bad")
    if any(routing.status == RoutingStatus.ACKNOWLEDGED for routing in open_routings):
        return STATUSES[Status.WITH_OFFICE]
    name = localized(open_routings[0].addressee) if open_routings else ""
    return Label(gettext("Sent to: %(office)s", office=name), "info")


def _answer_label(case: Case) -> Label:
    if case.verdict in {Verdict.CONFIRMED, Verdict.PARTLY, Verdict.DISPUTED}:
        return VERDICTS[case.verdict]
    kinds = [routing.answer.kind for routing in case.routings if routing.answer]
    if case.status == Status.CLOSED and kinds and all(kind == AnswerKind.NO_CHANGE for kind in kinds):
        return Label(gettext("Closed without change"), "mute")
    if case.verdict == Verdict.SILENT:
        return Label(gettext("Answered; the citizen has not spoken"), "mute")
    return STATUSES[Status.ANSWERED]


def _reason(words: str, reasons: dict[str, Any], reason: str | None) -> str:
    return f"{words} ({str(reasons[reason]).lower()})" if reason in reasons else words


def due_chip(routing: Routing, zone: str) -> Label:
    """How long an office has left, as one chip."""
    if routing.answered_at:
        return Label(gettext("answered in time"), "ok") if routing.in_time else Label(gettext("answered late"), "mute")
    if routing.answer_due is None:
        return Label(gettext("clock starts at delivery") if routing.on_paper else gettext("no date promised"), "mute")
    days = (clock.day_of(routing.answer_due, zone) - clock.today(zone)).days
    if days < 0:
        return Label(ngettext("%(num)s day late", "%(num)s days late", -days), "bad")
    if days == 0:
        return Label(gettext("due today"), "bad")
    return Label(ngettext("%(num)s day left", "%(num)s days left", days), "wait" if days <= 2 else "info")


def short_date(case: Case) -> str:
    return date_text(case.received_at, case.zone)


# Why an operation refused a value, for the person at the desk or in the office.
INVALID = {
    ("text_office", "needed"): _l("First write what the office reads, without anything that shows who wrote it."),
    ("text_public", "needed"): _l("First write what the public reads."),
    ("offices", "needed"): _l("Choose at least one office."),
    ("offices", "already_there"): _l("These offices have it already, or they have closed."),
    ("consent_pass_on", "missing"): _l("The author did not agree to passing it on."),
    ("consent_publish", "missing"): _l("The author did not agree to publishing it."),
    ("approval", "asked"): _l("The author has not yet said whether the changed text may be published."),
    ("approval", "refused"): _l("The author does not agree to the changed text. Change it again, or keep it private."),
    ("kind", "thanks_take_the_short_way"): _l("Thanks are passed on, not sent for an answer."),
    ("kind", "only_thanks"): _l("Only thanks take this way. Set the kind first."),
    ("facilities", "needed"): _l("First set the office that it is about."),
    ("parent", "not_possible"): _l("It cannot be merged with that case."),
    ("reason", "unknown"): _l("Choose a reason."),
    ("reason", "needed"): _l("Choose a reason."),
    ("note", "needed"): _l("Write some words."),
    ("reissue_ok", "not_allowed"): _l("The author did not allow a new code, or left no e-mail."),
    ("colleague", "may_not_read"): _l("This colleague may not read the case."),
    ("delivered_at", "needed"): _l("First record when the letter was delivered."),
    ("at", "not_possible"): _l("That day is not possible: not in the future, and not before it was sent."),
}


def invalid_words(error: Any) -> Any:
    """What to tell somebody whose value an operation refused."""
    return INVALID.get((error.field, error.reason), _l("This cannot be done like this. Look it over once more."))
