"""One letter a day for whoever wants it so: nothing twice, nothing lost, and nothing that was handled meanwhile."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine

from accountability.access.roles import Role
from accountability.cases.operations import answering, authoring
from accountability.core import clock
from accountability.core.db import db
from accountability.outbox import operations as outbox
from accountability.outbox import queries as outgoing
from accountability.outbox.models import Message
from accountability.preferences import gathering, operations
from accountability.preferences.models import Pace, Wants
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
WEST = ZoneInfo("Asia/Hovd")
DAY = datetime(2026, 11, 25, 14, tzinfo=WEST)
MORNING = datetime(2026, 11, 26, 9, tzinfo=WEST)


@pytest.fixture
def travel():
    with time_machine.travel(DAY, tick=False) as moved:
        yield moved


@pytest.fixture
def official(travel):
    """Somebody in an office who wants one letter a day."""
    office = make.make_office()
    person = make.make_user(Role.OFFICIAL, office=office)
    operations.choose(f"user:{person.id}", Wants.EVERYTHING, Pace.DAILY, None)
    return person


def deliver():
    sent = []
    while outbox.deliver(lambda letter, _id: sent.append(letter) or "sample"):
        pass
    return sent


def to(person, letters):
    return [letter for letter in letters if letter.to == person.email]


def digests():
    return list(db.session.scalars(sa.select(Message).where(Message.kind == gathering.KIND).order_by(Message.id)))


def answer(routing, official):
    answering.answer(routing, make.actor_of(official), answering.Reply(make.AnswerKind.APOLOGY, "Уучлаарай."))


def test_what_comes_in_a_day_goes_out_together_at_nine_the_next_morning(official, travel):
    first, second = make.make_routing(), make.make_routing()
    assert to(official, deliver()) == []
    [digest] = digests()
    assert digest.next_try_at == MORNING
    travel.move_to(MORNING - timedelta(minutes=1))
    assert to(official, deliver()) == []
    travel.move_to(MORNING)
    [letter] = to(official, deliver())
    assert f"/office/{first.number}" in letter.text and f"/office/{second.number}" in letter.text
    assert letter.stop_link and letter.text.endswith(letter.stop_link)
    assert to(official, deliver()) == []


def test_what_came_before_nine_goes_out_the_same_morning(official, travel):
    travel.move_to(datetime(2026, 11, 25, 8, tzinfo=WEST))
    make.make_routing()
    deliver()
    assert digests()[0].next_try_at == datetime(2026, 11, 25, 9, tzinfo=WEST)


def test_what_was_handled_meanwhile_is_left_out(official, travel):
    handled, waits = make.make_routing(), make.make_routing()
    deliver()
    answer(handled, official)
    travel.move_to(MORNING)
    [letter] = to(official, deliver())
    assert handled.number not in letter.text and waits.number in letter.text


def test_an_empty_letter_is_not_sent(official, travel):
    routing = make.make_routing()
    deliver()
    answer(routing, official)
    travel.move_to(MORNING)
    assert to(official, deliver()) == []
    assert digests()[0].outcome == "empty"


def test_a_question_that_the_author_took_back_is_left_out_for_the_monitor(travel):
    person = make.make_user()
    operations.choose(f"user:{person.id}", Wants.EVERYTHING, Pace.DAILY, None)
    case = make.make_answered(make.actor_of(person)).case
    deliver()
    authoring.withdraw(case)
    travel.move_to(MORNING)
    assert to(person, deliver()) == [] and digests()[0].outcome == "empty"


def test_a_letter_of_the_day_names_neither_office_nor_matter(official, travel):
    make.make_routing()
    deliver()
    travel.move_to(MORNING)
    [letter] = to(official, deliver())
    assert make.OFFICE_TEXT not in letter.text and "Тариалан" not in letter.text + letter.subject


def test_what_must_come_comes_at_once_and_alone(official, travel):
    from accountability.accounts import operations as accounts

    accounts.reset(make.actor_of(make.make_user(Role.ADMIN)), official)
    assert len(to(official, deliver())) == 1 and not digests()


def test_whoever_stops_everything_meanwhile_gets_no_letter_of_the_day(official, travel):
    make.make_routing()
    deliver()
    operations.stop(f"user:{official.id}")
    travel.move_to(MORNING)
    assert to(official, deliver()) == [] and digests()[0].outcome == "stopped"


def test_what_is_a_colleagues_now_goes_out_to_the_colleague(official, travel):
    office = make.make_office()
    routing = make.make_routing(office=office)
    deliver()
    colleague = make.make_user(Role.OFFICIAL, office=office)
    official.is_active = False
    db.session.flush()
    travel.move_to(MORNING)
    sent = deliver()
    assert to(official, sent) == []
    assert [routing.number in letter.text for letter in to(colleague, sent)] == [True]


def test_nothing_is_put_into_a_letter_that_a_worker_has_taken_up(official, travel):
    make.make_routing()
    deliver()
    [first] = digests()
    travel.move_to(MORNING - timedelta(seconds=1))
    first.lease, first.leased_until = "another-worker", clock.now() + outbox.LEASE
    late = make.make_routing()
    deliver()
    second = digests()[1]
    assert second.next_try_at == MORNING + timedelta(days=1)
    assert [message.subject_id for message in outgoing.gathered_into(second.id)] == [late.id]


def test_a_letter_of_the_day_that_fails_is_tried_again_with_the_same_id_and_the_same_things(official, travel):
    make.make_routing()
    deliver()
    travel.move_to(MORNING)
    ids = []

    def broken(letter, message_id):
        ids.append(message_id)
        raise ConnectionRefusedError

    outbox.deliver(broken)
    make.make_routing()
    travel.shift(timedelta(minutes=2))
    outbox.deliver(lambda letter, message_id: ids.append((message_id, letter.text.count("/office/"))) or "sample")
    assert (ids[0], 1) in ids


def test_every_message_is_in_one_letter_only(official, travel):
    for _ in range(3):
        make.make_routing()
    deliver()
    deliver()
    [digest] = digests()
    assert len(outgoing.gathered_into(digest.id)) == 3
    assert {message.outcome for message in outgoing.gathered_into(digest.id)} == {"gathered"}


@pytest.mark.slow
def test_two_workers_at_once_put_everything_into_one_letter(cloned):
    with cloned.app_context():
        office = make.make_office()
        person = make.make_user(Role.OFFICIAL, office=office)
        operations.choose(f"user:{person.id}", Wants.EVERYTHING, Pace.DAILY, None)
        routings = [make.make_routing(office=office) for _ in range(8)]
        db.session.commit()
        db.session.remove()

    def work():
        with cloned.app_context():
            while outbox.deliver(lambda _letter, _id: "sample", batch=1):
                pass
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with cloned.app_context():
        [digest] = digests()
        told = [message for message in outgoing.gathered_into(digest.id) if message.kind == "routed"]
        assert len(told) == len(routings) and {message.outcome for message in told} == {"gathered"}
