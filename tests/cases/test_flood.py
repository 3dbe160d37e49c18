"""A flood of submissions: nobody is turned away, a little work keeps the way free, the rest waits in quarantine."""

import hashlib
import itertools
import uuid
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask_babel import force_locale

import config
from accountability import create_app
from accountability.access.roles import Role
from accountability.cases import figures, progress, queries
from accountability.cases.models import Case
from accountability.cases.operations import authoring, quarantining, reviewing
from accountability.cases.workflow import Status, VisibilityAction
from accountability.core import clock, flood, throttle
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed, NotAllowed
from accountability.dashboards import operations as dashboards
from accountability.outbox.models import Message
from tests import factories as make

FORM = f"/en/feedback/new?facility={make.TARIALAN}"


def fields(client, **more):
    given = {
        "facility": make.TARIALAN,
        "story": make.STORY,
        "consent_store": "y",
        "consent_pass_on": "y",
        "client_key": str(uuid.uuid4()),
    }
    return {**given, "csrf_token": make.token(client, FORM), **more}


def send(app, address="192.0.2.1", **more):
    """Somebody files; their browser and what came of it."""
    client = app.test_client()
    page = client.post("/en/feedback/new", data=fields(client, **more), environ_base={"REMOTE_ADDR": address})
    return client, page


def puzzle_for(client, address="192.0.2.1"):
    return client.get("/en/feedback/puzzle", environ_base={"REMOTE_ADDR": address}).json


def solve(found):
    nought = 256 - found["bits"]
    tries = (hashlib.sha256(f"{found['salt']}:{n}".encode()).digest() for n in itertools.count())
    return f"{found['puzzle']}~{next(n for n, tried in enumerate(tries) if int.from_bytes(tried, 'big') >> nought == 0)}"


def counters(app, everybody=0, mine=0, address="192.0.2.1"):
    """So many have come in within this hour."""
    with app.test_request_context("/en/", environ_base={"REMOTE_ADDR": address}):
        for key, times in zip(flood._keys(), (everybody, mine), strict=True):
            if times:
                throttle.limiter.storage.incr(key, flood.HOUR, times)


def quarantined(app):
    with app.app_context():
        return Counter(db.session.scalars(sa.select(Case.quarantined)))


# --- nobody is turned away ---------------------------------------------------------------------------------------------


@pytest.mark.once
def test_200_people_behind_one_address_file_within_an_hour_and_none_is_refused(cloned):
    codes = Counter()
    for number in range(200):
        client = cloned.test_client()
        found = puzzle_for(client)
        work = solve(found) if found["bits"] else ""
        codes[send(cloned, work=work)[1].status_code] += 1
        assert found["bits"] == (0 if number < 60 else 14 if number < 120 else 15)
    assert codes == {303: 200}
    assert quarantined(cloned) == {False: 200}


def test_without_javascript_a_flood_is_taken_and_waits(cloned):
    counters(cloned, mine=60)
    client, page = send(cloned)
    assert page.status_code == 303
    shown = client.get(page.location).text
    assert "data-receipt=" in shown
    assert "first looks whether it is spam" in shown
    assert quarantined(cloned) == {True: 1}


def test_the_form_says_so_beforehand_to_who_has_no_javascript(cloned):
    note = "Very many messages are coming in at this moment"
    assert note not in cloned.test_client().get(FORM).text
    counters(cloned, everybody=300)
    page = cloned.test_client().get(FORM).text
    assert note in page.split("<noscript>")[1].split("</noscript>")[0]


def test_who_already_files_from_elsewhere_is_not_bothered_by_the_flood_of_one_network(cloned):
    counters(cloned, mine=5_000, address="198.51.100.1")
    assert puzzle_for(cloned.test_client(), "198.51.100.1")["bits"] == 18
    assert puzzle_for(cloned.test_client(), "192.0.2.1")["bits"] == 0
    assert send(cloned, "192.0.2.1")[1].status_code == 303
    assert quarantined(cloned) == {False: 1}


def test_an_hour_later_it_is_calm_again(cloned):
    counters(cloned, everybody=5_000)
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert puzzle_for(cloned.test_client())["bits"] == 0


@pytest.mark.parametrize(
    ("times", "bits"), [(0, 0), (299, 0), (300, 14), (599, 14), (600, 15), (1200, 16), (2400, 17), (4800, 18), (10**9, 18)]
)
def test_the_work_doubles_with_the_flood_and_has_an_end(cloned, times, bits):
    counters(cloned, everybody=times)
    assert puzzle_for(cloned.test_client())["bits"] == bits


def test_only_what_was_taken_is_counted(cloned):
    for _ in range(3):
        assert send(cloned, story="")[1].status_code == 422
    assert send(cloned)[1].status_code == 303
    with cloned.app_context():
        found = db.session.scalars(
            sa.select(throttle.ThrottleCounter.count).where(throttle.ThrottleCounter.key.contains("flood:"))
        )
        assert set(found) == {1}


