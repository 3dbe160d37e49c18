"""An admin changes a term or a day: open cases are counted again, with the same result however often, and it is on the trail."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from accountability.access.roles import Role
from accountability.audit import queries as audit
from accountability.cases.models import Case, Routing
from accountability.cases.operations import answering, chasing
from accountability.clocks import operations, queries
from accountability.clocks.models import ClockRule, SpecialDay
from accountability.clocks.terms import Clock, Unit
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, NotAllowed
from tests import factories as make
from tests.cases.test_operations import actions

pytestmark = pytest.mark.usefixtures("app")
LONG_AGO = date(2021, 1, 1)


def admin():
    return make.actor_of(make.make_user(Role.ADMIN))


def ten_days(valid_from=LONG_AGO):
    return operations.NewRule(Clock.ANSWER, 10, Unit.DAYS, valid_from, "charter 3", "Charter of 2021")


def answer_due(routing):
    """As the database has it; a chase forgets the rows that it read."""
    return db.session.scalar(sa.select(Routing.answer_due).where(Routing.id == routing.id))


def test_a_new_term_moves_the_dates_of_open_cases_once():
    routing = make.make_routing()
    before = routing.answer_due
    operations.set_rule(admin(), ten_days())
    assert chasing.chase()["clocks counted again"] == 1
    assert answer_due(routing) == before + timedelta(days=3)
    assert chasing.chase()["clocks counted again"] == 0
    assert actions(db.session.get_one(Case, routing.case_id)).count("recount") == 1


def test_what_is_answered_keeps_its_date():
    routing = make.make_answered()
    before = routing.answer_due
    operations.set_rule(admin(), ten_days())
    chasing.chase()
    assert answer_due(routing) == before


def test_a_term_for_later_touches_nothing_that_runs():
    routing = make.make_routing()
    before = routing.answer_due
    operations.set_rule(admin(), ten_days(clock.today() + timedelta(days=30)))
    chasing.chase()
    assert answer_due(routing) == before
    assert "recount" not in actions(db.session.get_one(Case, routing.case_id))


def test_a_term_taken_back_brings_the_old_dates_back():
    routing, someone = make.make_routing(), admin()
    before = routing.answer_due
    rule = operations.set_rule(someone, ten_days())
    chasing.chase()
    operations.drop_rule(someone, rule)
    chasing.chase()
    assert answer_due(routing) == before


def test_a_day_given_free_moves_the_acknowledgement():
    routing = make.make_routing()
    on = clock.day_of(routing.acknowledge_due, routing.case.zone)
    operations.set_day(admin(), operations.NewDay(on, True, "Нэмэлт амралт", "Extra day off", "Order 1"))
    chasing.chase()
    moved = db.session.scalar(sa.select(Routing.acknowledge_due).where(Routing.id == routing.id))
    assert clock.day_of(moved, "Asia/Hovd") > on


def test_the_first_rule_of_a_clock_stays():
    rule = db.session.scalars(sa.select(ClockRule).where(ClockRule.clock == Clock.ANSWER)).one()
    with pytest.raises(Invalid):
        operations.drop_rule(admin(), rule)


@pytest.mark.parametrize("role", [Role.MONITOR, Role.OFFICIAL, Role.COORDINATOR])
def test_nobody_but_an_admin_sets_terms(role):
    with pytest.raises(NotAllowed):
        operations.set_rule(make.actor_of(make.make_user(role, office=make.make_office())), ten_days())


def test_every_change_is_a_line_on_the_trail():
    someone = admin()
    operations.set_rule(someone, ten_days())
    operations.set_day(someone, operations.NewDay(date(2026, 12, 31), True, "Амралт", "Day off", "Order 2"))
    assert [line.action for line in audit.history("clocks")] == ["set_rule", "set_day"]
    assert queries.book().version == 2


def test_a_paused_office_is_promised_no_date_by_a_new_rule_either():
    monitor = make.make_monitor()
    routing = make.make_routing(monitor, office=make.make_office("18501-HOSP-01", make.ServiceLevel.PAUSED))
    answering.deliver(routing, monitor, clock.now(), "handed over")
    operations.set_rule(admin(), ten_days())
    chasing.chase()
    assert answer_due(routing) is None


# --- the pages ---------------------------------------------------------------------------------------------------------


def test_an_admin_sets_a_term_and_a_day(client):
    make.sign_in(client, make.make_user(Role.ADMIN))
    rule = {
        "clock": "answer", "kind": "", "track": "", "term": "9", "unit": "days", "valid_from": "2030-01-01", "article": "charter 3",
        "source": "Charter of 2030",
    }  # fmt: skip
    token = make.token(client, "/en/admin/clocks")
    assert client.post("/en/admin/clocks", data=rule | {"csrf_token": token}).status_code == 303
    assert "Charter of 2030" in client.get("/en/admin/clocks").text
    assert "from 1 January 2030 on" in client.get("/en/about/service-charter").text
    day = {"on": "2026-12-31", "rests": "rest", "name_mn": "Амралт", "name_en": "Day off", "source": "Order 2"}
    assert client.post("/en/admin/clocks/days", data=day | {"csrf_token": token}).status_code == 303
    [kept] = db.session.scalars(sa.select(SpecialDay))
    assert kept.rests and "Day off" in client.get("/en/admin/clocks/days").text
    assert client.post(f"/en/admin/clocks/days/{kept.id}/drop", data={"csrf_token": token}).status_code == 303
    assert not list(db.session.scalars(sa.select(SpecialDay)))


@pytest.mark.parametrize(
    "wrong", [{"term": "0"}, {"term": "-3"}, {"term": "x"}, {"valid_from": ""}, {"article": ""}, {"clock": "lunch"}]
)
def test_a_wrong_term_is_refused_and_nothing_typed_is_lost(client, wrong):
    make.sign_in(client, make.make_user(Role.ADMIN))
    rule = {
        "clock": "answer", "kind": "", "track": "", "term": "9", "unit": "days", "valid_from": "2030-01-01", "article": "charter 3",
        "source": "Charter of 2030", "csrf_token": make.token(client, "/en/admin/clocks"),
    }  # fmt: skip
    answer = client.post("/en/admin/clocks", data=rule | wrong)
    assert answer.status_code == 422
    assert "Charter of 2030" in answer.text
    assert queries.book().version == 0
