"""The words for changes: where they stand, who confirms them, and what each line of their history says."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from accountability.commitments.models import By, Commitment
from accountability.commitments.workflow import OWED, Standing
from accountability.core import clock
from accountability.core.i18n import date_text
from accountability.core.labels import Label

STANDINGS = {
    Standing.PLANNED: Label(_l("Promised"), "wait"),
    Standing.MADE: Label(_l("Office says done"), "said"),
    Standing.VERIFIED: Label(_l("Checked: it is done"), "ok"),
    Standing.DISPUTED: Label(_l("Not done as described"), "bad"),
    Standing.REGRESSED: Label(_l("It was done and is lost again"), "bad"),
    Standing.ABANDONED: Label(_l("Will not be done"), "mute"),
}
BYS = {
    By.AUTHOR: _l("Confirmed by citizen"),
    By.VISIT: _l("Checked by monitor on a visit"),
    By.DOCUMENT: _l("Shown by an independent document"),
}
FOUND = {"yes": _l("Yes, it is there"), "no": _l("No, it is not there"), "unclear": _l("It cannot be said")}
TRAIL = {
    "promise": _l("Promised"),
    "renegotiate": _l("A new day was set"),
    "claim": _l("The office says that it is done"),
    "verify": _l("Somebody looked: it is done"),
    "contest": _l("Somebody looked: it is not done as described"),
    "regress": _l("Somebody looked: it is lost again"),
    "abandon": _l("The office says that it will not be done"),
    "look": _l("Somebody looked and could not say"),
    "publish": _l("Published"),
    "hide": _l("Taken out of public view"),
    "reminder": _l("The office was reminded"),
    "broken": _l("The day is over by two weeks, and nothing was said"),
}
STATES = {
    "owed": _l("Promised, not yet done"),
    "late": _l("Late"),
    "made": _l("Office says done"),
    "verified": _l("Checked: done"),
    "failed": _l("Not done, or lost again"),
    "abandoned": _l("Will not be done"),
}


def is_late(made: Commitment) -> bool:
    return made.standing in OWED and made.due_on is not None and made.due_on < clock.today()


def label(made: Commitment) -> Label:
    """Where it stands, with the day that it was promised for and who confirms it."""
    if is_late(made) and made.standing == Standing.PLANNED:
        return Label(gettext("Late: promised by %(day)s", day=date_text(made.due_on)), "bad")
    if made.standing == Standing.PLANNED:
        return Label(gettext("Change promised by %(day)s", day=date_text(made.due_on)), "wait")
    if made.standing == Standing.VERIFIED and made.verified_by:
        return Label(BYS[made.verified_by], "ok")
    return STANDINGS[made.standing]
