"""The life of a change: promised, said to be done, checked, and perhaps come back. No Flask, no SQL."""

from enum import StrEnum

from accountability.access.permissions import Permission as P
from accountability.core.workflow import Move, Workflow


class Standing(StrEnum):
    """Where a change stands; only somebody who did not claim it can say that it is there."""

    PLANNED = "planned"
    MADE = "made"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    REGRESSED = "regressed"
    ABANDONED = "abandoned"


class Act(StrEnum):
    CLAIM = "claim"
    VERIFY = "verify"
    CONTEST = "contest"
    REGRESS = "regress"
    ABANDON = "abandon"


OPEN = frozenset({Standing.PLANNED, Standing.MADE, Standing.DISPUTED, Standing.REGRESSED})
# What the office owes something for.
OWED = frozenset({Standing.PLANNED, Standing.DISPUTED, Standing.REGRESSED})

_S, _A = Standing, Act

CHANGE = Workflow(
    [
        *(Move(standing, _A.CLAIM, _S.MADE, P.CHANGE_CLAIM, needs_note=True) for standing in sorted(OWED)),
        Move(_S.MADE, _A.VERIFY, _S.VERIFIED, P.CHANGE_VERIFY),
        Move(_S.DISPUTED, _A.VERIFY, _S.VERIFIED, P.CHANGE_VERIFY),
        Move(_S.MADE, _A.CONTEST, _S.DISPUTED, P.CHANGE_VERIFY),
        Move(_S.VERIFIED, _A.REGRESS, _S.REGRESSED, P.CHANGE_VERIFY, needs_note=True),
        *(Move(standing, _A.ABANDON, _S.ABANDONED, P.CHANGE_CLAIM, needs_note=True) for standing in sorted(OWED)),
    ]
)
