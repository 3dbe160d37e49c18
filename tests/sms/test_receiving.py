"""Messages come late, doubled, in parts and out of order, from strangers and in floods; nothing is lost and nothing done twice."""

import logging
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability.cases import queries
from accountability.core import clock
from accountability.core.db import db
from accountability.outbox.models import Message
from accountability.sms import chasing
from accountability.sms.models import SmsPart, SmsPhone
from accountability.sms.operations import receiving, talking
from tests.sms.phones import NUMBER, SECRET, STORY, Phone, headers, kept, newest_case

PARTS = ["Сумын эмийн санд ", "даралтын эм ", "хоёр сар алга."]


def udh(part, parts, reference=7):
    return bytes([5, 0, 3, reference, parts, part])


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 2, 3, 1, 3, 1)])
def test_parts_are_joined_in_whatever_order_they_come(phone, order):
    replies = []
    for part in order:
        replies += phone.says(PARTS[part - 1], udh=udh(part, 3))
    assert len(replies) == 1
    for text in ("5", "9", "7"):
        phone.says(text)
    assert queries.story_of(newest_case()) == STORY


def test_a_reference_of_two_bytes_joins_too(phone):
    assert phone.says("Эм ", udh=bytes([6, 8, 4, 1, 2, 2, 1])) == []
    assert len(phone.says("алга", udh=bytes([6, 8, 4, 1, 2, 2, 2]))) == 1


def test_a_message_brought_twice_is_answered_once(phone):
    assert len(phone.says(STORY, sent_at="2026-11-30 10:00:00")) == 1
    assert phone.says(STORY, sent_at="2026-11-30 10:00:00") == []


def test_a_doubled_yes_files_once(phone):
    for text in (STORY, "5", "9"):
        phone.says(text)
    phone.says("7", sent_at="2026-11-30 11:00:00")
    phone.says("7", sent_at="2026-11-30 11:00:00")
    phone.says("7")
    assert len(kept().threads) == 1


def test_of_a_message_whose_rest_never_comes_what_came_is_answered(phone):
    assert phone.says(PARTS[0], udh=udh(1, 3)) == []
    assert phone.says(PARTS[2], udh=udh(3, 3)) == []
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert chasing.chase() == 2
        assert len(phone.reads()) == 1
        for text in ("5", "9", "7"):
            phone.says(text)
        assert queries.story_of(newest_case()) == f"{PARTS[0]}…{PARTS[2]}"


def test_a_fault_in_the_middle_loses_nothing(phone, monkeypatch, caplog):
    real = talking.reply
    monkeypatch.setattr(receiving.talking, "reply", lambda *_: 1 / 0)
    with caplog.at_level(logging.ERROR):
        assert phone.brings(STORY).status_code == 200
    assert STORY not in caplog.text
    monkeypatch.setattr(receiving.talking, "reply", real)
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        chasing.chase()
        assert len(phone.reads()) == 1


@pytest.mark.parametrize("number", ["1414", "Mobicom", "", "tel:", "+9", "х" * 300, "+97611"])
def test_senders_that_nobody_could_answer_are_left_alone(phone, number):
    given = headers() | {"X-Kannel-From": number}
    given["X-Kannel-From"] = number.encode("ascii", "ignore").decode()
    assert phone.client.post("/gateway/sms", data=b"Tanii erh duuslaa", headers=given).status_code == 200
    assert kept() is None


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x"])
def test_nobody_but_the_gateway_gets_in(phone, secret):
    assert phone.brings(STORY, secret=secret).status_code == 403
    assert phone.client.get("/gateway/sms/delivered?message=1&state=1").status_code == 403
    assert db.session.scalar(sa.select(sa.func.count(SmsPart.id))) == 0


@pytest.mark.parametrize("authorization", ["", "Basic", "Basic ???", "Bearer x", "Basic \xff", "Basic OnNlY3JldA"])
def test_a_broken_authorization_is_a_refusal_and_no_fault(phone, authorization):
    given = {**headers(), "Authorization": authorization}
    assert phone.client.post("/gateway/sms", data=b"x", headers=given).status_code == 403


