"""What waits too long: messages whose rest never came, drafts that nobody finished, phones that have nothing here any more."""

from datetime import timedelta

import sqlalchemy as sa

from accountability.cases.models import Case
from accountability.core import clock
from accountability.core.db import db
from accountability.sms import operations
from accountability.sms.models import SmsPart, SmsPhone, SmsThread, Step

DRAFT_LIFE = timedelta(days=3)
REPEATS_COME_FOR = timedelta(days=7)


def chase() -> int:
    """Deals with each and commits after it; returns how many messages were answered late."""
    late = operations.due()
    for part_id in late:
        operations.work_on(part_id, whole_only=False)
        db.session.commit()
    _forget()
    db.session.commit()
    return len(late)


def _forget() -> None:
    """Drafts, threads of cases whose contact is gone, phones without a thread, and marks of what came long ago."""
    now = clock.now()
    unreachable = sa.select(Case.id).where(sa.not_(Case.has_contact))
    old = SmsPhone.last_at < now - DRAFT_LIFE
    db.session.execute(sa.update(SmsPhone).where(old, SmsPhone.step != Step.NONE).values(step=Step.NONE, draft=None))
    db.session.execute(sa.delete(SmsThread).where(SmsThread.case_id.in_(unreachable)))
    used = sa.select(SmsThread.phone_id)
    db.session.execute(sa.delete(SmsPhone).where(old, SmsPhone.id.not_in(used)))
    db.session.execute(sa.delete(SmsPart).where(SmsPart.done_at < now - REPEATS_COME_FOR))
