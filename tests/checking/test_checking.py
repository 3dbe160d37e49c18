"""Call-backs by lot to those who said yes or nothing, by somebody else than the reviewer; bursts are shown, nothing is done to them."""

from datetime import timedelta

import pytest
import time_machine

from accountability.access.roles import Role
from accountability.audit import operations as audit
from accountability.audit import queries as trail
from accountability.cases import queries as cases
from accountability.cases.models import Case
from accountability.cases.operations import authoring, chasing
from accountability.cases.workflow import Verdict, VerdictAction
from accountability.checking import chasing as drawing
from accountability.checking import operations, queries
from accountability.checking.models import CallBack, Draw, Outcome
from accountability.checking.sampling import sample
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import MoveNotAllowed, NotAllowed, NotFound
from tests import factories as make

CONTACT = {"way": "phone", "phone": "+97699112233"}


def confirmed(**changes):
    routing = make.make_answered(contact=CONTACT, **changes)
    authoring.judge(cases.lock(routing.case_id), VerdictAction.CONFIRM)
    return db.session.get(Case, routing.case_id)


def next_monday():
    return clock.now() + timedelta(days=7 - clock.today().weekday(), minutes=5)


@pytest.fixture
def drawn(app):
    """One confirmed case, and its call in the week after."""
    case = confirmed()
    with time_machine.travel(next_monday()):
        drawing.chase()
        yield db.session.query(CallBack).one(), case


def test_a_tenth_is_drawn_at_least_one_and_at_most_ten():
    assert [len(sample("seed", map(str, range(count)))) for count in (0, 1, 10, 11, 55, 1000)] == [0, 1, 1, 2, 6, 10]


def test_the_draw_hangs_on_the_seed_alone():
    names = [f"case{number}" for number in range(100)]
    assert sample("one", names) == sample("one", reversed(names))
    assert sample("one", names) != sample("two", names)


def test_the_draw_uses_the_published_fingerprint_and_happens_once_a_week(app):
    case = confirmed()
    with time_machine.travel(next_monday()):
        audit.publish_root()
        assert drawing.chase() == 1
        assert drawing.chase() == 0
        made = db.session.query(Draw).one()
        assert (made.among, made.drawn) == (1, 1)
        assert len(made.seed) == 64
    assert db.session.query(CallBack).one().case_id == case.id


def test_those_who_said_nothing_are_drawn_too_and_those_who_cannot_be_reached_are_not(app):
    silent = make.make_answered(contact=CONTACT).case
    routing = make.make_answered()
    authoring.judge(cases.lock(routing.case_id), VerdictAction.CONFIRM)
    start = clock.now()
    for days in range(5, 50, 5):
        with time_machine.travel(start + timedelta(days=days)):
            chasing.chase()
    silent = cases.lock(silent.id)
    assert silent.verdict == Verdict.SILENT
    with time_machine.travel(silent.judged_at + timedelta(days=7)):
        drawing.chase()
    assert [call.case_id for call in db.session.query(CallBack)] == [silent.id]


def test_the_reviewer_does_not_ask_about_their_own_case(drawn):
    call, case = drawn
    reviewer = make.actor_of(case.reviewer)
    other = make.make_monitor()
    assert queries.waiting(reviewer, 10, 0) == []
    assert [one.id for one in queries.waiting(other, 10, 0)] == [call.id]
    with pytest.raises(NotFound):
        queries.call(call.id, reviewer)
    with pytest.raises(NotAllowed):
        operations.note(call, reviewer, Outcome.SOLVED)


def test_a_monitor_of_another_province_sees_nothing(drawn):
    call, _case = drawn
    stranger = make.make_monitor(area=make.province("MN-071"))
    assert queries.waiting(stranger, 10, 0) == []
    with pytest.raises(NotFound):
        queries.call(call.id, stranger)


def test_the_contact_opens_for_the_call_and_the_author_sees_it(drawn):
    call, case = drawn
    assert operations.open_contact(call, make.make_monitor())["phone"] == CONTACT["phone"]
    assert any(line.action == "open_contact" and line.content["reason"] == "call_back" for line in trail.history(case.chain))


