"""“This page identifies someone”: a press is enough, a senior monitor pauses and decides; and the register of breaches."""

from datetime import timedelta

import pytest

from accountability.access import policy
from accountability.access.permissions import Permission
from accountability.access.roles import Role
from accountability.cases.workflow import Visibility
from accountability.core.db import db
from accountability.dashboards import themes
from accountability.privacy import operations, queries
from accountability.privacy.models import AlertState, Breach
from tests import factories as make
from tests.cases.test_operations import actions, messages

pytestmark = pytest.mark.usefixtures("app")
WORDS = "Хоёр дахь өгүүлбэрт хүүхдийн нэр байна"


def raise_about(client, case, words=WORDS):
    page = f"/mn/cases/{case.public_id}"
    fields = {"page": page, "words": words, "csrf_token": make.token(client, f"/mn/about/identifies?page={page}")}
    return client.post("/mn/about/identifies", data=fields)


def test_every_public_page_leads_to_the_alert(client):
    case = make.make_public()
    for path in ("/", f"/cases/{case.public_id}", "/provinces/MN-046", "/about/rights", "/facilities/18540-HC-01"):
        assert f"/mn/about/identifies?page=/mn{path}" in client.get(f"/mn{path}").text


def test_an_alert_reaches_the_senior_monitors_and_keeps_no_word_in_plain(client):
    senior, case = make.make_user(Role.SENIOR_MONITOR), make.make_public()
    assert raise_about(client, case).status_code == 303
    [alert] = queries.alerts(make.actor_of(senior))
    assert operations.words_of(alert) == WORDS and WORDS.encode() not in alert.body
    assert alert.decide_by - alert.at == timedelta(hours=72)
    assert [message.receiver for message in messages("alert")] == [f"user:{senior.id}"]
    assert "alert" in actions(case)


def test_an_alert_can_be_about_any_page_and_without_words(client):
    token = make.token(client, "/mn/about/identifies")
    for page in ("/mn/facilities/18540-HC-01", "", "//evil.example/", "/mn/cases/NOSUCHCASE", "/mn/" + "x" * 400):
        code = client.post("/mn/about/identifies", data={"page": page, "csrf_token": token}).status_code
        assert code == (422 if len(page) > 200 else 303)
    assert all(alert.case is None for alert in queries.alerts(make.make_senior()))


def test_robots_are_caught(client):
    token = make.token(client, "/mn/about/identifies")
    assert client.post("/mn/about/identifies", data={"website": "x", "csrf_token": token}).status_code == 422


def signed_in_senior(client):
    person = make.make_user(Role.SENIOR_MONITOR)
    make.sign_in(client, person)
    return make.actor_of(person)


def press(client, path, **fields):
    return client.post(path, data={**fields, "csrf_token": make.token(client, "/mn/desk/alerts")})


@pytest.mark.parametrize(
    ("decision", "visibility"),
    [("mended", Visibility.PUBLIC), ("unfounded", Visibility.PUBLIC), ("hidden", Visibility.RESTRICTED)],
)
def test_a_senior_monitor_pauses_at_once_and_then_decides(app, client, decision, visibility):
    case = make.make_public()
    raise_about(app.test_client(), case)
    actor = signed_in_senior(client)
    [alert] = queries.alerts(actor)
    assert press(client, f"/mn/desk/alerts/{alert.id}/pause").status_code == 303
    assert (case.visibility, case.restrict_reason) == (Visibility.RESTRICTED, "paused")
    assert make.OFFICE_TEXT not in app.test_client().get(f"/mn/cases/{case.public_id}").text
    assert press(client, f"/mn/desk/alerts/{alert.id}/decide", decision=decision).status_code == 303
    db.session.refresh(case)
    assert case.visibility == visibility
    assert alert.state == AlertState(decision) and f"alert_{decision}" in actions(case)
    assert press(client, f"/mn/desk/alerts/{alert.id}/decide", decision=decision).status_code == 409
    assert press(client, f"/mn/desk/alerts/{alert.id}/pause").status_code == 409


def test_without_a_decision_the_page_says_so(app, client):
    raise_about(app.test_client(), make.make_public())
    actor = signed_in_senior(client)
    [alert] = queries.alerts(actor)
    assert press(client, f"/mn/desk/alerts/{alert.id}/decide", decision="burn").status_code == 303
    assert alert.is_open