def test_another_worker_counts_the_same_flood(cloned):
    other = create_app({**cloned.config})
    cloned.config["FLOOD_PER_HOUR"] = other.config["FLOOD_PER_HOUR"] = (2, 2)
    send(cloned), send(other)
    assert puzzle_for(cloned.test_client())["bits"] == puzzle_for(other.test_client())["bits"] == 14
    with other.app_context():
        db.engine.dispose()


def test_when_the_counters_cannot_be_read_there_is_no_flood(cloned, monkeypatch):
    def away(*_a, **_k):
        raise sa.exc.OperationalError("x", {}, Exception())

    counters(cloned, everybody=900)
    monkeypatch.setattr(flood, "_load", away)
    monkeypatch.setattr(throttle.DatabaseStorage, "incr", away)
    assert send(cloned)[1].status_code == 303
    assert quarantined(cloned) == {False: 1}


# --- the work ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def flooded(cloned):
    counters(cloned, everybody=300)
    return cloned


def test_work_that_is_done_keeps_the_way_free(flooded):
    found = puzzle_for(flooded.test_client())
    send(flooded, work=solve(found))
    assert quarantined(flooded) == {False: 1}


def test_work_counts_once(flooded):
    work = solve(puzzle_for(flooded.test_client()))
    send(flooded, work=work), send(flooded, work=work)
    assert quarantined(flooded) == {False: 1, True: 1}


def test_work_runs_out_after_ten_minutes(flooded):
    work = solve(puzzle_for(flooded.test_client()))
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        send(flooded, work=work)
    assert quarantined(flooded) == {True: 1}


def spoil(found, kind):
    head, number = solve(found).split("~")
    bits, expires, nonce = head.split(".")
    return {
        "none": "", "no number": head, "another number": f"{head}~{int(number) + 1}", "less work": f"1.{expires}.{nonce}~1",
        "no work": f"0.{expires}.{nonce}~0", "more time": f"{bits}.{int(expires) + 999}.{nonce}~{number}",
        "another puzzle": f"{bits}.{expires}.{'0' * 16}~{number}", "negative": f"{head}~-{number}", "other digits": f"{head}~{number}".replace("1", "١"),
        "long": head + "~" + "9" * 5000, "nonsense": "~~~...", "nul": "\x00~0", "letters": f"{head}~abc",
    }[kind]  # fmt: skip


SPOILED = [
    "none",
    "no number",
    "another number",
    "less work",
    "no work",
    "more time",
    "another puzzle",
    "negative",
    "other digits",
    "long",
    "nonsense",
    "nul",
    "letters",
]


@pytest.mark.parametrize("kind", SPOILED)
def test_work_that_was_not_done_is_taken_all_the_same_and_waits(flooded, kind):
    work = spoil(puzzle_for(flooded.test_client()), kind)
    assert send(flooded, work=work)[1].status_code == 303
    assert quarantined(flooded) == {True: 1}


def test_a_puzzle_of_calm_times_is_no_work(cloned):
    found = puzzle_for(cloned.test_client())
    counters(cloned, everybody=300)
    send(cloned, work=f"{found['puzzle']}~0")
    assert quarantined(cloned) == {True: 1}


def test_the_hidden_field_still_catches_robots(flooded):
    assert send(flooded, website="http://spam", work=solve(puzzle_for(flooded.test_client())))[1].status_code == 422


def test_the_same_key_again_gives_the_same_case_whatever_the_work(flooded):
    key = str(uuid.uuid4())
    send(flooded, client_key=key), send(flooded, client_key=key)
    assert quarantined(flooded) == {True: 1}


def test_nobody_sets_the_quarantine_by_a_form(cloned):
    send(cloned, quarantined="y")
    assert quarantined(cloned) == {False: 1}


@pytest.mark.parametrize("given", ["", "300", "0,60", "a,b", "300,60,5", "-1,5"])
def test_a_setting_that_makes_no_sense_is_refused_at_the_start(given):
    with pytest.raises(config.SettingsError):
        config._flood(given)


# --- in quarantine -----------------------------------------------------------------------------------------------------


@pytest.fixture
def monitor(app):
    return make.make_monitor()


@pytest.fixture
def senior(app):
    return make.make_senior()


@pytest.fixture
def waiting(app):
    contact = {"way": "email", "email": "a@example.mn"}
    return make.make_case(quarantined=True, contact=contact)


def messages():
    db.session.flush()
    return list(db.session.scalars(sa.select(Message.kind)))


def views_with(actor, case):
    return {view for view in ("waiting", "urgent", "late", "mine", "all", "quarantine") if case.public_id in ids(actor, view)}


def ids(actor, view):
    return {row.public_id for row in queries.queue(actor, queries.QueueFilter(view=view), 50)}


def test_it_stands_in_its_own_queue_and_in_no_other(monitor, waiting):
    assert views_with(monitor, waiting) == {"quarantine"}
    assert queries.queue_counts(monitor)["quarantine"] == 1
    assert queries.queue_counts(monitor)["waiting"] == 0


def test_it_counts_nowhere_and_the_recount_agrees(monitor, waiting):
    assert figures.counted(waiting) == Counter()
    assert dashboards.differences() == []
    quarantining.let_through(waiting, monitor)
    assert figures.counted(waiting)
    assert dashboards.differences() == []


