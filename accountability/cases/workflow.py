"""The tables of moves: handling of the case, its routings, its visibility, the author's verdict. No Flask, no SQL."""

from enum import StrEnum

from accountability.access.permissions import Permission as P
from accountability.core.workflow import Move, Workflow


class Status(StrEnum):
    """Where the handling of a case stands."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    NEEDS_INFO = "needs_info"
    WITH_OFFICE = "with_office"
    ANSWERED = "answered"
    CLOSED = "closed"
    DECLINED = "declined"
    APPEALED = "appealed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    DIVERTED = "diverted"


WAITING = frozenset({Status.RECEIVED, Status.IN_REVIEW})
OPEN = frozenset({Status.RECEIVED, Status.IN_REVIEW, Status.NEEDS_INFO, Status.WITH_OFFICE, Status.ANSWERED, Status.APPEALED})
ENDED = frozenset(Status) - OPEN


class Action(StrEnum):
    """What can be done to a case."""

    SUBMIT = "submit"
    TAKE = "take"
    ASK_AUTHOR = "ask_author"
    AUTHOR_REPLIES = "author_replies"
    TIME_OUT = "time_out"
    ROUTE = "route"
    DELIVER_THANKS = "deliver_thanks"
    DECLINE = "decline"
    MERGE = "merge"
    SEPARATE = "separate"
    LAST_RETURN = "last_return"
    LAST_ANSWER = "last_answer"
    CLOSE = "close"
    DISPUTE = "dispute"
    EXHAUST = "exhaust"
    SETTLE = "settle"
    WITHDRAW = "withdraw"
    DIVERT = "divert"
    APPEAL = "appeal"
    APPEAL_OFF_ANSWERED = "appeal_off_answered"
    APPEAL_OFF_CLOSED = "appeal_off_closed"
    APPEAL_OFF_DECLINED = "appeal_off_declined"
    UPHOLD = "uphold"
    READ_AGAIN = "read_again"
    REJECT = "reject"
    STAY_DECLINED = "stay_declined"


class RoutingStatus(StrEnum):
    """Where one office stands with one case."""

    ROUTED = "routed"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    RETURNED = "returned"
    RECALLED = "recalled"
    ESCALATED = "escalated"


OPEN_ROUTING = frozenset({RoutingStatus.ROUTED, RoutingStatus.ACKNOWLEDGED})


class RoutingAction(StrEnum):
    """What an office can do with what it was sent."""

    ACKNOWLEDGE = "acknowledge"
    RETURN = "return"
    ANSWER = "answer"
    RECALL = "recall"
    ESCALATE = "escalate"
    SETTLE = "settle"


class Visibility(StrEnum):
    """Who may read the case in public."""

    UNDECIDED = "undecided"
    PRIVATE = "private"
    PUBLIC = "public"
    RESTRICTED = "restricted"
    THEME = "theme"
    WITHDRAWN = "withdrawn"


class VisibilityAction(StrEnum):
    KEEP_PRIVATE = "keep_private"
    PUBLISH = "publish"
    KEEP_AS_THEME = "keep_as_theme"
    RESTRICT = "restrict"
    TAKE_BACK = "take_back"
    WITHDRAW = "withdraw"
    DIVERT = "divert"


class Verdict(StrEnum):
    """What the author says about the answer."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    PARTLY = "partly"
    DISPUTED = "disputed"
    SILENT = "silent"


class VerdictAction(StrEnum):
    ASK = "ask"
    CONFIRM = "confirm"
    PARTLY = "partly"
    DISPUTE = "dispute"
    GIVE_UP = "give_up"
    WAIT = "wait"


_S, _A = Status, Action

