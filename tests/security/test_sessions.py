"""Sessions: bound to one browser, new at each step up, gone at once when they should be, and the cookies around them."""

from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
import time_machine

import config
from accountability import create_app
from accountability.access.roles import Role
from accountability.accounts import operations, queries
from accountability.core import clock
from accountability.core.db import db
from tests import databases
from tests import factories as make

SIGN_IN, ACCOUNT = "/en/account/sign-in", "/en/account"


def official(**options):
    return make.make_user(Role.OFFICIAL, office=make.make_office(), **options)


def send(client, path, page=ACCOUNT, **fields):
    return client.post(path, data={**fields, "csrf_token": make.token(client, page)})


def later(minutes):
    return time_machine.travel(clock.now() + timedelta(minutes=minutes))


def stay(client, minutes):
    """Somebody works on: a page every nine minutes."""
    start = clock.now()
    for passed in range(9, minutes, 9):
        with time_machine.travel(start + timedelta(minutes=passed)):
            client.get(ACCOUNT)
    return time_machine.travel(start + timedelta(minutes=minutes))


def is_out(client):
    return "sign-in" in (client.get("/en/office").location or "")


# --- gone at once ------------------------------------------------------------------------------------------------------


def test_a_new_password_ends_every_other_sign_in_and_this_one_goes_on(client):
    person = official()
    other = client.application.test_client()
    make.sign_in(client, person), make.sign_in(other, person)
    send(client, "/en/account/password", current_password=make.PASSWORD, new_password="tal nutag salkhi 9")
    assert is_out(other)
    assert not is_out(client)


def test_a_new_role_ends_the_sign_ins_made_under_the_old_ones(client):
    make.sign_in(client, person := official())
    operations.grant(person, Role.COORDINATOR, area=make.province())
    assert is_out(client)


def test_an_account_taken_away_or_reset_is_out_at_the_next_request(client):
    admin = make.actor_of(make.make_user(Role.ADMIN))
    for act in (lambda person: operations.set_active(admin, person, False), lambda person: operations.reset(admin, person)):
        make.sign_in(client, person := official())
        assert not is_out(client)
        act(person)
        assert is_out(client)


def test_one_sign_in_of_the_list_is_ended_by_itself(client):
    person = official()
    second, third = client.application.test_client(), client.application.test_client()
    for browser in (client, second, third):
        make.sign_in(browser, person)
    target = queries.sign_in_of(_token(second)).id
    assert client.get(ACCOUNT).text.count("Sign this one out") == 2
    send(client, f"/en/account/sign-ins/{target}/end")
    assert [is_out(browser) for browser in (client, second, third)] == [False, True, False]


def test_nobody_ends_the_sign_in_of_another(client):
    other = client.application.test_client()
    make.sign_in(client, official()), make.sign_in(other, official())
    send(client, f"/en/account/sign-ins/{queries.sign_in_of(_token(other)).id}/end")
    assert not is_out(other)


def _token(client):
    with client.session_transaction() as session:
        return session["sign_in"]


def test_a_sign_in_ended_by_one_worker_is_over_for_the_next_request_at_another(cloned):
    other = create_app({**cloned.config})
    with cloned.app_context():
        person = official()
        db.session.commit()
    client = cloned.test_client()
    make.sign_in(client, person)
    twin = other.test_client()
    twin.set_cookie("voice", client.get_cookie("voice").value)
    assert twin.get("/en/office").status_code == 200
    send(client, "/en/account/sign-out-everywhere")
    assert "sign-in" in twin.get("/en/office").location
    with other.app_context():
        db.engine.dispose()


STAFF_ACTIONS = """/en/desk /en/desk?view=all /en/desk/week /en/account /en/account/second-factor /en/office /en/office/register.csv
    /en/office/register.xlsx /en/office/templates /en/office/thanks /en/admin /en/admin/invite /en/admin/outbox /en/admin/invited""".split()


