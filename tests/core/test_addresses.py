"""Whatever stands behind the question mark is only carried along: it never becomes an option of how addresses are made."""

import pytest

from accountability.access.roles import Role
from accountability.core.db import db
from tests import factories as make

ODD = "endpoint=x&_external=1&_scheme=javascript&_anchor=y&_method=POST&kind=csv&lang=zz&values=1&self=2&view=all&q=эм&since=&file_type=x"


def check(answer):
    assert answer.status_code == 200, answer.status_code
    assert "javascript:" not in answer.text and "#y" not in answer.text


@pytest.mark.parametrize("path", ["", "cases", "commitments", "provinces", "feedback/new", "track", "about/privacy", "no-such"])
def test_public_pages(app, client, path):
    answer = client.get(f"/mn/{path}?{ODD}")
    if path == "no-such":
        assert answer.status_code == 404
    else:
        check(answer)


@pytest.mark.parametrize("path", ["office", "office/counter", "office/report", "office/commitments", "office/thanks", "account"])
def test_pages_of_an_office(app, client, path):
    office = make.make_office()
    make.make_routing()
    person = make.make_user(Role.OFFICIAL, office=office)
    db.session.commit()
    make.sign_in(client, person)
    check(client.get(f"/mn/{path}?{ODD}"))


@pytest.mark.parametrize("path", ["desk", "desk/week", "desk/changes"])
def test_pages_of_the_desk(app, client, path):
    person = make.make_user()
    make.make_case()
    db.session.commit()
    make.sign_in(client, person)
    check(client.get(f"/mn/{path}?{ODD}"))


def test_what_is_filtered_is_carried_along(app, client):
    page = client.get("/mn/cases?q=эм&province=MN-046").text
    assert "/mn/cases.atom?q=%D1%8D%D0%BC" in page.replace("&amp;", "&") or "feed" in page
    assert "/en/cases?q=%D1%8D%D0%BC&amp;province=MN-046" in page
