"""The letter to an office that works on paper."""

import io

import pytest
from pypdf import PdfReader

from accountability.cases import letters
from accountability.cases.operations import answering, authoring
from accountability.core import clock
from accountability.directory.labels import ServiceLevel
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


def paper(text=None, level=ServiceLevel.LETTERS_ONLY):
    routing = make.make_routing(facilities=[make.make_office("18540-WEL-01", level)])
    routing.text_office = text or routing.text_office
    return routing


def read(routing):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(letters.letter(routing))).pages).split())


def test_the_letter_says_what_who_and_which_number():
    routing = paper()
    text = read(routing)
    assert make.OFFICE_TEXT in text
    assert routing.addressee.name_mn in text
    assert routing.number in text


def test_the_letter_never_holds_the_story():
    assert "Долгор" not in read(paper())


def test_the_letter_names_both_terms():
    text = read(paper())
    assert "Ажлын 2 өдрийн дотор" in text
    assert "7 хоногийн дотор" in text


def test_an_office_that_nobody_covers_is_given_no_date():
    assert "хоногийн дотор" not in read(paper(level=ServiceLevel.PAUSED))


def test_words_that_look_like_markup_stay_words():
    words = '#set text(red) *x* $1$ @a <b> \\ "c" {d}'
    assert words in read(paper(words))


def test_a_long_text_goes_on_on_the_next_page():
    pages = PdfReader(io.BytesIO(letters.letter(paper("Эм ирсэнгүй. " * 600)))).pages
    assert len(pages) > 1


def test_a_case_that_came_back_says_why():
    routing = paper()
    answering.deliver(routing, make.actor_of(routing.case.reviewer), clock.now(), "head nurse")
    answering.answer(routing, make.actor_of(routing.case.reviewer), answering.Reply(make.AnswerKind.APOLOGY, "Уучлаарай."))
    authoring.dispute(routing.case, "not_done")
    again = routing.case.current_routings[0]
    assert letters.contents(again)["dispute"]
    assert letters.contents(again)["answer_days"] == 15


def test_the_letter_is_in_mongolian_whoever_asks(app):
    routing = paper()
    with app.test_request_context("/en/office"):
        assert "Иргэний" in read(routing)
