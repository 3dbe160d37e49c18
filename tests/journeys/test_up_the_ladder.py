"""Nobody answers in Tarialan; the case goes up, the department promises, says it is done, the author objects, a monitor looks."""

from datetime import timedelta

import pytest
import time_machine

from accountability.access.roles import Role
from accountability.cases.operations import chasing
from accountability.core import clock
from accountability.core.db import db
from accountability.directory.labels import ServiceLevel
from tests import factories as make
from tests.journeys.entering import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STORY = "Манай сумын эмнэлгийн үүдэнд налуу зам байхгүй, тэргэнцэртэй хүүхдээ өргөж оруулдаг."
REDACTED = "Сумын эмнэлгийн үүдэнд налуу зам байхгүй. Дөрвөн хүн өргөж оруулдаг."
PROMISE = "Үүдэнд бариултай налуу зам хийнэ"


@pytest.fixture
def staff(house):
    """The health centre works on the platform, and so does the department above it."""
    with house.app.app_context():
        make.make_user(Role.SENIOR_MONITOR, name="Жишээ: хянагч", email="monitor@example.mn")
        office = make.make_office()
        office.supervisor.service_level = ServiceLevel.OPEN
        make.make_user(Role.OFFICIAL, office=office, email="official@example.mn")
        make.make_user(Role.OFFICIAL, office=office.supervisor, email="department@example.mn")
        db.session.commit()


def chase(house):
    with house.app.app_context():
        chasing.chase()


def file(page, lang):
    page.goto(f"/{lang}/feedback/new?facility={make.TARIALAN}")
    page.fill("#story", STORY)
    for consent in ("consent_store", "consent_pass_on", "consent_publish"):
        page.check(f"#{consent}")
    page.click("main form button")
    receipt = page.locator("[data-receipt]")
    return receipt.get_attribute("data-receipt"), receipt.get_attribute("data-public-id")


def review_and_send(page, lang, number):
    page.goto(f"/{lang}/desk")
    page.click(f"a[href$='{number}']")
    page.click("form[action$='/take'] button")
    page.goto(f"/{lang}/desk/cases/{number}")
    page.fill("#text_office", REDACTED)
    page.fill("#text_public", REDACTED)
    page.check("input[name=recognisable][value=no]")
    page.click("form[action$='/review'] button:not([name=act])")
    page.goto(f"/{lang}/desk/cases/{number}/send")
    page.check("input[name=action][value=publish]")
    page.click("form[action$='/visibility'] button")
    page.check(f"input[name=office][value='{make.TARIALAN}']")
    page.click("form[action$='/route'] button")


def fill(page, act, **values):
    for name, value in values.items():
        page.fill(f"form[action*='/{act}'] [name={name}]", value)


def day(days=0):
    return (clock.today() + timedelta(days=days)).isoformat()


# Each language on a database of its own.
@pytest.mark.parametrize("lang", [pytest.param("mn", marks=pytest.mark.once), pytest.param("en", marks=pytest.mark.postgresql)])
def test_overdue_escalated_promised_claimed_disputed_and_checked(house, staff, person, lang):
    mother, monitor = person(360, script=False), person()
    code, number = file(mother, lang)
    sign_in(monitor, "monitor@example.mn", lang)
    review_and_send(monitor, lang, number)

    # Nobody answers: after the seven days it is overdue, after thirty the department has it.
    with time_machine.travel(clock.now() + timedelta(days=9)):
        chase(house)
        mother.goto(f"/{lang}/cases/{number}")
        assert {"mn": "Хугацаа хэтэрсэн", "en": "Overdue"}[lang] in mother.inner_text("main")
    with time_machine.travel(clock.now() + timedelta(days=32)):
        chase(house)
        mother.goto(f"/{lang}/cases/{number}")
        said = mother.inner_text("main")
        assert {"mn": "Эрүүл мэндийн газар", "en": "health department"}[lang] in said

        # The department promises; the public reads it once a monitor looked.
        department = person()
        sign_in(department, "department@example.mn", lang)
        department.goto(f"/{lang}/office")
        department.click("main ul.inbox a")
        department.check("form[action$='/answer'] input[name=kind][value=change_planned]")
        department.click("form[action$='/answer'] details summary")
        fill(
            department,
            "answer",
            text="Зардлыг баталлаа.",
            change=PROMISE,
            due_on=day(30),
            sign="Налуу зам бий",
            owner_role="аж ахуй",
        )
        department.click("form[action$='/answer'] button[type=submit]")
        monitor = person()
        sign_in(monitor, "monitor@example.mn", lang)
        monitor.goto(f"/{lang}/desk/changes")
        monitor.click("main ul.inbox a")
        monitor.click("form[action*='/publish'] button")
        reader = person(360)
        reader.goto(f"/{lang}/commitments")
        assert PROMISE in reader.inner_text("main")

        # Said to be done; the author does not see it; a monitor goes there and does.
        department.goto(f"/{lang}/office/commitments")
        department.click("main ul.inbox a")
        fill(department, "claim", made_on=day(), words="Хийж дууслаа")
        department.click("form[action*='/claim'] button")
        mother.goto(f"/{lang}/track")
        mother.fill("#receipt", code)
        mother.click("main form button")
        assert PROMISE in mother.inner_text("main")
        mother.check("input[name=verdict][value=dispute]")
        mother.check("input[name=reason][value=not_true]")
        mother.click("form[action$='/judge'] button")
        reader.goto(f"/{lang}/commitments")
        assert {"mn": "Хэлсэн ёсоор нь хийгээгүй", "en": "Not done as described"}[lang] in reader.inner_text("main")
        reader.click("main ul.inbox a")
        monitor.goto(f"/{lang}/office/commitments/{reader.url.rsplit('/', 1)[1]}")
        monitor.check("form[action*='/look'] input[name=found][value=yes]")
        monitor.check("form[action*='/look'] input[name=by][value=visit]")
        fill(monitor, "look", seen_on=day(), words="Налуу замыг өөрөө үзлээ")
        monitor.click("form[action*='/look'] button")
        reader.reload()
        assert {"mn": "Хянагч очиж шалгасан", "en": "Checked by monitor on a visit"}[lang] in reader.inner_text("main")