def test_it_is_like_no_other_case(monitor, waiting):
    case = make.make_taken(monitor)
    assert queries.like_cases(monitor, case, make.STORY) == []
    quarantining.let_through(waiting, monitor)
    db.session.flush()
    assert [other.id for _score, other in queries.like_cases(monitor, case, make.STORY)] == [waiting.id]


def test_nothing_goes_out_to_its_author_before_it_is_let_through(monitor, waiting):
    assert messages() == []
    with pytest.raises(MoveNotAllowed):
        authoring.send_receipt_to_oneself(waiting)
    quarantining.let_through(waiting, monitor)
    assert messages() == ["received"]


@pytest.mark.parametrize(
    "act",
    [
        reviewing.take,
        lambda case, senior: reviewing.review(case, senior, make.make_review(recognisable="no")),
        lambda case, senior: reviewing.decide(case, senior, VisibilityAction.PUBLISH),
        lambda case, senior: reviewing.decide(case, senior, VisibilityAction.KEEP_PRIVATE),
        lambda case, senior: reviewing.hand_over(case, senior, senior.user_id, senior),
    ],
)
def test_nobody_works_on_it_before(senior, waiting, act):
    waiting.text_public, waiting.recognisable_monitor = "Эм ирсэнгүй.", "no"
    with pytest.raises(MoveNotAllowed):
        act(waiting, senior)


def test_nothing_is_merged_into_it(senior, waiting):
    case = make.make_taken(senior)
    with pytest.raises(Invalid):
        reviewing.merge(case, senior, waiting)


def test_let_through_it_is_a_case_like_every_other(monitor, waiting):
    quarantining.let_through(waiting, monitor)
    db.session.flush()
    assert "waiting" in views_with(monitor, waiting)
    assert "quarantine" not in views_with(monitor, waiting)
    reviewing.take(waiting, monitor)
    assert waiting.status == Status.IN_REVIEW


def test_a_senior_monitor_declines_it_as_spam_and_it_never_counted(senior, monitor, waiting):
    with pytest.raises(NotAllowed):
        quarantining.refuse_spam(waiting, monitor)
    quarantining.refuse_spam(waiting, senior)
    assert (waiting.status, waiting.decline_reason, figures.counted(waiting)) == (Status.DECLINED, "spam", Counter())
    assert dashboards.differences() == []


@pytest.mark.parametrize("act", [quarantining.let_through, quarantining.refuse_spam])
def test_what_does_not_wait_there_is_not_let_out(senior, act):
    with pytest.raises(MoveNotAllowed):
        act(make.make_case(), senior)


def test_a_monitor_of_another_province_lets_nothing_through(waiting):
    with pytest.raises(NotAllowed):
        quarantining.let_through(waiting, make.make_monitor(area=make.province("MN-043")))


def test_its_author_reads_where_it_stands_and_may_take_it_back(app, waiting):
    with app.test_request_context("/en/"), force_locale("en"):
        assert "first looks whether they are spam" in progress.sentence(waiting)
    authoring.withdraw(waiting)
    assert waiting.status == Status.WITHDRAWN
    assert dashboards.differences() == []


def test_a_monitor_lets_many_through_at_once_and_sees_the_view(client, waiting):
    other = make.make_case(quarantined=True)
    make.sign_in(client, make.make_user(Role.MONITOR))
    page = client.get("/en/desk?view=quarantine").text
    assert waiting.public_id in page
    assert "Let it through" in page
    data = {
        "case": [waiting.public_id, other.public_id],
        "act": "let_through",
        "sure": "yes",
        "csrf_token": make.token(client, "/en/desk?view=quarantine"),
    }
    client.post("/en/desk/bulk", data=data)
    assert not waiting.quarantined and not other.quarantined


def test_a_monitor_cannot_decline_many_as_spam_and_is_told(client, waiting):
    make.sign_in(client, make.make_user(Role.MONITOR))
    data = {
        "case": [waiting.public_id],
        "act": "refuse_spam",
        "sure": "yes",
        "csrf_token": make.token(client, "/en/desk?view=quarantine"),
    }
    client.post("/en/desk/bulk", data=data)
    assert waiting.quarantined
    assert "did not allow it" in client.get("/en/desk").text


def test_the_case_at_the_desk_offers_the_two_ways_and_no_other(client, waiting):
    make.sign_in(client, make.make_user(Role.SENIOR_MONITOR))
    path = f"/en/desk/cases/{waiting.public_id}"
    page = client.get(path).text
    assert "In quarantine" in page and make.STORY[:20] in page
    assert "Take this case" not in page and 'name="text_office"' not in page
    assert client.post(f"{path}/let-through", data={"csrf_token": make.token(client, path)}).status_code == 303
    assert "Take this case" in client.get(path).text


def test_an_official_and_the_public_find_no_trace_of_it(client, waiting):
    for path in (f"/en/cases/{waiting.public_id}", f"/en/desk/cases/{waiting.public_id}"):
        assert client.get(path).status_code in {302, 404}
    make.sign_in(client, make.make_user(Role.OFFICIAL, office=make.make_office()))
    assert waiting.public_id not in client.get("/en/office?view=all").text
