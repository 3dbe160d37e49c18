"""The page that says who may do what: permission -> rows of rules; one row whose rules all say yes is enough."""

from collections.abc import Callable
from typing import Any

from accountability.access import rules as r
from accountability.access.actor import Actor
from accountability.access.permissions import Permission as P
from accountability.core.errors import NotAllowed

Rule = Callable[[Actor, Any], bool]

READS_CASE: list[list[Rule]] = [
    [r.monitors_place, r.not_tied, r.still_here],
    [r.monitors_neighbour, r.not_tied, r.still_here],
    [r.in_national_pool, r.not_tied, r.still_here],
    [r.placeless, r.not_tied, r.still_here],
    [r.reviews, r.not_tied, r.still_here],
]
HANDLES_CASE: list[list[Rule]] = [[r.reviews, r.not_tied, r.still_here], [r.senior_of_place, r.not_tied, r.still_here]]
ANSWERS: list[list[Rule]] = [
    [r.answers_for, r.not_held],
    [r.on_paper, r.reviews_case, r.case_not_tied],
    [r.on_paper, r.coordinates],
]
SENIOR: list[list[Rule]] = [[r.senior_of_place, r.not_tied, r.still_here]]

POLICY: dict[P, list[list[Rule]]] = {
    P.ACCOUNT_INVITE: [[r.is_admin], [r.is_coordinator]],
    P.ACCOUNT_MANAGE: [[r.is_admin]],
    P.ACCOUNT_OWN: [[r.signed_in]],
    P.ACCOUNT_RESET: [[r.is_admin], [r.is_coordinator, r.below, r.holds_only_office_roles]],
    P.ALERT_DECIDE: [[r.senior_of_alert]],
    P.ALERT_RAISE: [[r.anyone]],
    P.ANSWER_PUBLISH: [[r.reviews_case, r.case_not_tied]],
    P.APPEAL_DECIDE: [[r.is_reviewer, r.holds, r.independent]],
    P.APPEAL_GIVE_BACK: [[r.is_reviewer, r.holds]],
    P.APPEAL_PUBLISH: [[r.reviews_case, r.case_not_tied]],
    P.APPEAL_READ: [[r.is_reviewer, r.unheld, r.independent], [r.is_reviewer, r.holds]],
    P.APPEAL_TAKE: [[r.is_reviewer, r.unheld, r.independent]],
    P.BREACH_KEEP: [[r.is_admin]],
    P.CASE_ADD_WORDS: [[r.is_author]],
    P.CASE_APPEAL: [[r.is_author]],
    P.CASE_ASK: HANDLES_CASE,
    P.CASE_ASK_VERDICT: [[r.is_system], *ANSWERS, [r.coordinates]],
    P.CASE_CALL_BACK: [[r.monitors_place, r.not_tied, r.still_here, r.not_reviewer]],
    P.CASE_CARRY: [[*row, r.asked_to_carry] for row in HANDLES_CASE],
    P.CASE_CLOSE: [[r.is_system], [r.is_author]],
    P.CASE_DECLINE: SENIOR,
    P.CASE_DELIVER_THANKS: HANDLES_CASE,
    P.CASE_DISPUTE: [[r.is_author], [r.reviews, r.not_tied, r.still_here, r.reachable_nowhere]],
    P.CASE_DIVERT: READS_CASE,
    P.CASE_JUDGE: [[r.is_author]],
    P.CASE_MERGE: HANDLES_CASE,
    P.CASE_NOTE: HANDLES_CASE,
    P.CASE_PUBLISH: HANDLES_CASE,
    P.CASE_PUBLISH_SERIOUS: SENIOR,
    P.CASE_READ: READS_CASE,
    P.CASE_READ_CONTACT: HANDLES_CASE,
    P.CASE_READ_SECOND: [[*row, r.not_reviewer] for row in READS_CASE],
    P.CASE_READ_STORY: [*READS_CASE, [r.is_author]],
    P.CASE_REISSUE: HANDLES_CASE,
    P.CASE_RESTRICT: SENIOR,
    P.CASE_REVIEW: HANDLES_CASE,
    P.CASE_ROUTE: [[*row, r.not_sent_to_and_fro] for row in HANDLES_CASE],
    P.CASE_SEPARATE: [[r.is_system]],
    P.CASE_SETTLE: [[r.coordinates, r.was_returned, r.sent_to_and_fro]],
    P.CASE_SIGN: [[r.is_author]],
    P.CASE_SUBMIT: [[r.anyone]],
    P.CASE_TAKE: [
        [r.monitors_place, r.not_tied, r.still_here, r.free_to_take],
        [r.monitors_neighbour, r.not_tied, r.still_here, r.free_to_take],
        [r.in_national_pool, r.not_tied, r.still_here, r.free_to_take],
        [r.placeless, r.not_tied, r.still_here, r.free_to_take],
    ],
    P.CASE_TIME_OUT: [[r.is_system]],
    P.CASE_WITHDRAW: [[r.is_author]],
    P.CHANGE_CLAIM: [[r.answers_for], [r.on_paper, r.monitors_place, r.not_tied], [r.on_paper, r.coordinates]],
    P.CHANGE_PUBLISH: [[r.monitors_place, r.not_tied]],
    P.CHANGE_READ: [[r.answers_for], [r.coordinates], [r.monitors_place, r.not_tied]],
    P.CHANGE_VERIFY: [[r.is_author_of_source], [r.monitors_place, r.not_tied, r.not_own_claim]],
    P.CLOCKS_SET: [[r.is_admin]],
    P.COUNTER_USE: [[r.is_official, r.of_own_office]],
    P.DESK_USE: [[r.is_monitor]],
    P.FIGURES_LIVE: [[r.is_monitor], [r.is_coordinator]],
    P.OFFICE_TEMPLATES: [[r.is_official, r.of_own_office]],
    P.OFFICE_USE: [[r.is_official], [r.is_coordinator]],
    P.OUTBOX_READ: [[r.is_admin]],
    P.PROTECTED_HANDLE: [[r.is_protection_officer, r.not_of_the_place]],
    P.PROTECTED_PURGE: [[r.is_system]],
    P.PROTECTED_USE: [[r.is_protection_officer]],
    P.PUBLIC: [[r.anyone]],
    P.REPORT_READ: [[r.answers_for], [r.coordinates], [r.is_of_the_nation, r.coordinates_nation]],
    P.REVIEWS_RELEASE: [[r.is_admin]],
    P.REVIEWS_USE: [[r.is_reviewer]],
    P.REVIEWS_WATCH: [[r.is_admin], [r.is_coordinator]],
    P.ROUTING_ACKNOWLEDGE: ANSWERS,
    P.ROUTING_ANSWER: ANSWERS,
    P.ROUTING_DELIVER: [[r.on_paper, r.reviews_case, r.case_not_tied], [r.on_paper, r.coordinates]],
    P.ROUTING_ESCALATE: [[r.is_system], [r.coordinates, r.is_overdue]],
    P.ROUTING_EXTEND: [[r.coordinates, r.not_own_office, r.under_legal_term]],
    P.ROUTING_IDENTITY: [[r.answers_for, r.not_held, r.shows_identity]],
    P.ROUTING_READ: [[r.answers_for, r.not_held], [r.coordinates, r.not_held]],
    P.ROUTING_REGISTER: [
        *([*row, r.is_official_track] for row in ANSWERS),
        [r.is_carried, r.reviews_case, r.case_not_tied],
    ],
    P.ROUTING_RETURN: [
        [r.answers_for, r.not_held, r.not_settled],
        [r.on_paper, r.coordinates, r.not_settled],
        [r.on_paper, r.reviews_case, r.case_not_tied, r.not_settled],
        [r.is_system],
    ],
    P.SUBSCRIBE: [[r.anyone]],
    P.WORDING_SET: [[r.is_admin]],
}


def may(actor: Actor, permission: P, subject: Any = None) -> bool:
    return any(all(rule(actor, subject) for rule in row) for row in POLICY[permission])


def require(actor: Actor, permission: P, subject: Any = None) -> None:
    if not may(actor, permission, subject):
        raise NotAllowed(permission.value)
