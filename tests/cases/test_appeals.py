"""A review by another organisation: who may ask and until when, who may decide, what comes of it, and what is erased."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.exc import IntegrityError

from accountability.access import policy
from accountability.access.actor import Actor, GrantOf, author_of
from accountability.access.permissions import Permission
from accountability.access.roles import Role
from accountability.accounts.labels import ROLES
from accountability.audit import queries as audit
from accountability.cases import figures, letters, owndata, queries
from accountability.cases.models import AnswerKind, Appeal, AppealWords, CopyState, Kind, Remedy, Result
from accountability.cases.operations import answering, appealing, authoring, chasing, retaining, reviewing
from accountability.cases.operations.authoring import signing
from accountability.cases.workflow import Status, Verdict, VerdictAction
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed, NotAllowed, NotFound
from accountability.directory import queries as directory
from accountability.directory.labels import ServiceLevel, Standing
from accountability.outbox.models import Message
from tests import factories as make
from tests.cases.test_operations import actions, messages

pytestmark = pytest.mark.usefixtures("app")
CONTACT = {"email": "author@example.mn"}
WRONG = "Хариунд бичсэн эм огт ирээгүй, 99112233 руу залгаад лавлаарай"
REASONS = "Эм ирээгүй тул хариу хангалтгүй байна."


def later(days):
    return time_machine.travel(clock.now() + timedelta(days=days, hours=1))


def appealed(reviewer=None, **options):
    """An answer that its author asked to have reviewed, taken when a reviewer is given."""
    case = make.make_answered(**options).case
    appeal = appealing.ask(case, WRONG)
    if reviewer:
        appealing.take(appeal, reviewer)
    return appeal


def refused(**options):
    senior = make.make_senior()
    case = make.make_taken(senior, **options)
    reviewing.decline(case, senior, "unclear", "")
    return case


def decision(result=Result.PARTLY, reasons=REASONS, remedy=Remedy.COURT, **more):
    return appealing.Decision(result, reasons, remedy, **more)


# --- asking ------------------------------------------------------------------------------------------------------------------


def test_an_answer_is_appealed_once_and_its_words_are_sealed():
    case = make.make_answered(contact=CONTACT).case
    appeal = appealing.ask(case, WRONG)
    assert case.status == Status.APPEALED and case.ended_at is None and case.open_appeal is appeal
    assert WRONG.encode() not in db.session.scalar(sa.select(AppealWords.body)) and queries.appeal_words(appeal) == WRONG
    assert not any(WRONG in str(line.content) for line in audit.history(case.chain))
    with pytest.raises(MoveNotAllowed):
        appealing.ask(case, WRONG)


def test_after_the_decision_the_same_answer_is_not_appealed_again():
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    appealing.decide(appeal, reviewer, decision(Result.REJECTED))
    assert appealing.until(appeal.case) is None
    with pytest.raises(Invalid):
        appealing.ask(appeal.case, WRONG)


def test_a_new_answer_can_be_appealed_anew():
    reviewer = make.make_reviewer()
    case = appealed(reviewer).case
    appealing.decide(case.open_appeal, reviewer, decision(Result.UPHELD, remedy=None))
    again = next(routing for routing in case.routings if routing.is_open)
    answering.answer(again, make.make_official(again.addressee), answering.Reply(AnswerKind.APOLOGY, "Уучлаарай."))
    assert appealing.ask(case, WRONG).cycle == 2


@pytest.mark.parametrize(("days", "possible"), [(29, True), (32, False)])
def test_thirty_days_after_the_answer_it_is_too_late(days, possible):
    case = make.make_answered().case
    with later(days):
        assert (appealing.until(case) is not None) == possible
        if possible:
            appealing.ask(case, WRONG)
        else:
            with pytest.raises(Invalid):
                appealing.ask(case, WRONG)


def test_a_herder_has_the_whole_time_once_they_are_back():
    case = make.make_answered().case
    case.away_until = clock.today() + timedelta(days=40)
    with later(60):
        assert appealing.until(case)


def test_words_are_needed():
    case = make.make_answered().case
    with pytest.raises(Invalid):
        appealing.ask(case, "  ")


def passed_on():
    monitor = make.make_monitor()
    case = make.make_taken(monitor, kind=Kind.THANKS)
    reviewing.review(case, monitor, make.make_review())
    reviewing.deliver_thanks(case, monitor)
    return case


@pytest.mark.parametrize("make_one", [make.make_case, lambda: make.make_routing().case, passed_on])
def test_what_was_not_answered_is_not_appealed(make_one):
    case = make_one()
    assert appealing.until(case) is None
    with pytest.raises((MoveNotAllowed, Invalid)):
        appealing.ask(case, WRONG)


def test_a_closed_case_and_a_refusal_are_appealed_too():
    closed = make.make_answered().case
    authoring.judge(closed, VerdictAction.PARTLY)
    assert closed.status == Status.CLOSED and appealing.ask(closed, WRONG).about == "answer"
    declined = refused()
    assert appealing.ask(declined, WRONG).about == "decline" and declined.decline_reason == "unclear"


def test_while_it_is_reviewed_nobody_signs_it_or_merges_into_it():
    monitor = make.make_monitor()
    appeal = appealed(monitor=monitor)
    with pytest.raises(MoveNotAllowed):
        signing.ask_to_carry(appeal.case)
    with pytest.raises(Invalid):
        reviewing.merge(make.make_taken(monitor), monitor, appeal.case)


# --- taking it back ------------------------------------------------------------------------------------------------------------


def test_it_can_be_taken_back_while_nobody_decided_and_asked_again():
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    case = appeal.case
    appealing.take_back(case)
    assert (case.status, case.verdict) == (Status.ANSWERED, Verdict.ASKED)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AppealWords)) == 0
    assert not policy.may(reviewer, Permission.APPEAL_READ, appeal)
    with pytest.raises(MoveNotAllowed):
        appealing.decide(appeal, reviewer, decision())
    assert appealing.ask(case, WRONG).is_open


def test_taken_back_it_stands_exactly_where_it_stood():
    declined = refused()
    ended = declined.ended_at
    before = figures.counted(declined)
    with later(3):
        appealing.ask(declined, WRONG)
        assert figures.counted(declined) == before
        appealing.take_back(declined)
    assert (declined.status, declined.ended_at, declined.decline_reason) == (Status.DECLINED, ended, "unclear")


def test_what_is_decided_is_not_taken_back():
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    appealing.decide(appeal, reviewer, decision(Result.REJECTED))
    with pytest.raises(MoveNotAllowed):
        appealing.take_back(appeal.case)


def test_the_author_is_not_closed_out_while_another_organisation_reviews_it():
    case = appealed().case
    with later(25):
        chasing.chase()
        assert db.session.get(type(case), case.id).status == Status.APPEALED
        again = queries.lock(case.id)
        appealing.take_back(again)
        chasing.chase()
        assert again.status == Status.ANSWERED


# --- who may decide --------------------------------------------------------------------------------------------------------------


def kept_out(appeal, *people):
    for person in people:
        assert not policy.may(person, Permission.APPEAL_TAKE, appeal)
        assert appeal not in queries.waiting_appeals(person, 10)
        with pytest.raises(NotFound):
            queries.appeal_for(appeal.number, person)
        with pytest.raises(NotAllowed):
            appealing.take(appeal, person)


def test_neither_the_office_nor_its_ladder_decides():
    appeal = appealed()
    office = make.make_office()
    chain = [office, office.supervisor, office.supervisor.supervisor]
    kept_out(appeal, *(make.make_reviewer(one) for one in chain))
    beside = make.make_reviewer(make.make_office("18401-HOSP-01"))
    assert queries.waiting_appeals(beside, 10) == [appeal]


def test_nobody_below_the_office_that_answered_decides():
    department = make.make_office().supervisor
    appeal = _answered_by(department)
    kept_out(appeal, make.make_reviewer(make.make_office("18543-HC-01")), make.make_reviewer(department))


def _answered_by(office):
    office.service_level = ServiceLevel.OPEN
    routing = make.make_routing(office=office)
    answering.answer(routing, make.make_official(office), answering.Reply(AnswerKind.APOLOGY, "Уучлаарай."))
    return appealing.ask(routing.case, WRONG)


def test_the_organisation_whose_monitor_had_the_case_does_not_decide():
    group, other = make.make_group(), make.make_group("Жишээ: өөр бүлэг")
    person = make.make_user(Role.MONITOR)
    make.accounts.declare_tie(make.actor_of(person), person, group, make.Relation.WORKS)
    appeal = appealed(monitor=make.actor_of(person))
    kept_out(appeal, make.make_reviewer(group))
    assert policy.may(make.make_reviewer(other), Permission.APPEAL_TAKE, appeal)


def test_nor_the_organisation_of_the_senior_monitor_who_declined():
    group = make.make_group()
    senior = make.make_user(Role.SENIOR_MONITOR)
    make.accounts.declare_tie(make.actor_of(senior), senior, group, make.Relation.WORKS)
    case = make.make_taken(make.make_monitor())
    reviewing.decline(case, make.actor_of(senior), "unclear", "")
    kept_out(appealing.ask(case, WRONG), make.make_reviewer(group))


def test_whoever_is_tied_to_the_office_or_to_one_of_its_ladder_does_not_decide():
    office = make.make_office()
    for tied_to in (office, office.supervisor):
        person = make.make_user(Role.REVIEWER, office=make.make_group())
        make.accounts.declare_tie(make.actor_of(person), person, tied_to, make.Relation.FAMILY)
        kept_out(appealed(), make.actor_of(person))
    department = make.make_user(Role.REVIEWER, office=make.make_group())
    make.accounts.declare_tie(make.actor_of(department), department, make.make_office("18543-HC-01"), make.Relation.FAMILY)
    kept_out(_answered_by(office.supervisor), make.actor_of(department))


def test_a_tie_declared_afterwards_takes_the_decision_away_but_it_can_be_given_back():
    person = make.make_user(Role.REVIEWER, office=make.make_group())
    appeal = appealed(make.actor_of(person))
    make.accounts.declare_tie(make.actor_of(person), person, make.make_office(), make.Relation.FAMILY)
    with pytest.raises(NotAllowed):
        appealing.decide(appeal, make.actor_of(person), decision())
    appealing.give_back(appeal, make.actor_of(person))
    assert appeal.holder_id is None
    kept_out(appeal, make.actor_of(person))


def test_an_office_that_closed_into_another_one_bars_that_one_too():
    office, successor = make.make_office(), make.make_office("18401-HOSP-01")
    office.standing, office.merged_into = Standing.MERGED, successor
    db.session.flush()
    assert successor.id in directory.above_of({office.id})


def test_people_of_other_roles_decide_nothing():
    appeal = appealed()
    others = [
        make.make_monitor(),
        make.make_senior(),
        make.make_official(),
        make.actor_of(make.make_user(Role.ADMIN)),
        author_of(appeal.case_id),
    ]
    kept_out(appeal, *others)


def test_a_reviewer_holds_no_other_role():
    person = make.make_user(Role.REVIEWER, office=make.make_group())
    with pytest.raises(Invalid):
        make.accounts.grant(person, Role.MONITOR, area=make.province())


def test_what_is_listed_is_what_may_be_read():
    group = make.make_group()
    first, second = make.make_reviewer(group), make.make_reviewer(group)
    appealed()
    appealed(first)
    appealing.decide(appealed(second), second, decision())
    appealing.take_back(appealed(first).case)
    office = make.make_office()
    people = [first, second, make.make_reviewer(office), make.make_reviewer(office.supervisor), make.make_monitor()]
    for grant in (GrantOf(Role.REVIEWER, office.id), GrantOf(Role.REVIEWER, group.id, above=frozenset({office.id}))):
        people += [Actor(99_999, (grant,)), Actor(first.user_id, (grant,), frozenset({office.supervisor_id}))]
    everything = list(db.session.scalars(sa.select(Appeal)))
    assert len(everything) == 4
    for actor in people:
        listed = set(db.session.scalars(sa.select(Appeal.id).where(queries.appeals_visible_to(actor))))
        assert listed == {one.id for one in everything if policy.may(actor, Permission.APPEAL_READ, one)}, actor


def test_the_first_one_holds_it_until_they_give_it_back():
    group = make.make_group()
    first, second = make.make_reviewer(group), make.make_reviewer(group)
    appeal = appealed(first)
    with pytest.raises(MoveNotAllowed):
        appealing.take(appeal, second)
    assert queries.waiting_appeals(second, 10) == [] and queries.waiting_appeals(first, 10) == [appeal]
    with pytest.raises(NotAllowed):
        appealing.decide(appeal, second, decision())
    appealing.give_back(appeal, first)
    appealing.take(appeal, second)
    assert appeal.organisation_id == group.id


def test_an_administrator_offers_to_others_what_its_holder_leaves_lying_and_reads_none_of_it():
    reviewer, admin = make.make_reviewer(), make.actor_of(make.make_user(Role.ADMIN))
    appeal = appealed(reviewer)
    assert queries.watched_appeals(admin, 10) == [appeal] and not policy.may(admin, Permission.APPEAL_READ, appeal)
    appealing.release(appeal, admin)
    assert appeal.holder_id is None
    for person in (make.make_monitor(), reviewer):
        with pytest.raises(NotAllowed):
            appealing.release(appeal, person)


def test_a_coordinator_watches_those_about_their_offices():
    appeal = appealed()
    above = make.actor_of(make.make_user(Role.COORDINATOR, office=make.make_office().supervisor))
    elsewhere = make.actor_of(make.make_user(Role.COORDINATOR, area=make.province("MN-043")))
    assert queries.watched_appeals(above, 10) == [appeal] and queries.watched_appeals(elsewhere, 10) == []


# --- the decision ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("result", [Result.UPHELD, Result.PARTLY])
def test_in_favour_it_goes_back_to_the_office_with_a_new_day(result):
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer, contact=CONTACT)
    case = appeal.case
    appealing.decide(appeal, reviewer, decision(result))
    again = next(routing for routing in case.routings if routing.is_open)
    assert (case.status, case.cycle, again.cycle, again.dispute_reason) == (Status.WITH_OFFICE, 2, 2, "appeal")
    assert (clock.day_of(again.answer_due, case.zone) - clock.today(case.zone)).days == 15
    assert len(messages("disputed_office")) == len(messages("appeal_decided")) == 1
    assert "uphold" in actions(case)


@pytest.mark.parametrize("result", [Result.REJECTED, Result.OUT_OF_SCOPE])
def test_else_it_is_closed_with_reasons_and_the_next_remedy(result):
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    appealing.decide(appeal, reviewer, decision(result))
    assert appeal.case.status == Status.CLOSED and appeal.case.ended_at and appeal.reasons == REASONS
    assert (appeal.remedy, appeal.copy_state) == (Remedy.COURT, CopyState.PENDING)


def test_the_last_day_of_the_court_runs_from_the_answer_and_not_from_the_review():
    reviewer = make.make_reviewer()
    case = make.make_answered().case
    answered = clock.today(case.zone)
    with later(20):
        appeal = appealing.ask(case, WRONG)
        appealing.take(appeal, reviewer)
        appealing.decide(appeal, reviewer, decision())
    assert appeal.remedy_until == answered + timedelta(days=30) and appeal.remedy_source
    with later(40):
        assert appeal.remedy_is_over


def test_where_no_last_day_is_known_none_is_said():
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    appealing.decide(appeal, reviewer, decision(remedy=Remedy.HUMAN_RIGHTS))
    assert (appeal.remedy_until, appeal.remedy_source) == (None, None)


def test_a_refusal_that_was_wrong_is_read_again_and_not_declined_again():
    reviewer, case = make.make_reviewer(), refused()
    before = figures.counted(case)
    appeal = appealing.ask(case, WRONG)
    appealing.take(appeal, reviewer)
    appealing.decide(appeal, reviewer, decision(Result.UPHELD, remedy=None))
    assert (case.status, case.decline_reason, case.reviewer_id) == (Status.IN_REVIEW, None, None)
    assert figures.counted(case) != before
    senior = make.make_senior()
    reviewing.take(case, senior)
    with pytest.raises(Invalid):
        reviewing.decline(case, senior, "spam", "")


def test_a_refusal_that_was_right_stays():
    reviewer, case = make.make_reviewer(), refused()
    appeal = appealing.ask(case, WRONG)
    appealing.take(appeal, reviewer)
    appealing.decide(appeal, reviewer, decision(Result.REJECTED))
    assert (case.status, case.decline_reason) == (Status.DECLINED, "unclear")


@pytest.mark.parametrize(
    "wrong",
    [{"reasons": " "}, {"remedy": None}, {"reasons": "Б.Долгорын утас 99112233 байна."}],
)
def test_a_decision_needs_reasons_a_remedy_and_nobodys_name(wrong):
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    with pytest.raises(Invalid):
        appealing.decide(appeal, reviewer, decision(Result.REJECTED, **wrong))
    assert appeal.case.status == Status.APPEALED and appeal.result is None


def test_what_is_marked_in_the_reasons_may_be_said_to_name_nobody():
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    words = "Лавлах утас 70112233 байна."
    appealing.decide(appeal, reviewer, decision(reasons=words, sure=True))
    assert appeal.result == Result.PARTLY
    with pytest.raises(Invalid):  # what the public may read a monitor decides anew
        reviewing.publish_appeal(appeal, make.make_senior(), words)
    reviewing.publish_appeal(appeal, make.make_senior(), words, sure=True)


def test_it_is_decided_once():
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    appealing.decide(appeal, reviewer, decision())
    with pytest.raises(MoveNotAllowed):
        appealing.decide(appeal, reviewer, decision(Result.REJECTED))


def test_where_the_office_has_closed_the_one_above_answers_or_monitors_read_it_again():
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    office = make.make_office()
    office.standing = Standing.CLOSED
    appealing.decide(appeal, reviewer, decision())
    assert [one.addressee for one in appeal.case.routings if one.is_open] == [office.supervisor]


def test_an_office_on_paper_reads_the_reasons_in_its_letter(app):
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    make.make_office(level=ServiceLevel.LETTERS_ONLY)
    appealing.decide(appeal, reviewer, decision())
    again = next(one for one in appeal.case.routings if one.is_open)
    with app.test_request_context("/mn/"):
        assert again.on_paper and REASONS in letters.contents(again)["dispute"]


def test_without_the_consent_to_pass_on_monitors_read_it_again():
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    authoring.take_consent_back(appeal.case, make.ConsentPurpose.PASS_ON)
    appealing.decide(appeal, reviewer, decision())
    assert appeal.case.status == Status.IN_REVIEW


@pytest.mark.parametrize(
    "changes",
    [
        {"result": "upheld"},
        {"result": "rejected", "decided_at": clock.now(), "copy_state": "pending"},
        {"copy_state": "published"},
    ],
)
def test_the_database_holds_reasons_and_remedy(changes):
    appeal = appealed()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.update(Appeal).where(Appeal.id == appeal.id).values(**changes))


# --- who hears of it, and what the public reads --------------------------------------------------------------------------------------


def test_only_those_who_may_take_it_are_told_and_nothing_is_named():
    independent = make.make_user(Role.REVIEWER, office=make.make_group())
    make.make_user(Role.REVIEWER, office=make.make_office().supervisor)
    appealed()
    waits = db.session.scalars(sa.select(Message).where(Message.kind == "appeal_waits")).all()
    assert [one.receiver for one in waits] == [f"user:{independent.id}"]


def test_the_reasons_are_published_by_a_monitor_who_looked_them_through():
    reviewer, monitor = make.make_reviewer(), make.make_monitor()
    appeal = appealed(reviewer, monitor=monitor)
    with pytest.raises(MoveNotAllowed):
        reviewing.publish_appeal(appeal, monitor, REASONS)
    appealing.decide(appeal, reviewer, decision())
    for nobody in (reviewer, make.make_official(), make.make_monitor(area=make.province("MN-043"))):
        with pytest.raises(NotAllowed):
            reviewing.publish_appeal(appeal, nobody, REASONS)
    with pytest.raises(Invalid):
        reviewing.publish_appeal(appeal, monitor, "Б.Долгор сувилагчийн утас 99112233")
    reviewing.publish_appeal(appeal, monitor, REASONS)
    assert (appeal.copy_state, appeal.reasons_public) == (CopyState.PUBLISHED, REASONS)
    reviewing.withhold_appeal(appeal, monitor)
    assert appeal.copy_state == CopyState.WITHHELD


# --- what is erased ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [authoring.erase, authoring.withdraw])
@pytest.mark.parametrize("closed", [False, True])
def test_an_appeal_of_erased_words_ends_and_its_words_are_gone(end, closed):
    make.make_user(Role.REVIEWER, office=make.make_group())
    case = make.make_answered().case
    if closed:
        authoring.judge(case, VerdictAction.PARTLY)
    appeal = appealing.ask(case, WRONG)
    end(case)
    assert case.erased_at and case.status == (Status.CLOSED if closed else Status.WITHDRAWN)
    assert appeal.over_at and db.session.scalar(sa.select(sa.func.count()).select_from(AppealWords)) == 0
    waiting = sa.select(sa.func.count()).where(Message.subject_kind == "appeal", Message.done_at.is_(None))
    assert db.session.scalar(waiting) == 0


def test_the_reasons_of_a_decided_review_go_with_the_words():
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    appealing.decide(appeal, reviewer, decision(Result.REJECTED))
    reviewing.publish_appeal(appeal, make.make_senior(), REASONS)
    authoring.erase(appeal.case)
    assert REASONS not in (appeal.reasons, appeal.reasons_public) and appeal.result == Result.REJECTED


def test_the_words_are_kept_as_long_as_the_story():
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    appealing.decide(appeal, reviewer, decision(Result.REJECTED))
    case = appeal.case
    db.session.commit()
    with later(37 * 31):
        retaining.retain(12, 36)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AppealWords)) == 0
    assert db.session.get(Appeal, appeal.id).reasons == REASONS and queries.lock(case.id).secret.story is None


def test_the_author_takes_along_what_was_asked_and_decided_and_sees_who_looked(app):
    reviewer = make.make_reviewer()
    appeal = appealed(reviewer)
    appealing.decide(appeal, reviewer, decision())
    with app.test_request_context("/en/"):
        [told] = owndata.everything(appeal.case)["reviews"]
        looks = owndata.looks(appeal.case)
        assert (told["words"], told["result"], told["reasons"]) == (WRONG, "partly", REASONS)
    assert [look.who for look in looks] == [str(ROLES[Role.REVIEWER])]
