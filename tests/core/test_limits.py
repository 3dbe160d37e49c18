"""Guessing is limited for all workers together, and nobody's address is kept."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability.core import clock, throttle
from accountability.core.db import db
from tests import factories as make


def guess(client, times):
    token = make.token(client, "/mn/track")
    return [client.post("/mn/track", data={"receipt": "1" * 20, "csrf_token": token}).status_code for _ in range(times)]


def test_guessing_receipts_ends_with_429_and_says_when_to_come_back(cloned):
    client = cloned.test_client()
    assert guess(client, 31)[-1] == 429
    answer = client.post("/mn/track", data={"receipt": "1" * 20})
    assert int(answer.headers["Retry-After"]) > 0


def test_another_worker_counts_the_same_guesses(cloned):
    from accountability import create_app

    other = create_app({**cloned.config})
    guess(cloned.test_client(), 20)
    assert 429 in guess(other.test_client(), 12)
    with other.app_context():
        db.engine.dispose()


def test_a_right_code_is_never_counted_as_a_guess(cloned):
    with cloned.app_context():
        receipts = [make.make_case_with_receipt()[1] for _ in range(32)]
        db.session.commit()
    client = cloned.test_client()
    token = make.token(client, "/mn/track")
    codes = {client.post("/mn/track", data={"receipt": one, "csrf_token": token}).status_code for one in receipts}
    assert codes == {303}


def test_the_counters_hold_no_address_and_are_forgotten(cloned):
    guess(cloned.test_client(), 3)
    with cloned.app_context():
        keys = " ".join(db.session.scalars(sa.select(throttle.ThrottleCounter.key)))
        assert keys
        assert "127.0.0.1" not in keys
        with time_machine.travel(clock.now() + timedelta(hours=2)):
            assert throttle.forget_expired() > 0
        db.session.commit()


@pytest.mark.parametrize("wrong", ["nobody@example.mn", "99112233", "' OR 1=1 --", ""])
def test_signing_in_with_a_wrong_name_is_refused_without_saying_which(client, wrong):
    answer = client.post("/mn/account/sign-in", data={"login": wrong, "password": "x" * 20, "csrf_token": make.token(client)})
    assert answer.status_code == 422
