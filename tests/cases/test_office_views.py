"""The office's pages, as an official, a coordinator and a monitor meet them."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import event

from accountability.access.roles import Role
from accountability.cases import queries
from accountability.cases.models import Kind
from accountability.cases.operations import answering, authoring, reviewing
from accountability.cases.workflow import RoutingStatus
from accountability.core import clock
from accountability.core.db import db
from accountability.directory.labels import ServiceLevel
from tests import factories as make

WORDS = "Эм долоо хоногийн дараа ирнэ. Утсаар хэлнэ."
PAPER = "18540-WEL-01"


@pytest.fixture
def sent(app):
    """A routing at an office that works on the platform."""
    return make.make_routing()


@pytest.fixture
def on_paper(app):
    """A routing at an office that works on paper, not yet delivered."""
    return make.make_routing(facilities=[make.make_office(PAPER, ServiceLevel.LETTERS_ONLY)])


@pytest.fixture
def official(client, sent):
    person = make.make_user(Role.OFFICIAL, office=sent.addressee)
    make.sign_in(client, person)
    return person


@pytest.fixture
def coordinator(client):
    person = make.make_user(Role.COORDINATOR, area=make.province())
    make.sign_in(client, person)
    return person


@pytest.fixture
def statements(app):
    """What the database was asked, while pages are read."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            asked.append(statement)

    engine = db.session().connection().engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def url(routing, *rest):
    return "/".join(["/en/office", routing.number, *rest])


def send(client, path, **fields):
    return client.post(path, data={**fields, "csrf_token": make.token(client, "/en/account")})


def today():
    """Today in Uvs, where the offices of these tests lie."""
    return clock.today("Asia/Hovd").isoformat()


def reload(routing):
    return db.session.get(type(routing), routing.id)


# --- the register ------------------------------------------------------------------------------------------------------


def test_the_register_shows_what_was_sent_and_how_long_is_left(client, sent, official):
    page = client.get("/en/office").text
    assert url(sent) in page
    assert "7 days left" in page


def test_the_register_of_another_office_stays_empty(client, sent):
    make.sign_in(client, make.make_user(Role.OFFICIAL, office=make.make_office("18543-HC-01")))
    page = client.get("/en/office").text
    assert sent.number not in page
    assert "Nothing waits for you" in page


def test_late_ones_stand_first(client, official, sent):
    with time_machine.travel(clock.now() - timedelta(days=9)):
        late = make.make_routing()
    page = client.get("/en/office").text
    assert page.index(late.number) < page.index(sent.number)


def test_each_view_counts_what_it_holds(client, sent, official):
    assert re.search(r"New <b>1</b>", client.get("/en/office").text)


def test_the_register_is_searched_in_any_form_of_a_word(client, sent, official):
    assert url(sent) in client.get("/en/office?q=даралт").text
    assert url(sent) not in client.get("/en/office?q=цонх").text


def test_the_register_is_filtered_by_the_day_of_sending(client, sent, official):
    tomorrow = clock.today() + timedelta(days=1)
    assert url(sent) not in client.get(f"/en/office?since={tomorrow}").text
    assert url(sent) in client.get("/en/office?since=nonsense&until=2026-99-99&page=x").text


def test_a_coordinator_chooses_an_office(client, sent, on_paper, coordinator):
    page = client.get(f"/en/office?view=all&facility={PAPER}").text
    assert url(on_paper) in page
    assert url(sent) not in page


@pytest.mark.parametrize(
    "path", ["?q=%00&facility=%00", "/%00", "/thanks/%00", "?since=0001-01-01", "?until=9999-12-31", "?page=99999", "?view=%00"]
)
def test_nothing_typed_into_the_address_breaks_a_page(client, sent, official, path):
    assert client.get(f"/en/office{path}").status_code < 500


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_register_is_taken_along_as_a_file(client, sent, official, kind):
    answer = client.get(f"/en/office/register.{kind}?view=all")
    assert answer.status_code == 200
    assert f".{kind}" in answer.headers["Content-Disposition"]
    assert len(answer.data) > 300


def test_a_monitor_has_no_register(client, app):
    make.sign_in(client, make.make_user(Role.MONITOR))
    assert client.get("/en/office").status_code == 403


# --- one routing -------------------------------------------------------------------------------------------------------


def test_an_official_reads_the_redacted_text_and_the_dates(client, sent, official):
    page = client.get(url(sent)).text
    assert make.OFFICE_TEXT in page
    assert "How it was counted" in page


def test_an_official_never_reads_story_public_number_or_contact(client, sent, official):
    page = client.get(url(sent)).text
    assert "Долгор" not in page
    assert sent.case.public_id not in page


def test_a_routing_of_another_office_does_not_exist(client, sent):
    make.sign_in(client, make.make_user(Role.OFFICIAL, office=make.make_office("18543-HC-01")))
    assert client.get(url(sent)).status_code == 404
    assert send(client, url(sent, "answer"), kind="apology", text=WORDS).status_code == 404


def test_acknowledging_names_a_role(client, sent, official):
    send(client, url(sent, "acknowledge"), responsible="Head nurse")
    assert (reload(sent).status, reload(sent).responsible) == (RoutingStatus.ACKNOWLEDGED, "Head nurse")


def test_acknowledging_without_a_role_says_what_is_missing(client, sent, official):
    page = send(client, url(sent, "acknowledge"), responsible=" ")
    assert page.status_code == 422
    assert 'href="#responsible"' in page.text


def test_returning_says_whose_it_is(client, sent, official):
    send(client, url(sent, "return"), reason="other_office", words="It belongs to the hospital.")
    assert reload(sent).return_reason == "other_office"
    assert "It was returned" in client.get(url(sent)).text


def test_an_answer_is_with_the_citizen_at_once(client, sent, official):
    page = send(client, url(sent, "answer"), kind="explanation", text=WORDS)
    assert page.location == url(sent)
    assert reload(sent).answer.text == WORDS
    assert "waits for a monitor" in client.get(url(sent)).text


def test_an_answer_without_its_kind_keeps_the_words(client, sent, official):
    page = send(client, url(sent, "answer"), text=WORDS)
    assert page.status_code == 422
    assert WORDS in page.text
    assert 'href="#kind' in page.text


def test_whoever_answers_second_reads_how_it_stands(client, sent, official):
    send(client, url(sent, "answer"), kind="apology", text=WORDS)
    page = send(client, url(sent, "answer"), kind="explanation", text="Second answer, typed at the same time.")
    assert page.status_code == 409
    assert "Answered" in page.text
    assert "typed at the same time" in page.text


def test_a_button_without_our_token_does_nothing(client, sent, official):
    client.post(url(sent, "answer"), data={"kind": "apology", "text": WORDS})
    assert reload(sent).answer is None


def test_what_came_back_says_why(client, sent, official):
    answering.answer(sent, make.make_official(sent.addressee), answering.Reply(make.AnswerKind.APOLOGY, WORDS))
    authoring.dispute(sent.case, "not_done")
    again = sent.case.current_routings[0]
    assert "Nothing has changed" in client.get(url(again)).text


def test_the_number_is_found_in_small_letters(client, sent, official):
    assert client.get(url(sent).lower()).status_code == 200


# --- on paper ----------------------------------------------------------------------------------------------------------


def test_a_coordinator_records_the_delivery_and_the_clock_starts(client, on_paper, coordinator):
    send(client, url(on_paper, "deliver"), delivered_on=today(), delivery_words="to the head of the office")
    found = reload(on_paper)
    days = [clock.day_of(moment, found.case.zone) for moment in (found.delivered_at, found.answer_due)]
    assert days == [clock.today(found.case.zone), clock.today(found.case.zone) + timedelta(days=7)]


@pytest.mark.parametrize("on", ["0026-11-23", "9999-12-31", "tomorrow", "", "2026-02-30"])
def test_a_day_that_cannot_be_is_said_at_its_field(client, on_paper, coordinator, on):
    page = send(client, url(on_paper, "deliver"), delivered_on=on, delivery_words="by post")
    assert page.status_code == 422
    assert 'href="#delivered_on"' in page.text


@pytest.mark.parametrize("days", [1, -3])
def test_a_letter_is_not_delivered_tomorrow_or_before_it_was_sent(client, on_paper, coordinator, days):
    on = (clock.today("Asia/Hovd") + timedelta(days=days)).isoformat()
    page = send(client, url(on_paper, "deliver"), delivered_on=on, delivery_words="by post")
    assert page.status_code == 422
    assert 'href="#delivered_on"' in page.text


def test_a_coordinator_types_in_the_answer_on_paper_with_its_photo(client, on_paper, coordinator):
    send(client, url(on_paper, "deliver"), delivered_on=today(), delivery_words="by hand")
    fields = {"answered_on": today(), "kind": "correction", "text": WORDS, "scan": (io.BytesIO(make.photo()), "letter.jpg")}
    send(client, url(on_paper, "answer"), **fields)
    answer = reload(on_paper).answer
    assert (answer.text, answer.on_paper) == (WORDS, True)
    assert answer.scan_id


