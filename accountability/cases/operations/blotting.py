"""Copies of photos on which a monitor blotted out faces and names; the original stays sealed in the monitor's room."""

import sqlalchemy as sa

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.cases import moves
from accountability.cases.models import Attachment, Case
from accountability.cases.operations.authoring import file_content, keep_file
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import MoveNotAllowed
from accountability.core.storage import storage
from accountability.core.uploads import blotted

Box = tuple[float, float, float, float]
KIND = "blotted"


def blot(case: Case, actor: Actor, photo: Attachment, boxes: list[Box]) -> Attachment:
    """Makes the copy that the office may see, in place of one made before; without boxes it is the photo as it is."""
    policy.require(actor, Permission.CASE_REVIEW, case)
    if photo.kind != "photo" or photo.case_id != case.id:
        raise MoveNotAllowed(case.status, "blot")
    _drop(photo)
    made = keep_file(case, blotted(file_content(photo), boxes), KIND, clock.now())
    made.case_id, made.original_id = case.id, photo.id
    db.session.add(made)
    moves.tell(case, "blot", actor, boxes=len(boxes))
    return made


def keep_from_office(case: Case, actor: Actor, photo: Attachment) -> None:
    """Takes the copy back: the office sees nothing of this photo any more."""
    policy.require(actor, Permission.CASE_REVIEW, case)
    _drop(photo)
    moves.tell(case, "unblot", actor)


def _drop(photo: Attachment) -> None:
    copies = list(db.session.scalars(sa.select(Attachment).where(Attachment.original_id == photo.id)))
    for copy in copies:
        storage.delete(copy.storage_key)
        db.session.delete(copy)
    db.session.flush()
