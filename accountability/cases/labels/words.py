"""The words for statuses, kinds, reasons and views."""

from flask_babel import lazy_gettext as _l

from accountability.cases.models import AnswerKind, Approval, ConsentPurpose, ContactWay, CopyState, Kind, Remedy, Result
from accountability.cases.workflow import RoutingStatus, Status, Verdict, Visibility
from accountability.core.labels import Label

STATUSES = {
    Status.RECEIVED: Label(_l("Received"), "info"),
    Status.IN_REVIEW: Label(_l("Being checked"), "info"),
    Status.NEEDS_INFO: Label(_l("Question for you"), "wait"),
    Status.WITH_OFFICE: Label(_l("Being worked on"), "wait"),
    Status.ANSWERED: Label(_l("Answered"), "said"),
    Status.CLOSED: Label(_l("Closed"), "mute"),
    Status.DECLINED: Label(_l("Declined"), "mute"),
    Status.APPEALED: Label(_l("Under review by another organisation"), "wait"),
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
    RoutingStatus.ESCALATED: Label(_l("Not answered; went to the office above"), "bad"),
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
    AnswerKind.CHANGE_PLANNED: _l("A change is promised, with a date"),
    AnswerKind.CHANGE_MADE: _l("A change was made"),
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
# What an office was told to answer again: an author's reason, or a review.
REVIEWED = "appeal"
CAME_BACK = {
    **DISPUTE_REASONS,
    REVIEWED: _l("Another organisation reviewed it: please answer once more"),
}
RESULTS = {
    Result.UPHELD: _l("The author is right"),
    Result.PARTLY: _l("The author is right in part"),
    Result.REJECTED: _l("The answer stands"),
    Result.OUT_OF_SCOPE: _l("Not for this review to decide"),
}
DECLINE_RESULTS = {**RESULTS, Result.REJECTED: _l("It stays declined")}
REMEDIES = {
    Remedy.OFFICE_ABOVE: _l("The office above, or the ministry"),
    Remedy.COURT: _l("The administrative court"),
    Remedy.HUMAN_RIGHTS: _l("The Human Rights Commission"),
    Remedy.ANTI_CORRUPTION: _l("The Anti-Corruption Agency"),
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