def test_a_pdf_of_the_letter_is_not_taken(client, on_paper, coordinator):
    send(client, url(on_paper, "deliver"), delivered_on=today(), delivery_words="by hand")
    fields = {"answered_on": today(), "kind": "correction", "text": WORDS, "scan": (io.BytesIO(b"%PDF-1.7"), "letter.pdf")}
    page = send(client, url(on_paper, "answer"), **fields)
    assert page.status_code == 422
    assert "a PDF cannot be taken" in page.text


def test_the_monitor_of_the_case_records_both_and_comes_back_to_the_desk(client, app):
    person = make.make_user()
    routing = make.make_routing(make.actor_of(person), facilities=[make.make_office(PAPER, ServiceLevel.LETTERS_ONLY)])
    make.sign_in(client, person)
    back = f"/en/desk/{routing.case.public_id}"
    page = send(client, url(routing, "deliver"), delivered_on=today(), delivery_words="by hand", back=back)
    assert page.location == back
    send(client, url(routing, "answer"), answered_on=today(), kind="apology", text=WORDS, back="https://evil.mn")
    assert reload(routing).status == RoutingStatus.ANSWERED


def test_a_monitor_who_does_not_review_the_case_records_nothing(client, on_paper):
    make.sign_in(client, make.make_user())
    assert send(client, url(on_paper, "deliver"), delivered_on=today(), delivery_words="by hand").status_code == 403


def test_a_coordinator_does_not_answer_for_an_office_on_the_platform(client, sent, coordinator):
    assert "Send the answer" not in client.get(url(sent)).text
    assert send(client, url(sent, "answer"), answered_on=today(), kind="apology", text=WORDS).status_code == 403


def test_the_letter_is_printed_by_coordinator_and_monitor(client, on_paper, coordinator):
    answer = client.get(url(on_paper, "letter.pdf"))
    assert answer.mimetype == "application/pdf"
    assert PdfReader(io.BytesIO(answer.data)).pages
    make.sign_in(client, make.make_user())
    assert client.get(url(on_paper, "letter.pdf")).status_code == 200


def test_nobody_else_prints_the_letter(client, on_paper):
    make.sign_in(client, make.make_user(area=make.province("MN-043")))
    assert client.get(url(on_paper, "letter.pdf")).status_code == 404


# --- own words, thanks -------------------------------------------------------------------------------------------------


def test_own_words_begin_an_answer(client, sent, official):
    send(client, "/en/office/templates", office=sent.addressee.code, name="Hours", body="We open at nine.")
    template = queries.templates_of({sent.addressee_id})[0]
    assert "We open at nine." in client.get(f"{url(sent)}?template={template.id}").text


def test_the_words_of_another_office_are_out_of_reach(client, sent, official):
    other = make.make_office("18543-HC-01")
    template = answering.keep_template(make.make_official(other), other, "Hours", "Secret hours.")
    db.session.flush()
    assert "Secret hours." not in client.get(f"{url(sent)}?template={template.id}").text
    send(client, f"/en/office/templates/{template.id}/delete")
    assert queries.templates_of({other.id})
    assert send(client, "/en/office/templates", office=other.code, name="x", body="y").status_code == 422


def test_own_words_are_deleted(client, sent, official):
    template = answering.keep_template(make.make_official(sent.addressee), sent.addressee, "Hours", "Nine.")
    db.session.flush()
    send(client, f"/en/office/templates/{template.id}/delete")
    assert queries.templates_of({sent.addressee_id}) == []


def test_thanks_are_read_and_printed_by_their_office_only(client, sent, official):
    monitor = make.make_monitor()
    case = make.make_taken(monitor)
    reviewing.review(case, monitor, make.make_review(text_office="Баярлалаа, сувилагч аа.", kind=Kind.THANKS))
    reviewing.deliver_thanks(case, monitor)
    assert "Баярлалаа" in client.get("/en/office/thanks").text
    assert "Баярлалаа" in client.get(f"/en/office/thanks/{case.public_id}").text
    make.sign_in(client, make.make_user(Role.OFFICIAL, office=make.make_office("18543-HC-01")))
    assert client.get(f"/en/office/thanks/{case.public_id}").status_code == 404


@pytest.mark.parametrize("path", ["", "/thanks", "/templates"])
def test_every_page_stands_in_mongolian_too(client, sent, official, path):
    assert 'lang="mn"' in client.get(f"/mn/office{path}").text


def test_the_register_asks_the_database_a_fixed_number_of_questions(client, sent, official, statements):
    client.get("/en/office")
    few = len(statements)
    for _ in range(3):
        make.make_routing()
    statements.clear()
    client.get("/en/office")
    assert len(statements) <= few
