"""What happens to a case, act by act: status, trail, figures, messages."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability.access.actor import SYSTEM
from accountability.accounts.models import Relation
from accountability.audit import queries as audit
from accountability.cases import figures, queries, receipts
from accountability.cases.models import AnswerKind, Approval, Case, ConsentPurpose, CopyState, Kind
from accountability.cases.operations import answering, authoring, chasing, reading, reviewing
from accountability.cases.workflow import RoutingStatus, Status, Verdict, VerdictAction, Visibility, VisibilityAction
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed, NotAllowed
from accountability.directory.labels import ServiceLevel, Standing
from accountability.facts.models import FactDelta
from accountability.outbox.models import Message
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


def actions(case):
    return [line.action for line in audit.history(case.chain)]


def messages(kind):
    return list(db.session.scalars(sa.select(Message).where(Message.kind == kind)))


def folded():
    rows = db.session.execute(
        sa.select(
            FactDelta.measure,
            FactDelta.on_day,
            FactDelta.province_id,
            FactDelta.soum_id,
            FactDelta.facility_id,
            sa.func.sum(FactDelta.amount),
        ).group_by(FactDelta.measure, FactDelta.on_day, FactDelta.province_id, FactDelta.soum_id, FactDelta.facility_id)
    )
    return {tuple(row[:-1]): row[-1] for row in rows if row[-1]}


def recounted():
    total = sum(
        (figures.counted(queries.lock(case_id)) for case_id in db.session.scalars(sa.select(Case.id))), start=figures.Counter()
    )
    return {tuple(fact): count for fact, count in total.items() if count}


def test_submitting_gives_a_receipt_and_the_first_line_of_the_trail():
    case, receipt = make.make_case_with_receipt()
    assert receipts.normal(receipt) == receipt
    assert queries.by_receipt(receipt).id == case.id
    assert actions(case) == ["submit"]


def test_the_same_client_key_twice_gives_one_case_and_the_same_receipt():
    key = str(uuid.uuid4())
    first = make.make_case_with_receipt(client_key=key)
    assert make.make_case_with_receipt(client_key=key) == first


def test_the_story_and_the_receipt_lie_nowhere_in_plain():
    _, receipt = make.make_case_with_receipt(contact={"email": "dulmaa@example.mn"})
    db.session.flush()
    everything = ""
    for table in db.metadata.sorted_tables:
        everything += repr(db.session.execute(sa.select(table)).all())
    for secret in ("Долгор", "9911", receipt, receipts.grouped(receipt), "dulmaa@"):
        assert secret not in everything


def test_the_sealed_receipt_can_be_shown_again_only_until_it_is_first_used():
    case, receipt = make.make_case_with_receipt()
    assert authoring.receipt_of(case) == receipt
    authoring.come_back(case)
    assert authoring.receipt_of(case) is None


def test_the_sealed_receipt_is_gone_after_seven_days():
    case, _ = make.make_case_with_receipt()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=8), tick=False):
        assert authoring.receipt_of(case) is None
        chasing.clear_leftovers()
    assert queries.lock(case.id).secret.receipt is None


def test_a_second_monitor_may_not_take_what_another_one_reads():
    case = make.make_taken(make.make_monitor())
    with pytest.raises(MoveNotAllowed):
        reviewing.take(case, make.make_monitor())


def test_after_two_days_without_a_step_a_colleague_may_take_over():
    case = make.make_taken(make.make_monitor())
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=49), tick=False):
        other = make.make_monitor()
        reviewing.take(case, other)
    assert case.reviewer_id == other.user_id


def test_a_monitor_tied_to_the_office_may_not_take_the_case():
    case = make.make_case()
    person = make.make_user()
    make.accounts.declare_tie(make.actor_of(person), person, case.facilities[0], Relation.FAMILY)
    with pytest.raises(NotAllowed):
        reviewing.take(case, make.actor_of(person))


def test_nothing_goes_to_an_office_without_a_redacted_text():
    monitor = make.make_monitor()
    case = make.make_taken(monitor)
    with pytest.raises(Invalid, match="text_office"):
        reviewing.route(case, monitor, case.facilities)


def test_nothing_goes_to_an_office_without_the_authors_consent():
    monitor = make.make_monitor()
    case = make.make_taken(monitor, consents={ConsentPurpose.STORE: True, ConsentPurpose.PASS_ON: False})
    reviewing.review(case, monitor, make.make_review())
    with pytest.raises(Invalid, match="consent"):
        reviewing.route(case, monitor, case.facilities)


@time_machine.travel("2026-11-18T02:00:00+00:00", tick=False)
def test_routing_sets_the_dates_of_the_service_clock_in_the_zone_of_the_place():
    routing = make.make_routing()
    assert routing.acknowledge_due == datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC)
    assert routing.answer_due == datetime(2026, 11, 25, 16, 59, 59, tzinfo=UTC)
    assert len(messages("routed")) == 1


def test_an_office_without_an_account_gets_a_letter_and_its_clock_waits_for_delivery():
    monitor = make.make_monitor()
    office = make.make_office(level=ServiceLevel.LETTERS_ONLY)
    routing = make.make_routing(monitor, facilities=[office])
    assert (routing.on_paper, routing.answer_due) == (True, None)
    with pytest.raises(Invalid, match="delivered_at"):
        answering.answer(routing, monitor, answering.Reply(AnswerKind.EXPLANATION, "Хариу"))
    answering.deliver(routing, monitor, clock.now(), "гардан өгсөн")
    assert routing.answer_due is not None


def test_a_paused_office_is_promised_no_date():
    office = make.make_office(level=ServiceLevel.PAUSED)
    monitor = make.make_monitor()
    routing = make.make_routing(monitor, facilities=[office])
    answering.deliver(routing, monitor, clock.now(), "")
    assert routing.answer_due is None


def test_an_official_of_another_office_may_not_answer():
    routing = make.make_routing()
    stranger = make.make_official(make.make_office("18543-HC-01"))
    with pytest.raises(NotAllowed):
        answering.answer(routing, stranger, answering.Reply(AnswerKind.EXPLANATION, "Хариу"))


def test_an_answer_needs_words():
    routing = make.make_routing()
    with pytest.raises(Invalid, match="note"):
        answering.answer(routing, make.make_official(routing.addressee), answering.Reply(AnswerKind.EXPLANATION, "  "))


def test_the_last_answer_asks_the_author_for_a_verdict():
    case = make.make_answered().case
    assert (case.status, case.verdict) == (Status.ANSWERED, Verdict.ASKED)


def test_with_two_offices_the_case_is_answered_when_the_last_one_has_answered():
    monitor = make.make_monitor()
    case = make.make_taken(monitor)
    reviewing.review(case, monitor, make.make_review())
    second = make.make_office("18543-HC-01")
    one, two = reviewing.route(case, monitor, [case.facilities[0], second])
    answering.answer(one, make.make_official(one.addressee), answering.Reply(AnswerKind.EXPLANATION, "Нэг"))
    assert case.status == Status.WITH_OFFICE
    answering.answer(two, make.make_official(second), answering.Reply(AnswerKind.EXPLANATION, "Хоёр"))
    assert case.status == Status.ANSWERED


def test_a_return_without_another_office_brings_the_case_back_to_review():
    routing = make.make_routing()
    answering.give_back(routing, make.make_official(routing.addressee), "other_office", "Аймгийн эмнэлэг хариуцдаг")
    assert routing.case.status == Status.IN_REVIEW
    assert routing.status == RoutingStatus.RETURNED


def test_a_confirmed_case_is_closed_and_counted_as_confirmed():
    case = make.make_answered().case
    authoring.judge(case, VerdictAction.CONFIRM, fairness=5, solved=5)
    assert (case.status, case.verdict) == (Status.CLOSED, Verdict.CONFIRMED)
    assert folded() == recounted()


def test_a_dispute_reopens_with_the_same_office_for_fifteen_days():
    with time_machine.travel("2026-11-18T02:00:00+00:00", tick=False):
        case = make.make_answered().case
        authoring.dispute(case, "not_done", "Эм одоо ч алга")
    again = case.current_routings[0]
    assert (case.cycle, case.status, again.status) == (2, Status.WITH_OFFICE, RoutingStatus.ROUTED)
    assert again.answer_due == datetime(2026, 12, 3, 16, 59, 59, tzinfo=UTC)
    assert "одоо ч" not in again.text_office


def test_a_case_closed_for_more_than_sixty_days_cannot_be_disputed():
    case = make.make_answered().case
    authoring.judge(case, VerdictAction.CONFIRM)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=61), tick=False), pytest.raises(MoveNotAllowed):
        authoring.dispute(case, "not_done")


def test_withdrawing_erases_every_text_at_once_and_leaves_a_bare_record():
    monitor = make.make_monitor()
    case = make.make_public(monitor, photos=[make.photo()])
    routing = reviewing.route(case, monitor, case.facilities)[0]
    authoring.withdraw(case)
    assert (case.status, case.visibility, case.text_public) == (Status.WITHDRAWN, Visibility.WITHDRAWN, "")
    assert case.secret.story is None
    assert routing.status == RoutingStatus.RECALLED
    assert "Даралтын" not in routing.text_office
    assert folded() == recounted()


def test_publishing_needs_the_authors_consent():
    monitor = make.make_monitor()
    consents = {ConsentPurpose.STORE: True, ConsentPurpose.PASS_ON: True, ConsentPurpose.PUBLISH: False}
    with pytest.raises(Invalid, match="consent_publish"):
        make.make_public(monitor, consents=consents)


def test_a_serious_case_is_published_by_a_senior_monitor_only():
    monitor = make.make_monitor()
    case = make.make_taken(monitor)
    reviewing.review(case, monitor, make.make_review(criticality=4))
    with pytest.raises(NotAllowed):
        reviewing.decide(case, monitor, VisibilityAction.PUBLISH)
    reviewing.decide(case, make.make_senior(), VisibilityAction.PUBLISH)
    assert case.visibility == Visibility.PUBLIC


def test_an_edit_that_changes_the_meaning_waits_for_the_authors_approval():
    monitor = make.make_monitor()
    case = make.make_taken(monitor)
    reviewing.review(case, monitor, make.make_review(meaning_changed=True))
    with pytest.raises(Invalid, match="approval"):
        reviewing.decide(case, monitor, VisibilityAction.PUBLISH)
    authoring.approve(case, True)
    reviewing.decide(case, monitor, VisibilityAction.PUBLISH)
    assert case.approval == Approval.GIVEN


def test_only_a_senior_monitor_declines():
    monitor = make.make_monitor()
    case = make.make_taken(monitor)
    with pytest.raises(NotAllowed):
        reviewing.decline(case, monitor, "spam", "")
    reviewing.decline(case, make.make_senior(), "spam", "Зар байна")
    assert case.status == Status.DECLINED
    assert folded() == {}


def test_a_merged_case_counts_once_and_its_author_becomes_a_supporter():
    monitor = make.make_monitor()
    parent, child = make.make_taken(monitor), make.make_taken(monitor)
    reviewing.merge(child, monitor, parent)
    db.session.flush()
    assert queries.supporters(parent) == 2
    assert folded() == recounted()


def test_thanks_take_the_short_way_without_clock_or_verdict():
    monitor = make.make_monitor()
    case = make.make_taken(monitor, kind=Kind.THANKS)
    reviewing.review(case, monitor, make.make_review())
    reviewing.deliver_thanks(case, monitor)
    assert (case.status, case.verdict, case.routings) == (Status.CLOSED, Verdict.NOT_ASKED, [])


def test_the_public_copy_of_an_answer_waits_for_a_monitor():
    monitor = make.make_monitor()
    answer = make.make_answered(monitor).answer
    assert answer.copy_state == CopyState.PENDING
    reviewing.publish_answer(answer, monitor, "Эм долоо хоногийн дараа ирнэ.")
    assert answer.copy_state == CopyState.PUBLISHED


def test_silence_after_two_reminders_closes_as_silent_never_as_satisfied():
    case = make.make_answered(contact={"email": "a@example.mn"}).case
    start = datetime.now(UTC)
    for days in (8, 15, 22):
        with time_machine.travel(start + timedelta(days=days), tick=False):
            chasing.chase()
    case = queries.lock(case.id)
    assert (case.status, case.verdict, case.reminders) == (Status.CLOSED, Verdict.SILENT, 2)
    assert len(messages("reminder")) == 2


def test_chasing_twice_does_nothing_twice():
    make.make_answered()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=8), tick=False):
        chasing.chase()
        again = chasing.chase()
    assert not any(again.values())


def test_an_unanswered_question_times_out_after_fourteen_days():
    monitor = make.make_monitor()
    case = make.make_taken(monitor)
    reviewing.ask_author(case, monitor, "Аль сард болсон бэ?")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=15), tick=False):
        chasing.chase()
    assert queries.lock(case.id).status == Status.IN_REVIEW


def test_an_office_that_closed_gives_its_cases_back_to_the_monitors():
    routing = make.make_routing()
    routing.addressee.standing = Standing.CLOSED
    chasing.chase()
    case = queries.lock(routing.case_id)
    assert case.status == Status.IN_REVIEW
    assert case.routings[0].return_reason == "office_closed"


def test_a_missed_service_target_reminds_the_office_once():
    make.make_routing()
    with time_machine.travel(datetime.now(UTC) + timedelta(days=10), tick=False):
        chasing.chase()
        chasing.chase()
    assert len(messages("overdue")) == 1


def test_the_author_replies_to_a_question_and_the_case_is_in_review_again():
    monitor = make.make_monitor()
    case = make.make_taken(monitor)
    reviewing.ask_author(case, monitor, "Аль сард болсон бэ?")
    authoring.add_words(case, "10-р сард")
    assert case.status == Status.IN_REVIEW


def test_a_reissued_receipt_replaces_the_old_one_and_only_if_the_author_allowed_it():
    monitor = make.make_monitor()
    case, old = make.make_case_with_receipt(contact={"email": "a@example.mn"}, reissue_ok=True)
    reviewing.take(case, monitor)
    reading.reissue_receipt(case, monitor)
    db.session.flush()
    assert queries.by_receipt(old) is None
    refused = make.make_taken(monitor, contact={"email": "a@example.mn"})
    with pytest.raises(Invalid, match="reissue_ok"):
        reading.reissue_receipt(refused, monitor)


def test_every_opening_of_a_story_or_contact_is_recorded():
    monitor = make.make_monitor()
    case = make.make_taken(monitor, contact={"phone": "+97699112233"})
    assert reading.open_story(case, monitor) == make.STORY
    reading.open_contact(case, monitor, "дуудаж асуух")
    assert actions(case)[-2:] == ["open_story", "open_contact"]


def test_the_system_closes_only_what_was_answered():
    case = make.make_case()
    with pytest.raises(MoveNotAllowed):
        chasing.moves.move(case, chasing.Action.CLOSE, SYSTEM)


def test_likeness_is_found_among_sealed_stories_of_the_same_place():
    monitor = make.make_monitor()
    other = make.make_case(story="Даралтын эм хоёр сар ирэхгүй байна, эмийн сан хаалттай.")
    make.make_case(story="Хүүхдийн мөнгө гурван сар орж ирээгүй.")
    case = make.make_taken(monitor)
    found = queries.like_cases(monitor, case, queries.story_of(case))
    assert [like.id for _, like in found] == [other.id]


def test_like_cases_that_the_monitor_may_not_open_are_not_offered():
    person, tied_to = make.make_user(), make.make_office("18540-WEL-01")
    make.accounts.declare_tie(make.actor_of(person), person, tied_to, Relation.WORKS)
    make.make_case(story="Даралтын эм хоёр сар ирэхгүй байна, эмийн сан хаалттай.", facilities=[tied_to])
    monitor = make.actor_of(person)
    case = make.make_taken(monitor)
    assert not queries.like_cases(monitor, case, queries.story_of(case))


def test_the_order_of_several_offices_is_kept_and_the_queue_shows_the_case_once():
    first, second = make.make_office("18543-HC-01"), make.make_office()
    monitor = make.make_monitor()
    case = make.make_taken(monitor, facilities=[first, second])
    db.session.expire_all()
    assert [office.code for office in queries.lock(case.id).facilities] == [first.code, second.code]
    assert [row.facility_mn for row in queries.queue(monitor, queries.QueueFilter(), 10)] == [first.name_mn]
    assert folded() == recounted()


def test_offices_can_be_put_in_another_order():
    first, second = make.make_office("18543-HC-01"), make.make_office()
    monitor = make.make_monitor()
    case = make.make_taken(monitor, facilities=[first, second])
    reviewing.review(case, monitor, make.make_review(facilities=[second, first]))
    db.session.flush()
    db.session.expire_all()
    assert [office.code for office in queries.lock(case.id).facilities] == [second.code, first.code]
    assert folded() == recounted()


def test_receipts_are_hashed_with_the_platforms_own_key(app):
    with_the_key = receipts.Receipts()
    with_the_key.configure(app.config["RECEIPT_KEY"])
    case, receipt = make.make_case_with_receipt()
    assert case.receipt_hash == with_the_key.hash(receipt)
    assert case.receipt_hash != receipts.Receipts().hash(receipt)


def test_words_passed_on_twice_reach_the_office_twice_and_are_told_twice():
    monitor = make.make_monitor()
    routing = make.make_routing(monitor)
    for _ in range(2):
        reviewing.pass_words_on(routing.case, monitor, routing, "Одоо ч ирээгүй.")
    db.session.flush()
    assert routing.text_office.count("Одоо ч ирээгүй.") == 2
    assert len(messages("words_added")) == 2


def test_a_code_reissued_twice_in_one_second_gives_two_codes_and_the_last_one_opens():
    monitor = make.make_monitor()
    case = make.make_taken(monitor, contact={"email": "dulmaa@example.mn"}, reissue_ok=True)
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False):
        for _ in range(2):
            reading.reissue_receipt(case, monitor)
        db.session.flush()
    assert len(messages("reissued")) == 2
