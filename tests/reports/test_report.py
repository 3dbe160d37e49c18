"""The petition report: every number counted again by hand, kept as it was, the same bytes twice, and read only by whom it is for."""

import io
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask_babel import force_locale
from pypdfium2 import PdfDocument
from python_calamine import CalamineWorkbook
from sqlalchemy.exc import IntegrityError

from accountability.access import policy
from accountability.access.permissions import Permission
from accountability.access.roles import Role
from accountability.cases.models import AnswerKind, Case, Kind, Routing
from accountability.cases.operations import answering, registering
from accountability.cases.operations.authoring import signing
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, NotAllowed
from accountability.reports import counting, files, operations, queries, scopes
from accountability.reports.models import FiledFigures, PetitionReport
from accountability.reports.periods import Period
from accountability.sample import loader
from tests import factories as make
from tests.cases.test_petitions import SIGNER
from tests.sample.conftest import peopled, sample  # noqa: F401 fixtures
from tests.sample.test_load import UNTIL

app_only = pytest.mark.usefixtures("app")


def now_period():
    today = clock.today()
    return Period("2026-Q4", today - timedelta(days=60), today)


def own(code=make.TARIALAN):
    return scopes.scope(f"office:{code}")


def answered(routing, days=0):
    with time_machine.travel(clock.now() + timedelta(days=days)):
        official = make.make_official(routing.addressee)
        answering.answer(routing, official, answering.Reply(AnswerKind.EXPLANATION, "Эм ирсэн."))
    return routing


@app_only
def test_each_entry_is_counted_once_under_what_became_of_it():
    monitor = make.make_monitor()
    answered(make.make_routing(monitor, kind=Kind.COMPLAINT))
    returned = make.make_routing(monitor, kind=Kind.REQUEST)
    answering.give_back(returned, make.make_official(returned.addressee), "other_office", "Өөр")
    make.make_routing(monitor)
    petition = make.make_routing(monitor, kind=Kind.COMPLAINT)
    signing.sign(petition.case, SIGNER)
    registering.register(petition, make.make_official(petition.addressee), "1", clock.now())
    found = counting.count(own(), now_period())
    assert found["cells"] == {
        "signed complaint electronic pending": 1,
        "unsigned complaint electronic in_time": 1,
        "unsigned request electronic returned": 1,
        "unsigned unsaid electronic pending": 1,
    }
    assert counting.total(found) == 4 and counting.total(found, "unsigned", "electronic") == 3


@app_only
def test_what_came_before_or_after_is_not_counted():
    make.make_routing()
    today = clock.today()
    for since, until in (
        (today - timedelta(days=9), today - timedelta(days=1)),
        (today + timedelta(days=1), today + timedelta(days=9)),
    ):
        assert counting.count(own(), Period("2026-Q4", since, until))["cells"] == {}


@app_only
def test_a_petition_is_late_by_the_law_and_not_by_the_platforms_day():
    routing = make.make_routing(kind=Kind.COMPLAINT)
    signing.sign(routing.case, SIGNER)
    registering.register(routing, make.make_official(routing.addressee), "1", clock.now())
    with time_machine.travel(clock.now() + timedelta(days=10)):
        assert routing.answer_due < clock.now() < routing.legal_due
        assert counting.count(own(), now_period())["cells"] == {"signed complaint electronic pending": 1}
        registering.extend(routing, make.actor_of(make.make_user(Role.COORDINATOR, area=make.province())), 5, "Шинжилгээ")
        assert counting.count(own(), now_period())["extended"] == 1


# --- kept versions -----------------------------------------------------------------------------------------------------


@app_only
def test_a_report_is_kept_and_made_anew_only_when_a_number_changed():
    routing = make.make_routing(kind=Kind.COMPLAINT)
    official = make.make_official(routing.addressee)
    first = operations.keep(own(), now_period(), official)
    assert operations.keep(own(), now_period(), official) is first
    answered(routing)
    second = operations.keep(own(), now_period(), official)
    assert (first.version, second.version) == (1, 2)
    assert counting.changes(first.figures, second.figures) == [
        ("unsigned complaint electronic in_time", 0, 1),
        ("unsigned complaint electronic pending", 1, 0),
    ]


