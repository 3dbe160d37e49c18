"""Somebody is asked for a bribe and says so in confidence; an officer answers, and nobody else finds that anything was said."""

import re

import pytest

from accountability.access.roles import Role
from accountability.accounts.models import Relation
from accountability.core.db import db
from accountability.sensitive.operations import duty
from tests import factories as make
from tests.journeys.entering import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = "Эмнэлгийн дарга ээжийг минь хэвтүүлэхийн тулд таван зуун мянган төгрөг нэхлээ. ТЭМДЭГ-83701."
ANSWER = "Бид таныг сонслоо. Баасан гарагт дахин орж ирээрэй. ТЭМДЭГ-83702."
MORE = "Тэр өнөөдөр бас залгасан. ТЭМДЭГ-83703."
OTHERS = {
    "monitor@example.mn": ("/desk", "/desk?view=all", "/desk?q=83701", "/desk/week", "/account", "/provinces/MN-046?live=1"),
    "official@example.mn": ("/office", "/office?view=all", "/office/thanks", "/account"),
    "coordinator@example.mn": ("/office", "/admin", "/account", "/provinces/MN-046"),
    "admin@example.mn": ("/admin", "/admin/outbox", "/admin?q=83701", "/account"),
}
EVERYBODY = ("/", "/cases", "/cases?q=83701", "/provinces/MN-046", "/facilities/18540-HC-01", "/soums/18540")


@pytest.fixture
def staff(house):
    """The officers come from Khovd, Zavkhan and the capital; everybody else has to do with Uvs, where it happened."""
    with house.app.app_context():
        office = make.make_office()
        make.make_user(Role.SENIOR_MONITOR, email="monitor@example.mn")
        make.make_user(Role.OFFICIAL, office=office, email="official@example.mn")
        make.make_user(Role.COORDINATOR, area=make.province(), email="coordinator@example.mn")
        make.make_user(Role.ADMIN, email="admin@example.mn")
        officers = make.make_officers(3)
        elsewhere = make.directory.facilities_in(make.directory.soum("18425"))[0]
        make.accounts.declare_tie(make.actor_of(officers[0]), officers[0], elsewhere, Relation.WORKS)
        tomorrow = duty.clock.today() + duty.timedelta(days=1)
        duty.take_hours(make.actor_of(officers[0]), tomorrow, 9, 18)
        db.session.commit()
        return officers[0].email


def traces(seen, *marks):
    """What of the report stands in a page, besides what its reader searched for."""
    seen = seen.replace("q=83701", "").replace('value="83701"', "")
    return [mark for mark in ("8370", *marks) if mark in seen]


def come_back(page, lang, code):
    page.goto(f"/{lang}/track")
    page.fill("#receipt", code)
    page.click("main form button")


# Each language on a database of its own.
@pytest.mark.parametrize("lang", [pytest.param("mn", marks=pytest.mark.once), pytest.param("en", marks=pytest.mark.postgresql)])
def test_a_bribe_told_in_confidence(house, staff, person, lang):
    # On a cheap phone without JavaScript: from the ordinary form, where the fork stands, to the protected page.
    author = person(360, script=False)
    author.goto(f"/{lang}/feedback/new?facility={make.TARIALAN}")
    author.click("a[href$='/protected']")
    page = author.inner_text("main")
    for number in ("102", "103", "105", "107", "108", "110", "1111"):
        assert page.index(number) < page.index(author.inner_text("label[for=narrative]"))
    assert "09:00–18:00" in page
    author.check("input[name=contact_way][value=phone]")
    author.fill("#narrative", STORY)
    author.fill("#contact_phone", "12")
    author.click("main form button")
    assert author.input_value("#narrative") == STORY, "a wrong field loses nothing"
    author.fill("#contact_phone", "9911 2233")
    author.check("input[name=phone_shared][value=yes]")
    author.check("input[name=kind][value=corruption]")
    author.select_option("#province", "MN-046")
    author.click("main form button")
    code = author.locator("[data-receipt]").get_attribute("data-receipt")
    assert re.fullmatch(r"\d{20}", code)
    assert STORY not in author.content()
    author.click("a[data-exit]")
    assert author.url.endswith(f"/{lang}/")

    # An officer of another province opens it with a passphrase and answers.
    officer = person()
    sign_in(officer, staff, lang)
    assert officer.url.endswith("/protected/desk")
    officer.click("ul.inbox a")
    officer.fill("#passphrase", make.PASSPHRASE)
    officer.click("form[action$='/unlock'] button")
    words = officer.inner_text("main")
    assert STORY in words
    assert "+97699112233" in words
    officer.fill("form[action$='/reply'] textarea", ANSWER)
    officer.click("form[action$='/reply'] button")
    officer.check("input[name=step][value=screen]")
    officer.click("form[action$='/move'] button")

    # The author reads it with the code, and adds words; the title says nothing.
    come_back(author, lang, code)
    assert ANSWER in author.inner_text("main")
    assert STORY not in author.content()
    assert author.title() in {"Иргэний дуу хоолой", "Citizen Voice"}
    author.fill("#words", MORE)
    author.click("form[action$='/words'] button")
    officer.reload()
    assert MORE in officer.inner_text("main")

    # Nobody else finds a trace, in their own pages or at the doors of the channel.
    name = officer.inner_text("h1")
    for email, pages in OTHERS.items():
        other = person(360)
        sign_in(other, email, lang)
        assert traces(other.content(), name, code) == []
        for path in (*pages, *EVERYBODY):
            answer = other.request.get(f"/{lang}{path}")
            assert answer.ok and answer.url.endswith(path), (email, answer.url)
            assert traces(answer.text(), name, code) == [], (email, path)
        for path in ("", "/officers", "/vault", "/duty", f"/{name}"):
            address = f"/{lang}/protected/desk{path}" if path in {"", f"/{name}"} else f"/{lang}/protected{path}"
            answer = other.request.get(address)
            assert answer.status == 403, (email, address)
            assert STORY not in answer.text()


@pytest.mark.once
def test_leaving_at_once_replaces_the_page_and_ends_the_visit(house, staff, person):
    with house.app.app_context():
        code = make.make_report()
        db.session.commit()
    page = person(360)
    page.route(
        "https://www.google.mn/**",
        lambda route: route.fulfill(status=200, body="<title>elsewhere</title>", content_type="text/html"),
    )
    for leave in (lambda: page.click("a[data-exit]"), lambda: [page.keyboard.press("Escape") for _ in range(3)]):
        come_back(page, "mn", code)
        page.wait_for_url("**/track/report")
        length = page.evaluate("history.length")
        leave()
        page.wait_for_url("https://www.google.mn/")
        assert page.evaluate("history.length") == length, "it stands in the place of the page that was left"
        assert page.goto("/mn/track/report").url.endswith("/mn/track")
