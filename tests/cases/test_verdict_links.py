"""One tap out of a message: signed by its secrecy, good once, for one round, over after thirty days, and opening it does nothing."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability.cases import messages as rendering
from accountability.cases.models import Case, VerdictLink
from accountability.cases.operations import authoring, chasing
from accountability.cases.workflow import Status, Verdict, VerdictAction
from accountability.core import clock
from accountability.core.db import db
from accountability.outbox.models import Message
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
CONTACT = {"email": "author@example.mn"}


def asked():
    """An answered case, and the address in the message about it."""
    case = make.make_answered(contact=CONTACT).case
    return case, link_in("answered")


def link_in(kind):
    message = db.session.scalars(sa.select(Message).where(Message.kind == kind).order_by(Message.id.desc())).first()
    text = rendering.RENDERERS[kind](message).text
    return "/en" + text.split("/mn", 1)[1].split()[0] if "/solved/" in text else None


def press(client, address, answer):
    return client.post(address, data={"answer": answer, "csrf_token": make.token(client, address)})


def case_again(case):
    return db.session.get_one(Case, case.id)


@pytest.mark.parametrize(
    ("answer", "verdict", "status"),
    [
        ("yes", Verdict.CONFIRMED, Status.CLOSED),
        ("partly", Verdict.PARTLY, Status.CLOSED),
        ("no", Verdict.DISPUTED, Status.WITH_OFFICE),
    ],
)
def test_one_tap_is_the_authors_word(client, answer, verdict, status):
    case, address = asked()
    assert press(client, address, answer).status_code == 200
    assert (case_again(case).verdict, case_again(case).status) == (verdict, status)


def test_opening_it_changes_nothing_and_tells_nothing(client):
    case, address = asked()
    page = client.get(address).text
    assert case_again(case).verdict == Verdict.ASKED
    for secret in (case.public_id, "Тариалан", "Tarialan", make.OFFICE_TEXT[:12]):
        assert secret not in page.replace(address, "")


def test_it_is_good_once(client):
    case, address = asked()
    token = make.token(client, address)
    assert client.post(address, data={"answer": "yes", "csrf_token": token}).status_code == 200
    assert client.post(address, data={"answer": "no", "csrf_token": token}).status_code == 410
    assert case_again(case).verdict == Verdict.CONFIRMED


def test_a_reminders_link_is_another_one_and_one_answer_uses_up_both(client):
    case, first = asked()
    with time_machine.travel(clock.now() + timedelta(days=8)):
        chasing.chase()
        second = link_in("reminder")
        assert second and second != first
        assert press(client, second, "partly").status_code == 200
        assert client.get(first).status_code == 410
    assert case_again(case).verdict == Verdict.PARTLY


def test_after_thirty_days_it_is_over(client):
    _case, address = asked()
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert client.get(address).status_code == 410
        chasing.clear_leftovers()
    assert not list(db.session.scalars(sa.select(VerdictLink)))


def test_an_old_rounds_link_does_not_judge_the_new_answer(client):
    case, address = asked()
    authoring.dispute(case, "not_done")
    assert client.get(address).status_code == 410


def test_a_late_word_after_silence_still_counts(client):
    case, _first = asked()
    for days in (8, 15, 22):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            chasing.chase()
    with time_machine.travel(clock.now() + timedelta(days=23)):
        assert press(client, link_in("reminder"), "yes").status_code == 200
    assert case_again(case).verdict == Verdict.CONFIRMED


@pytest.mark.parametrize("forged", ["no-such-token", "A" * 22, "../../x", "%00"])
def test_a_forged_link_opens_nothing(client, forged):
    assert client.get(f"/en/solved/{forged}").status_code in {400, 404}


@pytest.mark.parametrize("answer", ["", "maybe", "confirm"])
def test_a_wrong_answer_is_none(client, answer):
    case, address = asked()
    assert press(client, address, answer).status_code == 422
    assert case_again(case).verdict == Verdict.ASKED


def test_what_was_answered_otherwise_needs_no_link(client):
    case, address = asked()
    authoring.judge(case, VerdictAction.CONFIRM)
    assert client.get(address).status_code == 410


def test_the_token_rests_nowhere_in_plain():
    _case, address = asked()
    token = address.rsplit("/", 1)[1]
    kept = db.session.scalars(sa.select(VerdictLink.token_hash)).all()
    assert token not in kept
    message = db.session.scalars(sa.select(Message).where(Message.kind == "answered")).one()
    assert token.encode() not in (message.sealed_secret or b"")


def test_taking_the_words_back_takes_the_links_too(client):
    case, address = asked()
    authoring.withdraw(case)
    assert client.get(address).status_code == 404
