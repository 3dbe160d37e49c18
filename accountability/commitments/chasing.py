"""What time does to promises: reminders two weeks before, on the day and two weeks after, each once."""

from datetime import timedelta

from accountability.access.actor import SYSTEM
from accountability.audit import operations as audit
from accountability.commitments import queries
from accountability.commitments.operations import follow
from accountability.commitments.workflow import OWED
from accountability.core import clock
from accountability.core.db import db
from accountability.outbox import operations as outbox

# Days before the promised day, by how many reminders were sent already.
STAGES = (timedelta(days=14), timedelta(0), timedelta(days=-14))
KINDS = ("promise_soon", "promise_today", "promise_broken")
BATCH = 200


def chase() -> int:
    """Reminds of what is owed; safe to run twice and safe to kill, because each reminder is its own transaction."""
    total = 0
    for stage, span in enumerate(STAGES):
        while ids := queries.due_for_reminder(stage, clock.today() + span, BATCH):
            for one in ids:
                remind(one, stage)
                db.session.commit()
            total += len(ids)
            db.session.expunge_all()
    return total


def remind(commitment_id: int, stage: int) -> None:
    made = queries.lock(commitment_id)
    if made.standing not in OWED or made.reminders != stage:
        return
    made.reminders = stage + 1
    kind, days = KINDS[stage], made.due_on
    key = f"{kind}:{made.id}:{days}"
    outbox.enqueue(kind, "commitment", made.id, f"organisation:{made.owner_id}", key=key)
    if kind == "promise_broken":
        audit.record(made.chain, "broken", SYSTEM, office=made.owner.code)
        follow(made, "broken")
    else:
        audit.record(made.chain, "reminder", SYSTEM, office=made.owner.code)
