"""The drills' own worlds: a drill that attacks nothing would find nothing."""

import socket

import pytest

from tests.drills import _loopback, hostile_world, scan
from tests.security import planted_running


def test_the_hostile_drill_comes_as_everybody_who_can_sign_in(cloned):
    paths, cookies = hostile_world.build(cloned)
    assert any("protected/desk" in path for path in paths)
    seen = []
    for line in cookies:
        client = cloned.test_client()
        name, value = line.split("; ")[0].split("=", 1)
        client.set_cookie(name, value, domain="127.0.0.1")
        seen.append(client.get("/mn/account", base_url="http://127.0.0.1").status_code)
    assert seen[:8] == [200] * 8, "staff, officers included"
    assert set(seen[8:]) == {302}, "authors and visitors"


def test_each_comes_with_a_token_of_their_own_that_forms_take(cloned):
    for line in hostile_world.build(cloned)[1]:
        cookie, _, token = line.partition("; token=")
        client = cloned.test_client()
        client.set_cookie(*cookie.split("=", 1), domain="127.0.0.1")
        page = client.post("/en/track", data={"receipt": "x", "csrf_token": token}, base_url="http://127.0.0.1")
        assert page.status_code == 422
        assert "open for a long time" not in page.text


def test_the_web_scan_names_what_it_missed_and_what_it_made_up():
    every = {(kind, path, "") for kind, path in planted_running.faults()}
    assert len(every) == 18
    assert scan.judge_planted(every) == []
    assert len(scan.judge_planted(set())) == 18
    one = min(every)
    assert scan.judge_planted(every - {one}) == [f"not found: {one[0]} at {one[1]}"]
    assert scan.judge_planted(every | {("SQL Injection", "/good", "")}) == ["found where nothing is: SQL Injection at /good"]


def visit(pages=30, forms=9, **more):
    lines = [("monitor", "200", "GET", f"/mn/{number}") for number in range(pages)]
    lines += [("monitor", "303", "POST", f"/mn/{number}") for number in range(forms)]
    lines += [("monitor", status, "GET", "/mn/x") for status in more.get("statuses", [])]
    return scan.judge_visit("monitor", more.get("found", set()), lines)[0]


def test_the_web_scan_fails_on_findings_errors_and_throttling_and_when_it_reached_too_little():
    assert visit() == []
    assert visit(found={("SQL Injection", "/mn/x", "in q")}) == ["monitor: SQL Injection at /mn/x: in q"]
    assert visit(statuses=["500", "429", "500"]) == ["monitor: answered 429 1 times", "monitor: answered 500 2 times"]
    assert "too little" in visit(pages=3)[0]
    assert "too little" in visit(forms=1)[0]


@pytest.mark.parametrize("event", ["socket.connect", "socket.sendto"])
def test_the_web_scanner_cannot_leave_this_machine(event):
    _loopback.only_loopback(event, (None, ("127.0.0.1", 80)))
    _loopback.only_loopback("socket.getaddrinfo", ("localhost", 80))
    with pytest.raises(ConnectionRefusedError):
        _loopback.only_loopback(event, (None, ("192.0.2.1", 80)))
    with pytest.raises(socket.gaierror):
        _loopback.only_loopback("socket.getaddrinfo", ("example.org", 80))
