"""The words for statuses, kinds, reasons and labels; the public label is derived here and never stored."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from accountability.cases.models import AnswerKind, Approval, Case, ConsentPurpose, ContactWay, CopyState, Kind, Routing
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
    Visibility.THEME: Label(_l("A theme: once a month the public sees what it was about, not what was said"), "mute"),
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
TRACKS = {
    "informal": _l("told without a signature"),
    "petition": _l("signed petition"),
    "carried": _l("carried by a civil society organisation"),
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
CONSENTS = {
    ConsentPurpose.PASS_ON: _l("The office may read it, without my name and contact"),
    ConsentPurpose.PUBLISH: _l("Everybody may read it, without names and addresses"),
    ConsentPurpose.CONTACT: _l("You may contact me about it"),
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
    "paused": _l("A monitor looks whether somebody can be recognised"),
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
MARK_KINDS = {
    "register": _l("registration number"),
    "phone": _l("phone number"),
    "email": _l("e-mail address"),
    "plate": _l("number plate"),
    "account": _l("bank account"),
    "name": _l("name"),
    "address": _l("address"),
    "date": _l("exact day or hour"),
    "age": _l("age"),
    "diagnosis": _l("illness"),
    "kin": _l("relative"),
    "sole_role": _l("the only one with this work"),
}
RECOGNISABLE = {"no": _l("No"), "unsure": _l("I am not sure"), "yes": _l("Yes")}
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
    Action.CLOSE: _l("Closed"),
    Action.DISPUTE: _l("The author says: not solved"),
    Action.WITHDRAW: _l("Withdrawn by the author"),
    Action.DIVERT: _l("Not here any more"),
    "acknowledge": _l("The office acknowledged"),
    "return": _l("The office returned it"),
    "answer": _l("The office answered"),
    "deliver": _l("Delivered on paper"),
    "recall": _l("Taken back from the office"),
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
    "open_photo": _l("A monitor opened a photo"),
    "read_second": _l("A second monitor read it"),
    "blot": _l("A monitor blotted out what shows somebody on a photo"),
    "unblot": _l("A photo is kept from the office"),
    "alert": _l("Somebody said that the page identifies a person"),
    "alert_mended": _l("The text was changed; it can be read again"),
    "alert_hidden": _l("It identified somebody; it stays out of public view"),
    "alert_unfounded": _l("It identifies nobody; it can be read again"),
    "approval_asked": _l("The author was asked about the public text"),
    "approval_given": _l("The author agreed to the public text"),
    "approval_refused": _l("The author did not agree to the public text"),
    "reissue": _l("A new code was sent to the author"),
    "hand_over": _l("Handed over to a colleague"),
    "add_note": _l("A monitor wrote a private note"),
    "add_call": _l("A monitor noted a call"),
    "place": _l("A monitor set the place"),
    "pass_words": _l("A monitor passed words on to the office"),
    "details": _l("The author added details"),
    "reminder": _l("The office was reminded"),
    "recount": _l("The days were counted again, because a term or a holiday changed"),
    "correct": _l("The author put something right"),
    "consent_given": _l("The author agreed to something more"),
    "consent_taken_back": _l("The author took an agreement back"),
    "erase": _l("Erased because the author wished it"),
    "retain_contact": _l("The contact was erased: its time was over"),
    "retain_story": _l("The story was erased: its time was over"),
    "take_back": _l("Taken out of public view by the author"),
    "keep_as_theme": _l("Kept as a theme: told once a month, together with others"),
    "release": _l("Handed to the office together with others"),
    "separate": _l("Read on its own again: the case that it was joined to was taken back"),
    "let_through": _l("A monitor let it through the quarantine"),
}
# Acts by which somebody saw what only the author and a monitor may see.
LOOKED = ("open_story", "open_contact", "open_photo")


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
    "unchecked": _l("To be read by a second person"),
    "again": _l("Look again"),
    "all": _l("All"),
    "quarantine": _l("In quarantine"),
}
BULK_ACTS = {
    "take": _l("Take"),
    "hand_over": _l("Hand over to a colleague"),
    "look_again": _l("Look again on a day"),
    "let_through": _l("Let it through"),
    "refuse_spam": _l("Decline as spam"),
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
    if open_routings and all(routing.is_held for routing in open_routings):
        return Label(gettext("Waits for others"), "info")
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
