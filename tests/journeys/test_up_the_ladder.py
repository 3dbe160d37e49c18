"""Nobody answers in Tarialan; the case goes up, the department promises, says it is done, the author objects, a monitor looks."""

from datetime import timedelta

import pytest
import time_machine

from accountability.core import clock
from tests import factories as make
from tests.journeys import climbing
from tests.journeys.entering import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STORY = "Манай сумын эмнэлгийн үүдэнд налуу зам байхгүй, тэргэнцэртэй хүүхдээ өргөж оруулдаг."


def file(page, lang):
    page.goto(f"/{lang}/feedback/new?facility={make.TARIALAN}")
    page.fill("#story", STORY)
    for consent in ("consent_store", "consent_pass_on", "consent_publish"):
        page.check(f"#{consent}")
    page.click("main form button")
    receipt = page.locator("[data-receipt]")
    return receipt.get_attribute("data-receipt"), receipt.get_attribute("data-public-id")


# Each language on a database of its own.
@pytest.mark.parametrize("lang", [pytest.param("mn", marks=pytest.mark.once), pytest.param("en", marks=pytest.mark.postgresql)])
def test_overdue_escalated_promised_claimed_disputed_and_checked(house, person, lang):
    climbing.make_staff(house)
    mother, monitor = person(360, script=False), person()
    code, number = file(mother, lang)
    sign_in(monitor, "monitor@example.mn", lang)
    climbing.review(monitor, lang, number)
    climbing.send(monitor, lang, number, publish=True)

    # Nobody answers: after the seven days it is overdue, after thirty the department has it.
    with time_machine.travel(clock.now() + timedelta(days=9)):
        climbing.chase(house)
        mother.goto(f"/{lang}/cases/{number}")
        assert {"mn": "Хугацаа хэтэрсэн", "en": "Overdue"}[lang] in mother.inner_text("main")
    with time_machine.travel(clock.now() + timedelta(days=32)):
        climbing.chase(house)
        mother.goto(f"/{lang}/cases/{number}")
        said = mother.inner_text("main")
        assert {"mn": "Эрүүл мэндийн газар", "en": "health department"}[lang] in said

        # The department promises; the public reads it once a monitor looked.
        department = climbing.promise(person, lang)
        monitor = climbing.publish_promise(person, lang)
        reader = person(360)
        reader.goto(f"/{lang}/commitments")
        assert climbing.PROMISE in reader.inner_text("main")

        # Said to be done; the author does not see it; a monitor goes there and does.
        climbing.claim(department, lang)
        mother.goto(f"/{lang}/track")
        mother.fill("#receipt", code)
        mother.click("main form button")
        assert climbing.PROMISE in mother.inner_text("main")
        mother.check("input[name=verdict][value=dispute]")
        mother.check("input[name=reason][value=not_true]")
        mother.click("form[action$='/judge'] button")
        reader.goto(f"/{lang}/commitments")
        assert {"mn": "Хэлсэн ёсоор нь хийгээгүй", "en": "Not done as described"}[lang] in reader.inner_text("main")
        reader.click("main ul.inbox a")
        climbing.look(monitor, lang, reader.url.rsplit("/", 1)[1])
        reader.reload()
        assert {"mn": "Хянагч очиж шалгасан", "en": "Checked by monitor on a visit"}[lang] in reader.inner_text("main")