@app_only
def test_the_same_version_gives_the_same_bytes(app):
    make.make_routing(kind=Kind.COMPLAINT)
    made = operations.keep(own(), now_period(), make.make_official())
    with app.test_request_context("/mn/"):
        one = [write(made) for write in (files.as_pdf, files.as_xlsx)]
    with time_machine.travel(clock.now() + timedelta(days=3)), app.test_request_context("/mn/"):
        other = [write(made) for write in (files.as_pdf, files.as_xlsx)]
    assert one == other


@app_only
def test_the_spreadsheet_and_the_pdf_hold_the_same_numbers(app):
    for _ in range(3):
        make.make_routing(kind=Kind.COMPLAINT)
    made = operations.keep(own(), now_period(), make.make_official())
    with app.test_request_context("/en/"), force_locale("en"):
        rows = CalamineWorkbook.from_filelike(io.BytesIO(files.as_xlsx(made))).get_sheet_by_index(1).to_python()
        text = PdfDocument(files.as_pdf(made))[0].get_textpage().get_text_bounded()
    assert rows[-1][:2] == ["All together", 3.0] and rows[4][0] == "Complaint · Electronic"
    assert "Tarialan soum health centre" in text and "Complaint · Electronic" in text


@app_only
def test_a_kept_version_keeps_what_the_office_filed_until_then_and_how_it_was_called(app):
    make.make_routing()
    official = make.make_official()
    operations.enter_filed(own(), now_period(), official, operations.Filed(10, 9, 1, "Тайлан"))
    first = operations.keep(own(), now_period(), official)
    with app.test_request_context("/mn/"):
        before = files.as_pdf(first)
    operations.enter_filed(own(), now_period(), official, operations.Filed(12, 9, 1, "Залруулга"))
    own().office.name_mn = "Өөр нэр"
    with app.test_request_context("/mn/"):
        assert files.as_pdf(first) == before
    second = operations.keep(own(), now_period(), official)
    assert counting.changes(first.figures, second.figures) == [("filed received", 10, 12)]


@app_only
def test_a_period_that_has_not_begun_is_not_reported():
    later = Period("2027-Q1", clock.today() + timedelta(days=1), clock.today() + timedelta(days=90))
    with pytest.raises(Invalid):
        operations.keep(own(), later, make.make_official())


# --- what the office filed -----------------------------------------------------------------------------------------------


@app_only
def test_what_an_office_reported_stands_beside_and_can_be_corrected():
    official = make.make_official()
    operations.enter_filed(own(), now_period(), official, operations.Filed(10, 9, 1, "Сумын тайлан"))
    operations.enter_filed(own(), now_period(), official, operations.Filed(12, 9, 1, "Залруулга"))
    assert queries.filed(own(), now_period()).received == 12


@app_only
@pytest.mark.parametrize("numbers", [(3, 2, 2), (-1, 0, 0), (1, -1, 0)])
def test_numbers_that_cannot_be_are_refused_by_us_and_by_the_database(numbers):
    official = make.make_official()
    with pytest.raises(Invalid):
        operations.enter_filed(own(), now_period(), official, operations.Filed(*numbers, "x"))
    row = dict(zip(("received", "in_time", "late"), numbers, strict=True), office_id=own().office.id, period="2026-Q4")
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.insert(FiledFigures).values(**row, source="x", user_id=official.user_id, at=clock.now()))


# --- who reads it ----------------------------------------------------------------------------------------------------------


