"""What people see on the pages of places."""

import html
import re
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
import time_machine

from accountability.access.roles import Role
from accountability.cases.models import AnswerKind
from accountability.cases.operations import answering, authoring
from accountability.cases.workflow import VerdictAction
from accountability.core.db import db
from accountability.dashboards import operations, queries
from accountability.dashboards.models import Period, PlaceKind, Snapshot
from accountability.directory.labels import ServiceLevel, Standing
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")

SUMS = {"received": 40, "answered": 33, "due": 60, "on_time": 45, "confirmed": 14, "partly": 9, "disputed": 6, "silent": 12}
PAGES = ["/en/provinces", "/en/provinces/MN-046", "/en/soums/18540", f"/en/facilities/{make.TARIALAN}"]


def snapshot(kind, place_id, masked=(), **sums):
    period = Period.WEEKLY if kind in {PlaceKind.NATION, PlaceKind.PROVINCE} else Period.MONTHLY
    figures = {"sums": {**SUMS, **sums}, "masked": list(masked)}
    until = date(2026, 10, 25) if period == Period.WEEKLY else date(2026, 9, 30)
    db.session.add(
        Snapshot(
            place_kind=kind,
            place_id=place_id,
            period=period,
            until=until,
            taken_at=datetime(2026, 10, 26, tzinfo=UTC),
            figures=figures,
        )
    )
    db.session.flush()


def of_facility(**sums):
    snapshot(PlaceKind.FACILITY, make.make_office().id, **sums)


def words(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.text)))


@pytest.mark.parametrize("path", PAGES)
def test_before_the_first_snapshot_every_page_says_what_will_be_here(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert "No figures are published yet" in page.text


def test_a_province_shows_its_figures_with_intervals_and_their_day(client):
    snapshot(PlaceKind.PROVINCE, make.province().id)
    page = words(client.get("/en/provinces/MN-046"))
    assert "75%" in page
    assert "63–84% · of 60 answers" in page
    assert "As of 25 October" in page
    assert "published weekly" in page


def test_many_voices_are_not_bad_service_stands_on_every_page(client):
    snapshot(PlaceKind.NATION, None)
    for path in PAGES:
        assert "any voices are not bad service" in client.get(path).text


def test_a_place_with_fewer_than_five_shows_less_than_five(client):
    of_facility(received=3, answered=2, due=3, on_time=2, confirmed=1, partly=0, disputed=0, silent=1)
    page = words(client.get(f"/en/facilities/{make.TARIALAN}"))
    assert "Received < 5" in page
    assert "first answers in the same time: < 5" in page
    assert "Too few to publish: a share is given of ten or more." in page


def test_a_small_part_is_shown_together_with_another_one(client):
    of_facility(partly=2)
    page = words(client.get(f"/en/facilities/{make.TARIALAN}"))
    assert "together: partly solved, the citizen has not spoken 41%" in page
    assert "disputed 18%" in page


def test_what_would_give_a_neighbour_away_is_not_shown(client):
    snapshot(PlaceKind.FACILITY, make.make_office().id, masked=["received", "late"])
    page = words(client.get(f"/en/facilities/{make.TARIALAN}"))
    assert "Received –" in page
    assert "Not published: it would give away a small number beside it." in page


def test_the_table_holds_the_same_as_the_bar(client):
    of_facility()
    page = words(client.get(f"/en/facilities/{make.TARIALAN}"))
    assert "confirmed by the citizen 14 34%" in page
    assert "the citizen has not spoken 12 29%" in page


def test_provinces_stand_in_the_order_of_the_alphabet_never_of_their_figures(client):
    for area, on_time in (("MN-046", 60), ("MN-073", 12)):
        snapshot(PlaceKind.PROVINCE, make.province(area).id, on_time=on_time)
    snapshot(PlaceKind.NATION, None)
    page = client.get("/mn/provinces").text
    names = re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)
    assert names[:3] == ["Архангай", "Баян-Өлгий", "Баянхонгор"]
    assert names.index("Орхон") < names.index("Өвөрхангай") < names.index("Сүхбаатар")
    assert len(names) == 22


def test_the_map_shows_the_figure_and_a_dash_where_there_is_none(client):
    snapshot(PlaceKind.NATION, None)
    snapshot(PlaceKind.PROVINCE, make.province().id)
    page = client.get("/en/provinces").text
    assert 'aria-label="75 Uvs"' in page
    assert 'aria-label="– Khovd"' in page


