"""By text alone: file, answer a question, judge, contest, read, ask how it stands, end it."""

from datetime import timedelta

import pytest
import time_machine

from accountability.cases import queries, receipts
from accountability.cases.models import Channel, ConsentPurpose
from accountability.cases.operations import answering, authoring, chasing, reviewing
from accountability.cases.workflow import Status, Verdict
from accountability.core import clock
from accountability.core.db import db
from accountability.directory import queries as directory
from accountability.outbox import operations as outbox
from accountability.outbox.queries import about as messages_about
from tests import factories as make
from tests.sms.phones import STORY, Phone, headers, kept, newest_case

ANSWER = "Эм долоо хоногийн дараа ирнэ."


@pytest.fixture
def monitor(app):
    return make.make_monitor()


def send_on(case, monitor):
    """What came without a place is a national monitor's."""
    monitor = monitor if case.province_id else make.make_monitor(area=directory.country())
    reviewing.take(case, monitor)
    office = make.make_office()
    reviewing.review(case, monitor, make.make_review(facilities=[office]))
    return reviewing.route(case, monitor, [office])[0]


def answer(routing, words=ANSWER):
    answering.answer(routing, make.make_official(routing.addressee), answering.Reply(make.AnswerKind.EXPLANATION, words))


def test_a_story_is_filed_with_place_and_consents_and_the_code_opens_the_case(phone, client):
    assert "5" in phone.says(STORY)[0]
    assert "9" in phone.says("5")[0]
    assert "7" in phone.says("Увс аймгийн Тариалан сум")[0]
    (code,) = phone.says("7")
    case = newest_case()
    assert (case.status, case.channel) == (Status.RECEIVED, Channel.SMS)
    assert queries.story_of(case) == STORY
    assert case.soum.name_mn == "Тариалан"
    assert case.province.name_mn == "Увс"
    assert case.agrees_to(ConsentPurpose.PASS_ON)
    assert case.agrees_to(ConsentPurpose.CONTACT)
    assert not case.agrees_to(ConsentPurpose.PUBLISH)
    digits = receipts.normal("".join(letter for letter in code if letter.isdigit()))
    assert queries.by_receipt(digits).id == case.id


def test_who_types_in_latin_letters_is_answered_in_latin_letters_and_found_all_the_same(phone):
    (asked,) = phone.says("manai sumiin emnelegt em baihgui bna")
    assert asked.isascii()
    phone.says("5")
    phone.says("uvs, tarialan")
    (code,) = phone.says("tiim")
    assert code.isascii()
    assert newest_case().soum.name_mn == "Тариалан"


def test_where_somebody_else_reads_the_phone_no_number_is_kept_and_nothing_comes_any_more(phone, monitor):
    phone.says(STORY)
    assert "устгаарай" in phone.says("6")[0]
    assert "устгаарай" in phone.says("7")[0]
    case = newest_case()
    assert queries.story_of(case) == STORY
    assert not case.has_contact
    assert queries.contact_of(case) == {}
    assert kept().threads == []
    send_on(case, monitor)
    assert phone.reads() == []


def test_without_agreement_nothing_is_kept(phone):
    phone.says(STORY)
    phone.says("5")
    phone.says("9")
    assert "устгалаа" in phone.says("8")[0]
    assert newest_case() is None
    assert kept().draft is None


def test_zero_leaves_it_at_any_question(phone):
    for replies in ([], ["5"], ["5", "9"], ["6"]):
        for text in (STORY, *replies):
            phone.says(text)
        assert "устгалаа" in phone.says("0")[0]
        assert kept().draft is None
    assert newest_case() is None


def test_words_instead_of_a_digit_go_on_with_the_story(phone):
    phone.says("Эм алга.")
    assert "5" in phone.says("Хоёр сар боллоо.")[0]
    phone.says("үгүй")
    phone.says("9")
    phone.says("тийм")
    assert queries.story_of(newest_case()) == "Эм алга. Хоёр сар боллоо."


