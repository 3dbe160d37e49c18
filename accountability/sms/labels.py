"""Every sentence that goes out by text message. None names an office or a matter; each fits two parts of 67 characters."""

from typing import Any

from flask_babel import lazy_gettext as _l

from accountability.cases.workflow import Status
from accountability.sms.models import Step

ASKS: dict[Step, Any] = {
    Step.WHOSE: _l("Your words came. Does anybody else read this phone? 5 no, 6 yes, 0 leave it. In danger? Call 102 or 107."),
    Step.PLACE: _l("Where was it? Write the province and the soum. If you do not know: 9. To leave it: 0."),
    Step.AGREE: _l("May we keep your words and pass them on without your name, and write to you here? 7 yes, 8 no."),
    Step.AGREE_SHARED: _l(
        "Then we will not write here again. Keep your words and pass them on? 7 yes, 8 no. Then delete all messages."
    ),
    Step.WHERE_TO: _l("Does this belong to what you wrote before? 7 yes, 8 no, it is new. To leave it: 0."),
    Step.WHY: _l("Understood, it goes back for a new answer. If you like, write what is missing, or 0."),
}
FILED = _l("Thank you, it is in. Your code: %(code)s. We write when something happens. To end it: STOP.")
FILED_SHARED = _l("Thank you, it is in. We will not write here again. Please delete all these messages.")
LEFT = _l("Left. What you wrote is erased here. Delete it from your phone too.")
ADDED = _l("Thank you, your words were added.")
THANKS = _l("Thank you. We noted it.")
WHICH = _l("Which one do you mean? Put its letter before the digit: %(letters)s.")
NOTHING_ASKED = _l("Nothing waits for a reply now. Just write what happened. Help: 9.")
TOO_LATE = _l("The time for this reply is over. You can write anew what happened.")
NOTHING_TO_READ = _l("There is nothing to read now. How it stands: WHERE.")
READ_ON = _l("More: 4")
STOPPED = _l("We will not write again. Your number is erased here. What you filed goes on.")
STOPPED_NOTHING = _l("We will not write again.")
HELP = _l("Write what happened and send it. WHERE: how it stands. STOP: no more messages. In danger: 102, 107.")
TOO_MANY = _l("Too many messages. We read on in an hour. What came now was not kept, please send it later.")
TOO_LONG = _l("That is too long for messages. Please write it shorter.")
LANGUAGE = _l("From now on in English. МОНГОЛ: Монголоор.")
NO_CASES = _l("Nothing of yours is under way here. Write what happened and send it.")

STANDS: dict[Status, Any] = {
    Status.RECEIVED: _l("waits for a monitor"),
    Status.IN_REVIEW: _l("a monitor reads it"),
    Status.NEEDS_INFO: _l("a question waits for you"),
    Status.WITH_OFFICE: _l("passed on, answer by %(day)s"),
    Status.ANSWERED: _l("an answer is there"),
    Status.CLOSED: _l("closed"),
    Status.DECLINED: _l("decided by a monitor"),
    Status.MERGED: _l("joined to others"),
    Status.APPEALED: _l("another organisation reviews it"),
}
PASSED_ON = _l("passed on")

# What the author of a case is told by itself, by kind of message; `letter` tells the case from the phone's other ones.
NEWS: dict[str, Any] = {
    "question": _l("There is a question for you. When you are alone, send %(letter)s4 to read it."),
    "routed_author": _l("Passed on (%(letter)s). We write when an answer comes."),
    "answered": _l("An answer came. Solved? %(letter)s1 yes, %(letter)s2 partly, %(letter)s3 no. To read it, alone: %(letter)s4"),
    "reminder": _l(
        "An answer waits for your word. Solved? %(letter)s1 yes, %(letter)s2 partly, %(letter)s3 no. Read: %(letter)s4"
    ),
    "change_asks": _l("Something changed. Is it solved? %(letter)s1 yes, %(letter)s2 partly, %(letter)s3 no. Read: %(letter)s4"),
    "declined": _l("A monitor decided (%(letter)s). To read the reason, alone: %(letter)s4"),
    "appeal_decided": _l("The review is decided (%(letter)s). To read how and why, alone: %(letter)s4"),
    "merged": _l("Others wrote the same (%(letter)s). We joined your words to theirs."),
    "went_up": _l("No answer came in time (%(letter)s). We took it one step higher. You need not do anything."),
    "exhausted": _l("No office above is left (%(letter)s). You can still go to the Human Rights Commission or to court."),
    "thanks_delivered": _l("Your kind words were passed on (%(letter)s)."),
}
