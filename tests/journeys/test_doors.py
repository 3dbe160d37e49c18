"""The doors in a real browser: a passkey after a code, and the form in a flood, with and without JavaScript."""

import hashlib

import pytest

from accountability.access.roles import Role
from accountability.accounts import queries
from accountability.accounts.models import Way
from accountability.cases import queries as cases
from accountability.core.db import db
from tests import factories as make
from tests.journeys.test_every_page import look

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def named(house):
    """The same house under a name: browsers make no passkeys for bare numbers."""
    house.address = house.app.config["SITE_URL"] = house.address.replace("127.0.0.1", "localhost")
    return house


def with_virtual_key(page, **options):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": {**KEY, **options}})["authenticatorId"]


def test_code_then_passkey(named, person, picture):
    with named.app.app_context():
        admin = make.make_user(Role.ADMIN, email="admin@example.mn")
        db.session.commit()
    page = person(360)
    _session, _key = with_virtual_key(page)

    page.goto("/mn/account/sign-in")
    page.fill("#login", admin.email)
    page.fill("#password", make.PASSWORD)
    page.click("main form button >> nth=0")
    page.fill("#code", make.code_of(admin.email))
    page.click("main form button >> nth=0")
    page.wait_for_url("**/mn/admin")

    page.goto("/mn/account/second-factor")
    page.fill("#name", "Миний утас")
    page.click("form[data-passkey=create] button")
    page.wait_for_url("**/second-factor/recovery-codes")
    assert page.locator("#codes li").count() == 10
    page.goto("/mn/account/second-factor")
    assert page.get_by_role("heading", name="Миний утас").is_visible()
    picture(page, "doors-second-factor")

    page.click("details.staff__menu summary")
    page.click("details.staff__menu form[action$='sign-out'] button")
    page.wait_for_url("**/account/sign-in")
    page.click("form[data-passkey=get] button")
    page.wait_for_url("**/mn/admin")
    with named.app.app_context():
        assert queries.sign_ins_of(admin.id)[0].way == Way.PASSKEY


def test_a_key_without_finger_or_pin_is_not_taken(named, person):
    with named.app.app_context():
        official = make.make_user(Role.OFFICIAL, office=make.make_office(), email="official@example.mn")
        db.session.commit()
    page = person(1280)
    with_virtual_key(page, hasUserVerification=False, isUserVerified=False)
    page.goto("/mn/account/sign-in")
    page.fill("#login", official.email)
    page.fill("#password", make.PASSWORD)
    page.click("main form button >> nth=0")
    page.wait_for_url("**/mn/office")
    page.goto("/mn/account/second-factor")
    page.fill("#name", "Түлхүүр")
    page.click("form[data-passkey=create] button")
    page.get_by_text("Хөтөч хандах түлхүүр үүсгэсэнгүй").wait_for()
    with named.app.app_context():
        assert queries.passkeys_of(official.id) == []


@pytest.mark.parametrize("lang", ["mn", "en"])
def test_the_pages_of_the_second_factor_have_no_findings(named, person, lang):
    with named.app.app_context():
        make.make_user(Role.ADMIN, email="admin@example.mn")
        db.session.commit()
    page = person(360)
    complaints = look(page, f"/{lang}/account/sign-in")
    page.fill("#login", "admin@example.mn")
    page.fill("#password", make.PASSWORD)
    page.click("main form button >> nth=0")
    complaints += look(page, f"/{lang}/account/sign-in/code")
    page.fill("#code", make.code_of("admin@example.mn"))
    page.click("main form button >> nth=0")
    complaints += look(page, f"/{lang}/account/second-factor")
    page.click("form[action$='second-factor/app'] button")
    complaints += look(page, f"/{lang}/account/second-factor/app")
    for path in ("/account/second-factor/remove/app", "/account/confirm", "/account"):
        complaints += look(page, f"/{lang}{path}")
    assert not complaints, "\n".join(complaints)


# --- a flood -----------------------------------------------------------------------------------------------------------


def file_feedback(page, lang="mn"):
    page.goto(f"/{lang}/feedback/new?facility={make.TARIALAN}")
    page.fill("#story", make.STORY)
    page.check("#consent_store")
    page.check("#consent_pass_on")
    page.click("form[data-feedback] button")
    page.wait_for_url("**/feedback/received")
    return page.locator("[data-public-id]").get_attribute("data-public-id")


def quarantined(house, public_id):
    with house.app.app_context():
        return cases.by_public_id(public_id).quarantined


def test_the_form_in_a_flood_with_and_without_javascript(house, person, picture):
    assert not quarantined(house, file_feedback(person(360)))
    house.app.config["FLOOD_PER_HOUR"] = (1, 1)
    assert not quarantined(house, file_feedback(person(360)))
    page = person(360, script=False)
    assert quarantined(house, file_feedback(page, "en"))
    assert page.get_by_text("first looks whether it is spam").is_visible()
    picture(page, "doors-quarantine")


def test_the_script_of_the_work_hashes_as_everybody_does(house, person):
    page = person(360)
    page.goto("/mn/track")
    texts = ["", "abc", "a" * 55, *(f"{'0a' * 12}:{n}" for n in (0, 7, 99, 12345, 999999))]
    said = page.evaluate(
        "async (texts) => { const { firstWord } = await import('/static/js/flood.js'); return texts.map(firstWord); }", texts
    )
    assert said == [int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) for text in texts]


def test_the_most_work_is_done_in_a_few_seconds(house, person):
    page = person(360)
    page.goto("/mn/track")
    took = page.evaluate("""async () => {
        const { firstWord } = await import('/static/js/flood.js'), began = performance.now();
        for (let n = 0; n < 262144; n++) firstWord('0a0a0a0a0a0a0a0a0a0a0a0a:' + n);
        return performance.now() - began;
    }""")
    print(f"2^18 hashes in Chromium: {took:.0f} ms")
    assert took < 10_000