def test_no_message_names_office_place_or_matter(phone, monitor):
    _code, case = phone.files()
    routing = send_on(case, monitor)
    answer(routing)
    phone.reads()
    phone.says("хаана")
    said = " ".join(letter.text for letter in phone.letters)
    for secret in ("эм ", "даралт", "Увс", "Тариалан", "эмнэлэг", "эрүүл мэнд", ANSWER):
        assert secret not in said, secret
    assert all(letter.subject == "" for letter in phone.letters)


def test_an_answer_is_judged_with_one_digit(phone, monitor):
    _code, case = phone.files()
    answer(send_on(case, monitor))
    assert "А1" in phone.reads()[-1]
    phone.says("1")
    case = newest_case()
    assert (case.verdict, case.status) == (Verdict.CONFIRMED, Status.CLOSED)


def test_partly_with_its_letter_typed_on_another_keyboard(phone, monitor):
    _code, case = phone.files()
    answer(send_on(case, monitor))
    phone.says("a2")
    assert newest_case().verdict == Verdict.PARTLY


def test_three_contests_and_the_words_after_it_are_added(phone, monitor):
    _code, case = phone.files()
    answer(send_on(case, monitor))
    phone.reads()
    assert "дутуу" in phone.says("3")[-1]
    case = newest_case()
    assert (case.verdict, case.cycle) == (Verdict.DISPUTED, 2)
    phone.says("Эм одоо ч алга")
    assert authoring.relay_text(newest_case().relays[-1], case) == "Эм одоо ч алга"


def test_a_closed_case_is_contested_as_long_as_the_rules_allow_it(phone, monitor):
    _code, case = phone.files()
    answer(send_on(case, monitor))
    phone.says("1")
    assert newest_case().status == Status.CLOSED
    with time_machine.travel(clock.now() + timedelta(days=200)):
        assert "өнгөрсөн" in phone.says("3")[-1]
        assert newest_case().status == Status.CLOSED


def test_a_verdict_on_nothing_changes_nothing(phone):
    phone.files()
    assert "алга" in phone.says("1")[-1]
    assert newest_case().verdict == Verdict.NOT_ASKED


def test_of_two_cases_that_ask_the_letter_says_which(phone, monitor):
    _code, first = phone.files()
    answer(send_on(first, monitor))
    phone.says("Нэг зүйл бас байна")
    phone.says("8")
    phone.says("5")
    phone.says("9")
    phone.says("7")
    second = newest_case()
    assert second.id != first.id
    answer(send_on(second, monitor))
    assert "Е1" in phone.reads()[-1]
    assert "А, Е" in phone.says("1")[-1]
    phone.says("Е1")
    assert [queries.lock(one.id).verdict for one in (first, second)] == [Verdict.ASKED, Verdict.CONFIRMED]


def test_a_question_is_read_when_one_is_alone_and_answered_with_words(phone, monitor):
    _code, case = phone.files()
    reviewing.take(case, monitor)
    reviewing.ask_author(case, monitor, "Аль сард болсон бэ?")
    (news,) = phone.reads()
    assert "Аль сард" not in news
    assert phone.says("4") == ["Аль сард болсон бэ?"]
    phone.says("Аравдугаар сард")
    assert newest_case().status == Status.IN_REVIEW


def test_a_long_answer_is_read_page_by_page(phone, monitor):
    _code, case = phone.files()
    words = " ".join(f"үг{number}" for number in range(60))
    answer(send_on(case, monitor), words)
    phone.reads()
    pages = []
    while len(pages) < 10:
        pages += phone.says("4")
        if "А4" not in pages[-1]:
            break
    assert all(len(page) <= 134 for page in pages)
    assert " ".join(page.split("…")[0].strip() for page in pages).split() == words.split()


def test_words_to_an_open_case_are_added_only_when_that_is_meant(phone):
    _code, case = phone.files()
    assert "7" in phone.says("Бас сувилагч байхгүй")[0]
    phone.says("7")
    assert [authoring.relay_text(relay, case) for relay in newest_case().relays] == ["Бас сувилагч байхгүй"]