def test_what_is_listed_is_what_is_allowed():
    here, elsewhere = (
        make.make_public(),
        make.make_public(make.make_monitor(area=make.province("MN-043")), facilities=[make.make_office("18401-HOSP-01")]),
    )
    for case in (here, elsewhere, None):
        operations.raise_alert("/mn/", "", case)
    person = make.make_user(Role.SENIOR_MONITOR)
    tied = make.make_user(Role.SENIOR_MONITOR)
    make.accounts.declare_tie(make.actor_of(tied), tied, here.facilities[0], make.Relation.FAMILY)
    actors = [make.actor_of(person), make.actor_of(tied), make.make_monitor(), make.make_official()]
    actors.append(make.make_senior(area=make.province("MN-043")))
    everything = db.session.scalars(queries.sa.select(queries.Alert)).all()
    for actor in actors:
        listed = {alert.id for alert in queries.alerts(actor)}
        assert listed == {alert.id for alert in everything if policy.may(actor, Permission.ALERT_DECIDE, alert)}


@pytest.mark.parametrize("role", [Role.MONITOR, Role.OFFICIAL, Role.COORDINATOR, Role.ADMIN])
def test_others_see_no_alerts(client, role):
    make.sign_in(client, make.make_user(role, office=make.make_office() if role in {Role.OFFICIAL, Role.COORDINATOR} else None))
    assert client.get("/mn/desk/alerts").status_code == 403


# --- themes ------------------------------------------------------------------------------------------------------------


def themed(count, on):
    import time_machine

    monitor = make.make_monitor()
    with time_machine.travel(on):
        for _ in range(count):
            case = make.make_taken(monitor)
            make.reviewing.review(case, monitor, make.make_review(categories=[make.category("is-attitude")]))
            make.reviewing.decide(case, monitor, make.VisibilityAction.KEEP_AS_THEME)


@pytest.mark.parametrize(
    ("voices", "on", "shown"),
    [
        (3, "2026-10-12T05:00Z", True),
        (2, "2026-10-12T05:00Z", False),
        (3, "2026-11-12T05:00Z", False),
        (3, "2026-07-12T05:00Z", False),
    ],
)
def test_a_theme_is_told_from_three_voices_of_the_last_three_full_months(client, voices, on, shown):
    import time_machine

    themed(voices, on)
    with time_machine.travel("2026-11-24T05:00Z"):
        assert bool(themes.of_province(make.province())) is shown
        assert ("Themes from small offices" in client.get("/en/provinces/MN-046").text) is shown


# --- breaches ----------------------------------------------------------------------------------------------------------


BREACH = {
    "happened": "Зөөврийн компьютер алдагдсан",
    "touched": "Хянагчийн тэмдэглэл",
    "measures": "Түлхүүрийг сольсон",
    "noticed_on": "2026-11-20",
}


def test_a_breach_is_written_down_and_gives_a_notice_to_copy(client):
    make.sign_in(client, make.make_user(Role.ADMIN))
    made = client.post(
        "/mn/admin/breaches", data={**BREACH, "people": "12", "csrf_token": make.token(client, "/mn/admin/breaches")}
    )
    page = client.get(made.location).text
    assert BREACH["happened"] in page and BREACH["measures"] in page
    [breach] = queries.breaches()
    assert (
        client.post(f"{made.location}/told/authority", data={"csrf_token": make.token(client, "/mn/admin/breaches")}).status_code
        == 303
    )
    db.session.refresh(breach)
    assert breach.authority_told_at and not breach.people_told_at


@pytest.mark.parametrize(
    "wrong", [{"happened": ""}, {"noticed_on": "2999-01-01"}, {"noticed_on": "soon"}, {"people": "-1"}, {"people": "many"}]
)
def test_a_wrong_entry_is_refused_and_nothing_typed_is_lost(client, wrong):
    make.sign_in(client, make.make_user(Role.ADMIN))
    answer = client.post("/mn/admin/breaches", data={**BREACH, **wrong, "csrf_token": make.token(client, "/mn/admin/breaches")})
    assert answer.status_code == 422 and BREACH["measures"] in answer.text
    assert not db.session.scalars(queries.sa.select(Breach)).all()


def test_only_the_administrator_keeps_the_register(client):
    make.sign_in(client, make.make_user(Role.SENIOR_MONITOR))
    assert client.get("/mn/admin/breaches").status_code == 403
    assert client.get("/mn/admin/breaches/1").status_code == 403
