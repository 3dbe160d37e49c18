"""Whatever stands in an address or a forged field, the answer is never a failure of the server."""

import pytest

from accountability.access.roles import Role
from tests import factories as make

ODD = ["%00", "%ff", "%e0%80", "'%22%3E%3Cscript%3E", "../../etc/passwd", "9" * 40, "{{7*7}}", "%0d%0aSet-Cookie:x", "ө" * 300]
PATHS = [
    "/mn/cases/{}", "/mn/cases?q={}", "/mn/cases?province={}", "/mn/cases?page={}", "/mn/cases?facility={}", "/mn/provinces/{}", "/mn/soums/{}",
    "/mn/facilities/{}", "/mn/f/{}", "/mn/feedback/new?q={}", "/mn/feedback/new?facility={}", "/mn/feedback/new?soum={}", "/mn/about/{}",
    "/mn/account/join/{}", "/mn/account/sign-in?next={}", "/{}", "//office/{}/letter.pdf", "/cases/{}", "/static/{}", "/mn/track/case/photo/{}.jpg",
]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("path", PATHS)
def test_an_odd_address_never_makes_trouble(client, path, odd):
    assert client.get(path.format(odd)).status_code < 500


@pytest.mark.parametrize("odd", ["9" * 25, "-1", "0"])
def test_numbers_that_no_database_holds_are_refused_quietly(client, odd):
    make.sign_in(client, make.make_user())
    for path in ("/mn/account/absences/{}/end", "/mn/desk/views/{}/delete"):
        assert client.post(path.format(odd), data={"csrf_token": make.token(client, "/mn/track")}).status_code < 500


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "head", "trace"])
def test_other_methods_are_refused_quietly(client, method):
    assert client.open("/mn/feedback/new", method=method.upper()).status_code < 500


def test_programs_get_errors_as_problem_documents(client):
    answer = client.get("/mn/cases/NOSUCHCASE", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.json["status"] == 404


def test_every_answer_carries_the_strict_headers(client):
    for path in ("/mn/", "/mn/no-such-page", "/static/css/site.css", "/healthz"):
        headers = client.get(path).headers
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_address_without_language_leads_to_the_readers_own(client):
    assert client.get("/cases", headers={"Accept-Language": "en"}).location == "/en/cases"
    assert client.get("/cases").location == "/mn/cases"


def test_a_next_page_elsewhere_is_never_followed(client):
    person = make.make_user()
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = client.post(
            f"/mn/account/sign-in?next={elsewhere}",
            data={"login": person.email, "password": make.PASSWORD, "csrf_token": make.token(client), "next": elsewhere},
        )
        assert "evil" not in answer.headers.get("Location", "")
        client.post("/mn/account/sign-out", data={"csrf_token": make.token(client, "/mn/track")})


@pytest.mark.parametrize("length", ["1000000000000", "-1", "x"])
@pytest.mark.parametrize(
    "path",
    ["/mn/feedback/new", "/mn/track", "/mn/account/sign-in", "/mn/desk/bulk", "/mn/admin/breaches", "/mn/desk/cases/5/review"],
)
def test_a_body_that_says_it_is_huge_is_answered_quietly(client, path, length):
    person = make.make_user(Role.ADMIN if "admin" in path else Role.MONITOR)
    make.sign_in(client, person)
    answer = client.post(
        path, data=b"a=b", environ_overrides={"CONTENT_LENGTH": length}, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code < 500
