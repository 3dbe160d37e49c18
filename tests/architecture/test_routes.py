"""Every address declares its permission; no address disappears; what changes something is a POST with a token."""

import re
from pathlib import Path

import pytest

from accountability import create_app
from accountability.access.guards import OPEN_DOORS
from tests import databases

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bare")
    return create_app(databases.settings("sqlite://", folder))


def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_route_declares_its_permission(bare):
    bare_views = [rule.endpoint for rule in rules(bare) if not hasattr(bare.view_functions[rule.endpoint], "permission")]
    assert not bare_views, f"say who may: @requires(Permission.…) on {bare_views}"


def test_addresses_only_grow(bare):
    known = {line.split(" | ")[0] for line in (ROOT / "docs/routes.txt").read_text().splitlines()}
    now = {rule.rule for rule in bare.url_map.iter_rules()}
    assert known <= now, f"gone without a redirect: {known - now}"
    assert now <= known, "run: flask --app wsgi docs build"


def test_only_posts_change_something(bare):
    """A view whose form is checked on POST only; GETs that write say so (they record an opening or clear a draft)."""
    writing = {rule.endpoint for rule in rules(bare) if getattr(bare.view_functions[rule.endpoint], "writes", False)}
    assert writing <= {
        "review.case",
        "review.photo",
        "citizen.discard",
        "office.routing",
        "desk.queue",
        "author.exit_quickly",
        "handle.page",
        "counter.export",
        "sms.delivered",
    }, "a new GET that writes: is it really needed?"


def test_every_post_of_the_open_doors_is_known(bare):
    """What anybody may POST without an account is a short list that is read by a person."""
    found = {
        rule.endpoint
        for rule in rules(bare)
        if "POST" in rule.methods and bare.view_functions[rule.endpoint].permission in OPEN_DOORS
    }
    known = """citizen.send citizen.send_receipt citizen.more author.track author.words author.judge author.approve author.withdraw
        own.correct own.consent own.erase petition.page petition.take_back petition.government appeal.page appeal.take_back privacy.identifies
    author.leave accounts.sign_in accounts.code accounts.passkey accounts.passkey_options accounts.sign_out accounts.unlock accounts.join decide.dispute
        author.exit_quickly protected.send sms.arrived report.words solved.page own.wish stopping.page subscriptions.ask subscriptions.page"""
    assert found <= set(known.split())


def test_templates_ask_the_policy_and_never_a_role():
    for path in (ROOT / "templates").glob("**/*.html"):
        assert not re.search(r"current_user\.(role|grants|actor)", path.read_text("utf-8")), f"{path}: ask may(…)"
