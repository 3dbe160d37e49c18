"""The home page, the plain-language pages, and what machines ask for."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa

from accountability.access.roles import Role
from accountability.cases.models import AnswerKind
from accountability.cases.operations import answering, authoring, reviewing
from accountability.cases.workflow import Status, VerdictAction
from accountability.clocks.models import ClockRule
from accountability.core import pages
from accountability.core.db import db
from accountability.core.storage import storage
from accountability.dashboards import operations
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")

ABOUT = ["rights", "privacy", "service-charter", "accessibility"]
DANGER = "police 102, ambulance 103, emergency 105, domestic violence 107, children 108"


def make_confirmed():
    monitor = make.make_monitor()
    case = make.make_public(monitor)
    routing = reviewing.route(case, monitor, case.facilities)[0]
    answering.answer(routing, make.make_official(routing.addressee), answering.Reply(AnswerKind.EXPLANATION, "Эм ирсэн."))
    authoring.judge(case, VerdictAction.CONFIRM)
    return case


# --- home --------------------------------------------------------------------------------------------------------------


def test_the_home_page_offers_to_tell_and_to_follow(client):
    page = client.get("/en/").text
    assert 'href="/en/feedback/new"' in page
    assert 'href="/en/track"' in page
    assert "SMS" not in page


def test_an_empty_platform_says_so_and_what_comes(client):
    page = client.get("/en/").text
    assert "Nothing is confirmed yet" in page
    assert "No figures are published yet" in page


def test_the_home_page_shows_what_people_confirmed_and_nothing_else(client):
    confirmed, unconfirmed = make_confirmed(), make.make_public()
    page = client.get("/en/").text
    assert confirmed.public_id in page
    assert unconfirmed.public_id not in page


def test_the_home_page_shows_the_published_figures(client):
    operations.publish(datetime(2026, 11, 4, 3, tzinfo=UTC))
    page = client.get("/en/").text
    assert "As of 1 November" in page
    assert 'aria-label="– Uvs"' in page


def test_the_first_page_stays_under_thirty_kilobytes_with_all_it_needs(client):
    for _ in range(3):
        make_confirmed()
    operations.publish(datetime(2026, 11, 4, 3, tzinfo=UTC))
    page = client.get("/en/", headers={"Accept-Encoding": "br"})
    needed = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"', client.get("/en/").text)
    sizes = [len(client.get(path, headers={"Accept-Encoding": "br"}).data) for path in needed]
    assert page.headers["Content-Encoding"] == "br"
    assert len(page.data) + sum(sizes) < 30_000


def test_the_home_page_takes_few_statements(client):
    make_confirmed()
    statements = []

    def count(*call):
        statements.append(call[2])

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    try:
        client.get("/en/")
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", count)
    assert len([one for one in statements if one.startswith("SELECT")]) <= 12


# --- about -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ABOUT)
@pytest.mark.parametrize("lang", ["mn", "en"])
def test_the_plain_language_pages_are_there_in_each_language(client, page, lang):
    assert client.get(f"/{lang}/about/{page}").status_code == 200


def test_another_page_about_the_site_does_not_exist(client):
    assert client.get("/en/about/board").status_code == 404


@pytest.mark.parametrize("page", ["rights", "privacy", "service-charter"])
def test_whoever_is_in_danger_finds_the_numbers(client, page):
    assert DANGER in client.get(f"/en/about/{page}").text


def test_nobody_is_promised_more_than_can_be_kept(client):
    for page in ("rights", "privacy", "service-charter"):
        assert "hide you from the public, not always from staff who remember you" in client.get(f"/en/about/{page}").text


def test_the_charter_takes_its_terms_from_the_rules_in_force(client):
    assert "48 hours" in client.get("/en/about/service-charter").text
    rule = db.session.scalars(sa.select(ClockRule).where(ClockRule.clock == "review")).one()
    rule.term = 36
    page = client.get("/en/about/service-charter").text
    assert "36 hours" in page
    assert "2 working days" in page


def test_the_charter_says_how_each_figure_is_made(client):
    page = client.get("/en/about/service-charter").text
    assert "Answers that came by the day that was promised" in page
    assert "Silence is never counted as satisfaction" in page


# --- languages ---------------------------------------------------------------------------------------------------------


def test_the_bare_address_leads_to_the_visitors_language(client):
    assert client.get("/").location == "/mn/"
    assert client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"}).location == "/en/"


def test_following_the_switch_is_remembered(client):
    client.get("/en/about/rights")
    cookie = client.get_cookie("lang")
    assert (cookie.value, cookie.http_only, cookie.max_age) == ("en", True, 365 * 24 * 3600)
    assert client.get("/").location == "/en/"


def test_who_reads_in_the_expected_language_gets_no_cookie(client):
    client.get("/mn/")
    assert client.get_cookie("lang") is None


def test_a_language_that_is_not_there_is_no_page(client):
    for path in ("/xx/", "/xx/track", "/kk/"):
        assert client.get(path).status_code == 404


# --- machines ----------------------------------------------------------------------------------------------------------


def test_the_process_says_that_it_lives(client):
    page = client.get("/healthz")
    assert (page.status_code, page.json) == (200, {"status": "ok"})


def test_the_process_says_that_it_can_work(client):
    page = client.get("/readyz")
    assert (page.status_code, page.json["checks"]) == (200, {"database": True, "migrations": True, "storage": True})


def test_without_storage_it_is_not_ready(client, monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setattr(storage, "root", Path(blocked))
    page = client.get("/readyz")
    assert (page.status_code, page.json["checks"]["storage"]) == (503, False)


def test_before_the_migrations_it_is_not_ready(client):
    db.session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    page = client.get("/readyz")
    assert (page.status_code, page.json["checks"]["migrations"]) == (503, False)


def test_robots_stay_out_of_the_rooms_and_find_the_map(client):
    page = client.get("/robots.txt")
    assert page.mimetype == "text/plain"
    assert "Disallow: /mn/track" in page.text
    assert "Sitemap: http://127.0.0.1/sitemap.xml" in page.text


def test_the_map_of_the_site_names_real_pages_in_each_language(client):
    page = client.get("/sitemap.xml")
    assert page.mimetype == "application/xml"
    found = [place.text for place in ElementTree.fromstring(page.data).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert "http://127.0.0.1/mn/provinces" in found
    assert len(found) == 2 * (3 + len(ABOUT))
    assert all(client.get(place.removeprefix("http://127.0.0.1")).status_code == 200 for place in found)


def test_who_finds_a_hole_finds_whom_to_tell(client):
    page = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in page.text.splitlines())
    contact = fields["Contact"].removeprefix("http://127.0.0.1")
    assert page.mimetype == "text/plain"
    assert datetime.fromisoformat(fields["Expires"]) > datetime.now(UTC)
    assert 'id="security"' in client.get(contact.split("#")[0]).text


# --- menus and errors --------------------------------------------------------------------------------------------------


def test_the_menu_marks_where_one_is(client):
    page = client.get("/en/provinces/MN-046").text
    assert '<a href="/en/provinces" aria-current="page">Provinces</a>' in page


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [(Role.MONITOR, "Desk", "Office"), (Role.OFFICIAL, "Office", "Desk"), (Role.ADMIN, "Outbox", "Desk")],
)
def test_people_with_work_see_only_their_own_rooms_in_the_menu(client, role, seen, unseen):
    make.sign_in(client, make.make_user(role, office=make.make_office() if role == Role.OFFICIAL else None))
    page = client.get("/en/").text
    assert f">{seen}</a>" in page
    assert f">{unseen}</a>" not in page


def test_a_page_that_is_not_there_says_so_in_words_and_leads_on(client):
    page = client.get("/en/nothing")
    assert page.status_code == 404
    assert "There is no such page" in page.text
    assert 'href="/en/track"' in page.text


def test_who_was_slower_sees_where_it_stands_and_keeps_what_they_wrote(app):
    with app.app_context(), app.test_request_context("/en/", headers={"Accept-Language": "en"}):
        page, code = pages.error_page(409, status=Status.WITH_OFFICE, kept=["Эм хоёр сар <ирсэнгүй>."], field=None)
    assert code == 409
    assert "It now stands as: Being worked on." in page
    assert "Эм хоёр сар &lt;ирсэнгүй&gt;.</textarea>" in page


def test_a_program_gets_its_error_as_a_problem(client):
    page = client.get("/en/nothing", headers={"Accept": "application/json"})
    assert page.mimetype == "application/problem+json"
    assert json.loads(page.data)["status"] == 404
