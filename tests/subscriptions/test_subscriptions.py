"""Anybody may be told of what is new and public; nothing is sent before a yes, nothing that is not public, and never the address."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.exc import IntegrityError

from accountability.access.roles import Role
from accountability.cases.operations import answering
from accountability.cases.workflow import VisibilityAction
from accountability.commitments import operations as commitments
from accountability.commitments import queries as changes
from accountability.core import clock, rotating
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.core.vault import vault
from accountability.directory import queries as directory
from accountability.outbox import operations as outbox
from accountability.outbox.models import Message
from accountability.preferences import links
from accountability.subscriptions import addresses, chasing, operations, queries
from accountability.subscriptions.models import Subscription
from accountability.subscriptions.queries import Selection
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
ADDRESS = "Nomin@Example.mn"
CAPITAL = ZoneInfo(clock.CAPITAL)
NOON = datetime(2026, 11, 25, 12, tzinfo=CAPITAL)
MORNING = datetime(2026, 11, 26, 10, 30, tzinfo=CAPITAL)  # half past nine in Uvs


@pytest.fixture(autouse=True)
def travel():
    with time_machine.travel(NOON) as moved:
        yield moved


def deliver():
    sent = []
    while outbox.deliver(lambda letter, _id: sent.append(letter) or "sample"):
        pass
    return [letter for letter in sent if letter.to.casefold() == ADDRESS.casefold()]


def rows():
    return list(db.session.scalars(sa.select(Subscription).order_by(Subscription.id)))


def subscribed(**chosen):
    """A confirmed subscription."""
    operations.ask(ADDRESS, Selection(**chosen), "mn")
    made = rows()[-1]
    operations.confirm(made)
    deliver()
    return made


def path_in(letter, name="subscribe"):
    return re.search(rf"http://127\.0\.0\.1(/\w\w/{name}/\S+)", letter.text)[1]


def the_next_morning(travel):
    travel.move_to(MORNING)
    chasing.chase()
    return deliver()


# --- asking ------------------------------------------------------------------------------------------------------------


def ask(client, **fields):
    given = {
        "email": ADDRESS,
        "province": "",
        "category": "",
        "about_cases": "y",
        "about_promises": "y",
        "soum": "",
        "facility": "",
    }
    return client.post("/mn/subscribe", data={**given, **fields, "csrf_token": make.token(client, "/mn/subscribe")})


def test_nothing_is_sent_before_the_yes_and_opening_the_letters_link_is_no_yes(client, travel):
    assert ask(client).location == "/mn/subscribe/asked"
    [letter] = deliver()
    assert letter.to == ADDRESS and letter.stop_link == ""
    client.get(path_in(letter))
    client.head(path_in(letter))
    make.make_public()
    assert the_next_morning(travel) == []
    assert rows()[0].confirmed_at is None


def test_the_yes_is_a_press_of_the_button_behind_the_link(client):
    ask(client)
    [letter] = deliver()
    page = path_in(letter)
    assert ADDRESS not in client.get(page).text
    client.post(page, data={"act": "yes", "csrf_token": make.token(client, page)})
    assert rows()[0].is_live
    assert "End it" in client.get(page.replace("/mn/", "/en/")).text


def test_without_a_form_token_the_page_does_nothing(client):
    ask(client)
    [letter] = deliver()
    client.post(path_in(letter), data={"act": "yes"})
    assert not rows()[0].is_live


def test_a_known_address_and_an_unknown_one_are_answered_alike(client):
    subscribed()
    known, unknown = ask(client), ask(client, email="other@example.mn")
    assert (known.status_code, known.location, known.data) == (unknown.status_code, unknown.location, unknown.data)


def test_one_mailbox_is_asked_three_times_a_day_however_it_is_spelled(client, travel):
    for number, spelling in enumerate((ADDRESS, ADDRESS.upper(), f" {ADDRESS.lower()} ", ADDRESS, ADDRESS)):
        category = directory.categories()[number].code
        assert ask(client, email=spelling, category=category).location == "/mn/subscribe/asked"
    assert len(deliver()) == 3
    travel.shift(timedelta(days=1, minutes=1))
    ask(client)
    assert len(deliver()) == 1


def test_one_address_keeps_at_most_twenty_selections(travel):
    for facility in directory.facilities_of_province(make.province())[:22]:
        operations.ask(ADDRESS, Selection(facility=facility), "mn")
        travel.shift(timedelta(days=1))
    assert len(rows()) == operations.MOST_KEPT


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": ""}, "email"), ({"email": "nobody"}, "email"), ({"email": "a@b.mn\r\nBcc: c@d.mn"}, "email"),
        ({"email": "a@b.mn\nc@d.mn"}, "email"), ({"email": "x" * 201 + "@b.mn"}, "email"), ({"email": '"a" <a@b.mn>'}, "email"),
        ({"about_cases": "", "about_promises": ""}, "about_cases"), ({"province": "MN-999"}, "province"),
        ({"category": "no-such"}, "category"), ({"category": "is-medicine", "about_cases": ""}, "category"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client, fields, field):
    page = ask(client, **fields)
    assert page.status_code == 422 and f'href="#{field}"' in page.text
    if "email" not in fields:
        assert f'value="{ADDRESS}"' in page.text
    assert rows() == [] and deliver() == []


@pytest.mark.parametrize(("name", "code"), [("facility", make.TARIALAN), ("soum", "18540")])
def test_the_form_that_a_place_led_to_is_taken_as_a_browser_sends_it(client, name, code):
    """With a soum or an office there is no field for the province."""
    page = client.get(f"/mn/subscribe?{name}={code}").text
    assert 'name="province"' not in page
    sent = {found[1]: found[2] for found in re.finditer(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page)}
    token = make.token(client, "/mn/subscribe")
    assert client.post("/mn/subscribe", data={**sent, "email": ADDRESS, "csrf_token": token}).status_code == 303
    assert getattr(rows()[0], f"{name}_id") is not None and rows()[0].province_id is None


@pytest.mark.parametrize("fields", [{"soum": "99999"}, {"facility": "99999-HC-01"}])
def test_a_place_that_does_not_exist_is_not_found(client, fields):
    assert ask(client, **fields).status_code == 404
    [(name, value)] = fields.items()
    assert client.get(f"/mn/subscribe?{name}={value}").status_code == 404


@pytest.mark.parametrize("query", ["province=zz", "category=%00", "province=MN-046&province=x", "category=" + "x" * 500])
def test_a_page_that_led_here_with_nonsense_still_opens(client, query):
    assert client.get(f"/mn/subscribe?{query}").status_code == 200


def test_lists_and_places_lead_here_with_what_they_are_about(client):
    make.make_public()
    db.session.commit()
    for page, wanted in (
        ("/mn/cases?province=MN-046", "province=MN-046"), ("/mn/commitments", "/mn/subscribe"), (f"/mn/facilities/{make.TARIALAN}", f"facility={make.TARIALAN}"),
        ("/mn/soums/18540", "soum=18540"), ("/mn/provinces/MN-046", "province=MN-046"),
    ):  # fmt: skip
        assert re.search(rf'href="/mn/subscribe[^"]*{wanted.removeprefix("/mn/subscribe")}', client.get(page).text), page
    assert "Тариалан" in client.get(f"/mn/subscribe?facility={make.TARIALAN}").text


# --- the day's letter --------------------------------------------------------------------------------------------------


def test_what_is_new_and_public_is_told_by_links_alone_the_next_morning(travel):
    subscribed()
    case = make.make_public()
    assert deliver() == []
    [letter] = the_next_morning(travel)
    assert f"/mn/cases/{case.public_id}" in letter.text
    assert make.OFFICE_TEXT not in letter.text and "Тариалан" not in letter.text + letter.subject
    assert letter.stop_link and "/mn/subscribe/" in letter.text


def test_a_promise_is_told_once_a_monitor_let_the_public_read_it(travel):
    monitor = make.make_monitor()
    subscribed(soum=directory.soum("18540"), about_cases=False)
    routing = make.make_routing(monitor)
    told = commitments.Promise("Эмийн нөөц", clock.today() + timedelta(days=40), "Эм байна", "Эмийн санч")
    reply = answering.Reply(make.AnswerKind.CHANGE_PLANNED, "Нөөц бүрдүүлнэ.", promise=told)
    answering.answer(routing, make.make_official(routing.addressee), reply)
    [made] = changes.of_source("case", routing.case_id)
    assert the_next_morning(travel) == []
    commitments.publish(made, monitor, "Эмийн нөөц бүрдүүлнэ")
    travel.move_to(MORNING + timedelta(days=1))
    chasing.chase()
    [letter] = deliver()
    assert f"/mn/commitments/{made.public_id}" in letter.text and "нөөц" not in letter.text


def test_it_comes_once_a_day_at_most_and_nothing_is_told_twice(travel):
    subscribed()
    make.make_public()
    assert len(the_next_morning(travel)) == 1
    make.make_public()
    for _ in range(3):
        travel.shift(timedelta(hours=2))
        chasing.chase()
    assert deliver() == []
    travel.move_to(MORNING + timedelta(days=1))
    chasing.chase()
    [letter] = deliver()
    assert letter.text.count("/cases/") == 1


def test_nothing_new_is_no_letter_and_nothing_comes_before_nine(travel):
    subscribed()
    assert the_next_morning(travel) == []
    make.make_public()
    travel.move_to(MORNING.replace(hour=8, minute=30) + timedelta(days=1))
    chasing.chase()
    assert deliver() == []


def test_what_was_public_before_the_yes_is_not_told(travel):
    make.make_public()
    travel.shift(timedelta(minutes=1))
    subscribed()
    assert the_next_morning(travel) == []


def test_what_is_not_public_is_never_told(travel):
    subscribed()
    monitor = make.make_senior()
    make.make_case()
    make.make_taken(monitor)
    make.make_routing(monitor)
    restricted = make.make_public(monitor)
    make.reviewing.decide(restricted, monitor, VisibilityAction.RESTRICT, "recognisable")
    assert the_next_morning(travel) == []


def test_what_was_taken_out_of_view_after_the_look_and_before_the_letter_is_not_told(travel):
    subscribed()
    monitor = make.make_senior()
    case = make.make_public(monitor)
    travel.move_to(MORNING)
    chasing.chase()
    make.reviewing.decide(case, monitor, VisibilityAction.RESTRICT, "recognisable")
    assert deliver() == []
    found = db.session.scalars(sa.select(Message).where(Message.kind == chasing.NEWS)).one()
    assert found.outcome == "empty"


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (lambda: {"province": make.province()}, True), (lambda: {"province": make.province("MN-041")}, False),
        (lambda: {"soum": directory.soum("18540")}, True), (lambda: {"soum": directory.soum("18501")}, False),
        (lambda: {"facility": make.make_office()}, True), (lambda: {"facility": make.make_office("18501-HOSP-01")}, False),
        (lambda: {"category": make.category()}, True), (lambda: {"category": make.category(), "province": make.province("MN-041")}, False),
        (lambda: {"category": make.category(), "facility": make.make_office()}, True), (lambda: {"about_cases": False}, False),
    ],
)  # fmt: skip
def test_only_what_was_chosen_is_told(travel, chosen, told):
    subscribed(**chosen())
    make.make_public()
    assert bool(the_next_morning(travel)) is told


def test_a_letter_lists_thirty_and_says_that_there_is_more(travel, monkeypatch):
    monkeypatch.setattr(queries, "MOST_TOLD", 2)
    subscribed()
    for _ in range(3):
        make.make_public()
    [letter] = the_next_morning(travel)
    assert len(re.findall(r"/mn/cases/\w+", letter.text)) == 2 and letter.text.count("/mn/cases\n") == 1


def test_while_a_letter_waits_no_second_one_is_begun_and_nothing_is_lost(travel):
    subscribed()
    first = make.make_public()
    travel.move_to(MORNING)
    chasing.chase()
    travel.move_to(MORNING + timedelta(days=1))
    second = make.make_public()
    chasing.chase()
    assert [first.public_id in letter.text for letter in deliver()] == [True]
    travel.shift(timedelta(hours=1))
    chasing.chase()
    [letter] = deliver()
    assert second.public_id in letter.text and first.public_id not in letter.text


# --- changing and ending -----------------------------------------------------------------------------------------------


def test_one_tap_ends_it_and_the_same_page_undoes_it(client, travel):
    subscribed()
    make.make_public()
    [letter] = the_next_morning(travel)
    stop = letter.stop_link.removeprefix("http://127.0.0.1")
    assert ADDRESS not in client.get(stop).text and rows()[0].is_live
    client.post(stop, data={"List-Unsubscribe": "One-Click"})
    assert not rows()[0].is_live
    client.post(stop, data={"act": "again"})
    assert rows()[0].is_live


def test_stopping_what_was_never_confirmed_does_not_confirm_it(client):
    operations.ask(ADDRESS, Selection(), "mn")
    stop = f"/mn/stop/{links.make(rows()[0].reader)}"
    client.post(stop, data={"act": "again"})
    assert not rows()[0].is_live


def test_the_page_changes_what_is_told(client, travel):
    made = subscribed()
    page = f"/mn/subscribe/{links.make(made.reader, operations.LINK)}"
    fields = {"act": "change", "province": "MN-041", "about_cases": "y", "category": "", "csrf_token": make.token(client, page)}
    assert client.post(page, data=fields).status_code == 303
    assert rows()[0].province.iso_code == "MN-041" and not rows()[0].about_promises
    wrong = {**fields, "about_cases": "", "csrf_token": make.token(client, page)}
    assert client.post(page, data=wrong).status_code == 422
    make.make_public()
    assert the_next_morning(travel) == []


def test_the_same_selection_is_not_had_twice():
    one = subscribed(province=make.province())
    subscribed()
    with pytest.raises(Invalid, match="had_already"):
        operations.change(one, Selection())
    subscribed()
    assert len(rows()) == 2
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.update(Subscription).values(selection="x"))


def test_the_page_ends_it(client):
    made = subscribed()
    page = f"/mn/subscribe/{links.make(made.reader, operations.LINK)}"
    client.post(page, data={"act": "end", "csrf_token": make.token(client, page)})
    assert not rows()[0].is_live and ">" in client.get(page).text


@pytest.mark.parametrize("token", ["x", "A" * 400, "AQ==", "Ж"])
def test_a_link_that_nobody_made_is_answered_clearly(client, token):
    assert client.get(f"/mn/subscribe/{token}").status_code == 404
    assert client.post(f"/mn/subscribe/{token}", data={"act": "yes"}).status_code == 404


def test_links_of_another_purpose_or_another_time_open_nothing(client):
    made = subscribed()
    over = links.make(made.reader, operations.LINK, timedelta(days=-1))
    assert client.get(f"/mn/subscribe/{over}").status_code == 410
    assert client.get(f"/mn/subscribe/{links.make(made.reader)}").status_code == 404
    assert client.get(f"/mn/stop/{links.make(made.reader, operations.LINK)}").status_code == 404


# --- what is kept ------------------------------------------------------------------------------------------------------


def test_the_address_lies_sealed_and_is_found_by_a_keyed_hash_only():
    subscribed()
    row = db.session.execute(sa.text("SELECT * FROM subscriptions")).one()
    assert not any(part in str(value).casefold() for value in row for part in ("nomin", "example.mn"))
    assert addresses.text(rows()[0].address) == ADDRESS
    assert "subscriptions.address" in {rotating.label(part).casefold() for part in rotating.PARTS} | {
        str(part.column.class_.__tablename__) + "." + part.column.key for part in rotating.PARTS if hasattr(part, "column")
    }
    assert vault.is_current(rows()[0].address)


def test_without_a_yes_the_address_is_forgotten_after_three_days_and_after_an_end_in_thirty(travel):
    operations.ask(ADDRESS, Selection(), "mn")
    deliver()
    travel.shift(timedelta(days=2))
    chasing.chase()
    assert len(rows()) == 1
    travel.shift(timedelta(days=2))
    chasing.chase()
    assert rows() == []
    assert db.session.scalars(sa.select(Message.sealed_copy)).all() == [None]
    operations.end(subscribed())
    travel.shift(timedelta(days=29))
    chasing.chase()
    assert len(rows()) == 1
    travel.shift(timedelta(days=2))
    chasing.chase()
    assert rows() == []


def test_feeds_take_the_same_places_and_offices(client):
    make.make_public()
    db.session.commit()
    for name, here, elsewhere in (
        ("province", "MN-046", "MN-041"), ("soum", "18540", "18501"), ("facility", make.TARIALAN, "18501-HOSP-01"),
    ):  # fmt: skip
        assert "<entry>" in client.get(f"/mn/cases/feed.atom?{name}={here}").text
        assert "<entry>" not in client.get(f"/mn/cases/feed.atom?{name}={elsewhere}").text
    assert client.get("/mn/commitments/feed.atom?soum=18540").status_code == 200
    assert client.get("/mn/commitments/feed.atom?soum=99999").status_code == 404


def test_staff_and_visitors_alike_may_ask(client):
    make.sign_in(client, make.make_user(Role.MONITOR))
    assert ask(client).status_code == 303


def test_one_network_asks_ten_times_an_hour(cloned):
    client = cloned.test_client()
    codes = [ask(client, email=f"a{number}@example.mn").status_code for number in range(11)]
    assert codes == [303] * 10 + [429]
