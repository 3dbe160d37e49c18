"""What is gone for good when words are taken back: every text, contact and file; dates and counts stay."""

from typing import Any

import sqlalchemy as sa

from accountability.audit import operations as audit
from accountability.cases.models import Answer, Appeal, AppealWords, Attachment, Case, CopyState, Note, Relay, VerdictLink
from accountability.commitments import operations as commitments
from accountability.commitments import queries as changes
from accountability.core import clock
from accountability.core.db import db
from accountability.core.storage import storage
from accountability.outbox import operations as outbox
from accountability.preferences import operations as preferences

ERASED = "—"


def erase(case: Case) -> None:
    """Empties all that anybody wrote in or about the case; the trail keeps its lines without what they said."""
    case.text_public = case.text_office = case.public_terms = case.staff_terms = ""
    case.public_at, case.has_contact, case.alias, case.facility_text = None, False, None, None
    case.erased_at = clock.now()
    case.secret.story = case.secret.contact = case.secret.receipt = case.secret.identity = None
    case.government_number = None
    for routing in case.routings:
        routing.text_office, routing.delivery_note, routing.responsible = ERASED, None, None
        routing.return_note = ERASED if routing.return_note else None
        if routing.extension:
            routing.extension.reason = ERASED
        if routing.answer:
            _empty(routing.answer)
    for appeal in case.appeals:
        _empty_appeal(appeal)
    commitments.erase(changes.of_source("case", case.id))
    erase_parts(case)
    audit.erase(case.chain)
    outbox.forget("case", case.id)
    preferences.forget(case.reader)


def erase_parts(case: Case) -> None:
    """Files, words between author and monitor, notes, and what the author asked to be reviewed."""
    for routing in case.routings:
        if routing.answer:
            routing.answer.scan_id = None
    db.session.flush()
    _delete_files(case)
    for parts in (Relay, Note, VerdictLink, AppealWords):
        db.session.execute(sa.delete(parts).where(parts.case_id == case.id))
    db.session.expire(case, ["photos", "relays"])
    for appeal in case.appeals:
        db.session.expire(appeal, ["words"])


def _empty(answer: Answer) -> None:
    answer.text, answer.text_public, answer.scan_id = ERASED, "", None
    answer.copy_state = CopyState.WITHHELD


def _empty_appeal(appeal: Appeal) -> None:
    """That it was asked and how it was decided stays, without the reasons."""
    outbox.forget("appeal", appeal.id)
    if appeal.result:
        appeal.reasons, appeal.reasons_public, appeal.copy_state = ERASED, "", CopyState.WITHHELD


def erase_signers(case: Case) -> None:
    """Who signed, with the sheet of a group."""
    case.secret.identity = None
    _delete_files(case, Attachment.kind == "sheet")
    db.session.expire(case, ["photos"])


def _delete_files(case: Case, *which: sa.ColumnElement[bool]) -> None:
    """The rows go with the transaction, the sealed files once it holds."""
    asked = (Attachment.case_id == case.id, *which)
    keys = list(db.session.scalars(sa.select(Attachment.storage_key).where(*asked)))
    db.session.execute(sa.delete(Attachment).where(*asked))

    @sa.event.listens_for(db.session(), "after_commit", once=True)
    def delete(_session: Any) -> None:
        for key in keys:
            storage.delete(key)