@app_only
def test_a_report_is_read_by_its_office_and_by_those_above_it():
    office, province, nation = own(), scopes.scope("province:MN-046"), scopes.scope("nation")
    official = make.make_official()
    above = make.actor_of(make.make_user(Role.COORDINATOR, area=make.province()))
    elsewhere = make.actor_of(make.make_user(Role.COORDINATOR, area=make.province("MN-043")))
    strangers = [make.make_monitor(), make.make_official(make.make_office("18401-HOSP-01")), elsewhere]
    assert policy.may(official, Permission.REPORT_READ, office) and not policy.may(official, Permission.REPORT_READ, province)
    assert all(policy.may(above, Permission.REPORT_READ, one) for one in (office, province))
    assert not any(policy.may(one, Permission.REPORT_READ, scope) for one in [*strangers, above] for scope in (nation,))
    assert not any(policy.may(one, Permission.REPORT_READ, office) for one in strangers)
    with pytest.raises(NotAllowed):
        operations.keep(office, now_period(), strangers[0])


@app_only
def test_the_page_its_files_and_what_is_behind_a_number(client):
    routing = make.make_routing(kind=Kind.COMPLAINT)
    make.make_routing(office=make.make_office("18401-HOSP-01"))
    person = make.make_user(Role.OFFICIAL, office=routing.addressee)
    db.session.commit()
    make.sign_in(client, person)
    page = client.get("/en/office/report")
    assert page.status_code == 200 and "Complaint · Electronic" in page.text
    send = {"csrf_token": make.token(client, "/en/office/report")}
    assert client.post("/en/office/report/keep", data=send).status_code == 303
    version = db.session.scalars(sa.select(PetitionReport)).one()
    where = f"scope={version.scope}&period={version.period}"
    for kind, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        assert client.get(f"/en/office/report/version-1.{kind}?{where}").data.startswith(begins)
    behind = client.get(f"/en/office/report/behind?{where}&cell=unsigned+complaint+electronic").text
    assert routing.number in behind and behind.count("/en/office/") < 12
    assert client.get("/en/office/report?scope=province:MN-046").status_code == 404
    assert client.get("/en/office/report?period=2026-Q9").status_code == 404
    wrong = client.post("/en/office/report/filed", data={**send, "received": "1", "in_time": "5", "late": "0", "source": "x"})
    assert wrong.status_code == 422 and "More was settled" in wrong.text
    good = client.post("/en/office/report/filed", data={**send, "received": "7", "in_time": "5", "late": "1", "source": "x"})
    assert good.status_code == 303 and "7" in client.get("/en/office/report").text


# --- the sample, counted again ---------------------------------------------------------------------------------------------


def test_the_totals_of_the_sample_equal_a_count_by_hand(sample):  # noqa: F811
    loader.load(600, 3, UNTIL, workers=0, progress=lambda count: None)
    with time_machine.travel("2026-11-22T16:00:00+00:00", tick=False):
        period = Period("2026-Q3", UNTIL - timedelta(days=200), UNTIL - timedelta(days=80))
        found = counting.count(scopes.scope("nation"), period)
        begin = clock.end_of_day(period.since - timedelta(days=1))
        end = clock.end_of_day(period.until)
        by_hand = Counter()
        for routing, case in db.session.execute(sa.select(Routing, Case).join(Case, Case.id == Routing.case_id)).all():
            if routing.delivered_at and begin < routing.delivered_at <= end:
                by_hand[f"unsigned {case.kind.value if case.kind else 'unsaid'} electronic {became(routing)}"] += 1
    assert sum(by_hand.values()) > 50 and len(by_hand) > 8
    assert found["cells"] == dict(by_hand)


def became(routing):
    """The same said in Python, one entry at a time."""
    if routing.answered_at:
        return "undated" if not routing.answer_due else "in_time" if routing.answered_at <= routing.answer_due else "late"
    if routing.status in {"escalated", "returned"}:
        return {"escalated": "forwarded", "returned": "returned"}[routing.status]
    if routing.status not in {"routed", "acknowledged"}:
        return "taken_back"
    return "overdue" if routing.answer_due and routing.answer_due < clock.now() else "pending"