@pytest.mark.parametrize("role", [Role.MONITOR, Role.OFFICIAL, Role.COORDINATOR, Role.ADMIN])
def test_whose_account_was_taken_away_can_do_nothing_any_more(client, role):
    person = make.make_user(role, office=make.make_office())
    make.sign_in(client, person)
    token = make.token(client, ACCOUNT)
    person.is_active = False
    for path in STAFF_ACTIONS:
        assert "sign-in" in client.get(path).location, path
    for path in (
        "/en/desk/bulk",
        "/en/admin/invite",
        "/en/account/password",
        "/en/account/second-factor/app",
        "/en/account/preferences",
    ):
        assert "sign-in" in client.post(path, data={"csrf_token": token}).location, path


# --- one browser, one token --------------------------------------------------------------------------------------------


def test_a_cookie_planted_before_the_sign_in_is_worth_nothing_after_it(client):
    client.get(SIGN_IN)
    planted = client.get_cookie("voice").value
    make.sign_in(client, official())
    thief = client.application.test_client()
    thief.set_cookie("voice", planted)
    assert is_out(thief)
    assert client.get_cookie("voice").value != planted


@pytest.mark.parametrize("ask", ["/en/account/unlock", "/en/account/confirm"])
def test_after_proving_anew_the_old_cookie_is_void(client, ask):
    make.sign_in(client, official())
    before = client.get_cookie("voice").value
    with later(11) if ask.endswith("unlock") else stay(client, 11):
        before = client.get_cookie("voice").value
        assert send(client, ask, ask, password=make.PASSWORD).status_code == 302
        thief = client.application.test_client()
        thief.set_cookie("voice", before)
        assert is_out(thief)
        assert not is_out(client)


@pytest.mark.parametrize("forged", ["", "x", "e30.x.y", "a" * 4000, ".eJyrVkosLcmIz8nPS1eyUi.forged"])
def test_a_forged_cookie_is_nobody(client, forged):
    client.set_cookie("voice", forged)
    assert is_out(client)


def test_the_cookie_of_another_role_opens_nothing_of_mine(client):
    make.sign_in(client, make.make_user(Role.MONITOR))
    monitor = client.get_cookie("voice").value
    other = client.application.test_client()
    make.sign_in(other, make.make_user(Role.ADMIN))
    other.set_cookie("voice", monitor)
    assert other.get("/en/admin").status_code == 403
    assert other.get("/en/desk").status_code == 200


# --- before grave acts -------------------------------------------------------------------------------------------------

GRAVE = [
    (Role.OFFICIAL, "/en/office/register.csv"), (Role.OFFICIAL, "/en/office/register.xlsx"), (Role.ADMIN, "/en/admin/invite"),
    (Role.ADMIN, "/en/account/second-factor/app"), (Role.ADMIN, "/en/account/second-factor/remove/app"),
]  # fmt: skip


@pytest.mark.parametrize(("role", "path"), GRAVE)
def test_ten_minutes_after_the_last_proof_a_grave_act_asks_again(client, role, path):
    make.sign_in(client, make.make_user(role, office=make.make_office()))
    assert client.get(path).status_code in {200, 302}
    assert "confirm" not in (client.get(path).location or "")
    with stay(client, 12):
        ask = client.get(path).location
        assert ask == f"/en/account/confirm?next={path}"
        assert send(client, "/en/account/confirm", ask, password="wrong", next=path).status_code == 422
        assert send(client, "/en/account/confirm", ask, next=path).status_code == 422
        assert send(client, "/en/account/confirm", ask, password=make.PASSWORD, next=path).location == path
        assert "confirm" not in (client.get(path).location or "")


def test_a_code_is_as_good_as_the_password_and_good_once(client):
    person = make.make_user(Role.ADMIN)
    make.sign_in(client, person)
    with stay(client, 12):
        code = make.code_of(person.email)
        assert send(client, "/en/account/confirm", "/en/account/confirm", code=code).status_code == 302
        with stay(client, 0):
            assert send(client, "/en/account/confirm", "/en/account/confirm", code=code).status_code == 422


def test_an_invitation_typed_meanwhile_comes_back_after_the_proof(client):
    make.sign_in(client, make.make_user(Role.ADMIN))
    with stay(client, 8):
        token = make.token(client, "/en/admin/invite")
    with stay(client, 12):
        fields = {"name": "Сараантуяа Бямбадорж", "preset": "office", "email": "s@example.mn", "csrf_token": token}
        ask = client.post("/en/admin/invite", data=fields).location
        assert ask == "/en/account/confirm?next=/en/admin/invite"
        send(client, "/en/account/confirm", ask, password=make.PASSWORD, next="/en/admin/invite")
        assert "Сараантуяа Бямбадорж" in client.get("/en/admin/invite").text


