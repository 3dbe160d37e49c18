"""What follows for a case when a change that was promised or claimed moves, and for the change when the author speaks."""

from accountability.access.actor import SYSTEM, author_of
from accountability.cases import moves, queries
from accountability.cases.models import Case
from accountability.cases.workflow import Status, Verdict, VerdictAction
from accountability.commitments import operations as commitments
from accountability.commitments import queries as changes
from accountability.commitments.models import By, Commitment
from accountability.commitments.workflow import Act, Standing
from accountability.core import clock

# Which standing speaks for the case when it has several changes: what was confirmed last counts least.
WEIGHT = (Standing.REGRESSED, Standing.DISPUTED, Standing.PLANNED, Standing.MADE, Standing.VERIFIED, Standing.ABANDONED)
ASKS = {Act.CLAIM, Act.ABANDON, "broken"}


def follow(made: Commitment, what: str) -> None:
    """The case says where its changes stand; when one is said to be made, or is not coming, its author is asked."""
    case = queries.lock(made.source_id)
    found = changes.of_source("case", case.id)
    leading = min(found, key=lambda one: WEIGHT.index(one.standing))
    with moves.counting(case):
        case.change, case.change_due = leading.standing, leading.due_on
        if what in ASKS and case.status == Status.ANSWERED and case.verdict == Verdict.NOT_ASKED:
            moves.judge(case, VerdictAction.ASK, SYSTEM)
            case.asked_at, case.reminders = clock.now(), 0
            moves.write_to_author(case, "change_asks", key=f"{made.public_id}-{what}-{made.renegotiations}")
    moves.tell(case, f"change_{what}", SYSTEM, office=made.owner.code, change=made.public_id)


def author_looked(case: Case, found: str) -> None:
    """The author's verdict is a look at what the offices say they made."""
    for made in changes.of_source("case", case.id):
        if made.standing == Standing.MADE:
            seen = commitments.Seen(By.AUTHOR, found, "", clock.today(case.zone))
            commitments.look(made, author_of(case.id), seen)
