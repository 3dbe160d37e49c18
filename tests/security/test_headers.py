"""Every kind of answer carries the headers that protect its reader, and what is personal is never stored."""

import pytest

from accountability.access.roles import Role
from accountability.core import headers
from accountability.core.db import db
from accountability.directory.labels import ServiceLevel
from tests import factories as make

HTTPS = {"base_url": "https://voice.example"}
PROTECTING = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cross-Origin-Resource-Policy": "same-origin"}
PUBLIC = [
    ("a page", "/en/", 200, "text/html"), ("a redirect", "/", 302, "text/html"), ("a missing page", "/en/nothing", 404, "text/html"),
    ("an error for programs", "/en/nothing?json", 404, "application/problem+json"), ("JSON", "/healthz", 200, "application/json"),
    ("a style sheet", "/static/css/site.css?v=1", 200, "text/css"), ("a script", "/static/js/site.js?v=1", 200, "text/javascript"),
    ("a picture", "/static/img/favicon.svg?v=1", 200, "image/svg+xml"), ("a missing file", "/static/nothing.js", 404, "text/html"),
    ("a feed", "/en/cases/feed.atom", 200, "application/atom+xml"), ("robots", "/robots.txt", 200, "text/plain"),
    ("a map of the site", "/sitemap.xml", 200, "application/xml"), ("a way that is no way", "/en/account/sign-out", 405, "text/html"),
    ("the form", "/en/feedback/new?facility=18540-HC-01", 200, "text/html"), ("nothing received", "/en/feedback/received", 404, "text/html"),
    ("the sign-in", "/en/account/sign-in", 200, "text/html"), ("a door", "/en/desk", 302, "text/html"),
]  # fmt: skip


def policy_of(page):
    parts = [part.strip().split(" ", 1) for part in page.headers["Content-Security-Policy"].split(";")]
    return {part[0]: part[-1] for part in parts}


def check(page):
    for name, value in PROTECTING.items():
        assert page.headers[name] == value, name
    assert page.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
    policy = policy_of(page)
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in page.headers["Content-Security-Policy"] and "http" not in page.headers["Content-Security-Policy"]
    if page.mimetype == "text/html":
        assert policy["form-action"] == "'self'"
        assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert page.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert "geolocation=()" in page.headers["Permissions-Policy"]
    else:
        assert policy["form-action"] == "'none'"
        assert "script-src" not in policy


@pytest.mark.parametrize(("path", "code", "kind"), [row[1:] for row in PUBLIC], ids=[row[0] for row in PUBLIC])
def test_every_kind_of_public_answer_protects_its_reader(client, path, code, kind):
    accept = {"Accept": "application/json"} if path.endswith("json") else {}
    page = client.get(path, headers=accept)
    assert (page.status_code, page.mimetype) == (code, kind)
    check(page)
    if code >= 400 or kind == "text/html":
        assert page.headers["Cache-Control"] == "no-store"


STAFF = [
    (Role.OFFICIAL, "/en/office", "text/html"), (Role.OFFICIAL, "/en/office/register.csv", "text/csv"),
    (Role.OFFICIAL, "/en/office/register.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (Role.OFFICIAL, "/en/office/{routing}", "text/html"), (Role.OFFICIAL, "/en/account", "text/html"),
    (Role.SENIOR_MONITOR, "/en/desk", "text/html"), (Role.SENIOR_MONITOR, "/en/desk/cases/{case}", "text/html"),
    (Role.SENIOR_MONITOR, "/en/desk/cases/{case}/photo/{photo}.jpg", "image/jpeg"), (Role.SENIOR_MONITOR, "/en/provinces/MN-046?live=1", "text/html"),
    (Role.SENIOR_MONITOR, "/en/account/second-factor", "text/html"), (Role.SENIOR_MONITOR, "/en/", "text/html"),
    (Role.COORDINATOR, "/en/office/{paper}/letter.pdf", "application/pdf"), (Role.ADMIN, "/en/admin", "text/html"),
    (Role.ADMIN, "/en/admin/outbox", "text/html"), (Role.ADMIN, "/en/desk", "text/html"),
]  # fmt: skip


@pytest.fixture
def names(app):
    senior = make.make_senior()
    photographed = make.make_taken(senior, photos=[make.photo()])
    routing = make.make_routing(senior)
    paper = make.make_routing(senior, facilities=[make.make_office("18540-WEL-01", ServiceLevel.LETTERS_ONLY)])
    return {"routing": routing.number, "paper": paper.number, "case": photographed.public_id, "photo": photographed.photos[0].id}


@pytest.mark.parametrize(("role", "path", "kind"), STAFF)
def test_every_kind_of_answer_to_staff_is_protected_and_not_stored(client, names, role, path, kind):
    area = make.province() if role == Role.COORDINATOR else None
    make.sign_in(client, make.make_user(role, office=make.make_office(), area=area))
    page = client.get(path.format(**names))
    assert page.mimetype == kind, page.status_code
    check(page)
    assert page.headers["Cache-Control"] == "no-store"


def test_the_authors_pages_and_photos_are_not_stored(client):
    case, receipt = make.make_case_with_receipt(photos=[make.photo()])
    db.session.commit()
    client.post("/en/track", data={"receipt": receipt, "csrf_token": make.token(client, "/en/track")})
    for path in (
        "/en/track/case",
        f"/en/track/case/photo/{case.photos[0].id}.jpg",
        "/en/feedback/more",
        "/en/track/case/withdraw",
    ):
        page = client.get(path)
        assert page.status_code == 200
        check(page)
        assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("data", [{}, {"story": "x"}])
def test_a_form_sent_back_is_protected_and_not_stored(client, data):
    page = client.post(
        "/en/feedback/new", data={**data, "csrf_token": make.token(client, "/en/feedback/new?facility=18540-HC-01")}
    )
    assert page.status_code == 422
    check(page)
    assert page.headers["Cache-Control"] == "no-store"


def test_a_file_says_no_more_than_it_must_and_still_knows_that_it_did_not_change(client):
    first = client.get("/static/css/site.css?v=1")
    assert not {"Content-Disposition", "Last-Modified"} & set(first.headers.keys())
    assert client.get("/static/css/site.css?v=1", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_only_files_under_their_fingerprint_keep_for_ever(client):
    assert "immutable" in client.get("/static/css/site.css?v=1").headers["Cache-Control"]
    assert "immutable" not in client.get("/static/css/site.css").headers["Cache-Control"]
    assert client.get("/static/nothing.css?v=1").headers["Cache-Control"] == "no-store"


def test_under_https_browsers_come_back_by_https_for_two_years(app, client, monkeypatch):
    assert "Strict-Transport-Security" not in client.get("/en/").headers
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
    for path in ("/en/", "/", "/healthz", "/static/js/site.js", "/en/nothing"):
        assert client.get(path, **HTTPS).headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_nobody_loosens_the_policy_unseen():
    assert policy_of(type("Page", (), {"headers": {"Content-Security-Policy": headers.PAGE}})) == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:", "connect-src": "'self'",
        "manifest-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip
