"""What a monitor opens and notes: story, photo, contact, private notes, a day to look again, a new code for the author."""

from datetime import date

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.audit import operations as audit
from accountability.audit import queries as audit_queries
from accountability.cases import moves, queries, receipts
from accountability.cases.models import Case, Note, NoteKind
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.vault import vault


def open_story(case: Case, actor: Actor) -> str:
    """The story, for somebody who may read it; the opening is recorded."""
    policy.require(actor, Permission.CASE_READ_STORY, case)
    moves.tell(case, "open_story", actor)
    return queries.story_of(case)


def open_photo(case: Case, actor: Actor) -> None:
    """Records that somebody looked at a photo, once a day for each person: the story's page shows photos too."""
    policy.require(actor, Permission.CASE_READ_STORY, case)
    today = clock.today()
    lines = (line for line in audit_queries.history(case.chain) if line.user_id == actor.user_id)
    if not any(line.action in {"open_story", "open_photo"} and clock.day_of(line.at) == today for line in lines):
        moves.tell(case, "open_photo", actor)


def open_contact(case: Case, actor: Actor, reason: str) -> dict[str, str]:
    """How to reach the author, on a reasoned request; the opening is recorded."""
    policy.require(actor, Permission.CASE_READ_CONTACT, case)
    if not reason:
        raise Invalid("reason", "needed")
    moves.tell(case, "open_contact", actor, reason=reason)
    return queries.contact_of(case)


def add_note(case: Case, actor: Actor, kind: NoteKind, words: str) -> None:
    """A private note or an entry of the call log; sealed."""
    policy.require(actor, Permission.CASE_NOTE, case)
    body = vault.seal_text(words, f"note:{case.public_id}")
    db.session.add(Note(case_id=case.id, user_id=actor.user_id, kind=kind, body=body, at=clock.now()))
    audit.record(case.chain, f"add_{kind.value}", actor)


def note_text(note: Note, case: Case) -> str:
    return vault.open_text(note.body, f"note:{case.public_id}")


def look_again(case: Case, actor: Actor, on: date | None) -> None:
    policy.require(actor, Permission.CASE_NOTE, case)
    case.look_again_on = on


def reissue_receipt(case: Case, actor: Actor) -> None:
    """A new code to the registered address, only if the author allowed that; the monitor never sees it, the old one is void."""
    policy.require(actor, Permission.CASE_REISSUE, case)
    if not case.reissue_ok or not queries.contact_of(case).get("email"):
        raise Invalid("reissue_ok", "not_allowed")
    receipt = receipts.make()
    case.receipt_hash = receipts.receipts.hash(receipt)
    case.secret.receipt = None
    line = moves.tell(case, "reissue", actor)
    moves.write_to_author(case, "reissued", key=str(line), secret=receipt)
