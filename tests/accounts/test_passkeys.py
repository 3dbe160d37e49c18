"""Passkeys: another door of two factors, and everything that must not open it."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability.access.roles import Role
from accountability.accounts import operations, queries
from accountability.accounts.models import Challenge, Way
from accountability.audit.models import TrailEntry
from accountability.core import clock
from accountability.core.db import db
from tests import factories as make
from tests.accounts.authenticator import PRESENT, Authenticator, raw, text

SIGN_IN, PAGE = "/en/account/sign-in", "/en/account/second-factor"
SITE = "https://voice.example"


@pytest.fixture(autouse=True)
def site(app, monkeypatch):
    """Passkeys need a name; the test client does not care that the address says https."""
    monkeypatch.setitem(app.config, "SITE_URL", SITE)


def official():
    return make.make_user(Role.OFFICIAL, office=make.make_office())


def ask(client, path, page):
    answer = client.post(path, data={"csrf_token": make.token(client, page)})
    assert answer.status_code == 200, answer.text
    return answer.json


def add(client, key, name="Утас", **lies):
    made = key.make(ask(client, f"{PAGE}/passkeys/options", PAGE), **lies)
    return client.post(f"{PAGE}/passkeys", data={"name": name, "credential": made, "csrf_token": make.token(client, PAGE)})


def enter(client, key, **lies):
    return answer(client, key.use(ask(client, f"{SIGN_IN}/passkey/options", SIGN_IN), **lies))


def answer(client, credential, **fields):
    data = {"credential": credential, "csrf_token": make.token(client, SIGN_IN), **fields}
    return client.post(f"{SIGN_IN}/passkey", data=data)


@pytest.fixture
def owner(client):
    """An official with a passkey that counts, signed out again."""
    person, key = official(), Authenticator(count=7)
    make.sign_in(client, person)
    assert add(client, key).status_code == 303
    client.post("/en/account/sign-out", data={"csrf_token": make.token(client, PAGE)})
    return person, key


# --- the good way ------------------------------------------------------------------------------------------------------


def test_a_passkey_is_added_and_opens_the_door(client, owner):
    person, key = owner
    assert enter(client, key).location == "/en/office"
    assert client.get("/en/office").status_code == 200
    kept = queries.passkeys_of(person.id)[0]
    assert (kept.name, kept.sign_count, kept.used_at is not None) == ("Утас", 8, True)
    assert [row.way for row in queries.sign_ins_of(person.id)] == [Way.PASSKEY]
    assert "With a passkey" in client.get("/en/account").text


def test_a_first_passkey_brings_recovery_codes(client):
    make.sign_in(client, person := official())
    assert add(client, Authenticator()).location == f"{PAGE}/recovery-codes"
    assert queries.recovery_codes_left(person.id) == 10


def test_an_administrator_may_have_a_passkey_alone(client):
    person, key = make.make_user(Role.ADMIN), Authenticator()
    operations.clear_factors(person.id)
    client.post(SIGN_IN, data={"login": person.email, "password": make.PASSWORD, "csrf_token": make.token(client)})
    assert client.get("/en/admin").location == PAGE
    add(client, key)
    assert client.get("/en/admin").status_code == 200
    other = client.application.test_client()
    assert enter(other, key).location == "/en/admin"
    page = other.post(SIGN_IN, data={"login": person.email, "password": make.PASSWORD, "csrf_token": make.token(other)})
    assert page.location == f"{SIGN_IN}/code"
    assert "Use your passkey now" in other.get(page.location).text


def test_a_phone_that_never_counts_opens_again_and_again(client):
    make.sign_in(client, official())
    key = Authenticator(count=0)
    add(client, key)
    assert {enter(client.application.test_client(), key).status_code for _ in range(3)} == {302}


def test_several_passkeys_have_names_and_are_removed_one_by_one(client):
    make.sign_in(client, person := official())
    add(client, Authenticator(), "Утас"), add(client, Authenticator(), "Түлхүүр")
    assert [one.name for one in queries.passkeys_of(person.id)] == ["Утас", "Түлхүүр"]
    path = f"{PAGE}/remove/passkey/{queries.passkeys_of(person.id)[0].id}"
    assert client.post(path, data={"password": make.PASSWORD, "csrf_token": make.token(client, path)}).location == PAGE
    assert [one.name for one in queries.passkeys_of(person.id)] == ["Түлхүүр"]


def test_nobody_removes_the_passkey_of_another(client, owner):
    person, _key = owner
    make.sign_in(client, official())
    path = f"{PAGE}/remove/passkey/{queries.passkeys_of(person.id)[0].id}"
    assert client.get(path).status_code == 404
    assert client.post(path, data={"password": make.PASSWORD, "csrf_token": make.token(client, PAGE)}).status_code == 404
    assert len(queries.passkeys_of(person.id)) == 1


# --- five lies, five refusals, at both doors ---------------------------------------------------------------------------

LIES = {
    "another origin": {"origin": "https://voice.example.evil.mn"},
    "another host": {"host": "evil.mn"},
    "another challenge": {"challenge": text(b"x" * 32)},
    "no user verification": {"flags": PRESENT},
    "nobody there": {"flags": 0x04},
    "the other ceremony": {"kind": "webauthn.other"},
    "plain http": {"origin": "http://voice.example"},
    "another port": {"origin": "https://voice.example:8443"},
}


@pytest.mark.parametrize("lies", LIES.values(), ids=LIES)
def test_a_lie_opens_nothing(client, owner, lies):
    page = enter(client, owner[1], **lies)
    assert page.status_code == 422
    assert "does not open this door" in page.text
    assert "sign-in" in client.get("/en/office").location


@pytest.mark.parametrize("lies", LIES.values(), ids=LIES)
def test_a_lie_adds_nothing(client, lies):
    make.sign_in(client, person := official())
    assert add(client, Authenticator(), **lies).status_code == 422
    assert queries.passkeys_of(person.id) == []


def test_a_copied_passkey_is_noticed_said_and_opens_nothing_any_more(client, owner):
    person, key = owner
    copy_count = key.count
    assert enter(client, key).status_code == 302
    thief = client.application.test_client()
    page = enter(thief, key, count=copy_count)
    assert page.status_code == 422
    assert "seems to have been copied" in page.text
    key.count += 5
    assert enter(client.application.test_client(), key).status_code == 422
    assert "a copy of this passkey was used" in client.get(PAGE).text
    told = list(db.session.scalars(sa.select(TrailEntry.action).where(TrailEntry.chain == f"user:{person.id}")))
    assert told.count("passkey_copied") == 1


def test_a_copied_passkey_does_not_count_as_a_second_factor_and_can_go(client):
    person = make.make_user(Role.ADMIN)
    make.sign_in(client, person)
    key = Authenticator(count=3)
    add(client, key)
    enter(client.application.test_client(), key, count=1)
    assert queries.second_factors(person.id) == 1
    path = f"{PAGE}/remove/passkey/{queries.passkeys_of(person.id)[0].id}"
    assert client.post(path, data={"password": make.PASSWORD, "csrf_token": make.token(client, path)}).location == PAGE


def test_an_answer_is_good_once(client, owner):
    said = owner[1].use(ask(client, f"{SIGN_IN}/passkey/options", SIGN_IN))
    assert answer(client, said).status_code == 302
    thief = client.application.test_client()
    assert answer(thief, said).status_code == 422
    ask(thief, f"{SIGN_IN}/passkey/options", SIGN_IN)
    assert answer(thief, said).status_code == 422


def test_a_wrong_answer_uses_the_challenge_up(client, owner):
    options = ask(client, f"{SIGN_IN}/passkey/options", SIGN_IN)
    assert answer(client, owner[1].use(options, host="evil.mn")).status_code == 422
    assert answer(client, owner[1].use(options)).status_code == 422


def test_a_challenge_belongs_to_one_browser_and_one_purpose(client, owner):
    _person, key = owner
    options = ask(client, f"{SIGN_IN}/passkey/options", SIGN_IN)
    assert answer(client.application.test_client(), key.use(options)).status_code == 422
    other = client.application.test_client()
    make.sign_in(other, official())
    said = key.use({"rpId": "voice.example", "challenge": ask(other, f"{PAGE}/passkeys/options", PAGE)["challenge"]})
    assert answer(other, said).status_code == 422


def test_a_challenge_runs_out_after_five_minutes_and_is_forgotten(client, owner):
    options = ask(client, f"{SIGN_IN}/passkey/options", SIGN_IN)
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1)):
        assert answer(client, owner[1].use(options)).status_code == 422
        assert operations.forget_expired() == 1
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Challenge)) == 0


def test_a_passkey_nobody_has_or_of_another_owner_opens_nothing(client, owner):
    assert enter(client, Authenticator()).status_code == 422
    assert enter(client, owner[1], handle=b"somebody else").status_code == 422


def test_a_signature_by_another_key_opens_nothing(client, owner):
    false = Authenticator(count=50)
    false.id, false.handle = owner[1].id, owner[1].handle
    assert enter(client, false).status_code == 422


def test_the_passkey_of_an_account_taken_away_opens_nothing(client, owner):
    owner[0].is_active = False
    assert enter(client, owner[1]).status_code == 422


def test_the_same_passkey_is_not_added_twice(client):
    make.sign_in(client, official())
    key = Authenticator()
    add(client, key)
    assert add(client, key).status_code == 422


NONSENSE = [
    "{}",
    "[]",
    "null",
    "0",
    '"x"',
    "{",
    "\x00",
    '{"id":1}',
    '{"id":"a","rawId":"a","type":"public-key","response":{}}',
    "[" * 5000,
]


@pytest.mark.parametrize("said", NONSENSE)
def test_nonsense_is_refused_and_never_an_error_of_ours(client, owner, said):
    ask(client, f"{SIGN_IN}/passkey/options", SIGN_IN)
    assert answer(client, said).status_code == 422


@pytest.mark.parametrize("part", ["authenticatorData", "clientDataJSON", "signature", "userHandle"])
@pytest.mark.parametrize("value", ["", "AA", "!!!!", None, 7, {"a": 1}, "A" * 9000])
def test_an_answer_with_a_spoiled_part_is_refused(client, owner, part, value):
    whole = json.loads(owner[1].use(ask(client, f"{SIGN_IN}/passkey/options", SIGN_IN)))
    whole["response"][part] = value
    page = answer(client, json.dumps(whole))
    assert page.status_code == 422 or (part == "userHandle" and value is None and page.status_code == 302)


@pytest.mark.parametrize("following", ["https://evil.mn/", "//evil.mn", "/en//evil.mn"])
def test_the_other_door_leads_to_no_other_site(client, owner, following):
    said = owner[1].use(ask(client, f"{SIGN_IN}/passkey/options", SIGN_IN))
    assert answer(client, said, next=following).location == "/en/office"


# --- where and when ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        (SITE, True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", False),
        ("http://voice.example", False),
        ("https://[2001:db8::1]", False),
    ],
)
def test_passkeys_are_offered_only_where_browsers_make_them(client, monkeypatch, address, possible):
    monkeypatch.setitem(client.application.config, "SITE_URL", address)
    assert ("data-passkey" in client.get(SIGN_IN).text) == possible


def test_a_forged_form_gets_no_challenge(client):
    assert client.post(f"{SIGN_IN}/passkey/options").status_code == 400
    assert answer(client, "{}", csrf_token="").status_code == 422


def test_options_ask_for_the_person_and_name_the_known_passkeys(client):
    make.sign_in(client, person := official())
    add(client, Authenticator())
    asked = ask(client, f"{PAGE}/passkeys/options", PAGE)
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["rp"]["id"] == "voice.example"
    assert [one["id"] for one in asked["excludeCredentials"]] == [text(queries.passkeys_of(person.id)[0].credential_id)]
    assert len(raw(asked["user"]["id"])) == 32


def test_before_adding_one_the_person_proves_anew_who_they_are(client):
    make.sign_in(client, official())
    with time_machine.travel(clock.now() + timedelta(minutes=9)):
        client.get("/en/account")
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        page = client.post(f"{PAGE}/passkeys/options", data={"csrf_token": make.token(client, "/en/account")})
        assert page.location == f"/en/account/confirm?next={PAGE}"
