"""Snapshots are made once, hold what was counted, and the count can be checked."""

import random
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability.cases import queries as cases
from accountability.cases.models import AnswerKind, Kind
from accountability.cases.operations import answering, authoring, chasing, reviewing
from accountability.cases.workflow import VerdictAction
from accountability.core.db import db
from accountability.core.errors import DomainError
from accountability.dashboards import operations, queries
from accountability.dashboards.indicators import derived, window, window_today
from accountability.dashboards.models import Period, PlaceKind, Snapshot
from accountability.facts.models import FactDelta, Measure
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")

NOW = datetime(2026, 11, 4, 3, tzinfo=UTC)  # a Wednesday
SUNDAY = date(2026, 11, 1)
MONTH_END = date(2026, 10, 31)


def at(day, hour=4):
    return time_machine.travel(datetime(2026, 10, day, hour, tzinfo=UTC), tick=False)


def snapshots():
    rows = db.session.scalars(sa.select(Snapshot))
    return {(row.place_kind, row.place_id, row.until): row for row in rows}


def sums_of(kind, place_id, until=SUNDAY):
    return derived(snapshots()[kind, place_id, until].figures["sums"])


def some_cases(count, **changes):
    return [make.make_case(**changes) for _ in range(count)]


def test_the_week_ends_on_the_last_sunday_and_the_month_on_its_last_day():
    assert operations.last_sunday(date(2026, 11, 2)) == SUNDAY
    assert operations.last_sunday(SUNDAY) == date(2026, 10, 25)
    assert operations.last_month_end(date(2026, 11, 30)) == MONTH_END


def test_publishing_makes_a_snapshot_for_every_place():
    made = operations.publish(NOW)
    assert made == {"weekly": 23, "monthly": 343 + 765}
    assert {row.period for row in snapshots().values()} == {Period.WEEKLY, Period.MONTHLY}


def test_publishing_twice_changes_nothing():
    with at(20):
        some_cases(3)
    operations.publish(NOW)
    before = {place: (row.id, row.taken_at, row.figures) for place, row in snapshots().items()}
    with at(21):
        some_cases(2)
    assert operations.publish(NOW + timedelta(hours=5)) == {"weekly": 0, "monthly": 0}
    assert {place: (row.id, row.taken_at, row.figures) for place, row in snapshots().items()} == before


def test_forcing_makes_them_anew():
    operations.publish(NOW)
    with at(20):
        some_cases(2)
    operations.publish(NOW, force=True)
    db.session.expire_all()
    assert sums_of(PlaceKind.NATION, None)["received"] == 2


def test_a_new_facility_gets_its_first_snapshot_without_touching_the_others():
    operations.publish(NOW)
    db.session.execute(
        sa.delete(Snapshot).where(Snapshot.place_kind == PlaceKind.FACILITY, Snapshot.place_id == make.make_office().id)
    )
    assert operations.publish(NOW) == {"weekly": 0, "monthly": 1}


def test_a_place_counts_what_happened_in_it_and_no_other():
    office = make.make_office()
    with at(20):
        some_cases(2)
    operations.publish(NOW)
    assert sums_of(PlaceKind.PROVINCE, make.province().id)["received"] == 2
    assert sums_of(PlaceKind.PROVINCE, make.province("MN-043").id)["received"] == 0
    assert sums_of(PlaceKind.SOUM, office.area_id, MONTH_END)["received"] == 2
    assert sums_of(PlaceKind.FACILITY, office.id, MONTH_END)["received"] == 2


def test_a_case_about_two_offices_counts_once_for_the_country():
    offices = [make.make_office(), make.make_office("18540-WEL-01")]
    with at(20):
        make.make_case(facilities=offices)
    operations.publish(NOW)
    assert sums_of(PlaceKind.NATION, None)["received"] == 1
    assert [sums_of(PlaceKind.FACILITY, office.id, MONTH_END)["received"] for office in offices] == [1, 1]


def test_a_case_without_a_place_counts_for_the_country_only():
    with at(20):
        make.make_case(facility_text="эмнэлэг")
    operations.publish(NOW)
    assert sums_of(PlaceKind.NATION, None)["received"] == 1


def test_thanks_are_counted_apart():
    with at(20):
        make.make_case(kind=Kind.THANKS)
    operations.publish(NOW)
    assert (sums_of(PlaceKind.NATION, None)["thanks"], sums_of(PlaceKind.NATION, None)["received"]) == (1, 0)


def test_only_ninety_days_are_counted_and_open_cases_whatever_their_age():
    with time_machine.travel(datetime(2026, 5, 1, 4, tzinfo=UTC), tick=False):
        make.make_case()
    operations.publish(NOW)
    found = sums_of(PlaceKind.NATION, None)
    assert (found["received"], found["open_more"], found["open"]) == (0, 1, 1)


@pytest.mark.parametrize(
    ("age", "code"), [(0, "open_7"), (7, "open_7"), (8, "open_30"), (31, "open_60"), (90, "open_90"), (91, "open_more")]
)
def test_open_cases_fall_into_buckets_by_their_age_in_days(age, code):
    received = datetime(2026, 11, 1, 4, tzinfo=UTC) - timedelta(days=age)
    with time_machine.travel(received, tick=False):
        make.make_case()
    assert queries.sums_of(PlaceKind.NATION, None, window(SUNDAY))[code] == 1


def test_a_promise_counts_only_when_its_day_has_passed():
    with at(20):
        make.make_routing()
    due = date(2026, 10, 27)
    assert queries.sums_of(PlaceKind.NATION, None, window_today(due))["due"] == 0
    assert queries.sums_of(PlaceKind.NATION, None, window_today(due + timedelta(days=1)))["due"] == 1


def test_an_answer_by_the_day_is_on_time_and_a_later_one_is_not():
    with at(1):
        early, late = make.make_routing(), make.make_routing()
        official = make.make_official(early.addressee)
        answering.answer(early, official, answering.Reply(AnswerKind.EXPLANATION, "Эм ирсэн."))
    with at(12):
        answering.answer(late, official, answering.Reply(AnswerKind.EXPLANATION, "Эм ирсэн."))
    found = queries.sums_of(PlaceKind.FACILITY, early.addressee_id, window(SUNDAY))
    assert (found["due"], found["on_time"]) == (2, 1)


def test_an_office_of_a_soum_hides_beside_a_small_one():
    offices = [make.make_office(), make.make_office("18540-WEL-01")]
    with at(20):
        some_cases(20, facilities=[offices[0]])
        some_cases(2, facilities=[offices[1]])
    operations.publish(NOW)
    found = snapshots()[PlaceKind.FACILITY, offices[0].id, MONTH_END]
    assert "received" in found.figures["masked"]
    assert found.figures["sums"]["received"] == 20


def test_publishing_takes_few_statements():
    statements = []

    def note(*call):
        statements.append(call[2])

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        operations.publish(NOW)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert len(statements) < 15


# --- checking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 20261101])
def test_the_figures_equal_a_recount_after_a_random_history(seed):
    walk(random.Random(seed), 120)
    db.session.flush()
    assert operations.differences() == []
    assert len(queries.folded()) > 20


def walk(chance, steps):
    """Does whatever comes to hand to whatever case; what is not possible is left."""
    monitor, senior, official = make.make_monitor(), make.make_senior(), make.make_official()
    known, start = [], datetime(2026, 8, 1, 4, tzinfo=UTC)
    reply = answering.Reply(AnswerKind.EXPLANATION, "Эм долоо хоногийн дараа ирнэ.")

    def offices():
        return [make.make_office(), make.make_office("18540-WEL-01")]

    def some():
        return cases.lock(chance.choice(known))

    def new(case):
        known.append(case.id)

    acts = [
        lambda: new(
            make.make_case(facilities=chance.sample(offices(), chance.choice([1, 2])), kind=chance.choice([None, Kind.THANKS]))
        ),
        lambda: new(make.make_routing(monitor).case),
        lambda: new(make.make_answered(monitor).case),
        lambda: reviewing.take(some(), monitor),
        lambda: reviewing.review(some(), monitor, make.make_review(kind=chance.choice(list(Kind)))),
        lambda: reviewing.route(some(), monitor, offices()),
        lambda: answering.answer(chance.choice(some().routings), official, reply),
        lambda: answering.give_back(chance.choice(some().routings), official, "other_office", "Манайх биш"),
        lambda: authoring.judge(some(), chance.choice([VerdictAction.CONFIRM, VerdictAction.PARTLY])),
        lambda: authoring.dispute(some(), "not_done"),
        lambda: authoring.withdraw(some()),
        lambda: reviewing.decline(some(), senior, "spam", "Зар байна"),
        lambda: reviewing.merge(some(), monitor, some()),
        lambda: reviewing.deliver_thanks(some(), monitor),
    ]
    for step in range(steps):
        with time_machine.travel(start + timedelta(hours=18 * step), tick=False):
            with suppress(DomainError, IndexError), db.session.begin_nested():
                chance.choice(acts)()
            if step % 20 == 19:
                chasing.chase()


def test_verifying_finds_a_planted_difference(app):
    make.make_case()
    db.session.add(FactDelta(measure=Measure.RECEIVED, on_day=date(2026, 10, 20), amount=1, province_id=make.province().id))
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["dashboards", "verify"])
    assert result.exit_code == 1
    assert "received on 2026-10-20" in result.output
    assert "figures say 1, cases say 0" in result.output


def test_verifying_says_when_all_is_well(app):
    make.make_case()
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["dashboards", "verify"])
    assert (result.exit_code, result.output) == (0, "dashboards: figures equal a recount\n")


def test_the_command_publishes_and_says_what_it_made(app):
    runner = app.test_cli_runner()
    assert "23 weekly snapshots" in runner.invoke(args=["dashboards", "publish"]).output
    assert "0 weekly snapshots, 0 monthly snapshots" in runner.invoke(args=["dashboards", "publish"]).output
    assert "23 weekly snapshots" in runner.invoke(args=["dashboards", "publish", "--force"]).output