HANDLING = Workflow(
    [
        Move(_S.RECEIVED, _A.TAKE, _S.IN_REVIEW, P.CASE_TAKE),
        Move(_S.IN_REVIEW, _A.TAKE, _S.IN_REVIEW, P.CASE_TAKE),
        Move(_S.IN_REVIEW, _A.ASK_AUTHOR, _S.NEEDS_INFO, P.CASE_ASK, needs_note=True),
        Move(_S.NEEDS_INFO, _A.AUTHOR_REPLIES, _S.IN_REVIEW, P.CASE_ADD_WORDS, needs_note=True),
        Move(_S.NEEDS_INFO, _A.TIME_OUT, _S.IN_REVIEW, P.CASE_TIME_OUT),
        Move(_S.IN_REVIEW, _A.ROUTE, _S.WITH_OFFICE, P.CASE_ROUTE),
        Move(_S.WITH_OFFICE, _A.ROUTE, _S.WITH_OFFICE, P.CASE_ROUTE),
        Move(_S.IN_REVIEW, _A.DELIVER_THANKS, _S.CLOSED, P.CASE_DELIVER_THANKS),
        Move(_S.IN_REVIEW, _A.DECLINE, _S.DECLINED, P.CASE_DECLINE),
        Move(_S.IN_REVIEW, _A.MERGE, _S.MERGED, P.CASE_MERGE),
        Move(_S.MERGED, _A.SEPARATE, _S.IN_REVIEW, P.CASE_SEPARATE),
        Move(_S.WITH_OFFICE, _A.LAST_RETURN, _S.IN_REVIEW, P.ROUTING_RETURN),
        Move(_S.WITH_OFFICE, _A.LAST_ANSWER, _S.ANSWERED, P.CASE_ASK_VERDICT),
        Move(_S.ANSWERED, _A.CLOSE, _S.CLOSED, P.CASE_CLOSE),
        Move(_S.ANSWERED, _A.DISPUTE, _S.WITH_OFFICE, P.CASE_DISPUTE),
        Move(_S.CLOSED, _A.DISPUTE, _S.WITH_OFFICE, P.CASE_DISPUTE),
        Move(_S.ANSWERED, _A.EXHAUST, _S.CLOSED, P.CASE_DISPUTE),
        Move(_S.CLOSED, _A.EXHAUST, _S.CLOSED, P.CASE_DISPUTE),
        Move(_S.IN_REVIEW, _A.SETTLE, _S.WITH_OFFICE, P.CASE_SETTLE),
        *(Move(status, _A.DIVERT, _S.DIVERTED, P.CASE_DIVERT) for status in sorted(WAITING)),
        *(Move(status, _A.APPEAL, _S.APPEALED, P.CASE_APPEAL) for status in (_S.ANSWERED, _S.CLOSED, _S.DECLINED)),
        Move(_S.APPEALED, _A.APPEAL_OFF_ANSWERED, _S.ANSWERED, P.CASE_APPEAL),
        Move(_S.APPEALED, _A.APPEAL_OFF_CLOSED, _S.CLOSED, P.CASE_APPEAL),
        Move(_S.APPEALED, _A.APPEAL_OFF_DECLINED, _S.DECLINED, P.CASE_APPEAL),
        Move(_S.APPEALED, _A.UPHOLD, _S.WITH_OFFICE, P.APPEAL_DECIDE, needs_note=True),
        Move(_S.APPEALED, _A.READ_AGAIN, _S.IN_REVIEW, P.APPEAL_DECIDE, needs_note=True),
        Move(_S.APPEALED, _A.REJECT, _S.CLOSED, P.APPEAL_DECIDE, needs_note=True),
        Move(_S.APPEALED, _A.STAY_DECLINED, _S.DECLINED, P.APPEAL_DECIDE, needs_note=True),
        # What is appealed is first taken back: then it is withdrawn, or erased, from where it stood.
        *(Move(status, _A.WITHDRAW, _S.WITHDRAWN, P.CASE_WITHDRAW) for status in sorted(OPEN - {_S.APPEALED})),
    ]
)

_R, _RA = RoutingStatus, RoutingAction

ROUTING = Workflow(
    [
        Move(_R.ROUTED, _RA.ACKNOWLEDGE, _R.ACKNOWLEDGED, P.ROUTING_ACKNOWLEDGE),
        Move(_R.ROUTED, _RA.RETURN, _R.RETURNED, P.ROUTING_RETURN, needs_note=True),
        Move(_R.ACKNOWLEDGED, _RA.RETURN, _R.RETURNED, P.ROUTING_RETURN, needs_note=True),
        Move(_R.ROUTED, _RA.ANSWER, _R.ANSWERED, P.ROUTING_ANSWER, needs_note=True),
        Move(_R.ACKNOWLEDGED, _RA.ANSWER, _R.ANSWERED, P.ROUTING_ANSWER, needs_note=True),
        Move(_R.ROUTED, _RA.RECALL, _R.RECALLED, P.CASE_WITHDRAW),
        Move(_R.ACKNOWLEDGED, _RA.RECALL, _R.RECALLED, P.CASE_WITHDRAW),
        Move(_R.RETURNED, _RA.SETTLE, _R.ROUTED, P.CASE_SETTLE),
        Move(_R.ROUTED, _RA.ESCALATE, _R.ESCALATED, P.ROUTING_ESCALATE),
        Move(_R.ACKNOWLEDGED, _RA.ESCALATE, _R.ESCALATED, P.ROUTING_ESCALATE),
    ]
)