def test_every_grave_act_says_that_it_is(app):
    grave = {name for name, view in app.view_functions.items() if getattr(view, "fresh", False)}
    assert grave == {
        "admin.invite", "admin.reset", "admin.deactivate", "admin.activate", "office.export", "office.handover_pack", "factors.begin_app", "factors.app",
        "factors.confirm_app", "factors.renew_codes", "factors.remove_app", "factors.remove_passkey", "factors.passkey_options",
        "factors.add_passkey", "legal.identity", "legal.pdf", "legal.sheet", "counter.export", "wording.edit", "wording.house",
    }  # fmt: skip


# --- the cookie itself -------------------------------------------------------------------------------------------------


@pytest.fixture
def secure(prepared, tmp_path):
    """The platform under https."""
    url = databases.copy(prepared, tmp_path)
    settings = databases.settings(url, tmp_path, SITE_URL="https://voice.example")
    names = {name: value for name, value in config.load(_https(url)).items() if name.startswith("SESSION_COOKIE")}
    app = create_app({**settings, **names})
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


def _https(url):
    keys = dict.fromkeys(("SECRET_KEY", "RECEIPT_KEY", "VAULT_KEYS", "SIGNING_KEY"), "x")
    return {**keys, "SITE_URL": "https://voice.example", "DATABASE_URL": url}


def test_under_https_every_cookie_is_locked_to_the_host(secure):
    client = secure.test_client()
    page = client.get("/en/account/sign-in", base_url="https://voice.example", headers={"Accept-Language": "mn"})
    found = SimpleCookie()
    for line in page.headers.getlist("Set-Cookie"):
        found.load(line)
    session = found["__Host-voice"]
    assert (session["secure"], session["httponly"], session["samesite"], session["path"], session["domain"]) == (
        True,
        True,
        "Lax",
        "/",
        "",
    )
    assert session["max-age"] == session["expires"] == ""
    for cookie in found.values():
        assert cookie["secure"] and cookie["httponly"] and cookie["samesite"]


# --- words in the wrong places -----------------------------------------------------------------------------------------

INJECTED = [
    "a@b.mn\r\nSet-Cookie: voice=x",
    "a@b.mn\nBcc: all@evil.mn",
    "a\r\n\r\n<html>",
    "a\x00b@c.mn",
    "a\u2028b@c.mn",
    "\u202enm.live@x.mn",
]


@pytest.mark.parametrize("typed", INJECTED)
def test_a_line_break_in_a_login_reaches_no_header(client, typed):
    page = send(client, SIGN_IN, SIGN_IN, login=typed, password="x" * 15)
    assert page.status_code == 422
    assert len(page.headers.getlist("Set-Cookie")) <= 1
    assert "evil" not in str(page.headers)


@pytest.mark.parametrize("typed", INJECTED)
def test_a_line_break_in_an_e_mail_invites_nobody(client, typed):
    make.sign_in(client, make.make_user(Role.ADMIN))
    fields = {"name": "Сараа", "preset": "office", "email": typed, "organisation": make.TARIALAN}
    page = send(client, "/en/admin/invite", "/en/admin/invite", **fields)
    assert page.status_code == 422 or "\n" not in queries.open_invitations(make.actor_of(make.make_user(Role.ADMIN)))[0].email


LEADS_AWAY = [
    "https://evil.mn",
    "//evil.mn",
    "/\\evil.mn",
    "/en\\..//evil.mn",
    "\t//evil.mn",
    "/en/\r\nLocation: //evil.mn",
    "javascript:x",
    "/%2f/evil.mn",
]


@pytest.mark.parametrize("following", LEADS_AWAY)
@pytest.mark.parametrize("door", ["unlock", "confirm"])
def test_no_door_leads_to_another_site(client, door, following):
    make.sign_in(client, official())
    with later(11) if door == "unlock" else stay(client, 11):
        page = send(client, f"/en/account/{door}", f"/en/account/{door}", password=make.PASSWORD, next=following)
    assert page.location == "/en/account"
