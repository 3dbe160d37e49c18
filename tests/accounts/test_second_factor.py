"""The second factor: who must have one, how it is set up, and that each code is good once and for one person."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability.access.roles import Preset, Role
from accountability.accounts import codes, operations, queries
from accountability.accounts.models import CodeApp, HalfSignIn, RecoveryCode, Way
from accountability.audit.models import TrailEntry
from accountability.core import clock
from accountability.core.db import db
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
SIGN_IN, CODE, PAGE = "/en/account/sign-in", "/en/account/sign-in/code", "/en/account/second-factor"


def official(**options):
    return make.make_user(Role.OFFICIAL, office=make.make_office(), **options)


def send(client, path, page=PAGE, **fields):
    return client.post(path, data={**fields, "csrf_token": make.token(client, page)})


def now():
    return codes.step_now(clock.now().timestamp())


def half_in(client, person):
    """The password was typed and taken."""
    page = send(client, SIGN_IN, SIGN_IN, login=person.email, password=make.PASSWORD)
    assert page.location == CODE
    return client


def try_code(client, typed):
    return send(client, CODE, CODE, code=typed)


def with_app(person, secret=None):
    secret = secret or operations.give_code_app(person)
    db.session.commit()
    return secret


def set_up(client):
    """Sets up the app through its pages; returns its secret and the recovery codes that were shown."""
    assert send(client, f"{PAGE}/app").location == f"{PAGE}/app"
    page = client.get(f"{PAGE}/app").text
    assert "data:image/svg+xml" in page
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    shown = send(client, f"{PAGE}/app/confirm", f"{PAGE}/app", code=codes.code_at(secret, now()))
    assert shown.location == f"{PAGE}/recovery-codes"
    return secret, re.findall(r"<li><b>([0-9A-Z-]{19})</b>", client.get(shown.location).text)


# --- who needs one -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "path"), [(Role.SENIOR_MONITOR, "/en/desk"), (Role.ADMIN, "/en/admin")])
def test_password_and_code_lead_to_the_work(client, role, path):
    person = make.make_user(role)
    half_in(client, person)
    assert try_code(client, make.code_of(person.email)).location == path
    assert client.get(path).status_code == 200


def test_between_password_and_code_no_door_is_open(client):
    half_in(client, make.make_user(Role.ADMIN))
    assert "sign-in" in client.get("/en/admin").location


@pytest.mark.parametrize("role", [Role.SENIOR_MONITOR, Role.ADMIN])
def test_without_a_second_factor_they_reach_only_the_page_that_sets_one_up(client, role):
    person = make.make_user(role)
    operations.clear_factors(person.id)
    send(client, SIGN_IN, SIGN_IN, login=person.email, password=make.PASSWORD)
    for path in ("/en/desk", "/en/admin", "/en/admin/invite", "/en/account", "/en/desk/week"):
        assert client.get(path).location == PAGE, path
    assert send(client, "/en/admin/invite").location == PAGE
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "one thing is still missing" in page.text
    assert 'href="/en/desk' not in client.get("/en/").text


def test_a_freshly_joined_senior_monitor_is_led_to_it_at_once_and_works_afterwards(client):
    admin = make.actor_of(make.make_user(Role.ADMIN))
    invitee = operations.Invitee("Оюун", Preset.CSO, "o@example.mn", area=make.province(), senior=True)
    link = f"/en/account/join/{operations.invite(admin, invitee)[1]}"
    send(client, link, link, password="tal nutag salkhi 9")
    page = send(client, SIGN_IN, SIGN_IN, login="o@example.mn", password="tal nutag salkhi 9")
    assert client.get(page.location).location == PAGE
    set_up(client)
    assert client.get("/en/desk").status_code == 200


def test_who_still_owes_one_is_not_stuck_when_the_proof_grew_old(client):
    person = make.make_user(Role.ADMIN)
    operations.clear_factors(person.id)
    send(client, SIGN_IN, SIGN_IN, login=person.email, password=make.PASSWORD)
    start = clock.now()
    with time_machine.travel(start + timedelta(minutes=8)):
        client.get(PAGE)
    with time_machine.travel(start + timedelta(minutes=12)):
        ask = send(client, f"{PAGE}/app").location
        assert ask.startswith("/en/account/confirm")
        assert send(client, ask, ask, password=make.PASSWORD).status_code == 302
        set_up(client)
        assert client.get("/en/admin").status_code == 200


def test_an_official_needs_none_but_may_have_one(client):
    person = official()
    make.sign_in(client, person)
    assert client.get("/en/office").status_code == 200
    secret, _shown = set_up(client)
    other = client.application.test_client()
    half_in(other, person)
    assert try_code(other, codes.code_at(secret, now() + 1)).location == "/en/office"


# --- codes -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_a_clock_half_a_minute_wrong_does_no_harm(client, step):
    secret = with_app(person := official())
    assert try_code(half_in(client, person), codes.code_at(secret, now() + step)).status_code == 302


@pytest.mark.parametrize("step", [-40, -2, 2, 40])
def test_a_code_of_another_time_is_refused(client, step):
    secret = with_app(person := official())
    assert try_code(half_in(client, person), codes.code_at(secret, now() + step)).status_code == 422


def test_a_code_is_good_once(client):
    secret = with_app(person := official())
    typed = codes.code_at(secret, now())
    try_code(half_in(client, person), typed)
    other = half_in(client.application.test_client(), person)
    assert try_code(other, typed).status_code == 422
    assert try_code(other, codes.code_at(secret, now() - 1)).status_code == 422
    assert try_code(other, codes.code_at(secret, now() + 1)).status_code == 302


def test_the_code_of_somebody_else_is_refused(client):
    with_app(person := official())
    other = with_app(official())
    assert try_code(half_in(client, person), codes.code_at(other, now())).status_code == 422


WRONG = ["000000", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "' OR 1=1 --", "0" * 40, "\x00123456", "A" * 16, "ӨҮЁ"]


@pytest.mark.parametrize("typed", WRONG)
def test_whatever_else_is_typed_gets_the_same_answer(client, typed):
    with_app(person := official())
    page = try_code(half_in(client, person), typed)
    assert page.status_code == 422
    assert "This code is not right, or it was used already" in page.text


def test_five_wrong_codes_end_it_even_for_the_right_one(client):
    secret = with_app(person := official())
    half_in(client, person)
    shapes = {(page.status_code, len(page.data)) for page in (try_code(client, "000000") for _ in range(5))}
    assert len(shapes) == 1
    page = client.post(CODE, data={"code": codes.code_at(secret, now()), "csrf_token": make.token(client, SIGN_IN)})
    assert page.status_code == 422
    assert "sign-in" in client.get("/en/office").location


def test_after_five_minutes_the_password_is_asked_for_again(client):
    secret = with_app(person := official())
    half_in(client, person)
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1)):
        page = client.post(CODE, data={"code": codes.code_at(secret, now()), "csrf_token": make.token(client, SIGN_IN)})
        assert page.location == SIGN_IN
        assert operations.forget_expired() == 1
        assert client.get("/en/office").location.startswith(SIGN_IN)


def test_a_half_sign_in_is_kept_on_the_server_and_used_up(client):
    secret = with_app(person := official())
    half_in(client, person)
    try_code(client, codes.code_at(secret, now()))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(HalfSignIn)) == 0


def test_an_account_taken_away_in_between_does_not_come_in(client):
    secret = with_app(person := official())
    half_in(client, person)
    person.is_active = False
    page = client.post(CODE, data={"code": codes.code_at(secret, now()), "csrf_token": make.token(client, SIGN_IN)})
    assert page.location == SIGN_IN


@pytest.mark.parametrize("following", ["https://evil.mn/", "//evil.mn", "/\\evil.mn", "javascript:alert(1)", "/en//evil.mn"])
def test_the_second_step_leads_to_no_other_site(client, following):
    secret = with_app(person := official())
    page = send(client, SIGN_IN, SIGN_IN, login=person.email, password=make.PASSWORD, next=following)
    assert "evil" not in page.location
    page = send(client, CODE, CODE, code=codes.code_at(secret, now()), next=following)
    assert page.location == "/en/office"


def test_the_way_back_survives_the_second_step(client):
    secret = with_app(person := official())
    page = send(client, SIGN_IN, SIGN_IN, login=person.email, password=make.PASSWORD, next="/en/office?view=late")
    assert client.get(page.location).text.count('value="/en/office?view=late"') == 1
    page = send(client, CODE, page.location, code=codes.code_at(secret, now()), next="/en/office?view=late")
    assert page.location == "/en/office?view=late"


def test_the_secret_lies_sealed(app):
    secret = with_app(person := official())
    row = queries.code_app(person.id)
    assert secret.encode() not in row.secret
    assert queries.code_app_secret(row) == secret


def test_a_sealed_secret_moved_to_another_account_does_not_open(app):
    with_app(mine := official())
    with_app(theirs := official())
    row = queries.code_app(theirs.id)
    row.secret = queries.code_app(mine.id).secret
    with pytest.raises(Exception, match="another purpose"):
        queries.code_app_secret(row)


# --- setting up --------------------------------------------------------------------------------------------------------


def test_an_app_counts_only_after_its_first_code(client):
    make.sign_in(client, person := official())
    send(client, f"{PAGE}/app")
    assert queries.code_app(person.id) is None
    assert send(client, f"{PAGE}/app/confirm", f"{PAGE}/app", code="000000").status_code == 422
    assert queries.code_app(person.id) is None
    assert not queries.has_second_factor(person.id)


def test_moving_to_another_phone_leaves_the_old_one_good_until_the_new_one_works(client):
    make.sign_in(client, person := official())
    old, _shown = set_up(client)
    send(client, f"{PAGE}/app")
    assert operations.use_code(person.id, codes.code_at(old, now() + 1))
    page = client.get(f"{PAGE}/app").text
    new = re.search(r'id="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert send(client, f"{PAGE}/app/confirm", f"{PAGE}/app", code=codes.code_at(new, now())).location == PAGE
    assert not operations.use_code(person.id, codes.code_at(old, now() + 1))
    assert db.session.scalar(sa.select(sa.func.count()).where(CodeApp.user_id == person.id)) == 1


def test_setting_one_up_signs_other_browsers_out_and_this_one_goes_on(client):
    person = official()
    other = client.application.test_client()
    make.sign_in(client, person), make.sign_in(other, person)
    set_up(client)
    assert client.get("/en/office").status_code == 200
    assert "sign-in" in other.get("/en/office").location


def test_a_cookie_from_before_the_step_up_is_void(client):
    make.sign_in(client, official())
    before = client.get_cookie("voice").value
    set_up(client)
    thief = client.application.test_client()
    thief.set_cookie("voice", before)
    assert "sign-in" in thief.get("/en/office").location


def test_the_app_is_removed_with_the_password(client):
    make.sign_in(client, person := official())
    set_up(client)
    assert send(client, f"{PAGE}/remove/app", password="wrong").status_code == 422
    assert send(client, f"{PAGE}/remove/app", password=make.PASSWORD).location == PAGE
    assert not queries.has_second_factor(person.id)
    assert queries.recovery_codes_left(person.id) == 0


def test_who_needs_it_cannot_remove_it(client):
    make.sign_in(client, person := make.make_user(Role.ADMIN))
    assert "remove/app" not in client.get(PAGE).text
    page = send(client, f"{PAGE}/remove/app", password=make.PASSWORD)
    assert page.status_code == 422
    assert queries.has_second_factor(person.id)


def test_every_change_leaves_a_line_on_the_trail(client):
    make.sign_in(client, person := official())
    set_up(client)
    send(client, f"{PAGE}/recovery-codes")
    send(client, f"{PAGE}/remove/app", password=make.PASSWORD)
    told = db.session.scalars(sa.select(TrailEntry.action).where(TrailEntry.chain == f"user:{person.id}"))
    assert list(told) == ["set_up_code_app", "renew_recovery_codes", "renew_recovery_codes", "remove_code_app"]


# --- recovery codes ----------------------------------------------------------------------------------------------------


def test_ten_recovery_codes_are_shown_once(client):
    make.sign_in(client, official())
    _secret, shown = set_up(client)
    assert len(set(shown)) == 10
    assert client.get(f"{PAGE}/recovery-codes").location == PAGE


def test_a_recovery_code_opens_the_door_once_however_it_is_typed(client):
    make.sign_in(client, person := official())
    _secret, shown = set_up(client)
    other = half_in(client.application.test_client(), person)
    page = try_code(other, f" {shown[3].lower().replace('-', ' ')} ")
    assert page.location == "/en/office"
    assert "9 recovery codes left" in other.get("/en/office").text
    assert [row.way for row in queries.sign_ins_of(person.id)].count(Way.RECOVERY) == 1
    again = half_in(client.application.test_client(), person)
    assert try_code(again, shown[3]).status_code == 422


def test_somebody_elses_recovery_code_opens_nothing(client):
    with_app(person := official())
    stranger = official()
    theirs = operations.renew_recovery_codes(stranger)[0]
    assert try_code(half_in(client, person), theirs).status_code == 422
    assert operations.use_recovery_code(stranger, theirs)


def test_new_recovery_codes_make_the_old_ones_void(app):
    person = official()
    old = operations.renew_recovery_codes(person)
    operations.renew_recovery_codes(person)
    assert not any(operations.use_recovery_code(person, code) for code in old)
    assert queries.recovery_codes_left(person.id) == 10


def test_only_keyed_hashes_of_recovery_codes_are_kept(app):
    person = official()
    shown = operations.renew_recovery_codes(person)
    kept = list(db.session.scalars(sa.select(RecoveryCode.code_hash).where(RecoveryCode.user_id == person.id)))
    assert sorted(kept) == sorted(codes.recovery_hash(code) for code in shown)
    assert not any(code in hashed or codes.normal(code) in hashed for code in shown for hashed in kept)


# --- somebody who lost everything --------------------------------------------------------------------------------------


def test_a_reset_clears_the_second_factor_and_says_so_on_the_trail(client):
    person = official()
    operations.give_code_app(person)
    operations.renew_recovery_codes(person)
    operations.reset(make.actor_of(make.make_user(Role.ADMIN)), person)
    assert not queries.has_second_factor(person.id)
    line = db.session.scalars(
        sa.select(TrailEntry).where(TrailEntry.chain == f"user:{person.id}").order_by(TrailEntry.id.desc())
    ).first()
    assert line.action == "reset"
    assert '"second_factors":1' in line.content.body


def test_two_browsers_with_the_same_code_one_is_too_late(cloned):
    with cloned.app_context():
        person = official()
        secret = with_app(person)
        typed = codes.code_at(secret, now())
        assert [operations.use_code(person.id, typed), operations.use_code(person.id, typed)] == [True, False]
        db.session.commit()


def test_guessing_codes_is_slowed_down_however_often_the_password_is_typed(cloned):
    with cloned.app_context():
        with_app(person := official())
    answers = []
    for _ in range(5):
        client = half_in(cloned.test_client(), person)
        answers += [try_code(client, "000000").status_code for _ in range(5)]
    assert answers[:20] == [422] * 20
    assert 429 in answers
