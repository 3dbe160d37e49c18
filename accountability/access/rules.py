"""Small questions about an actor and a subject; the policy page is made of them.

A subject is a case (province_id, organisation_ids, reviewer_id, status, waiting_since, on_paper…) or a routing (addressee_id,
supervisor_id, province_id, on_paper). Rules read attributes only, so this floor knows no feature.
"""

from datetime import timedelta
from typing import Any

from accountability.access.actor import Actor
from accountability.access.roles import MONITORS, Role
from accountability.core import clock

NEIGHBOURS_AFTER = timedelta(hours=48)
POOL_AFTER = timedelta(days=5)
RETURNS = 2


def anyone(_actor: Actor, _subject: Any) -> bool:
    return True


def signed_in(actor: Actor, _subject: Any) -> bool:
    return actor.user_id is not None


def is_author(actor: Actor, case: Any) -> bool:
    return actor.author_of is not None and actor.author_of == case.id


def is_author_of_source(actor: Actor, change: Any) -> bool:
    """Whose words led to the promise."""
    return actor.author_of is not None and change.source_kind == "case" and actor.author_of == change.source_id


def not_own_claim(actor: Actor, change: Any) -> bool:
    """Nobody checks what they said themselves is done, nor anybody of that office."""
    works_there = change.owner_id in actor.organisations(Role.OFFICIAL, Role.COORDINATOR)
    return change.claimed_by != actor.user_id and not works_there


def is_system(actor: Actor, _subject: Any) -> bool:
    return actor.is_system


def is_monitor(actor: Actor, _subject: Any) -> bool:
    return actor.has(*MONITORS)


def is_official(actor: Actor, _subject: Any) -> bool:
    return actor.has(Role.OFFICIAL)


def is_coordinator(actor: Actor, _subject: Any) -> bool:
    return actor.has(Role.COORDINATOR)


def is_admin(actor: Actor, _subject: Any) -> bool:
    return actor.has(Role.ADMIN)


def is_protection_officer(actor: Actor, _subject: Any) -> bool:
    return actor.has(Role.PROTECTION_OFFICER)


def is_reviewer(actor: Actor, _subject: Any) -> bool:
    return actor.has(Role.REVIEWER)


def independent(actor: Actor, appeal: Any) -> bool:
    """Another organisation: not the office, none above or below it, none whose monitor had the case; no tie to any of them."""
    own = actor.tied_to | {grant.organisation_id for grant in actor.grants if grant.organisation_id}
    above: set[int] = set().union(*(grant.above for grant in actor.grants))
    return not own & set(appeal.barred_ids) and not above & set(appeal.office_ids)


def unheld(_actor: Actor, appeal: Any) -> bool:
    return bool(appeal.is_open and appeal.holder_id is None)


def holds(actor: Actor, appeal: Any) -> bool:
    """Theirs since they took it, until its author takes it back."""
    return actor.user_id is not None and appeal.holder_id == actor.user_id and appeal.over_at is None


def not_of_the_place(actor: Actor, report: Any) -> bool:
    """No officer opens a report about a place that they are granted or tied to: they may know who is meant, or be meant."""
    places = {grant.area_id for grant in actor.grants if grant.area_id and not grant.national}
    offices = actor.tied_to | {grant.organisation_id for grant in actor.grants if grant.organisation_id}
    return report.province_id not in places and not offices & set(report.organisation_ids)


def still_here(_actor: Actor, case: Any) -> bool:
    """A case that went to the protected channel is nobody's here any more."""
    return bool(case.status != "diverted")


def not_tied(actor: Actor, case: Any) -> bool:
    """Nobody handles a case about an organisation they are tied to."""
    return not actor.tied_to & set(case.organisation_ids)


def monitors_place(actor: Actor, case: Any) -> bool:
    return case.province_id in actor.provinces(*MONITORS)


def monitors_neighbour(actor: Actor, case: Any) -> bool:
    """After 48 hours without a step a waiting case is offered to the neighbouring provinces."""
    return case.is_waiting and _waits(case, NEIGHBOURS_AFTER) and case.province_id in actor.neighbour_provinces(*MONITORS)


def in_national_pool(actor: Actor, case: Any) -> bool:
    """After five days it is offered to everybody in the national pool."""
    return case.is_waiting and _waits(case, POOL_AFTER) and actor.is_national(*MONITORS)


def placeless(actor: Actor, case: Any) -> bool:
    """A case whose place nobody named yet is for the national pool at once."""
    return case.province_id is None and actor.is_national(*MONITORS)


def reviews(actor: Actor, case: Any) -> bool:
    return actor.has(*MONITORS) and actor.user_id is not None and case.reviewer_id == actor.user_id