def test_a_no_opens_the_case_again_and_a_call_is_noted_once(drawn):
    call, case = drawn
    monitor = make.make_monitor()
    operations.note(call, monitor, Outcome.NOT_SOLVED)
    assert (case.verdict, case.cycle) == (Verdict.DISPUTED, 2)
    assert queries.outcomes(call.week) == {(Verdict.CONFIRMED, "not_solved"): 1}
    with pytest.raises(MoveNotAllowed):
        operations.note(call, monitor, Outcome.SOLVED)
    with pytest.raises(MoveNotAllowed):
        operations.open_contact(call, monitor)


@pytest.mark.parametrize("outcome", [Outcome.SOLVED, Outcome.NOT_REACHED, Outcome.NO_WISH])
def test_anything_else_leaves_a_yes_as_it_is(drawn, outcome):
    call, case = drawn
    operations.note(call, make.make_monitor(), outcome)
    assert case.verdict == Verdict.CONFIRMED


def test_who_spoke_meanwhile_is_not_asked(drawn):
    call, case = drawn
    authoring.dispute(cases.lock(case.id), "not_done")
    monitor = make.make_monitor()
    assert queries.waiting(monitor, 10, 0) == []
    with pytest.raises(MoveNotAllowed):
        operations.note(call, monitor, Outcome.SOLVED)


def test_the_page_leads_through_a_call(drawn, client):
    call, _case = drawn
    make.sign_in(client, make.make_user(Role.MONITOR))
    page = client.get("/mn/desk/calls")
    assert CONTACT["phone"] not in page.text
    token = make.token(client, "/mn/desk/calls")
    opened = client.post(f"/mn/desk/calls/{call.id}/contact", data={"csrf_token": token})
    assert CONTACT["phone"] in opened.text
    assert opened.headers["Cache-Control"] == "no-store"
    assert client.post(f"/mn/desk/calls/{call.id}", data={"csrf_token": token}).status_code == 422
    for bad in ("", "perhaps"):
        assert client.post(f"/mn/desk/calls/{call.id}", data={"csrf_token": token, "outcome": bad}).status_code == 422
    done = client.post(f"/mn/desk/calls/{call.id}", data={"csrf_token": token, "outcome": "not_reached"})
    assert done.status_code == 303
    assert client.post(f"/mn/desk/calls/{call.id}", data={"csrf_token": token, "outcome": "solved"}).status_code in {404, 409}


def test_many_at_one_office_at_once_are_shown(app):
    monitor = make.make_monitor()
    for _ in range(queries.LEAST - 1):
        make.make_case()
    assert queries.bursts(monitor, clock.now() + timedelta(minutes=1)) == []
    make.make_case()
    (burst,) = queries.bursts(monitor, clock.now() + timedelta(minutes=1))
    assert (burst.office.code, burst.count, burst.usual) == (make.TARIALAN, queries.LEAST, 0.0)
    assert queries.bursts(make.make_monitor(area=make.province("MN-071")), clock.now()) == []


def test_what_is_usual_there_is_no_burst(app):
    monitor, start = make.make_monitor(), clock.now()
    for weeks in range(1, 8):
        with time_machine.travel(start - timedelta(weeks=weeks)):
            for _ in range(8):
                make.make_case()
    for _ in range(8):
        make.make_case()
    assert queries.bursts(monitor, clock.now() + timedelta(minutes=1)) == []


def test_many_yes_within_an_hour_are_shown(app):
    for _ in range(queries.LEAST_AT_ONCE):
        confirmed()
    (burst,) = queries.verdict_bursts(make.make_monitor(), clock.now())
    assert burst.count == queries.LEAST_AT_ONCE


@pytest.mark.parametrize("contact", [CONTACT, {}])
def test_the_public_reads_when_nobody_could_ask_again(client, contact):
    case = make.make_public(contact=contact)
    routing = make.reviewing.route(case, make.actor_of(case.reviewer), case.facilities)[0]
    reply = make.answering.Reply(make.AnswerKind.EXPLANATION, "Эм ирсэн.")
    make.answering.answer(routing, make.make_official(routing.addressee), reply)
    authoring.judge(cases.lock(case.id), VerdictAction.CONFIRM)
    assert ("дахин асуух боломжгүй" in client.get(f"/mn/cases/{case.public_id}").text) is not bool(contact)
