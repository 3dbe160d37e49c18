"""Officers' pages, moves and tasks, the roster, notices, purging; and that nobody else finds a trace."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability.access.roles import Preset, Role
from accountability.cases.models import Case
from accountability.cases.operations import authoring as ordinary
from accountability.core import clock
from accountability.core.db import db
from accountability.core.drafts import Draft
from accountability.core.errors import Invalid, MoveNotAllowed, NotAllowed
from accountability.outbox import operations as outbox
from accountability.outbox.models import Message
from accountability.sensitive import queries, trail
from accountability.sensitive.models import Envelope, OpenVault, Report, Words
from accountability.sensitive.operations import authoring, chasing, crossing, duty, handling, vaults
from accountability.sensitive.operations.handling import Facts
from accountability.sensitive.workflow import State, Step
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
NARRATIVE = "ТЭМДЭГ-өгүүллэг-7261"


def only_report() -> Report:
    return db.session.scalars(sa.select(Report)).one()


def opened(person):
    return handling.open_report(make.make_vault(person), only_report().name, reading=False)


def moved(person, *steps):
    for step, facts in steps:
        handling.move(opened(person), step, Facts(**facts))


@pytest.fixture
def officers():
    people = make.make_officers(3)
    make.make_report(narrative=NARRATIVE)
    return people


def go_in(client, person):
    make.sign_in(client, person)
    post(client, "/mn/protected/vault", "/mn/protected/vault/unlock", passphrase=make.PASSPHRASE)


PREFIXES = ("", "new-", "change-", "note-", "review-", "check-", "hold-", "ordinary-")


def post(client, page, path, **fields):
    """As the page sends it: a page with several forms puts each one's name before its fields, the token's too."""
    return client.post(path, data={**fields, **dict.fromkeys((f"{one}csrf_token" for one in PREFIXES), make.token(client, page))})


# --- moves ------------------------------------------------------------------------------------------------------------


REFER = {"note": "Утсаар ярьсан", "body": "anticorruption", "receiver": "Мөрдөгч", "consent": True}


def test_the_long_way_from_screening_to_an_outcome(officers):
    note = {"note": "Тэмдэглэв"}
    moved(
        officers[0], (Step.SCREEN, {}), (Step.TALK, {}), (Step.REFER, REFER), (Step.BOUNCE, note), (Step.REFER, REFER), (Step.ACCEPT, {}),
        (Step.LEARN_OUTCOME, note), (Step.TELL_OUTCOME, {}), (Step.CLOSE, note), (Step.REOPEN, {}),
    )  # fmt: skip
    assert only_report().state == State.CONSENT_TALK
    assert [line.content.get("receiver") for line in handling.history(opened(officers[1])) if line.action == "refer"] == [
        "Мөрдөгч"
    ] * 2


@pytest.mark.parametrize("missing", ["note", "body", "receiver", "consent"])
def test_nothing_is_handed_on_without_the_persons_word_and_a_named_receiver(officers, missing):
    moved(officers[0], (Step.SCREEN, {}), (Step.TALK, {}))
    with pytest.raises(Invalid):
        moved(officers[0], (Step.REFER, {**REFER, missing: "" if missing != "consent" else False}))
    assert only_report().state == State.CONSENT_TALK


def test_one_officer_acts_in_an_emergency_and_another_looks_it_over(officers):
    moved(officers[0], (Step.SCREEN, {}))
    facts = {"note": "Хүүхэд түгжээтэй", "body": "police"}
    with pytest.raises(Invalid):
        moved(officers[0], (Step.REFER_IN_EMERGENCY, facts))
    moved(officers[0], (Step.REFER_IN_EMERGENCY, {**facts, "legal_basis": "Хүүхэд хамгааллын тухай хууль"}))
    other = queries.officer_of(officers[1].id)
    line = queries.desk(other)[0]
    assert line.tasks == ("review",)
    assert line.due_at == only_report().emergency_at + timedelta(hours=24)
    assert queries.desk(queries.officer_of(officers[0].id))[0].tasks == ()
    with pytest.raises(Invalid):
        handling.review_emergency(opened(officers[0]), "Зөв байсан")
    moved(officers[0], (Step.TALK, {}), (Step.SUPPORT_ONLY, {}))
    with pytest.raises(Invalid):
        moved(officers[0], (Step.CLOSE, {"note": "Дууслаа"}))
    handling.review_emergency(opened(officers[1]), "Зөв байсан")
    moved(officers[0], (Step.CLOSE, {"note": "Дууслаа"}))


def test_watching_brings_tasks_after_7_30_and_90_days(officers):
    moved(officers[0], (Step.SCREEN, {}), (Step.WATCH, {}))
    officer = queries.officer_of(officers[2].id)
    done = []
    for day in range(0, 95):
        with time_machine.travel(clock.now() + timedelta(days=day, hours=1)):
            if "check_in" in queries.desk(officer)[0].tasks:
                handling.check_in(opened(officers[2]), "Эсэн мэнд")
                done.append(day)
    assert done == [6, 29, 89]
    with pytest.raises(MoveNotAllowed):
        handling.check_in(opened(officers[2]), "Дахин")


def test_the_queue_says_what_is_due_first_and_nothing_of_what_is_sealed(officers, client):
    make.make_report(narrative="Хүүхэд", danger="yes")
    lines = queries.desk(queries.officer_of(officers[0].id))
    assert [line.report.urgent for line in lines] == [True, False]
    assert lines[0].due_at == lines[0].report.received_at + timedelta(hours=4)
    with time_machine.travel(clock.now() + timedelta(hours=6)):
        assert queries.desk(queries.officer_of(officers[0].id))[0].late
    make.sign_in(client, officers[0])
    page = client.get("/mn/protected/desk").text
    assert all(line.report.name in page for line in lines)
    assert NARRATIVE not in page


def test_the_state_is_kept_when_somebody_was_faster(officers):
    moved(officers[0], (Step.SCREEN, {}))
    with pytest.raises(MoveNotAllowed):
        moved(officers[1], (Step.SCREEN, {}))
    for step in (Step.PURGE, Step.DOWNGRADE, Step.TELL_OUTCOME):
        with pytest.raises(MoveNotAllowed):
            moved(officers[1], (step, {"note": "x"}))


def test_with_the_persons_word_a_redacted_text_becomes_a_private_case_that_leads_nowhere_back(officers):
    digits = make.make_report(narrative="Хоёр дахь")
    report = next(one for one in db.session.scalars(sa.select(Report).order_by(Report.id.desc())))
    vault = make.make_vault(officers[0])
    handling.move(handling.open_report(vault, report.name), Step.SCREEN, Facts())
    with pytest.raises(Invalid):
        crossing.downgrade(handling.open_report(vault, report.name), "Үүдэнд удаан хүлээлгэсэн", "", "mn")
    crossing.downgrade(handling.open_report(vault, report.name), "Үүдэнд удаан хүлээлгэсэн", "Утсаар зөвшөөрсөн", "mn")
    assert report.state == State.DOWNGRADED_ORDINARY
    case = db.session.scalars(sa.select(Case)).one()
    assert not case.agrees_to(make.ConsentPurpose.PUBLISH)
    assert report.name not in repr(vars(case))
    way = authoring.enter(digits, None)
    text = authoring.replies(authoring.visited(way.ticket))[0][1]
    assert case.public_id in text
    code = re.sub(r"\D", "", text.splitlines()[-1])
    assert ordinary.receipt_of(case) == code


# --- time -------------------------------------------------------------------------------------------------------------


def notices():
    return list(db.session.scalars(sa.select(Message).where(Message.kind == chasing.NOTICE)))


def test_each_officer_gets_one_neutral_notice_and_no_second_one_while_it_waits(officers):
    assert chasing.notify() == 3
    assert chasing.notify() == 0
    for message in notices():
        letter = outbox.RENDERERS[message.kind](message)
        assert only_report().name not in letter.text + letter.subject
        assert "protected" not in letter.text
        assert (message.subject_kind, message.sealed_secret) == ("officer", None)
    moved(officers[0], (Step.SCREEN, {}))
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert chasing.notify() == 0


def test_an_urgent_report_calls_again_after_four_hours_and_no_sooner():
    make.make_officers(3)
    make.make_report(danger="yes")
    sent = 0
    start = clock.now().replace(hour=0, minute=5)
    for minutes in range(0, 12 * 60, 15):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            sent += chasing.notify()
            for message in notices():
                message.done_at = clock.now()
            db.session.flush()
    assert sent == 9


def test_after_24_months_a_closed_report_is_gone_but_for_its_chain(officers):
    authoring_code = make.make_report(narrative="Удахгүй устана")
    moved_report = db.session.scalars(sa.select(Report).order_by(Report.id)).all()[1]
    vault = make.make_vault(officers[0])
    for step, facts in ((Step.SCREEN, Facts()), (Step.CLOSE, Facts(note="Дууслаа"))):
        handling.move(handling.open_report(vault, moved_report.name), step, facts)
    db.session.flush()
    assert chasing.due_for_purging(24) == []
    with time_machine.travel(clock.now() + timedelta(days=735)):
        assert chasing.due_for_purging(24) == [moved_report.id]
        moved_report.on_hold = True
        db.session.flush()
        assert chasing.due_for_purging(24) == []
        moved_report.on_hold = False
        chasing.chase(24)
    db.session.expire_all()
    assert moved_report.state == State.PURGED
    for table in (Words, Envelope):
        assert not list(db.session.scalars(sa.select(table).where(table.report_id == moved_report.id)))
    assert authoring.enter(authoring_code, None) is None
    assert [line.action for line in trail.history(moved_report.chain)][-1] == "purge"
    assert all(not line.content for line in trail.history(moved_report.chain))
    assert list(trail.broken()) == []


def test_hours_on_the_roster_are_in_order_and_not_too_far(officers):
    actor, today = make.actor_of(officers[0]), clock.today()
    for on, starts, ends in ((today - timedelta(days=3), 8, 17), (today + timedelta(days=200), 8, 17)):
        with pytest.raises(Invalid):
            duty.take_hours(actor, on, starts, ends)
    made = duty.take_hours(actor, today + timedelta(days=1), 22, 6)
    assert made.ends_at - made.starts_at == timedelta(hours=8)
    with pytest.raises(duty.NotFound):
        duty.give_back(make.actor_of(officers[1]), made.id)
    duty.give_back(actor, made.id)


# --- pages ------------------------------------------------------------------------------------------------------------


def test_an_officer_makes_a_vault_opens_it_reads_and_answers(client, officers):
    go_in(client, officers[0])
    page = f"/mn/protected/desk/{only_report().name}"
    assert NARRATIVE in client.get(page).text
    answer = post(client, page, f"{page}/reply", text="Бид уншлаа")
    assert answer.location == page
    assert "Бид уншлаа" in client.get(page).text
    assert post(client, page, f"{page}/move", step="screen").location == page
    wrong = post(client, page, f"{page}/move", step="talk", note="ө" * 6000)
    assert wrong.status_code == 422
    assert post(client, page, f"{page}/move", step="close").status_code == 422
    assert post(client, page, f"{page}/move", step="tell_outcome").status_code == 409


def test_without_an_open_vault_the_passphrase_is_asked_and_typed_words_go_on(client, officers):
    go_in(client, officers[0])
    page = f"/mn/protected/desk/{only_report().name}"
    token = make.token(client, page)
    db.session.execute(sa.delete(OpenVault))
    assert client.get(page).location == f"/mn/protected/vault?next={page}"
    asked = client.post(f"{page}/reply", data={"text": "Удаан бичсэн үг", "csrf_token": token})
    assert asked.status_code == 422
    assert 'value="Удаан бичсэн үг"' in asked.text
    assert db.session.scalars(sa.select(Draft)).first() is None
    wrong = client.post(
        f"{page}/reply", data={"text": "Удаан бичсэн үг", "passphrase": "буруу өгүүлбэр бичлээ", "csrf_token": token}
    )
    assert wrong.status_code == 422
    assert "буруу өгүүлбэр" not in wrong.text
    done = client.post(f"{page}/reply", data={"text": "Удаан бичсэн үг", "passphrase": make.PASSPHRASE, "csrf_token": token})
    assert done.location == page


def test_a_sign_in_that_ran_out_keeps_nothing_and_gives_the_words_back(client, officers):
    go_in(client, officers[0])
    page = f"/mn/protected/desk/{only_report().name}"
    token = make.token(client, page)
    with time_machine.travel(clock.now() + timedelta(minutes=15)):
        for fields in ({"text": "Энэ үг хаана ч үлдэхгүй"}, {"passphrase": "энэ өгүүлбэр ч үлдэхгүй"}):
            answer = client.post(f"{page}/reply", data={**fields, "csrf_token": token})
            assert answer.status_code == 401
            assert ("Энэ үг хаана ч үлдэхгүй" in answer.text) == ("text" in fields)
            assert "өгүүлбэр ч үлдэхгүй" not in answer.text
    assert db.session.scalars(sa.select(Draft)).first() is None


def test_a_passphrase_is_limited_and_never_comes_back_in_a_page(client, officers):
    make.sign_in(client, officers[1])
    answer = post(client, "/mn/protected/vault", "/mn/protected/vault/unlock", passphrase="энэ миний өгүүлбэр биш")
    assert answer.status_code == 422
    assert "энэ миний өгүүлбэр биш" not in answer.text
    for fields in (
        {"new-passphrase": "богино", "new-passphrase_again": "богино"},
        {"new-passphrase": make.PASSPHRASE, "new-passphrase_again": "өөр"},
    ):
        assert post(client, "/mn/protected/vault", "/mn/protected/vault/set-up", **fields).status_code == 422


def test_a_vault_set_up_in_the_page(client):
    person = make.make_user(Role.PROTECTION_OFFICER)
    make.sign_in(client, person)
    assert client.get("/mn/protected/desk").status_code == 200
    fields = {"new-passphrase": make.PASSPHRASE, "new-passphrase_again": make.PASSPHRASE}
    assert post(client, "/mn/protected/vault", "/mn/protected/vault/set-up", **fields).status_code == 303
    assert queries.officer_of(person.id).is_reading
    new = {"change-current_passphrase": make.PASSPHRASE, "change-passphrase": "дөрөв таван үг зохиов өнөөдөр", "change-passphrase_again": "дөрөв таван үг зохиов өнөөдөр"}  # fmt: skip
    assert post(client, "/mn/protected/vault", "/mn/protected/vault/passphrase", **new).status_code == 303
    assert vaults.unlock(make.actor_of(person), "дөрөв таван үг зохиов өнөөдөр")


def test_colleagues_are_confirmed_and_sealed_to_in_the_page(client, officers):
    make.make_officers(1)
    go_in(client, officers[0])
    fresh = queries.officer_rows()[3][0]
    page = "/mn/protected/officers"
    assert vaults.fingerprint(fresh) in client.get(page).text
    assert post(client, page, f"{page}/{fresh.id}/confirm").location == page
    assert post(client, page, f"{page}/{fresh.id}/confirm").location == page
    assert post(client, page, f"{page}/reseal").location == page
    assert len(queries.held_by(queries.officer_of(queries.officer_rows()[3][1].id))) == 1


def test_duty_in_the_page(client, officers):
    make.sign_in(client, officers[0])
    page, tomorrow = "/mn/protected/duty", clock.today() + timedelta(days=1)
    assert post(client, page, page, on=tomorrow.isoformat(), starts="9", ends="17").location == page
    for wrong in ({"on": "?", "starts": "9", "ends": "17"}, {"on": tomorrow.isoformat(), "starts": "25", "ends": "99"}, {"on": "2020-01-01", "starts": "1", "ends": "2"}):  # fmt: skip
        assert post(client, page, page, **wrong).status_code == 422
    hours = queries.hours_of(queries.officer_of(officers[0].id))[0]
    assert post(client, page, f"{page}/{hours.id}/give-back").location == page


@pytest.mark.parametrize("act", "reply note seen move review check-in hold downgrade".split())
def test_a_post_without_a_token_changes_nothing(client, officers, act):
    go_in(client, officers[0])
    before = (only_report().state, only_report().on_hold, len(only_report().words))
    fields = {
        "text": "үг",
        "step": "screen",
        "note-text": "үг",
        "hold-note": "үг",
        "review-note": "үг",
        "ordinary-text": "үг",
        "ordinary-consent_words": "үг",
    }
    answer = client.post(f"/mn/protected/desk/{only_report().name}/{act}", data=fields)
    assert answer.status_code == (400 if act == "seen" else 422)
    db.session.expire_all()
    assert before == (only_report().state, only_report().on_hold, len(only_report().words))


def test_an_unknown_name_does_not_exist(client, officers):
    go_in(client, officers[0])
    for name in ("NOSUCH", "%00", "../desk", "'", "9" * 300):
        assert client.get(f"/mn/protected/desk/{name}").status_code in {400, 404}


def test_only_an_administrator_invites_officers(client):
    country = make.directory.country()
    invitee = make.accounts.Invitee("Жишээ", Preset.PROTECTION, "officer@example.mn", area=country)
    with pytest.raises(NotAllowed):
        make.accounts.invite(make.actor_of(make.make_user(Role.COORDINATOR, area=make.province())), invitee)
    invitation, _token = make.accounts.invite(make.actor_of(make.make_user(Role.ADMIN)), invitee)
    person = make.accounts.join(invitation, make.PASSWORD, "mn")
    make.sign_in(client, person)
    assert client.get("/mn/protected/desk").location.endswith("/account/second-factor")
    make.SECRETS[person.email] = make.accounts.give_code_app(person)
    make.sign_in(client, person)
    assert client.get("/mn/protected/desk").status_code == 200
    assert client.get("/mn/desk").status_code == 403


# --- nobody else ------------------------------------------------------------------------------------------------------


def others():
    office = make.make_office()
    return {
        role: make.make_user(role, office=office)
        for role in (Role.MONITOR, Role.SENIOR_MONITOR, Role.OFFICIAL, Role.COORDINATOR, Role.ADMIN)
    }


def without_tokens(answer):
    return re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", answer.get_data(as_text=True))


@pytest.mark.parametrize("role", [Role.MONITOR, Role.SENIOR_MONITOR, Role.OFFICIAL, Role.COORDINATOR, Role.ADMIN, None])
def test_no_other_role_gets_past_any_door_of_the_channel(app, client, officers, role):
    if role:
        make.sign_in(client, others()[role])
    seen = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] not in {"officers", "handle"}:
            continue
        path = f"/mn{rule.rule.replace('/<lang>', '')}".replace("<name>", only_report().name)
        path = re.sub(r"<int:\w+>", "1", path)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            data = {"csrf_token": make.token(client, "/mn/track")} if method == "POST" else None
            answer = client.open(path, method=method, data=data)
            assert answer.status_code in ({401, 302} if role is None else {403}), (method, path)
            assert NARRATIVE not in answer.text
            made_up = client.open(path.replace(only_report().name, "QQQQQQ"), method=method, data=data)
            assert without_tokens(answer).replace(only_report().name, "QQQQQQ") == without_tokens(made_up), (
                "it tells that it exists"
            )
            seen += 1
    assert seen >= 20


@pytest.mark.parametrize("role", [Role.MONITOR, Role.SENIOR_MONITOR, Role.OFFICIAL, Role.COORDINATOR, Role.ADMIN])
def test_nothing_in_their_own_pages_tells_of_it(app, client, role):
    people = others()
    make.make_officers(3)
    make.sign_in(client, people[role])
    before = bodies(app, client)
    make.make_report(narrative=NARRATIVE, province="MN-046", accused="ТЭМДЭГ-буруутан-9917")
    chasing.forget_expired()
    after = bodies(app, client)
    assert before == after
    assert not any(mark in body for body in after.values() for mark in (NARRATIVE, "ТЭМДЭГ", only_report().name))


def bodies(app, client):
    """Every page without a further name in its address, as this person sees it."""
    found = {}
    for rule in app.url_map.iter_rules():
        if (
            "GET" not in rule.methods
            or set(rule.arguments) - {"lang"}
            or rule.endpoint.split(".")[0] in {"static", "root", "author"}
            or rule.endpoint == "citizen.puzzle"  # chance, every time
        ):
            continue
        answer = client.get(rule.rule.replace("<lang>", "mn").replace("<any(mn, en, kk):lang>", "mn"))
        if answer.mimetype and answer.mimetype.startswith(("text/", "application/")):
            found[rule.rule] = (answer.status_code, re.sub(r'(csrf_token"[^>]*value|form_key"[^>]*value|client_key"[^>]*value)="[^"]*"', "", answer.get_data(as_text=True)) if "xlsx" not in rule.rule else "")  # fmt: skip
    assert len(found) > 25
    return {path: re.sub(r"\d{2}:\d{2}", "", body) for path, (_code, body) in found.items()}
