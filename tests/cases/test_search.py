"""Searching the published texts: forgiving about spelling, never about meaning."""

import pytest

from accountability.cases import queries
from accountability.cases.operations import reviewing
from accountability.cases.queries import PublicFilter
from accountability.cases.workflow import VisibilityAction
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


def publish(text):
    monitor = make.make_monitor()
    case = make.make_taken(monitor)
    reviewing.review(case, monitor, make.make_review(text_public=text))
    reviewing.decide(case, monitor, VisibilityAction.PUBLISH)
    return case


def found(typed):
    return {case.public_id for case in queries.public_cases(PublicFilter(q=typed), 20)}


def test_a_word_that_stands_nowhere_finds_nothing():
    publish("За, зургаан хүн шатан дээр зогсоно.")
    assert not found("zzzz")
    assert not found("ззз")


def test_a_short_word_finds_itself_and_not_what_begins_like_it():
    medicine, hospital = publish("Эмийн жагсаалт алга."), publish("Эмнэлгийн хаалга хаалттай.")
    assert found("эм") == {medicine.public_id}
    assert found("emneleg") == {hospital.public_id}


def test_the_beginning_of_a_longer_word_is_enough():
    hospital = publish("Эмнэлгийн хаалга хаалттай.")
    assert found("эмнэ") == {hospital.public_id}
