"""Pages of people with accounts, as a browser meets them."""

from datetime import timedelta

import pytest
import time_machine

from accountability.access.roles import Preset, Role
from accountability.accounts import gate, operations, queries
from accountability.accounts.operations import Invitee
from accountability.core import clock
from accountability.core.db import db, reading
from tests import factories as make

GOOD = "tal nutag salkhi 9"
WORDS = "Эм долоо хоногийн дараа ирнэ."


def official(**options):
    return make.make_user(Role.OFFICIAL, office=make.make_office(), **options)


def signed_in(client, person):
    make.sign_in(client, person)
    return person


def send(client, path, page="/en/account", **fields):
    return client.post(path, data={**fields, "csrf_token": make.token(client, page)})


def later(minutes):
    return time_machine.travel(clock.now() + timedelta(minutes=minutes))


def link_of(actor, **changes):
    invitee = Invitee(
        **{"name": "Оюун", "preset": Preset.OFFICE, "email": "o@example.mn", "organisation": make.make_office(), **changes}
    )
    return f"/en/account/join/{operations.invite(actor, invitee)[1]}"


def admin():
    return make.actor_of(make.make_user(Role.ADMIN))


@pytest.mark.parametrize(
    ("role", "path"),
    [(Role.MONITOR, "/en/desk"), (Role.OFFICIAL, "/en/office"), (Role.COORDINATOR, "/en/office")],
)
def test_signing_in_leads_to_the_work(client, role, path):
    person = make.make_user(role, office=make.make_office())
    page = send(client, "/en/account/sign-in", "/en/account/sign-in", login=person.email, password=make.PASSWORD)
    assert (page.status_code, page.location) == (302, path)


def test_a_wrong_password_says_so_and_keeps_the_login(client):
    person = official()
    page = send(client, "/en/account/sign-in", "/en/account/sign-in", login=person.email, password="wrong")
    assert page.status_code == 422
    assert "do not belong together" in page.text
    assert f'value="{person.email}"' in page.text


def test_a_page_behind_the_door_leads_to_the_sign_in_and_back(client):
    person = official()
    refused = client.get("/en/office?view=late")
    assert refused.location == "/en/account/sign-in?next=/en/office?view%3Dlate"
    fields = {"login": person.email, "password": make.PASSWORD, "next": "/en/office?view=late"}
    page = send(client, "/en/account/sign-in", refused.location, **fields)
    assert page.location == "/en/office?view=late"


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.mn/",
        "//evil.mn/en/",
        "/\\evil.mn",
        "/en//evil.mn",
        "javascript:alert(1)",
        "/xx/office",
        "/en/\n/x",
        "",
        None,
    ],
)
def test_nothing_leads_to_another_site(app, path):
    assert gate.local_path(path) is None


def test_after_ten_minutes_the_password_is_asked_for_again(client):
    signed_in(client, official())
    with later(11):
        assert client.get("/en/office").location == "/en/account/unlock?next=/en/office"
        page = send(client, "/en/account/unlock", "/en/account/unlock", password=make.PASSWORD, next="/en/office")
        assert page.location == "/en/office"
        assert client.get("/en/office").status_code == 200


def test_a_locked_person_may_do_nothing_on_open_pages(client):
    signed_in(client, make.make_user(Role.MONITOR))
    with later(11):
        assert 'href="/en/desk' not in client.get("/en/").text


def test_a_wrong_password_does_not_unlock(client):
    signed_in(client, official())
    with later(11):
        assert send(client, "/en/account/unlock", "/en/account/unlock", password="wrong").status_code == 422


def test_somebody_who_works_is_not_locked_out(client):
    signed_in(client, official())
    start = clock.now()
    for minutes in (6, 12, 18):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert client.get("/en/office").status_code == 200


def test_after_twelve_hours_everybody_signs_in_anew(client):
    signed_in(client, official())
    start = clock.now()
    for minutes in range(9, 12 * 60 + 1, 9):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            client.get("/en/office")
    with time_machine.travel(start + timedelta(hours=12, minutes=5)):
        assert "sign-in" in client.get("/en/office").location


def write_while_locked(client, routing):
    """An answer is sent after the sign-in had locked; the address of the page that asks for the password."""
    token = make.token(client, f"/en/office/{routing.number}")
    with later(11):
        refused = client.post(f"/en/office/{routing.number}/answer", data={"text": WORDS, "kind": "apology", "csrf_token": token})
    return refused.location


