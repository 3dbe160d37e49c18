"""A herder with nothing but text messages: filed, overdue, taken higher, promised, said to be done, disputed, checked on a visit.

The messages go through a real gateway and the fake message centre behind it; staff work in a real browser.
"""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability.cases.models import Case
from accountability.core import clock
from accountability.core.db import db
from accountability.outbox import operations as outbox
from accountability.outbox import senders
from accountability.sms import wording
from accountability.sms.models import Script
from tests import factories as make
from tests.journeys import climbing
from tests.journeys.entering import sign_in
from tests.sms.gateway import RealPhone, wait_until
from tests.sms.gateway import gateway as gateway

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STORY = "Манай сумын эмнэлгийн үүдэнд налуу зам байхгүй, тэргэнцэртэй хүүхдээ өргөж оруулдаг."


@pytest.fixture
def herder(gateway):
    phone = RealPhone(gateway)
    yield phone
    phone.hang_up()


class Talk:
    """The herder's phone and the worker that sends what is due."""

    def __init__(self, house, phone):
        self.house, self.phone = house, phone

    def deliver(self):
        with self.house.app.app_context():
            send = senders.out_of(self.house.app.config)
            return outbox.deliver(lambda letter, name: send(letter, name) if letter.by == "sms" else "sample")

    def says(self, text):
        """What comes back last."""
        self.phone.says(text)
        wait_until(lambda: self.deliver() > 0)
        return self.phone.reads()[-1]

    def hears(self):
        """What comes by itself."""
        wait_until(lambda: self.deliver() > 0)
        return " ".join(self.phone.reads())


def number_of(house):
    with house.app.app_context():
        return db.session.scalars(sa.select(Case.public_id)).one()


@pytest.mark.parametrize("lang", [pytest.param("mn", marks=pytest.mark.once), pytest.param("en", marks=pytest.mark.postgresql)])
def test_everything_by_text_alone(house, person, herder, lang):
    climbing.make_staff(house)
    talk = Talk(house, herder)
    if lang == "en":
        talk.says("english")
    talk.says(STORY)
    talk.says("5")
    talk.says("Увс аймаг, Тариалан")
    assert {"mn": "Код", "en": "code"}[lang] in talk.says("7")
    number = number_of(house)

    monitor = person()
    sign_in(monitor, "monitor@example.mn", lang)
    climbing.review(monitor, lang, number, facility=make.TARIALAN)
    climbing.send(monitor, lang, number, publish=False)
    assert {"mn": "Дамжууллаа (А)", "en": "Passed on (А)"}[lang] in talk.hears()

    # Nobody answers: it is late, and after thirty days it goes one step higher.
    with time_machine.travel(clock.now() + timedelta(days=9)):
        climbing.chase(house)
        due = clock.today() - timedelta(days=2)
        assert f"{due:%m-}" in talk.says({"mn": "хаана", "en": "where"}[lang])
    with time_machine.travel(clock.now() + timedelta(days=32)):
        climbing.chase(house)
        assert {"mn": "нэг шат дээш", "en": "one step higher"}[lang] in talk.hears()

        # The department promises, and later says that it is done; the herder does not see it.
        department = climbing.promise(person, lang)
        monitor = climbing.publish_promise(person, lang)
        climbing.claim(department, lang)
        assert "А3" in talk.hears()
        read = talk.says("4")
        while "А4" in read[-6:]:
            read = read.rpartition("…")[0] + talk.says("4")
        assert wording.in_script(climbing.PROMISE, {"mn": Script.CYRILLIC, "en": Script.LATIN}[lang]) in read
        talk.says("3")
        assert {"mn": "нэмлээ", "en": "added"}[lang] in talk.says("Налуу зам алга, шороо овоолсон байна")

        # The author's no stands in public until a monitor goes there and sees it.
        reader = person(360)
        reader.goto(f"/{lang}/commitments")
        assert {"mn": "Хэлсэн ёсоор нь хийгээгүй", "en": "Not done as described"}[lang] in reader.inner_text("main")
        reader.click("main ul.inbox a")
        climbing.look(monitor, lang, reader.url.rsplit("/", 1)[1])
        reader.reload()
        assert {"mn": "Хянагч очиж шалгасан", "en": "Checked by monitor on a visit"}[lang] in reader.inner_text("main")
