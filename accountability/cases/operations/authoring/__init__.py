"""What the author does: submit, come back with the receipt, add words, judge, withdraw."""

from accountability.cases.operations.authoring.following import (
    Details,
    add_details,
    add_words,
    approve,
    dispute,
    judge,
    relay_text,
)
from accountability.cases.operations.authoring.rights import Correction, consent_again, correct, erase, take_consent_back
from accountability.cases.operations.authoring.submitting import (
    CONSENT_TEXTS,
    RECEIPT_SHOWN,
    Submission,
    build,
    file_content,
    keep_file,
    receipt_of,
    submit,
)
from accountability.cases.operations.authoring.visiting import VISIT, come_back, leave, send_receipt_to_oneself, visited_case
from accountability.cases.operations.authoring.withdrawing import withdraw

__all__ = [
    "CONSENT_TEXTS",
    "RECEIPT_SHOWN",
    "VISIT",
    "Correction",
    "Details",
    "Submission",
    "add_details",
    "add_words",
    "approve",
    "build",
    "come_back",
    "consent_again",
    "correct",
    "dispute",
    "erase",
    "file_content",
    "judge",
    "keep_file",
    "leave",
    "receipt_of",
    "relay_text",
    "send_receipt_to_oneself",
    "submit",
    "take_consent_back",
    "visited_case",
    "withdraw",
]