def test_what_was_typed_comes_back_after_the_password_once(client):
    routing = make.make_routing()
    signed_in(client, make.make_user(Role.OFFICIAL, office=routing.addressee))
    asked = write_while_locked(client, routing)
    assert asked == f"/en/account/unlock?next=/en/office/{routing.number}"
    with later(12):
        send(client, "/en/account/unlock", asked, password=make.PASSWORD)
        assert WORDS in client.get(f"/en/office/{routing.number}").text
        assert WORDS not in client.get(f"/en/office/{routing.number}").text


def test_what_was_typed_does_not_come_back_for_somebody_else(client):
    routing = make.make_routing()
    first, second = (make.make_user(Role.OFFICIAL, office=routing.addressee) for _ in range(2))
    signed_in(client, first)
    write_while_locked(client, routing)
    with later(12):
        signed_in(client, second)
        assert WORDS not in client.get(f"/en/office/{routing.number}").text


def test_signing_out_is_final(client):
    signed_in(client, official())
    send(client, "/en/account/sign-out")
    assert "sign-in" in client.get("/en/office").location


def test_signing_out_needs_a_button_of_ours(client):
    signed_in(client, official())
    assert client.post("/en/account/sign-out").status_code == 400
    assert client.get("/en/office").status_code == 200


def test_signing_out_everywhere_reaches_other_browsers(app, client):
    person = official()
    other = app.test_client()
    signed_in(client, person), signed_in(other, person)
    send(client, "/en/account/sign-out-everywhere")
    assert "sign-in" in other.get("/en/office").location


def test_an_invited_person_sets_a_password_and_signs_in(client):
    link = link_of(admin())
    assert send(client, link, link, password=GOOD).location == "/en/account/sign-in"
    page = send(client, "/en/account/sign-in", "/en/account/sign-in", login="o@example.mn", password=GOOD)
    assert page.location == "/en/office"


def test_a_weak_password_is_said_at_its_field(client):
    link = link_of(admin())
    page = send(client, link, link, password="short")
    assert page.status_code == 422
    assert "at least 15 characters" in page.text


def test_a_used_link_says_that_it_is_over(client):
    link = link_of(admin())
    send(client, link, link, password=GOOD)
    assert client.get(link).status_code == 410


def test_the_account_page_shows_the_own_work(client):
    signed_in(client, official())
    assert "Answers for an office: Tarialan soum health centre" in client.get("/en/account").text


def test_a_tie_is_declared_from_a_search(client):
    person = signed_in(client, official())
    assert "18540-WEL-01" in client.get("/en/account?find=Тариалан халамж").text
    send(client, "/en/account/ties", organisation="18540-WEL-01", relation="family")
    assert [tie.organisation.code for tie in queries.affiliations_of(person.id)] == ["18540-WEL-01"]


@pytest.mark.parametrize("typed", ["%00", "%F0%9F%99%82", "%2525", "x" * 5000])
def test_any_search_for_an_office_gets_a_page(client, typed):
    signed_in(client, official())
    assert client.get(f"/en/account?find={typed}").status_code < 500


def test_a_substitute_is_named_and_relieved(client):
    person, colleague = signed_in(client, official()), official()
    today = clock.today().isoformat()
    send(client, "/en/account/absences", substitute=colleague.id, starts_on=today, ends_on=today)
    absence = queries.absences_of(person.id)[0]
    send(client, f"/en/account/absences/{absence.id}/end")
    assert queries.absences_of(person.id) == []


def test_an_absence_that_ends_before_it_begins_is_said_at_its_field(client):
    signed_in(client, official())
    colleague, today = official(), clock.today()
    fields = {"substitute": colleague.id, "starts_on": today.isoformat(), "ends_on": (today - timedelta(days=1)).isoformat()}
    page = send(client, "/en/account/absences", **fields)
    assert page.status_code == 422
    assert 'href="#ends_on"' in page.text


def test_preferences_are_kept(client):
    person = signed_in(client, official())
    send(client, "/en/account/preferences", locale="en")
    found = queries.user(person.id)
    assert (found.locale, found.keys_on) == ("en", False)


def test_the_password_is_changed(client):
    person = signed_in(client, official())
    assert send(client, "/en/account/password", current_password="wrong", new_password=GOOD).status_code == 422
    send(client, "/en/account/password", current_password=make.PASSWORD, new_password=GOOD)
    assert operations.knows_password(person, GOOD)


# --- those who look after accounts -------------------------------------------------------------------------------------


