"""Limits: shared by all workers, saying when, keeping no address, and not fooled by a header."""

import hashlib
import hmac
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability import create_app
from accountability.access.roles import Role
from accountability.core import clock, throttle
from accountability.core.db import db
from tests import databases
from tests import factories as make


def key_of(app, address="127.0.0.1", **headers):
    with app.test_request_context("/mn/", environ_base={"REMOTE_ADDR": address}, headers=headers):
        return throttle.visitor()


def keys(app):
    with app.app_context():
        return list(db.session.scalars(sa.select(throttle.ThrottleKey.key)))


def guesses(client, times, **headers):
    token = make.token(client, "/mn/track")
    fields = {"receipt": "1" * 20, "csrf_token": token}
    return [client.post("/mn/track", data=fields, headers=headers).status_code for _ in range(times)]


# --- who it was --------------------------------------------------------------------------------------------------------


def test_one_network_has_one_key_all_day_at_every_worker_and_another_tomorrow(cloned):
    other = create_app({**cloned.config})
    today = key_of(cloned)
    assert key_of(cloned) == key_of(other) == today
    assert key_of(cloned, "192.0.2.7") != today
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert key_of(cloned) == key_of(other) != today
    with other.app_context():
        db.engine.dispose()


def test_yesterdays_secret_is_gone(cloned):
    key_of(cloned)
    old = keys(cloned)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        key_of(cloned)
    assert len(keys(cloned)) == 1
    assert keys(cloned) != old
    with time_machine.travel(clock.now() + timedelta(days=3)), cloned.app_context():
        throttle.forget_expired()
        db.session.commit()
    assert keys(cloned) == []


def test_the_secret_key_alone_does_not_tell_who_it_was(cloned, prepared, tmp_path):
    """Two platforms with the same SECRET_KEY know the same network under different keys."""
    second = create_app(databases.settings(url := databases.copy(prepared, tmp_path), tmp_path, LIMITS_ON=True))
    assert second.config["SECRET_KEY"] == cloned.config["SECRET_KEY"]
    assert key_of(second) != key_of(cloned)
    for secret in (cloned.config["SECRET_KEY"], f"{cloned.config['SECRET_KEY']}:{clock.today()}"):
        assert hmac.new(secret.encode(), b"127.0.0.1", hashlib.sha256).hexdigest()[:24] != key_of(cloned)
    with second.app_context():
        db.engine.dispose()
    databases.drop(url)


def test_an_ipv6_household_is_one_network_and_a_mapped_address_is_its_ipv4(cloned):
    assert key_of(cloned, "2001:db8:1:2::1") == key_of(cloned, "2001:db8:1:2:ffff:1:2:3")
    assert key_of(cloned, "2001:db8:1:2::1") != key_of(cloned, "2001:db8:1:3::1")
    assert key_of(cloned, "::ffff:192.0.2.7") == key_of(cloned, "192.0.2.7")
    assert key_of(cloned, "not an address") == key_of(cloned, "")


def test_the_tables_hold_neither_address_nor_login(cloned):
    client = cloned.test_client()
    client.post(
        "/mn/account/sign-in",
        data={"login": "somebody@example.mn", "password": "x"},
        environ_base={"REMOTE_ADDR": "198.51.100.23"},
    )
    with cloned.app_context():
        found = " ".join(db.session.scalars(sa.select(throttle.ThrottleCounter.key)))
    assert found
    assert "198.51" not in found and "somebody" not in found


# --- headers -----------------------------------------------------------------------------------------------------------


def test_without_a_trusted_proxy_a_spoofed_header_changes_nothing(cloned):
    client = cloned.test_client()
    codes = [
        guesses(
            client, 1, **{"X-Forwarded-For": f"203.0.113.{n}", "Forwarded": f"for=203.0.113.{n}", "X-Real-IP": f"203.0.113.{n}"}
        )[0]
        for n in range(32)
    ]
    assert codes[-1] == 429


def behind_a_proxy(cloned):
    return create_app({**cloned.config, "TRUSTED_PROXIES": 1})


