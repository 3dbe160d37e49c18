"""The first draft: what identifies somebody gives way to a neutral word."""

import pytest

from accountability.redaction.proposals import WORDS, propose
from accountability.redaction.spans import KINDS


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("Утас 99112233 шүү", "Утас [утас] шүү"),
        ("Манай хүү Тэмүүжинг үзсэн", "Манай хүү [нэр] үзсэн"),
        ("Би 3-р баг, Наран гудамж 7-12 тоотод байна", "Би [хаяг] байна"),
        ("Ээж 67 настай, чихрийн шижинтэй", "Ээж [нас], [өвчин]"),
        ("2026.03.14-нд очсон", "[огноо] очсон"),
        ("регистр УЖ58031412, a@b.mn", "регистр [регистр], [имэйл]"),
        ("Эмнэлэг хол байна.", "Эмнэлэг хол байна."),
        ("", ""),
    ],
)  # fmt: skip
def test_marks_become_words_in_brackets(text, draft):
    assert propose(text) == draft


def test_the_role_stays_because_the_office_must_know_whom_it_is_about():
    assert propose("сумын ганц эх баригч Пүрэвжав ирсэн") == "сумын ганц эх баригч [нэр] ирсэн"


def test_what_overlaps_becomes_one_bracket_and_nothing_of_it_stays():
    draft = propose("Б.Хавдар эмч 99112233")
    assert draft.count("[") == 2
    assert "Хавдар" not in draft


def test_a_draft_can_be_in_kazakh():
    assert propose("Телефон 99112233", "kk") == "Телефон [телефон]"


def test_every_kind_that_is_replaced_has_its_word_in_every_language():
    for words in WORDS.values():
        assert set(words) == set(KINDS) - {"kin", "sole_role"}
