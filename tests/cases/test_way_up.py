"""The way up: one step for one breach, two answers at each level, ping-pong ends at the coordinator, and an end that is said."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability.access import policy
from accountability.access.permissions import Permission
from accountability.access.roles import Role
from accountability.cases import ladder
from accountability.cases.models import AnswerKind, Case, Routing
from accountability.cases.operations import answering, authoring, chasing, escalating, reviewing
from accountability.cases.workflow import RoutingStatus, Status, Verdict
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, NotAllowed
from accountability.directory import queries as directory
from accountability.directory.labels import ServiceLevel, Standing
from tests import factories as make
from tests.cases.test_operations import actions, messages

pytestmark = pytest.mark.usefixtures("app")
CONTACT = {"email": "author@example.mn"}


def all_on_the_platform():
    """The health centre, the department above it, the ministry and oversight, all working on the platform."""
    chain = [make.make_office()]
    while higher := chain[-1].supervisor:
        higher.service_level = ServiceLevel.OPEN
        chain.append(higher)
    db.session.flush()
    return chain


def later(days):
    return time_machine.travel(clock.now() + timedelta(days=days, hours=1))


def held_by(case_id):
    """Level and office of what is open, as the database has it."""
    db.session.expire_all()
    found = sa.select(Routing).where(Routing.case_id == case_id, Routing.status.in_(("routed", "acknowledged")))
    return [(one.level, one.addressee.code) for one in db.session.scalars(found)]


def answer_by(routing, text="Ирэх долоо хоногт эм ирнэ."):
    official = make.make_official(routing.addressee)
    answering.answer(routing, official, answering.Reply(AnswerKind.EXPLANATION, text))


def open_routing(case):
    return next(routing for routing in case.routings if routing.is_open)


def disputed(case):
    answer_by(open_routing(case))
    authoring.dispute(case, "not_done")


def test_the_ladder_leads_from_the_soum_to_oversight():
    assert [office.code for office in all_on_the_platform()] == [make.TARIALAN, "18501-HD-01", "MIN-HEALTH", "OVS-CABINET"]


def test_a_closed_office_above_is_passed_over():
    centre, department, ministry, _oversight = all_on_the_platform()
    department.standing = Standing.CLOSED
    assert ladder.above(centre) is ministry


def test_on_day_thirty_it_goes_one_step_and_the_first_office_stays_on_the_record():
    all_on_the_platform()
    routing = make.make_routing(contact=CONTACT)
    with later(29):
        assert chasing.chase()["gone up"] == 0
    with later(31):
        assert chasing.chase()["gone up"] == 1
        assert chasing.chase()["gone up"] == 0
        assert held_by(routing.case_id) == [(1, "18501-HD-01")]
    assert db.session.get_one(Routing, routing.id).status == RoutingStatus.ESCALATED
    assert [len(messages(kind)) for kind in ("went_up", "taken_higher")] == [1, 1]


def test_every_level_has_its_own_thirty_days_and_the_top_is_said_once():
    all_on_the_platform()
    case = make.make_routing().case
    for days, level in ((31, 1), (62, 2), (93, 3), (124, 3), (155, 3)):
        with later(days):
            chasing.chase()
        assert [one for one, _code in held_by(case.id)] == [level]
    assert actions(case).count("escalate") == 3
    assert actions(case).count("no_way_up") == 1


def test_what_was_answered_in_time_goes_nowhere():
    all_on_the_platform()
    answered = make.make_answered()
    with later(40):
        chasing.chase()
    assert "escalate" not in actions(db.session.get_one(Case, answered.case_id))


def test_sending_it_back_does_not_begin_the_way_up_anew():
    all_on_the_platform()
    monitor = make.make_monitor()
    routing = make.make_routing(monitor)
    first_day = routing.way_up_due
    with later(10):
        answering.give_back(routing, make.make_official(routing.addressee), "other_office", "Эмнэлгийнх")
        [again] = reviewing.route(routing.case, monitor, [make.make_office("18501-HOSP-01")])
    assert again.way_up_due == first_day


def test_while_the_author_is_asked_the_way_up_stands_still():
    monitor = make.make_monitor()
    routing = make.make_routing(monitor)
    before = routing.way_up_due
    answering.give_back(routing, make.make_official(routing.addressee), "not_enough", "Хэзээ?")
    with later(1):
        reviewing.ask_author(routing.case, monitor, "Хэзээ болсон бэ?")
    with later(6):
        authoring.add_words(routing.case, "Өнгөрсөн сард")
        [again] = reviewing.route(routing.case, monitor, [make.make_office("18501-HOSP-01")])
    assert again.way_up_due - before == timedelta(days=5)


# --- disputes ----------------------------------------------------------------------------------------------------------


def test_a_first_dispute_goes_back_and_a_second_one_goes_up():
    all_on_the_platform()
    case = make.make_routing().case
    disputed(case)
    assert held_by(case.id) == [(0, make.TARIALAN)]
    disputed(db.session.get_one(Case, case.id))
    assert held_by(case.id) == [(1, "18501-HD-01")]


def test_after_the_top_a_disputed_case_is_exhausted_and_the_public_reads_it(client):
    all_on_the_platform()
    case = make.make_public(contact=CONTACT)
    reviewing.route(case, make.actor_of(case.reviewer), [make.make_office()])
    for _ in range(8):
        disputed(db.session.get_one(Case, case.id))
    case = db.session.get_one(Case, case.id)
    assert (case.status, case.verdict) == (Status.CLOSED, Verdict.DISPUTED)
    assert len(messages("exhausted")) == 1
    assert "no office above is left" in client.get(f"/en/cases/{case.public_id}").text


def test_two_offices_below_the_same_one_meet_there_once():
    all_on_the_platform()
    monitor = make.make_monitor()
    case = make.make_routing(monitor).case
    reviewing.route(case, monitor, [make.make_office("18501-HOSP-01")])
    with later(31):
        assert chasing.chase()["gone up"] == 2
        assert held_by(case.id) == [(1, "18501-HD-01")]


# --- the coordinator ---------------------------------------------------------------------------------------------------


def coordinator():
    return make.make_user(Role.COORDINATOR, office=directory.facility("18501-HD-01"))


def test_a_coordinator_takes_it_higher_only_when_it_is_late():
    all_on_the_platform()
    routing, someone = make.make_routing(), make.actor_of(coordinator())
    with pytest.raises(NotAllowed):
        escalating.go_up(routing, someone)
    with later(8):
        escalating.go_up(routing, someone)
        assert held_by(routing.case_id) == [(1, "18501-HD-01")]


def twice_returned():
    """A case that two offices sent back, its monitor, and the second routing."""
    all_on_the_platform()
    monitor = make.make_monitor()
    routing = make.make_routing(monitor)
    answering.give_back(routing, make.make_official(routing.addressee), "other_office", "Эмнэлгийнх")
    [second] = reviewing.route(routing.case, monitor, [make.make_office("18501-HOSP-01")])
    answering.give_back(second, make.make_official(second.addressee), "other_office", "Сумынх")
    return monitor, second


def test_after_two_returns_the_monitor_waits_for_the_coordinator_five_days():
    monitor, routing = twice_returned()
    assert not policy.may(monitor, Permission.CASE_ROUTE, routing.case)
    with later(6):
        assert policy.may(monitor, Permission.CASE_ROUTE, routing.case)


def test_the_coordinators_word_ends_it_and_the_office_cannot_return_it():
    _monitor, routing = twice_returned()
    back = escalating.settle(routing, make.actor_of(coordinator()), make.make_office())
    assert back.addressee.code == make.TARIALAN and back.status == RoutingStatus.ROUTED
    with pytest.raises(NotAllowed):
        answering.give_back(back, make.make_official(back.addressee), "other_office", "Дахиад")
    assert db.session.get_one(Case, routing.case_id).status == Status.WITH_OFFICE


def test_a_coordinator_cannot_name_a_closed_office():
    _monitor, routing = twice_returned()
    closed = make.make_office("18501-WEL-01")
    closed.standing = Standing.CLOSED
    with pytest.raises(Invalid):
        escalating.settle(routing, make.actor_of(coordinator()), closed)


def test_the_coordinator_finds_and_decides_it_on_the_pages(client):
    _monitor, routing = twice_returned()
    make.sign_in(client, coordinator())
    assert routing.number in client.get("/en/office?view=to_settle").text
    page = client.get(f"/en/office/{routing.number}").text
    assert "Decide whose it is" in page
    data = {"office": make.TARIALAN, "csrf_token": make.token(client, f"/en/office/{routing.number}")}
    assert client.post(f"/en/office/{routing.number}/settle", data=data).status_code == 302
    assert held_by(routing.case_id) == [(0, make.TARIALAN)]


def test_a_late_case_is_taken_higher_with_one_button(client):
    all_on_the_platform()
    routing = make.make_routing()
    with later(8):
        make.sign_in(client, coordinator())
        token = make.token(client, f"/en/office/{routing.number}")
        assert "Take it one step higher" in client.get(f"/en/office/{routing.number}").text
        assert client.post(f"/en/office/{routing.number}/escalate", data={"csrf_token": token}).status_code == 302
    assert held_by(routing.case_id) == [(1, "18501-HD-01")]


def test_the_authors_page_names_who_holds_it_since_when_and_when_it_goes_up(client):
    all_on_the_platform()
    case, receipt = make.make_case_with_receipt()
    monitor = make.make_monitor()
    reviewing.take(case, monitor)
    reviewing.review(case, monitor, make.make_review())
    reviewing.route(case, monitor, [make.make_office()])
    client.post("/en/track", data={"receipt": receipt, "csrf_token": make.token(client, "/en/track")})
    page = client.get("/en/track/case").text
    assert "since" in page and "Without an answer it goes to" in page


def test_the_windows_of_a_herder_who_is_away_wait(client):
    routing = make.make_routing(contact=CONTACT)
    answer_by(routing)
    case_id = routing.case_id
    routing.case.away_until = clock.today() + timedelta(days=40)
    db.session.commit()
    came = []
    for days in (22, 41, 49, 62):
        with later(days):
            chasing.chase()
        came.append((len(messages("reminder")), db.session.get_one(Case, case_id).status))
    assert came == [(0, "answered"), (0, "answered"), (1, "answered"), (2, "closed")]


# --- letters -----------------------------------------------------------------------------------------------------------------


def test_a_letter_that_nobody_hands_over_goes_up_after_thirty_days():
    routing = make.make_routing(facilities=[make.make_office("18540-WEL-01", ServiceLevel.LETTERS_ONLY)])
    case_id, above = routing.case_id, ladder.above(routing.addressee).code
    assert routing.delivered_at is None and routing.answer_due is None and routing.way_up_due
    with later(29):
        assert chasing.chase()["gone up"] == 0
    with later(31):
        assert chasing.chase()["gone up"] == 1
    assert held_by(case_id) == [(1, above)]


def test_a_letter_that_was_handed_over_late_counts_from_that_day():
    routing = make.make_routing(facilities=[make.make_office("18540-WEL-01", ServiceLevel.LETTERS_ONLY)])
    coordinator = make.actor_of(make.make_user(Role.COORDINATOR, area=routing.case.province))
    with later(20):
        answering.deliver(routing, coordinator, clock.now(), "Бичгээр, эрхлэгчид")
        assert clock.day_of(routing.way_up_due, "Asia/Hovd") == clock.today("Asia/Hovd") + timedelta(days=30)
    with later(31):
        assert chasing.chase()["gone up"] == 0