def not_reviewer(actor: Actor, case: Any) -> bool:
    """A second look is a second person's."""
    return actor.user_id is not None and case.reviewer_id != actor.user_id


def senior_of_place(actor: Actor, case: Any) -> bool:
    return case.province_id in actor.provinces(Role.SENIOR_MONITOR)


def senior_of_alert(actor: Actor, alert: Any) -> bool:
    """A senior monitor of the case's place; an alert about another page is for any of them."""
    case = getattr(alert, "case", None)
    if case is None or case.province_id is None:
        return actor.has(Role.SENIOR_MONITOR)
    return senior_of_place(actor, case) and not_tied(actor, case)


def free_to_take(actor: Actor, case: Any) -> bool:
    """Nobody has it, or whoever has it let 48 hours pass."""
    return case.reviewer_id is None or case.reviewer_id == actor.user_id or _waits(case, NEIGHBOURS_AFTER)


def answers_for(actor: Actor, routing: Any) -> bool:
    return routing.addressee_id in actor.organisations(Role.OFFICIAL)


def of_own_office(actor: Actor, subject: Any) -> bool:
    """The office itself, or words that belong to it (organisation_id); without a subject the page alone is asked about."""
    return subject is None or getattr(subject, "organisation_id", getattr(subject, "id", None)) in actor.organisations(
        Role.OFFICIAL
    )


def coordinates(actor: Actor, routing: Any) -> bool:
    """The office is below theirs, is their own, or lies in their area."""
    offices = actor.organisations(Role.COORDINATOR)
    return bool({routing.addressee_id, routing.supervisor_id} & offices) or routing.province_id in actor.provinces(
        Role.COORDINATOR
    )


def is_of_the_nation(_actor: Actor, scope: Any) -> bool:
    return bool(scope.is_nation)


def coordinates_nation(actor: Actor, _subject: Any) -> bool:
    return actor.is_national(Role.COORDINATOR)


def is_overdue(_actor: Actor, routing: Any) -> bool:
    return routing.answer_due is not None and bool(routing.answer_due < clock.now())


def was_returned(_actor: Actor, routing: Any) -> bool:
    return bool(routing.status == "returned")


def not_settled(_actor: Actor, routing: Any) -> bool:
    """An office to which a coordinator gave it cannot send it back once more."""
    return not routing.settled


def sent_to_and_fro(_actor: Actor, routing: Any) -> bool:
    """Two offices said that it is not theirs: now the coordinator decides."""
    return bool(routing.case.times_returned >= RETURNS)


def not_sent_to_and_fro(_actor: Actor, case: Any) -> bool:
    """The coordinator decides after two returns; when none does within five days, monitors do again."""
    return case.times_returned < RETURNS or _waits(case, POOL_AFTER)


def shows_identity(_actor: Actor, routing: Any) -> bool:
    """A petition, or an author who said that this office may know who they are; never an office that has it no more."""
    return bool(routing.shows_identity)


def is_official_track(_actor: Actor, routing: Any) -> bool:
    return bool(routing.case.is_official)


def is_carried(_actor: Actor, routing: Any) -> bool:
    """An organisation of civil society signed it and brought it to the office."""
    return bool(routing.case.track == "carried")


def asked_to_carry(_actor: Actor, case: Any) -> bool:
    return bool(case.carry_asked)


def not_own_office(actor: Actor, routing: Any) -> bool:
    """Nobody makes the term of their own office longer."""
    return routing.addressee_id not in actor.organisations(Role.OFFICIAL, Role.COORDINATOR)


def under_legal_term(_actor: Actor, routing: Any) -> bool:
    return routing.legal_due is not None


def not_held(_actor: Actor, routing: Any) -> bool:
    """What waits to be sent together with others has not reached anybody yet."""
    return routing.held_until is None


def on_paper(_actor: Actor, routing: Any) -> bool:
    return bool(routing.on_paper)


def reviews_case(actor: Actor, routing: Any) -> bool:
    return reviews(actor, routing.case) or senior_of_place(actor, routing.case)


def case_not_tied(actor: Actor, routing: Any) -> bool:
    return not_tied(actor, routing.case)


def reachable_nowhere(_actor: Actor, case: Any) -> bool:
    return not case.has_contact


def below(actor: Actor, account: Any) -> bool:
    """A coordinator looks after accounts of offices that are theirs or below."""
    mine = actor.organisations(Role.COORDINATOR)
    places = actor.provinces(Role.COORDINATOR)
    return bool(mine & set(account.office_ids)) or bool(places & set(account.province_ids))


def holds_only_office_roles(_actor: Actor, account: Any) -> bool:
    return set(account.role_names) <= {Role.OFFICIAL}


def _waits(case: Any, span: timedelta) -> bool:
    return bool(case.waiting_since <= clock.now() - span)