def test_stop_erases_the_number_and_nothing_goes_out_any_more(phone, monitor):
    _code, case = phone.files()
    (said,) = phone.says("СТОП")
    assert "устгалаа" in said
    case = newest_case()
    assert not case.agrees_to(ConsentPurpose.CONTACT)
    assert queries.contact_of(case) == {}
    assert kept().threads == []
    answer(send_on(case, monitor))
    assert phone.reads() == []
    assert phone.says("zogsoo") == ["Dahin bichihgui."]


def test_where_says_how_it_stands(phone, monitor):
    assert "алга" in phone.says("хаана")[0]
    _code, case = phone.files()
    assert phone.says("?") != phone.says("хаана")
    send_on(case, monitor)
    due = min(routing.answer_due for routing in newest_case().routings)
    assert f"{clock.day_of(due, case.zone):%m-%d}" in phone.says("хаана")[-1]


def test_english_is_a_word_away(phone):
    assert phone.says("english")[0].startswith("From now on")
    assert "leave it" in phone.says("No medicine for two months.")[0]


def test_another_phone_has_nothing_to_do_with_it(phone, client, monitor):
    _code, case = phone.files()
    answer(send_on(case, monitor))
    phone.reads()
    stranger = Phone(client, "+97688001122")
    for text in ("1", "А1", "3", "4", "хаана", "стоп"):
        stranger.says(text)
    assert newest_case().verdict == Verdict.ASKED
    assert ANSWER not in " ".join(letter.text for letter in stranger.letters)


def test_a_case_that_was_withdrawn_answers_nothing_any_more(phone):
    _code, case = phone.files()
    authoring.withdraw(queries.lock(case.id))
    db.session.flush()
    assert "алга" in phone.says("хаана")[0]
    assert "алга" in phone.says("4")[0]


def test_the_way_up_is_told(phone, monitor):
    _code, case = phone.files()
    send_on(case, monitor)
    phone.reads()
    with time_machine.travel(clock.now() + timedelta(days=32)):
        chasing.chase()
        assert any("шат дээш" in text for text in phone.reads())


def test_a_contact_corrected_on_the_page_goes_on_by_text_only_with_the_same_phone(phone, monitor):
    _code, case = phone.files()
    for number, reached in (("+97699112233", True), ("+97688001122", False)):
        authoring.correct(queries.lock(case.id), authoring.Correction({"way": "phone", "phone": number}))
        assert ("texts" in queries.contact_of(newest_case())) is reached


def test_the_desk_sees_whether_a_message_reached_the_phone(phone, client, monitor):
    _code, case = phone.files()
    routing = send_on(case, monitor)
    assert routing
    outbox.deliver(lambda _letter, _name: "sms", 500)
    message = next(one for one in messages_about("case", case.id) if one.kind == "routed_author")
    name = outbox.message_id(message)
    reports = [("8", "accepted"), ("1", "delivered"), ("8", "delivered"), ("2", "delivered")]
    for state, expected in reports:
        address = f"/gateway/sms/delivered?message={name}&state={state}"
        assert client.get(address, headers=headers()).status_code == 200
        assert message.delivery == expected
    person = make.make_user(make.Role.SENIOR_MONITOR)
    make.sign_in(client, person)
    assert "утсанд очсон" in client.get(f"/mn/desk/cases/{case.public_id}/history").text


@pytest.mark.parametrize(
    "query",
    ["", "message=&state=1", "message=1&state=1", "message=99999.20261130&state=1", "message=x&state=y", "message=1.2&state=77"],
)
def test_a_report_on_nothing_changes_nothing(phone, client, query):
    assert client.get(f"/gateway/sms/delivered?{query}", headers=headers()).status_code == 200


def test_the_page_names_the_number_to_write_to_when_there_is_a_gateway(app, client, phone):
    app.config["SMS_NUMBER"] = "1414"
    assert "1414" in client.get("/mn/feedback/new").text
    app.config["SMS_NUMBER"] = ""
    assert "мессеж" not in client.get("/mn/feedback/new").text