def test_behind_one_trusted_proxy_its_word_counts_and_what_the_visitor_claims_does_not(cloned):
    app = behind_a_proxy(cloned)
    client = app.test_client()
    spoofed = [guesses(client, 1, **{"X-Forwarded-For": f"203.0.113.{n}, 198.51.100.1"})[0] for n in range(32)]
    assert spoofed[-1] == 429
    assert guesses(client, 1, **{"X-Forwarded-For": "203.0.113.1, 198.51.100.2"}) == [422]
    with app.app_context():
        db.engine.dispose()


# --- what is limited, and what it says ---------------------------------------------------------------------------------


def enough(app, monkeypatch):
    """Counters that are full from the start."""
    monkeypatch.setattr(throttle.DatabaseStorage, "incr", lambda *_a, **_k: 10_000)
    monkeypatch.setattr(throttle.DatabaseStorage, "get", lambda *_a: 10_000)


def signed_in(app, role):
    with app.app_context():
        person = make.make_user(role, office=make.make_office())
        db.session.commit()
    client = app.test_client()
    make.sign_in(client, person)
    return client


LIMITED = [
    (None, "get", "/en/cases?q=эм"), (None, "get", "/en/cases/feed.atom?q=эм"), (None, "post", "/en/account/sign-in"),
    (None, "post", "/en/account/sign-in/code"), (None, "post", "/en/account/sign-in/passkey"),
    (None, "post", "/en/account/sign-in/passkey/options"), (None, "post", "/en/track"), (Role.MONITOR, "get", "/en/desk?q=эм"),
    (Role.OFFICIAL, "get", "/en/office?q=эм"), (Role.OFFICIAL, "get", "/en/office/register.csv"),
    (Role.OFFICIAL, "post", "/en/account/confirm"), (Role.OFFICIAL, "post", "/en/account/second-factor/app/confirm"),
    (Role.OFFICIAL, "post", "/en/account/second-factor/passkeys/options"), (Role.COORDINATOR, "get", "/en/admin?q=эм"),
    (Role.COORDINATOR, "post", "/en/admin/invite"), (Role.OFFICIAL, "post", "/en/account/password"),
]  # fmt: skip


@pytest.mark.parametrize(("role", "method", "path"), LIMITED)
def test_too_often_says_when_it_goes_on(cloned, monkeypatch, role, method, path):
    client = signed_in(cloned, role) if role else cloned.test_client()
    enough(cloned, monkeypatch)
    page = getattr(client, method)(path)
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 0
    assert "You can try again in" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_programs_are_told_when_too(cloned, monkeypatch):
    enough(cloned, monkeypatch)
    page = cloned.test_client().get("/en/cases?q=эм", headers={"Accept": "application/json"})
    assert page.mimetype == "application/problem+json"
    assert "You can try again in" in page.json["detail"]


FREE = [
    "/en/cases",
    "/en/",
    "/en/feedback/new",
    "/en/feedback/new?q=tarialan",
    "/en/feedback/new?facility=18540-HC-01",
    "/en/provinces",
    "/en/track",
]


@pytest.mark.parametrize("path", FREE)
def test_reading_and_filing_are_never_limited(cloned, monkeypatch, path):
    enough(cloned, monkeypatch)
    assert cloned.test_client().get(path).status_code == 200


def test_searching_is_counted_for_all_workers_together(cloned):
    other = create_app({**cloned.config})
    for app in (cloned, other):
        assert {app.test_client().get("/en/cases?q=эм").status_code for _ in range(60)} == {200}
    assert cloned.test_client().get("/en/cases?q=эм").status_code == 429
    assert cloned.test_client().get("/en/cases").status_code == 200
    with other.app_context():
        db.engine.dispose()


def test_exports_are_counted_by_person_not_by_network(cloned):
    first, second = signed_in(cloned, Role.OFFICIAL), signed_in(cloned, Role.OFFICIAL)
    codes = [first.get("/en/office/register.csv").status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]
    assert second.get("/en/office/register.csv").status_code == 200