def test_without_a_secret_there_is_no_gateway(app, client):
    assert client.post("/gateway/sms", data=b"x", headers=headers()).status_code == 404


@pytest.mark.parametrize(
    ("body", "charset"),
    [(STORY.encode("utf-16-be"), "UTF-16BE"), (STORY.encode(), "UTF-8"), (STORY.encode(), "no-such-thing")],
)
def test_every_charset_is_read(phone, body, charset):
    given = headers() | {"Content-Type": f"text/plain; charset={charset}"}
    phone.client.post("/gateway/sms", data=body, headers=given)
    for text in ("5", "9", "7"):
        phone.says(text)
    assert queries.story_of(newest_case()) == STORY


@pytest.mark.parametrize("body", [b"", b"   ", b"\x00", b"\xff\xfe\xfd", "\u202e".encode(), b"\x01" * 500, "🙂".encode() * 40])
def test_no_text_is_a_fault(phone, body):
    assert phone.client.post("/gateway/sms", data=body, headers=headers()).status_code == 200


def test_a_huge_message_is_refused(phone):
    assert phone.client.post("/gateway/sms", data=b"x" * 20_000, headers=headers()).status_code == 413


@pytest.mark.parametrize(
    "header", [b"\x05", b"\x05\x00\x03\x07\x02", b"\x05\x00\x03\x07\x00\x00", b"\xff" * 140, b"\x05\x00\x03\x07\x02\x03"]
)
def test_a_broken_user_data_header_makes_a_single_message(phone, header):
    assert len(phone.says(STORY, udh=header)) == 1


def test_a_story_longer_than_messages_bear_is_refused_and_what_came_before_stays(phone):
    phone.says(STORY)
    (said,) = phone.says("үг " * 2_000)
    assert "урт" in said
    for text in ("5", "9", "7"):
        phone.says(text)
    assert queries.story_of(newest_case()) == STORY


def test_who_files_very_often_waits_for_somebody_to_let_it_through(phone):
    for _ in range(6):
        for text in (STORY, "8", "5", "9", "7"):
            phone.says(text)
    cases = [thread.case for thread in kept().threads]
    assert [case.quarantined for case in cases] == [False] * 5 + [True]


def test_drafts_are_forgotten_after_three_days_and_phones_with_them(phone):
    phone.says(STORY)
    with time_machine.travel(clock.now() + timedelta(days=4)):
        chasing.chase()
        assert kept() is None
        assert phone.says("5") != []


def test_marks_of_repeats_are_forgotten_after_a_week(phone):
    phone.says(STORY)
    with time_machine.travel(clock.now() + timedelta(days=8)):
        chasing.chase()
    assert db.session.scalar(sa.select(sa.func.count(SmsPart.id))) == 0


def test_nothing_in_the_tables_shows_number_or_words(phone):
    phone.says(STORY)
    phone.brings("Дутуу", udh=udh(1, 2))
    rows = [
        repr(tuple(row)) for table in (SmsPart, SmsPhone, Message) for row in db.session.execute(sa.select(*table.__table__.c))
    ]
    for secret in (NUMBER, NUMBER[4:], "даралтын", "Дутуу"):
        assert not any(secret in row for row in rows), secret


def test_a_flood_from_one_number_is_told_once_and_then_met_with_silence(cloned):
    cloned.config["SMS_SECRET"] = SECRET
    client = cloned.test_client()
    for _ in range(40):
        assert client.post("/gateway/sms", data=STORY.encode(), headers=headers()).status_code == 200
    with cloned.app_context():
        phone = Phone(client)
        said = phone.reads()
        assert len(said) == receiving.MOST_AN_HOUR + 1
        assert "Нэг цагийн" in said[-1]
        stranger = client.post("/gateway/sms", data=STORY.encode(), headers=headers("+97688001122"))
        assert stranger.status_code == 200
        assert len(Phone(client, "+97688001122").reads()) == 1
