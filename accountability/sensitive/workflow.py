"""The table of moves of a protected report. No Flask, no SQL."""

from enum import StrEnum

from accountability.access.permissions import Permission as P
from accountability.core.workflow import Move, Workflow


class State(StrEnum):
    """Where a protected report stands."""

    SEALED = "sealed"
    SCREENED = "screened"
    EMERGENCY_REFERRED = "emergency_referred"
    CONSENT_TALK = "consent_talk"
    SUPPORTED_ONLY = "supported_only"
    REFERRED = "referred"
    ACCEPTED = "accepted"
    BOUNCED = "bounced"
    OUTCOME_KNOWN = "outcome_known"
    OUTCOME_TOLD = "outcome_told"
    PROTECTION_WATCH = "protection_watch"
    DOWNGRADED_ORDINARY = "downgraded_ordinary"
    CLOSED = "closed"
    PURGED = "purged"


OVER = frozenset({State.DOWNGRADED_ORDINARY, State.CLOSED, State.PURGED})
ONGOING = frozenset(State) - OVER


class Step(StrEnum):
    """What can be done to it."""

    SCREEN = "screen"
    REFER_IN_EMERGENCY = "refer_in_emergency"
    TALK = "talk"
    SUPPORT_ONLY = "support_only"
    REFER = "refer"
    ACCEPT = "accept"
    BOUNCE = "bounce"
    LEARN_OUTCOME = "learn_outcome"
    TELL_OUTCOME = "tell_outcome"
    WATCH = "watch"
    DOWNGRADE = "downgrade"
    CLOSE = "close"
    REOPEN = "reopen"
    PURGE = "purge"


_S, _T, _P = State, Step, P.PROTECTED_HANDLE

# Danger does not wait for the state that suits it.
_MAY_TURN_URGENT = (_S.SCREENED, _S.CONSENT_TALK, _S.SUPPORTED_ONLY, _S.BOUNCED, _S.PROTECTION_WATCH)
_MAY_CLOSE = (_S.SCREENED, _S.SUPPORTED_ONLY, _S.OUTCOME_KNOWN, _S.OUTCOME_TOLD, _S.PROTECTION_WATCH)

REPORT = Workflow(
    [
        Move(_S.SEALED, _T.SCREEN, _S.SCREENED, _P),
        *(Move(state, _T.REFER_IN_EMERGENCY, _S.EMERGENCY_REFERRED, _P, needs_note=True) for state in _MAY_TURN_URGENT),
        Move(_S.SCREENED, _T.TALK, _S.CONSENT_TALK, _P),
        Move(_S.EMERGENCY_REFERRED, _T.TALK, _S.CONSENT_TALK, _P),
        Move(_S.SUPPORTED_ONLY, _T.TALK, _S.CONSENT_TALK, _P),
        Move(_S.PROTECTION_WATCH, _T.TALK, _S.CONSENT_TALK, _P),
        Move(_S.CONSENT_TALK, _T.SUPPORT_ONLY, _S.SUPPORTED_ONLY, _P),
        Move(_S.CONSENT_TALK, _T.REFER, _S.REFERRED, _P, needs_note=True),
        Move(_S.BOUNCED, _T.REFER, _S.REFERRED, _P, needs_note=True),
        Move(_S.REFERRED, _T.ACCEPT, _S.ACCEPTED, _P),
        Move(_S.REFERRED, _T.BOUNCE, _S.BOUNCED, _P, needs_note=True),
        Move(_S.EMERGENCY_REFERRED, _T.ACCEPT, _S.ACCEPTED, _P),
        Move(_S.EMERGENCY_REFERRED, _T.BOUNCE, _S.BOUNCED, _P, needs_note=True),
        Move(_S.ACCEPTED, _T.LEARN_OUTCOME, _S.OUTCOME_KNOWN, _P, needs_note=True),
        Move(_S.PROTECTION_WATCH, _T.LEARN_OUTCOME, _S.OUTCOME_KNOWN, _P, needs_note=True),
        Move(_S.OUTCOME_KNOWN, _T.TELL_OUTCOME, _S.OUTCOME_TOLD, _P),
        *(Move(state, _T.WATCH, _S.PROTECTION_WATCH, _P) for state in sorted(ONGOING - {_S.PROTECTION_WATCH, _S.SEALED})),
        *(Move(state, _T.DOWNGRADE, _S.DOWNGRADED_ORDINARY, _P, needs_note=True) for state in sorted(ONGOING - {_S.SEALED})),
        *(Move(state, _T.CLOSE, _S.CLOSED, _P, needs_note=True) for state in _MAY_CLOSE),
        Move(_S.CLOSED, _T.REOPEN, _S.CONSENT_TALK, _P),
        Move(_S.CLOSED, _T.PURGE, _S.PURGED, P.PROTECTED_PURGE),
        Move(_S.DOWNGRADED_ORDINARY, _T.PURGE, _S.PURGED, P.PROTECTED_PURGE),
    ]
)
