"""What time erases: contacts, then stories, so many months after a case ended. Safe to run twice and to kill."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from accountability.access.actor import SYSTEM
from accountability.cases import moves, queries
from accountability.cases.models import Case, CaseSecret
from accountability.cases.operations import erasing
from accountability.core import clock
from accountability.core.db import db

BATCH = 200


def retain(contact_months: int, story_months: int) -> dict[str, int]:
    """Erases what is older than it may be, case by case; returns how often each was done."""
    return {
        "contacts erased": _each(_due(clock.months_ago(contact_months), CaseSecret.contact, CaseSecret.identity), forget_contact),
        "stories erased": _each(_due(clock.months_ago(story_months), CaseSecret.story), forget_story),
    }


def _due(before: datetime, *columns: sa.orm.InstrumentedAttribute[bytes | None]) -> sa.Select[int]:
    left = sa.or_(*(column.is_not(None) for column in columns))
    return sa.select(Case.id).join(CaseSecret).where(Case.ended_at < before, left).limit(BATCH)


def _each(due: sa.Select[int], act: Callable[[Case], None]) -> int:
    total = 0
    while ids := list(db.session.scalars(due)):
        for case_id in ids:
            act(queries.lock(case_id))
            db.session.commit()
        total += len(ids)
        db.session.expunge_all()
    return total


def forget_contact(case: Case) -> None:
    case.secret.contact, case.has_contact, case.reissue_ok = None, False, False
    erasing.erase_signers(case)
    moves.tell(case, "retain_contact", SYSTEM)


def forget_story(case: Case) -> None:
    """The story with photos, words and notes; what the office and the public read was redacted and stays."""
    case.secret.story = None
    erasing.erase_parts(case)
    moves.tell(case, "retain_story", SYSTEM)