_V, _VA = Visibility, VisibilityAction

VISIBILITY = Workflow(
    [
        Move(_V.UNDECIDED, _VA.KEEP_PRIVATE, _V.PRIVATE, P.CASE_PUBLISH),
        Move(_V.UNDECIDED, _VA.PUBLISH, _V.PUBLIC, P.CASE_PUBLISH),
        Move(_V.UNDECIDED, _VA.RESTRICT, _V.RESTRICTED, P.CASE_RESTRICT, needs_note=True),
        Move(_V.UNDECIDED, _VA.KEEP_AS_THEME, _V.THEME, P.CASE_PUBLISH),
        Move(_V.PRIVATE, _VA.PUBLISH, _V.PUBLIC, P.CASE_PUBLISH),
        Move(_V.PRIVATE, _VA.KEEP_AS_THEME, _V.THEME, P.CASE_PUBLISH),
        Move(_V.THEME, _VA.PUBLISH, _V.PUBLIC, P.CASE_PUBLISH),
        Move(_V.THEME, _VA.KEEP_PRIVATE, _V.PRIVATE, P.CASE_PUBLISH),
        Move(_V.PUBLIC, _VA.TAKE_BACK, _V.PRIVATE, P.CASE_WITHDRAW),
        Move(_V.RESTRICTED, _VA.TAKE_BACK, _V.PRIVATE, P.CASE_WITHDRAW),
        Move(_V.THEME, _VA.TAKE_BACK, _V.PRIVATE, P.CASE_WITHDRAW),
        Move(_V.PUBLIC, _VA.PUBLISH, _V.PUBLIC, P.CASE_PUBLISH),
        Move(_V.PUBLIC, _VA.RESTRICT, _V.RESTRICTED, P.CASE_RESTRICT, needs_note=True),
        Move(_V.RESTRICTED, _VA.PUBLISH, _V.PUBLIC, P.CASE_RESTRICT),
        *(Move(visibility, _VA.WITHDRAW, _V.WITHDRAWN, P.CASE_WITHDRAW) for visibility in sorted(set(_V) - {_V.WITHDRAWN})),
        *(Move(visibility, _VA.DIVERT, _V.PRIVATE, P.CASE_DIVERT) for visibility in sorted(set(_V) - {_V.WITHDRAWN})),
    ]
)

_J, _JA = Verdict, VerdictAction
_JUDGED = (_J.NOT_ASKED, _J.ASKED, _J.CONFIRMED, _J.PARTLY, _J.DISPUTED, _J.SILENT)

VERDICT = Workflow(
    [
        *(Move(verdict, _JA.ASK, _J.ASKED, P.CASE_ASK_VERDICT) for verdict in _JUDGED),
        *(Move(verdict, _JA.WAIT, _J.NOT_ASKED, P.CASE_ASK_VERDICT) for verdict in _JUDGED),
        Move(_J.ASKED, _JA.CONFIRM, _J.CONFIRMED, P.CASE_JUDGE),
        Move(_J.ASKED, _JA.PARTLY, _J.PARTLY, P.CASE_JUDGE),
        Move(_J.SILENT, _JA.CONFIRM, _J.CONFIRMED, P.CASE_JUDGE),
        Move(_J.SILENT, _JA.PARTLY, _J.PARTLY, P.CASE_JUDGE),
        *(Move(verdict, _JA.DISPUTE, _J.DISPUTED, P.CASE_DISPUTE) for verdict in _JUDGED if verdict != _J.DISPUTED),
        Move(_J.ASKED, _JA.GIVE_UP, _J.SILENT, P.CASE_CLOSE),
    ]
)
