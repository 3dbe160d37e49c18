"""The words of the book: the seven kinds as the official register has them."""

from flask_babel import lazy_gettext as _l

from accountability.counter.models import Channel, Kind, Outcome

KINDS = {
    Kind.APPLICATION: _l("Application"),
    Kind.COMPLAINT: _l("Complaint"),
    Kind.SUGGESTION: _l("Suggestion"),
    Kind.REQUEST: _l("Wish"),
    Kind.CRITICISM: _l("Criticism"),
    Kind.THANKS: _l("Thanks"),
    Kind.INFORMATION: _l("Information"),
}
CHANNELS = {
    Channel.IN_PERSON: _l("In person"),
    Channel.PHONE: _l("By phone"),
    Channel.WRITTEN: _l("In writing"),
    Channel.ELECTRONIC: _l("Electronic"),
    Channel.OTHER: _l("Another way"),
}
OUTCOMES = {
    Outcome.SOLVED: _l("Solved"),
    Outcome.EXPLAINED: _l("Explained"),
    Outcome.REFUSED: _l("Refused, with reasons"),
    Outcome.FORWARDED: _l("Sent on to another office"),
    Outcome.NOTED: _l("Taken note of"),
}
