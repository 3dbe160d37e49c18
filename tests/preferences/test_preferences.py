"""What readers wish holds for every letter that leaves: how much, at which hours, and how they stop it with one tap."""

import smtplib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.exc import IntegrityError

import config
from accountability.access.roles import Role
from accountability.accounts import operations as accounts
from accountability.cases.operations import authoring, reading
from accountability.core import clock
from accountability.core.db import db
from accountability.outbox import operations as outbox
from accountability.outbox import senders
from accountability.outbox.models import Message
from accountability.preferences import door, hours, links, operations, queries
from accountability.preferences.models import Pace, Preference, Wants
from accountability.sensitive.operations.chasing import NOTICE
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
CONTACT = {"email": "author@example.mn", "way": "email"}
CAPITAL, WEST = ZoneInfo(clock.CAPITAL), ZoneInfo("Asia/Hovd")
NOON = datetime(2026, 11, 25, 12, tzinfo=CAPITAL)
NIGHT = datetime(2026, 11, 25, 23, tzinfo=CAPITAL)


@pytest.fixture(autouse=True)
def quiet_at_night(monkeypatch):
    monkeypatch.setitem(queries.DEFAULT_HOURS, "quiet", (21, 8))


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def deliver():
    """What left, as letters."""
    sent = []
    while outbox.deliver(lambda letter, _id: sent.append(letter) or "sample"):
        pass
    return sent


def outcome(kind):
    found = sa.select(Message.outcome, Message.next_try_at, Message.attempts).where(Message.kind == kind)
    return db.session.execute(found.order_by(Message.id.desc())).first()


# --- hours -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "minute", "until"),
    [
        (21, 0, (26, 8)), (23, 59, (26, 8)), (0, 0, (25, 8)), (7, 59, (25, 8)), (8, 0, None), (12, 0, None), (20, 59, None),
    ],
)  # fmt: skip
def test_quiet_hours_reach_over_midnight(hour, minute, until):
    now = datetime(2026, 11, 25, hour, minute, tzinfo=CAPITAL).astimezone(UTC)
    ends = hours.quiet_until(now, clock.CAPITAL, 21, 8)
    assert (ends and (ends.astimezone(CAPITAL).day, ends.astimezone(CAPITAL).hour)) == until


def test_quiet_hours_within_a_day_and_each_province_has_its_own_clock():
    lunch = datetime(2026, 11, 25, 13, 30, tzinfo=CAPITAL)
    assert hours.quiet_until(lunch, clock.CAPITAL, 13, 14) == datetime(2026, 11, 25, 14, tzinfo=CAPITAL)
    assert hours.quiet_until(lunch, "Asia/Hovd", 13, 14) is None


def test_a_message_at_night_waits_until_the_morning_of_its_province_and_waiting_is_no_try():
    with time_machine.travel(NIGHT, tick=False):
        make.make_case(contact=CONTACT)
        assert deliver() == []
        row = outcome("received")
        assert row.outcome is None and row.attempts == 0
        assert row.next_try_at == datetime(2026, 11, 26, 8, tzinfo=WEST)
    with time_machine.travel(datetime(2026, 11, 26, 8, tzinfo=WEST), tick=False):
        assert len(deliver()) == 1 and outcome("received").attempts == 1


def test_codes_and_invitations_come_at_any_hour():
    with time_machine.travel(NIGHT, tick=False):
        monitor = make.make_monitor()
        case = make.make_taken(monitor, contact=CONTACT, reissue_ok=True)
        reading.reissue_receipt(case, monitor)
        authoring.send_receipt_to_oneself(make.make_case(contact=CONTACT))
        accounts.reset(make.actor_of(make.make_user(Role.ADMIN)), make.make_user())
        assert len(deliver()) == 3


def test_hours_of_ones_own_hold_instead_of_the_sites(noon):
    person = make.make_user()
    operations.choose(f"user:{person.id}", Wants.EVERYTHING, Pace.NOW, (11, 15))
    make.make_answered(make.actor_of(person))
    assert person.email not in {letter.to for letter in deliver()}
    assert outcome("answer_came").next_try_at == datetime(2026, 11, 25, 15, tzinfo=WEST)


def test_whoever_wants_no_quiet_hours_is_written_to_at_night():
    with time_machine.travel(NIGHT, tick=False):
        person = make.make_user()
        operations.choose(f"user:{person.id}", Wants.EVERYTHING, Pace.NOW, None)
        make.make_answered(make.actor_of(person))
        assert person.email in {letter.to for letter in deliver()}


@pytest.mark.parametrize("given", ["21", "8-8", "21-24", "a-b", "-1-8", "21–8"])
@pytest.mark.once
def test_hours_that_make_no_sense_are_refused_at_the_start(given):
    with pytest.raises(config.SettingsError):
        config._quiet(given)


# --- how much ----------------------------------------------------------------------------------------------------------


def test_whoever_wants_nothing_gets_only_what_must_come(noon):
    monitor = make.make_monitor()
    case = make.make_taken(monitor, contact=CONTACT, reissue_ok=True)
    operations.want(case.reader, Wants.NOTHING)
    reading.reissue_receipt(case, monitor)
    [letter] = deliver()
    assert "No more such" not in letter.text and letter.stop_link == ""
    assert outcome("received").outcome == "stopped" and outcome("reissued").outcome == "sample"


def test_whoever_wants_only_what_asks_gets_that(noon):
    routing = make.make_answered(contact=CONTACT)
    operations.want(routing.case.reader, Wants.ASKS)
    to_author = [letter for letter in deliver() if letter.to == CONTACT["email"]]
    assert len(to_author) == 1 and "/solved/" in to_author[0].text
    assert {outcome(kind).outcome for kind in ("received", "routed_author")} == {"stopped"}


def test_a_colleague_gets_what_the_first_of_an_office_does_not_want(noon):
    office = make.make_office()
    first, second = (make.make_user(Role.OFFICIAL, office=office) for _ in range(2))
    operations.stop(f"user:{first.id}")
    make.make_routing(office=office)
    assert second.email in {letter.to for letter in deliver()}


def test_what_was_stopped_is_not_lost_and_not_sent_later(noon):
    case = make.make_case(contact=CONTACT)
    operations.stop(case.reader)
    assert deliver() == []
    operations.resume(case.reader)
    assert deliver() == [] and outcome("received").outcome == "stopped"


def test_stopping_twice_and_undoing_brings_back_what_was_chosen():
    operations.want("case:1", Wants.ASKS)
    operations.stop("case:1")
    operations.stop("case:1")
    assert queries.wish_of("case:1").stopped
    operations.resume("case:1")
    operations.resume("case:1")
    assert queries.wish_of("case:1").wants == Wants.ASKS


def test_a_reader_has_one_row_and_hours_are_hours():
    operations.stop("case:1")
    row = {"wants": Wants.ASKS, "pace": Pace.NOW, "quiet_until": 8, "changed_at": clock.now()}
    for more in ({"reader": "case:1", "quiet_from": 21}, {"reader": "case:2", "quiet_from": 24}):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(Preference(**row, **more))
            db.session.flush()


def test_erasing_a_case_forgets_what_its_author_wished():
    case = make.make_case(contact=CONTACT)
    operations.stop(case.reader)
    authoring.withdraw(case)
    assert queries.row_of(case.reader) is None


def test_every_kind_that_goes_out_is_known_at_the_door():
    assert set(door.KINDS) == set(outbox.RENDERERS)
    must = {name for name, kind in door.KINDS.items() if kind.must}
    assert must == {"receipt", "reissued", "extended", "invitation", "reset", "alert", "subscription_asked", "sms_reply", NOTICE}
    assert {name for name, kind in door.KINDS.items() if kind.at_once} <= must


# --- the link ----------------------------------------------------------------------------------------------------------


def letter_of_a_case():
    case = make.make_case(contact=CONTACT)
    [letter] = deliver()
    return case, letter


def path_of(letter):
    return letter.stop_link.removeprefix("http://127.0.0.1")


def test_every_letter_that_may_be_stopped_says_how_and_the_link_tells_nothing(noon):
    case, letter = letter_of_a_case()
    assert letter.text.endswith(letter.stop_link)
    assert "author" not in letter.stop_link and f"case:{case.id}" not in letter.stop_link
    other = links.make(case.reader)
    assert other not in letter.stop_link, "two links of one reader are not known by one another"


def test_mail_programs_find_the_link_in_the_headers(noon):
    _case, letter = letter_of_a_case()
    mail = senders.Smtp("smtp://127.0.0.1:1", "voice@example.mn")._mail(letter, "1")
    assert mail["List-Unsubscribe"] == f"<{letter.stop_link}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    bare = senders.Smtp("smtp://127.0.0.1:1", "voice@example.mn")._mail(outbox.Letter("a@example.mn", "x", "y"), "1")
    assert bare["List-Unsubscribe"] is None


