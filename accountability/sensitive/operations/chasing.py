"""What time does in the protected channel: visits end, keys of those who left go, notices go out, old reports are purged.

Safe to run twice and safe to kill: each thing is its own transaction.
"""

import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa

from accountability.access import policy
from accountability.access.actor import SYSTEM
from accountability.access.permissions import Permission
from accountability.core import clock
from accountability.core.db import db
from accountability.outbox import operations as outbox
from accountability.outbox import queries as outgoing
from accountability.sensitive import queries, trail
from accountability.sensitive.models import CheckIn, DutyHours, Envelope, File, OpenVault, Report, ReportVisit, Words
from accountability.sensitive.operations import resealing
from accountability.sensitive.workflow import REPORT, State, Step

NOTICE = "officer_waiting"
A_MONTH = timedelta(days=30.44)
URGENT_EVERY, OTHERS_EVERY = 4, 24
LONGEST_WAIT = {True: 20, False: 90}


def chase(keep_months: int) -> dict[str, int]:
    """Does all that is due; returns how often each thing was done."""
    done = {"visits and open vaults ended": forget_expired()}
    db.session.commit()
    done["keys of officers who left deleted"] = resealing.forget_gone()
    db.session.commit()
    done["notices queued"] = notify()
    db.session.commit()
    done["reports purged"] = 0
    for report_id in due_for_purging(keep_months):
        purge(report_id)
        db.session.commit()
        done["reports purged"] += 1
    return done


def forget_expired() -> int:
    gone = 0
    for table, ends in ((OpenVault, OpenVault.expires_at), (ReportVisit, ReportVisit.expires_at), (DutyHours, DutyHours.ends_at)):
        limit = clock.now() - (timedelta(days=1) if table is DutyHours else timedelta())
        gone += db.session.execute(sa.delete(table).where(ends < limit)).rowcount  # type: ignore[attr-defined]
    return gone


def notify() -> int:
    """One neutral notice to each officer while something waits: every four hours when it is urgent, else once a day.

    It goes out some minutes later by chance, and says neither that a report came nor which: the same notice is sent for tasks.
    """
    lines = queries.waiting_reports()
    if not lines:
        return 0
    urgent = any(line.report.urgent or line.late for line in lines)
    queued = 0
    for _officer, person in queries.reading_officers():
        key = f"{NOTICE}:{person.id}:{_slot(clock.now(), URGENT_EVERY if urgent else OTHERS_EVERY)}"
        if person.email and not outgoing.is_known(key) and not outgoing.is_waiting(NOTICE, f"user:{person.id}"):
            message = outbox.enqueue(NOTICE, "officer", person.id, f"user:{person.id}", key=key, locale=person.locale)
            message.next_try_at += timedelta(minutes=secrets.randbelow(LONGEST_WAIT[urgent] + 1))
            queued += 1
    return queued


def _slot(now: datetime, hours: int) -> str:
    return f"{now:%Y%m%d}-{now.hour // hours}"


def due_for_purging(keep_months: int) -> list[int]:
    over = Report.state.in_((State.CLOSED, State.DOWNGRADED_ORDINARY))
    found = sa.select(Report.id).where(over, Report.on_hold.is_(False), Report.since < clock.now() - keep_months * A_MONTH)
    return list(db.session.scalars(found))


def purge(report_id: int) -> None:
    """Everything sealed goes for good; a name, hours and an empty chain stay."""
    report = db.session.get_one(Report, report_id, with_for_update=True)
    row = REPORT.move(report.state, Step.PURGE)
    policy.require(SYSTEM, Permission(row.permission))
    for table in (Words, File, Envelope, CheckIn, ReportVisit):
        db.session.execute(sa.delete(table).where(table.report_id == report.id))
    report.body = report.body_mark = report.lookup = report.salt = None
    report.author_key = report.author_secret = report.marker = None
    report.inbox_key, report.state, report.since = b"", row.target, clock.now()
    trail.erase(report.chain)
    trail.record(report.chain, Step.PURGE.value, None)
