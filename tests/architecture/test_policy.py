"""The policy page is whole, and duties that must stay apart are apart."""

from accountability.access import policy, rules
from accountability.access.actor import NOBODY, Actor, GrantOf
from accountability.access.permissions import Permission
from accountability.access.roles import Role
from accountability.site import docs

READS_TEXT = {Permission.CASE_READ, Permission.CASE_READ_STORY, Permission.CASE_READ_CONTACT, Permission.ROUTING_READ}


def test_every_permission_has_rows():
    assert set(policy.POLICY) == set(Permission)
    assert all(policy.POLICY.values())


def test_permissions_stand_in_alphabetical_order():
    assert [p.value for p in Permission] == sorted(p.value for p in Permission)


def test_whoever_monitors_is_never_tied_to_the_office():
    for permission in Permission:
        if not permission.value.startswith("case:"):
            continue
        for row in policy.POLICY[permission]:
            if {
                rules.monitors_place,
                rules.monitors_neighbour,
                rules.in_national_pool,
                rules.reviews,
                rules.senior_of_place,
            } & set(row):
                assert rules.not_tied in row, f"{permission}: a row without not_tied"


def test_an_administrator_reads_no_case_text():
    admin = Actor(user_id=1, grants=(GrantOf(Role.ADMIN),))
    for permission in READS_TEXT:
        assert not any(rules.is_admin in row for row in policy.POLICY[permission])
    assert not policy.may(admin, Permission.DESK_USE)


def test_officials_cannot_close_decline_hide_or_reclassify():
    for permission in (
        Permission.CASE_CLOSE,
        Permission.CASE_DECLINE,
        Permission.CASE_RESTRICT,
        Permission.CASE_PUBLISH,
        Permission.CASE_REVIEW,
    ):
        for row in policy.POLICY[permission]:
            assert not {rules.is_official, rules.answers_for, rules.coordinates} & set(row)


def test_nobody_may_do_nothing_but_what_is_public():
    open_to_all = {
        p
        for p in Permission
        if not p.value.startswith(("case:", "routing:", "answer:", "appeal:", "change:", "report:", "account:reset"))
        and policy.may(NOBODY, p)
    }
    assert open_to_all == {Permission.PUBLIC, Permission.ALERT_RAISE, Permission.SUBSCRIBE}


def test_the_policy_page_in_the_docs_is_the_policy(bare_docs=docs.policy_page):
    assert (docs.DOCS / "policy.md").read_text("utf-8") == bare_docs(), "run: flask --app wsgi docs build"