def test_opening_the_link_changes_nothing_and_shows_a_button(client, noon):
    case, letter = letter_of_a_case()
    page = client.get(path_of(letter))
    assert page.status_code == 200 and "<form" in page.text and "author@example.mn" not in page.text
    assert case.public_id not in page.text
    assert not queries.wish_of(case.reader).stopped
    assert client.head(path_of(letter)).status_code == 200
    assert not queries.wish_of(case.reader).stopped


def test_a_mail_program_stops_it_without_a_token_or_a_cookie(client, noon):
    case, letter = letter_of_a_case()
    answer = client.post(path_of(letter), data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert queries.wish_of(case.reader).stopped


def test_one_tap_stops_it_and_the_same_page_undoes_it(client, noon):
    case, letter = letter_of_a_case()
    page = client.post(path_of(letter), data={"act": "stop"})
    assert 'value="again"' in page.text
    assert queries.wish_of(case.reader).stopped
    client.post(path_of(letter), data={"act": "again"})
    assert not queries.wish_of(case.reader).stopped


@pytest.mark.parametrize(
    "token", ["x", "no-such-token", "A" * 400, "%00", "Ж", "AQ==", "....", "a" * 72, "{{7*7}}"]
)  # fmt: skip
def test_a_link_that_nobody_made_is_answered_clearly(client, token):
    for answer in (client.get(f"/mn/stop/{token}"), client.post(f"/mn/stop/{token}")):
        assert answer.status_code == 404
    assert db.session.scalar(sa.select(sa.func.count(Preference.id))) == 0


def test_a_changed_link_and_one_for_another_purpose_open_nothing():
    token = links.make("case:1")
    place = len(token) // 2
    changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    assert links.read(changed) is None
    assert links.read(links.make("case:1", purpose="other")) is None
    assert links.read(token).reader == "case:1"


def test_a_link_that_is_over_says_so(client):
    token = links.make("case:1", life=timedelta(days=-1))
    answer = client.post(f"/mn/stop/{token}")
    assert answer.status_code == 410 and "<main" in answer.text
    assert queries.row_of("case:1") is None


# --- the pages ---------------------------------------------------------------------------------------------------------


def wish(client, **fields):
    given = {"wants": "asks", "pace": "daily", "quiet_from": "22", "quiet_until": "6", **fields}
    return client.post("/mn/account/messages", data={**given, "csrf_token": make.token(client, "/mn/account")})


def test_people_with_accounts_choose_on_their_own_page(client):
    person = make.make_user()
    make.sign_in(client, person)
    assert wish(client).status_code == 302
    found = queries.wish_of(f"user:{person.id}")
    assert (found.wants, found.pace, found.quiet) == (Wants.ASKS, Pace.DAILY, (22, 6))
    page = client.get("/mn/account").text
    assert 'value="22" selected' in page and 'value="daily" checked' in page
    wish(client, quiet_from="")
    assert queries.wish_of(f"user:{person.id}").quiet is None


@pytest.mark.parametrize(
    "wrong", [{"wants": "x"}, {"wants": ""}, {"pace": "hourly"}, {"quiet_from": "24"}, {"quiet_from": "6"}, {"quiet_until": "-1"}]
)  # fmt: skip
def test_a_wrong_wish_is_said_at_its_field_and_changes_nothing(client, wrong):
    person = make.make_user()
    make.sign_in(client, person)
    page = wish(client, **wrong)
    assert page.status_code == 422 and "govuk-error-summary" in page.text
    assert queries.row_of(f"user:{person.id}") is None


def test_authors_choose_behind_their_code(client):
    case, receipt = make.make_case_with_receipt(contact=CONTACT)
    client.post("/mn/track", data={"receipt": receipt, "csrf_token": make.token(client, "/mn/track")})
    fields = {"wants": "nothing", "csrf_token": make.token(client, "/mn/track/case/data")}
    assert client.post("/mn/track/case/data/messages", data=fields).status_code == 303
    assert queries.wish_of(case.reader).stopped
    assert 'value="nothing" checked' in client.get("/mn/track/case/data").text


def test_without_the_code_nobody_chooses_for_an_author(client):
    answer = client.post("/mn/track/case/data/messages", data={"wants": "nothing"})
    assert answer.status_code == 303 and answer.location.endswith("/track")
    assert db.session.scalar(sa.select(sa.func.count(Preference.id))) == 0


def test_an_address_with_a_line_break_never_becomes_a_header():
    mail = senders.Smtp("smtp://127.0.0.1:1", "voice@example.mn")
    with pytest.raises((ValueError, smtplib.SMTPException)):
        mail._mail(outbox.Letter("a@example.mn\r\nBcc: b@example.mn", "x", "y"), "1")