@pytest.mark.parametrize(
    "path", ["/en/provinces/MN-999", "/en/soums/00000", "/en/facilities/18540-HC-99", "/en/facilities/MIN-HEALTH"]
)
def test_an_unknown_place_is_404(client, path):
    assert client.get(path).status_code == 404


def test_a_code_in_small_letters_leads_to_its_page(client):
    assert client.get("/en/provinces/mn-046").location == "/en/provinces/MN-046"
    assert client.get("/en/facilities/18540-hc-01").location == "/en/facilities/18540-HC-01"


def test_without_a_language_the_address_leads_to_one(client):
    assert client.get("/provinces/MN-046").location == "/mn/provinces/MN-046"


def test_a_merged_facility_redirects_to_the_one_that_took_it_over(client):
    old, new = make.make_office(), make.make_office("18540-WEL-01")
    old.standing, old.merged_into = Standing.MERGED, new
    page = client.get(f"/en/facilities/{old.code}")
    assert (page.status_code, page.location) == (301, f"/en/facilities/{new.code}")


def test_a_closed_facility_says_so_and_takes_no_feedback(client):
    make.make_office().standing = Standing.CLOSED
    page = client.get(f"/en/facilities/{make.TARIALAN}").text
    assert "This office has closed" in page
    assert "Tell us about this office" not in page


def test_a_paused_office_promises_no_date(client):
    make.make_office(level=ServiceLevel.PAUSED)
    assert "no date is promised" in client.get(f"/en/facilities/{make.TARIALAN}").text


def test_a_facility_leads_to_the_form_with_itself_filled_in(client):
    page = client.get(f"/en/facilities/{make.TARIALAN}").text
    assert f'href="/en/feedback/new?facility={make.TARIALAN}"' in page


def test_public_cases_of_a_place_are_shown_and_private_ones_are_not(client):
    shown, hidden = make.make_public(), make.make_case()
    for path in PAGES[1:]:
        page = client.get(path).text
        assert shown.public_id in page
        assert hidden.public_id not in page


# --- live figures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES[1:])
def test_the_live_switch_is_refused_to_the_public(client, path):
    assert "live=1" not in client.get(path).text
    assert client.get(f"{path}?live=1").status_code == 403


def test_a_monitor_sees_live_figures_of_their_own_province_without_suppression(client):
    make.make_case()
    make.sign_in(client, make.make_user())
    assert "?live=1" in client.get("/en/provinces/MN-046").text
    page = words(client.get("/en/provinces/MN-046?live=1"))
    assert "Received 1" in page
    assert "do not publish" in page
    assert client.get("/en/provinces/MN-043?live=1").status_code == 403


def test_a_coordinator_sees_live_figures_of_the_offices_below(client):
    office = make.make_office()
    make.sign_in(client, make.make_user(Role.COORDINATOR, office=office.supervisor))
    assert client.get(f"/en/facilities/{office.code}?live=1").status_code == 200
    assert client.get("/en/facilities/18540-WEL-01?live=1").status_code == 403


def test_an_official_sees_no_live_figures_even_of_their_own_office(client):
    office = make.make_office()
    make.sign_in(client, make.make_user(Role.OFFICIAL, office=office))
    assert client.get(f"/en/facilities/{office.code}?live=1").status_code == 403


# --- cost --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_few_statements(client, path):
    for _ in range(3):
        make.make_public()
    operations.publish(datetime(2026, 11, 4, 3, tzinfo=UTC))
    statements = []

    def count(*call):
        statements.append(call[2])

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    try:
        client.get(path)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", count)
    assert len([one for one in statements if one.startswith("SELECT")]) <= 12


def test_from_the_answer_to_the_page(client):
    """Twelve cases, ten of them answered in time and confirmed, come out as one figure."""
    with time_machine.travel(datetime(2026, 9, 1, 4, tzinfo=UTC), tick=False):
        routings = [make.make_routing() for _ in range(12)]
        official = make.make_official(routings[0].addressee)
        for routing in routings[:10]:
            answering.answer(routing, official, answering.Reply(AnswerKind.EXPLANATION, "Эм ирсэн."))
            authoring.judge(routing.case, VerdictAction.CONFIRM)
    operations.publish(datetime(2026, 11, 4, 3, tzinfo=UTC))
    assert queries.latest(PlaceKind.PROVINCE, make.province().id).figures["sums"]["on_time"] == 10
    page = words(client.get("/en/provinces/MN-046"))
    assert "at least 66%" in page
    assert "100%" in page
