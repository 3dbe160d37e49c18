"""The small pieces that everything rests on: the vault, drafts, Mongolian words, dates and money, receipts."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.cases import receipts
from accountability.core import clock, drafts, i18n, mongolian
from accountability.core.differences import word_diff
from accountability.core.vault import Vault, VaultError
from tests import factories as make


def vault_with(*keys):
    made = Vault()
    made.configure(list(keys))
    return made


def test_a_sealed_value_opens_only_for_its_purpose():
    sealed = vault_with("a").seal_text("нууц", "story:1")
    assert vault_with("a").open_text(sealed, "story:1") == "нууц"
    with pytest.raises(VaultError):
        vault_with("a").open_text(sealed, "story:2")


def test_a_new_first_key_still_opens_what_the_old_one_sealed():
    sealed = vault_with("old").seal_text("нууц", "p")
    assert vault_with("new", "old").open_text(sealed, "p") == "нууц"
    with pytest.raises(VaultError):
        vault_with("new").open_text(sealed, "p")


def test_a_changed_byte_is_found():
    sealed = bytearray(vault_with("a").seal_text("нууц", "p"))
    sealed[-1] ^= 1
    with pytest.raises(VaultError):
        vault_with("a").open_text(bytes(sealed), "p")


@given(st.integers(min_value=0, max_value=18), st.integers(min_value=1, max_value=9))
def test_every_single_wrong_digit_of_a_receipt_is_found(place, change):
    receipt = receipts.make()
    wrong = receipt[:place] + str((int(receipt[place]) + change) % 10) + receipt[place + 1 :]
    assert receipts.normal(wrong) is None


@given(st.integers(min_value=0, max_value=18))
def test_every_swap_of_two_neighbours_is_found(place):
    receipt = receipts.make()
    if receipt[place] != receipt[place + 1]:
        swapped = receipt[:place] + receipt[place + 1] + receipt[place] + receipt[place + 2 :]
        assert receipts.normal(swapped) is None


@pytest.mark.parametrize("typed", ["{}", " {} ", "{0[0]}-{0[1]}"])
def test_a_receipt_may_be_typed_with_spaces_and_hyphens(typed):
    receipt = receipts.make()
    groups = receipts.grouped(receipt).split()
    text = "-".join(groups) if "0[0]" in typed else typed.format(" ".join(groups))
    assert receipts.normal(text) == receipt


def test_the_alphabet_puts_o_after_o_and_u_after_u():
    names = ["Увс", "Үенч", "Өвөрхангай", "Орхон", "Пүрэв", "Ерөө", "Ёл"]
    assert sorted(names, key=mongolian.sort_key) == ["Ерөө", "Ёл", "Орхон", "Өвөрхангай", "Пүрэв", "Увс", "Үенч"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("эмнэлэг", "эмнэлгийн"), ("эмнэлэг", "emneleg"), ("Хөвсгөл", "khuvsgul"), ("Хөвсгөл", "hovsgol"), ("халамж", "халамжаас"), ("Завхан", "Dzavhan"), ("сумын", "сум"), ("төв", "төвд"), ("Өмнөговь", "umnugovi")],
)  # fmt: skip
def test_words_meet_in_every_spelling_and_form(one, other):
    assert mongolian.stem(one) == mongolian.stem(other)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_analysed(text):
    mongolian.terms(mongolian.normal(text))
    mongolian.sort_key(text)


def test_the_difference_of_two_texts_is_told_word_by_word():
    assert word_diff("Б.Долгор сувилагч сайн", "сувилагч сайн хүн") == [
        ("gone", "Б.Долгор"),
        ("same", "сувилагч сайн"),
        ("new", "хүн"),
    ]


@pytest.mark.parametrize(("amount", "words"), [(100_000, "100 000 ₮"), (6_700_000, "6.7 сая ₮"), (1_200_000_000, "1.2 тэрбум ₮")])
def test_money_is_written_as_people_read_it(app, amount, words):
    with app.test_request_context("/mn/"):
        app.preprocess_request()
        assert i18n.money(amount).replace(i18n.NO_BREAK, " ") == words


def test_dates_are_written_in_full_and_the_year_only_when_it_is_another(app):
    with time_machine.travel("2026-11-23T05:00:00+00:00"), app.test_request_context("/mn/"):
        app.preprocess_request()
        assert i18n.date_text(date(2026, 12, 23)) == "12-р сарын 23"
        assert i18n.date_text(date(2025, 12, 23)) == "2025 оны 12-р сарын 23"


def test_a_draft_comes_back_with_its_photos_for_one_hour_only(app):
    token = drafts.keep({"story": ["Эм алга"]}, [b"photo"])
    kept = drafts.bring_back(token)
    assert (kept.fields, kept.photos) == ({"story": ["Эм алга"]}, [b"photo"])
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert drafts.bring_back(token) is None
        assert drafts.forget_expired() == 1


def test_a_draft_opens_with_its_own_token_only(app):
    drafts.keep({"story": ["Эм алга"]}, [])
    assert drafts.bring_back("another") is None


def test_a_field_that_is_too_long_is_said_in_words_and_makes_no_trouble(client):
    fields = {"story": "Эм ирсэнгүй", "alias": "а" * 41, "facility": "18540-HC-01", "csrf_token": make.token(client, "/mn/track")}
    answer = client.post("/mn/feedback/new", data=fields)
    assert answer.status_code == 422
    assert "40 тэмдэгтээс" in answer.text
