"""What staff do, through the pages, with a case that nobody answers in time: shared by the journeys that climb."""

from datetime import timedelta

from accountability.access.roles import Role
from accountability.cases.operations import chasing
from accountability.core import clock
from accountability.core.db import db
from accountability.directory.labels import ServiceLevel
from tests import factories as make
from tests.journeys.entering import sign_in

REDACTED = "Сумын эмнэлгийн үүдэнд налуу зам байхгүй. Дөрвөн хүн өргөж оруулдаг."
PROMISE = "Үүдэнд бариултай налуу зам хийнэ"


def make_staff(house):
    """A monitor; the health centre works on the platform, and so does the department above it."""
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


def fill(page, act, **values):
    for name, value in values.items():
        page.fill(f"form[action*='/{act}'] [name={name}]", value)


def day(days=0):
    return (clock.today() + timedelta(days=days)).isoformat()


def review(page, lang, number, *, facility=None):
    """Takes the case, redacts it, and says which facility it is about where the author could not."""
    page.goto(f"/{lang}/desk")
    page.click(f"a[href$='{number}']")
    page.click("form[action$='/take'] button")
    page.goto(f"/{lang}/desk/cases/{number}")
    page.fill("#text_office", REDACTED)
    page.fill("#text_public", REDACTED)
    page.check("input[name=recognisable][value=no]")
    if facility:
        page.fill("#facility", facility)
    page.click("form[action$='/review'] button:not([name=act])")


def send(page, lang, number, *, publish):
    page.goto(f"/{lang}/desk/cases/{number}/send")
    if publish:
        page.check("input[name=action][value=publish]")
        page.click("form[action$='/visibility'] button")
    page.check(f"input[name=office][value='{make.TARIALAN}']")
    page.click("form[action$='/route'] button")


def promise(person, lang):
    """The department answers with a change and a day for it; returns its page."""
    department = person()
    sign_in(department, "department@example.mn", lang)
    department.goto(f"/{lang}/office")
    department.click("main ul.inbox a")
    department.check("form[action$='/answer'] input[name=kind][value=change_planned]")
    department.click("form[action$='/answer'] details summary")
    told = {"text": "Зардлыг баталлаа.", "change": PROMISE, "due_on": day(30), "sign": "Налуу зам бий", "owner_role": "аж ахуй"}
    fill(department, "answer", **told)
    department.click("form[action$='/answer'] button[type=submit]")
    return department


def publish_promise(person, lang):
    """A monitor looks at the promise, and then everybody can read it; returns the monitor's page."""
    monitor = person()
    sign_in(monitor, "monitor@example.mn", lang)
    monitor.goto(f"/{lang}/desk/changes")
    monitor.click("main ul.inbox a")
    monitor.click("form[action*='/publish'] button")
    return monitor


def claim(department, lang):
    department.goto(f"/{lang}/office/commitments")
    department.click("main ul.inbox a")
    fill(department, "claim", made_on=day(), words="Хийж дууслаа")
    department.click("form[action*='/claim'] button")


def look(monitor, lang, change):
    """A monitor goes there and sees for themselves."""
    monitor.goto(f"/{lang}/office/commitments/{change}")
    monitor.check("form[action*='/look'] input[name=found][value=yes]")
    monitor.check("form[action*='/look'] input[name=by][value=visit]")
    fill(monitor, "look", seen_on=day(), words="Налуу замыг өөрөө үзлээ")
    monitor.click("form[action*='/look'] button")
