"""A mother in Uvs says that the medicine is missing; in the end she confirms that it came, and the province counts it."""

from datetime import timedelta

import pytest
import time_machine

from accountability.access.roles import Role
from accountability.core import clock
from accountability.core.db import db
from accountability.dashboards import operations as dashboards
from tests import factories as make
from tests.journeys.entering import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = (
    "Би 73 настай ээжтэйгээ амьдардаг. Даралтын эм нь хоёр сар ирсэнгүй. Б.Долгор сувилагч сайн хүн, харин эмийн захиалгыг хэн "
    "хариуцдаг нь мэдэгдэхгүй юм. 9911 2233 руу залгаарай."
)
REDACTED = "Даралтын эм хоёр сар ирсэнгүй. Сувилагч сайн хүн, харин эмийн захиалгыг хэн хариуцдаг нь мэдэгдэхгүй юм."
FIRST_ANSWER = "Эмийн захиалгыг аймгийн эмийн сан хариуцдаг. Ирэх долоо хоногт ирнэ."
SECOND_ANSWER = "Эм өнөөдөр ирлээ. Ээждээ зориулж авахаар ирээрэй. Хоцорсонд уучлаарай."


@pytest.fixture
def staff(house):
    with house.app.app_context():
        monitor = make.make_user(Role.SENIOR_MONITOR, name="Жишээ: Увсын хянагч", email="monitor@example.mn")
        office = make.make_office()
        official = make.make_user(Role.OFFICIAL, office=office, name="Жишээ: эмнэлгийн эрхлэгч", email="official@example.mn")
        assert monitor.id != official.id
        db.session.commit()


def open_my_case(page, lang, code):
    page.goto(f"/{lang}/track")
    page.fill("#receipt", code)
    page.click("main form button")


@pytest.mark.parametrize("lang", ["mn", pytest.param("en", marks=pytest.mark.once)])
def test_from_missing_medicine_to_a_confirmed_answer(house, staff, person, picture, lang, tmp_path):
    photo = tmp_path / "shelf.jpg"
    photo.write_bytes(make.photo((1200, 900)))

    # The mother, on a cheap phone, without JavaScript.
    mother = person(360, script=False)
    mother.goto(f"/{lang}/")
    keep(picture, lang, mother, "1-home")
    mother.click("main a[href$='/feedback/new']")
    mother.click("a[href$='province=MN-046']")
    mother.click("a[href$='soum=18540']")
    keep(picture, lang, mother, "2-place")
    mother.click(f"a[href$='facility={make.TARIALAN}']")
    mother.fill("#story", STORY)
    mother.set_input_files("#photos", str(photo))
    for consent in ("consent_store", "consent_pass_on", "consent_publish"):
        mother.check(f"#{consent}")
    keep(picture, lang, mother, "3-form")
    mother.click("main form button")
    receipt = mother.locator("[data-receipt]")
    code, number = receipt.get_attribute("data-receipt"), receipt.get_attribute("data-public-id")
    assert len(code) == 20
    keep(picture, lang, mother, "4-receipt")

    # The monitor reads, redacts, publishes and sends.
    monitor = person()
    sign_in(monitor, "monitor@example.mn", lang)
    monitor.goto(f"/{lang}/desk")
    monitor.click(f"a[href$='{number}']")
    monitor.click("form[action$='/take'] button")
    monitor.goto(f"/{lang}/desk/cases/{number}")
    assert "Б.Долгор" in monitor.inner_text("main")
    assert monitor.locator(".photos img").count() == 1
    monitor.fill("#text_office", REDACTED)
    monitor.fill("#text_public", REDACTED)
    monitor.check("input[name=recognisable][value=no]")
    monitor.check("input[name=kind][value=complaint]")
    keep(picture, lang, monitor, "5-desk")
    monitor.click("form[action$='/review'] button:not([name=act])")
    monitor.goto(f"/{lang}/desk/cases/{number}/send")
    monitor.check("input[name=action][value=publish]")
    monitor.click("form[action$='/visibility'] button")
    monitor.check(f"input[name=office][value='{make.TARIALAN}']")
    keep(picture, lang, monitor, "6-send")
    monitor.click("form[action$='/route'] button")

    # The health centre acknowledges and answers.
    official = person()
    sign_in(official, "official@example.mn", lang)
    official.goto(f"/{lang}/office")
    keep(picture, lang, official, "7-inbox")
    official.click("main ul.inbox a, main table a")
    assert "Долгор" not in official.inner_text("body")
    acknowledge(official)
    answer(official, FIRST_ANSWER)
    keep(picture, lang, official, "8-answered")

    # She disputes; it is answered again; she confirms.
    open_my_case(mother, lang, code)
    assert FIRST_ANSWER in mother.inner_text("main")
    mother.check("input[name=verdict][value=dispute]")
    mother.check("input[name=reason][value=not_done]")
    mother.fill("form[action$='/judge'] textarea", "Эм одоо ч алга")
    keep(picture, lang, mother, "9-my-case")
    mother.click("form[action$='/judge'] button")
    official.goto(f"/{lang}/office")
    official.click("main ul.inbox a, main table a")
    assert "одоо ч" not in official.inner_text("body")
    answer(official, SECOND_ANSWER)
    mother.goto(f"/{lang}/track/case")
    mother.check("input[name=verdict][value=confirm]")
    mother.click("form[action$='/judge'] button")

    # Everybody reads it, without a word that shows who she is; the answer waited for the monitor's look.
    monitor.goto(f"/{lang}/desk/cases/{number}/send")
    monitor.locator("form[action*='/answers/'] textarea").last.fill(SECOND_ANSWER)
    monitor.locator("form[action*='/answers/'] button[value=publish]").last.click()
    reader = person()
    reader.goto(f"/{lang}/cases/{number}")
    words = reader.inner_text("main")
    assert REDACTED in words
    assert SECOND_ANSWER in words
    assert "Долгор" not in words
    keep(picture, lang, reader, "10-public-case")

    # The Uvs page counts it, as fewer than five.
    with time_machine.travel(clock.now() + timedelta(days=8)):
        with house.app.app_context():
            dashboards.publish(clock.now())
            db.session.commit()
            assert dashboards.differences() == []
        reader.goto(f"/{lang}/provinces/MN-046")
        assert "< 5" in reader.inner_text("main").replace("\N{NO-BREAK SPACE}", " ")
        keep(picture, lang, reader, "11-uvs")


def acknowledge(page):
    page.fill("form[action$='/acknowledge'] input[type=text]", "Эмнэлгийн эрхлэгч")
    page.click("form[action$='/acknowledge'] button")


def answer(page, words):
    page.check("form[action$='/answer'] input[name=kind][value=explanation]")
    page.fill("form[action$='/answer'] textarea[name=text]", words)
    page.click("form[action$='/answer'] button[type=submit]")


def keep(picture, lang, page, name):
    if lang == "mn":
        picture(page, name)