def test_an_administrator_invites_and_sees_the_link_once(client):
    signed_in(client, make.make_user(Role.ADMIN))
    fields = {"name": "Сараа", "preset": "office", "email": "s@example.mn", "organisation": make.TARIALAN.lower()}
    assert send(client, "/en/admin/invite", "/en/admin/invite", **fields).location == "/en/admin/invited"
    slip = client.get("/en/admin/invited").text
    assert "/mn/account/join/" in slip
    assert "data:image/svg+xml" in slip
    assert "/account/join/" not in client.get("/en/admin/invited").text


def test_an_invitation_without_its_office_says_what_is_missing(client):
    signed_in(client, make.make_user(Role.ADMIN))
    page = send(client, "/en/admin/invite", "/en/admin/invite", name="Сараа", preset="office", email="s@example.mn")
    assert page.status_code == 422
    assert 'href="#organisation"' in page.text


def test_a_coordinator_is_offered_only_the_office_preset(client):
    signed_in(client, make.make_user(Role.COORDINATOR, area=make.province()))
    page = client.get("/en/admin/invite").text
    assert 'value="office"' in page
    assert 'value="cso"' not in page


def test_a_coordinator_finds_only_people_below(client):
    person, monitor = official(name="Цэцэг"), make.make_user(name="Дулмаа")
    signed_in(client, make.make_user(Role.COORDINATOR, area=make.province()))
    page = client.get("/en/admin").text
    assert "Цэцэг" in page
    assert "Дулмаа" not in page
    assert client.get(f"/en/admin/people/{person.id}").status_code == 200
    assert client.get(f"/en/admin/people/{monitor.id}").status_code == 404


def test_a_coordinator_makes_a_link_for_a_new_password(client):
    person = official()
    signed_in(client, make.make_user(Role.COORDINATOR, area=make.province()))
    send(client, f"/en/admin/people/{person.id}/reset", f"/en/admin/people/{person.id}")
    assert person.name in client.get("/en/admin/invited").text


def test_an_account_is_taken_away_after_a_question_and_given_back(client):
    person = official()
    signed_in(client, make.make_user(Role.ADMIN))
    page = f"/en/admin/people/{person.id}/deactivate"
    assert "?" in client.get(page).text
    send(client, page, page)
    assert not queries.user(person.id).is_active
    send(client, f"/en/admin/people/{person.id}/activate")
    assert queries.user(person.id).is_active


def test_people_are_found_by_a_part_of_the_name(client):
    make.make_user(name="Мөнхзаяа")
    signed_in(client, make.make_user(Role.ADMIN))
    assert "Мөнхзаяа" in client.get("/en/admin?q=хзая").text
    assert "Nobody was found" in client.get("/en/admin?q=ююю").text


@pytest.mark.parametrize("path", ["/en/admin", "/en/admin/invite", "/en/admin/outbox"])
def test_an_official_looks_after_no_accounts(client, path):
    signed_in(client, official())
    assert client.get(path).status_code == 403


def test_the_outbox_shows_what_waits_and_keeps_its_words_to_itself(client):
    make.make_routing()
    signed_in(client, make.make_user(Role.ADMIN))
    page = client.get("/en/admin/outbox").text
    assert "Something new waits for your office." in page
    assert make.OFFICE_TEXT not in page


@pytest.mark.parametrize("path", ["?q=%00", "?q=%25&page=999999999", "/people/99999999999999999999", "/people/2147483648"])
def test_nothing_typed_into_the_address_breaks_a_page(client, path):
    signed_in(client, make.make_user(Role.ADMIN))
    assert client.get(f"/en/admin{path}").status_code < 500


# --- on a database of its own ------------------------------------------------------------------------------------------


def test_guessing_passwords_is_slowed_down(cloned):
    client = cloned.test_client()
    tries = [client.post("/en/account/sign-in", data={"login": "a@b.mn", "password": "x"}).status_code for _ in range(11)]
    assert tries == [422] * 10 + [429]


def test_being_there_is_noted_while_others_read_and_write(cloned):
    with cloned.app_context():
        person = official()
        db.session.commit()
        engine, user_id = db.engine, person.id
    client = cloned.test_client()
    make.sign_in(client, person)
    with later(5), reading(), engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM users")
        assert client.get("/en/office").status_code == 200
    with cloned.app_context():
        assert queries.sign_ins_of(user_id)[0].seen_at > clock.now() + timedelta(minutes=4)


def test_thirty_people_behind_one_address_can_all_sign_in(cloned):
    with cloned.app_context():
        people = [make.make_user(Role.OFFICIAL, office=make.make_office()) for _ in range(30)]
        db.session.commit()
    for person in people:
        make.sign_in(cloned.test_client(), person)
