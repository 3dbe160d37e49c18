"""Why an operation refused a value, in words for the person at the desk or in the office."""

from typing import Any

from flask_babel import lazy_gettext as _l

INVALID = {
    ("text_office", "needed"): _l("First write what the office reads, without anything that shows who wrote it."),
    ("text_public", "needed"): _l("First write what the public reads."),
    ("offices", "needed"): _l("Choose at least one office."),
    ("offices", "already_there"): _l("These offices have it already, or they have closed."),
    ("consent_pass_on", "missing"): _l("The author did not agree to passing it on."),
    ("consent_publish", "missing"): _l("The author did not agree to publishing it."),
    ("marks", "undecided"): _l("Some parts may identify somebody. Take them out, or say of each that it identifies nobody."),
    ("marks", "second_reader"): _l("We cannot check this language. A second monitor has to read it first."),
    ("recognisable", "needed"): _l("First say whether staff could recognise who wrote it."),
    ("recognisable", "yes"): _l("Staff could recognise who wrote it. Tell its theme only, or keep it private."),
    ("recognisable", "small_office"): _l(
        "It is about how a person behaved, at an office with so few staff that everybody knows who is meant. Tell its theme only."
    ),
    ("purpose", "erase_instead"): _l("Without this nothing can be kept: have everything erased instead."),
    ("approval", "asked"): _l("The author has not yet said whether the changed text may be published."),
    ("approval", "refused"): _l("The author does not agree to the changed text. Change it again, or keep it private."),
    ("kind", "thanks_take_the_short_way"): _l("Thanks are passed on, not sent for an answer."),
    ("kind", "only_thanks"): _l("Only thanks take this way. Set the kind first."),
    ("facilities", "needed"): _l("First set the office that it is about."),
    ("parent", "not_possible"): _l("It cannot be merged with that case."),
    ("reason", "unknown"): _l("Choose a reason."),
    ("reason", "needed"): _l("Choose a reason."),
    ("reason", "reviewed"): _l("Another organisation decided that it is taken up. It cannot be declined again."),
    ("note", "needed"): _l("Write some words."),
    ("reissue_ok", "not_allowed"): _l("The author did not allow a new code, or left no e-mail."),
    ("colleague", "may_not_read"): _l("This colleague may not read the case."),
    ("delivered_at", "needed"): _l("First record when the letter was delivered."),
    ("organisation", "needed"): _l("First write into your account which organisation you work for."),
    ("track", "never_merged"): _l("A petition stays a file of its own: it has its own number and term."),
    ("track", "never_declined"): _l("A petition cannot be declined. Send it to the office whose it is."),
    ("at", "not_possible"): _l("That day is not possible: not in the future, and not before it was sent."),
}


def invalid_words(error: Any) -> Any:
    """What to tell somebody whose value an operation refused."""
    return INVALID.get((error.field, error.reason), _l("This cannot be done like this. Look it over once more."))
