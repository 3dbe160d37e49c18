"""Through a real gateway: what a phone sends is filed and answered, long messages come whole, and delivery is reported."""

import pytest
import sqlalchemy as sa

from accountability.cases.models import Case
from accountability.core.db import db
from accountability.outbox import operations as outbox
from accountability.outbox import senders
from accountability.outbox.models import Message
from tests.journeys.conftest import house as house
from tests.sms.gateway import RealPhone, wait_until
from tests.sms.gateway import gateway as gateway

pytestmark = pytest.mark.slow
STORY = "Сумын эмийн санд даралтын эм хоёр сар алга. Хөгшчүүл аймаг орж авдаг, зам хол, шатахуун үнэтэй. Хэзээ ирэх вэ?"


def deliver(house):
    with house.app.app_context():
        return outbox.deliver(senders.out_of(house.app.config))


def turn(house, phone, text):
    """Says something; the worker sends the answer; the phone reads it."""
    phone.says(text)
    wait_until(lambda: deliver(house) > 0)
    return phone.reads()[-1]


def states():
    """What the gateway said of each reply; the database is free again afterwards, so that reports can be written."""
    found = sa.select(Message.delivery).where(Message.kind == "sms_reply", Message.done_at.is_not(None))
    seen = set(db.session.scalars(found))
    db.session.rollback()
    return seen


def test_a_case_is_filed_through_the_gateway_and_delivery_is_reported(house, gateway):
    phone = RealPhone(gateway)
    try:
        assert "5 үгүй" in turn(house, phone, STORY)
        assert "сумаа" in turn(house, phone, "5")
        assert "7 тийм" in turn(house, phone, "Увс, Тариалан")
        assert "Код: " in turn(house, phone, "7")
        with house.app.app_context():
            case = db.session.scalars(sa.select(Case)).one()
            assert case.soum.name_mn == "Тариалан"
            wait_until(lambda: states() == {"delivered"})
    finally:
        phone.hang_up()


def test_parts_that_come_out_of_order_make_one_message(house, gateway):
    phone = RealPhone(gateway)
    try:
        phone.says_part(" two months now", 9, 2, 2)
        phone.says_part("No medicine for", 9, 1, 2)
        wait_until(lambda: deliver(house) > 0)
        (asked,) = phone.reads()
        assert asked.startswith("Tany ug irlee")
    finally:
        phone.hang_up()
