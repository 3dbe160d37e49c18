"""Any text at all: spans lie inside it, the same each time, and no text makes the detector slow."""

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.redaction.detector import is_readable, scan
from accountability.redaction.proposals import propose
from accountability.redaction.spans import KINDS

PIECES = [
    "утас ", "9911", " 2233", "ерэн ", "ес ", "УХ", "58", "-", ".", ",", "@", "gmail", " com", "MN12", "баг ", "5-р ", "гудамж ", "хөл ", "нь ",
    "хугарсан ", "хүү ", "Бат", "баяр ", "Б.", "эмч ", "сумын ", "ганц ", "3 сарын ", "14-нд ", "8 цагт ", "67 настай ", "\x00", "\ud800", "\u202e",
    "Ё", "ө", "x", "٣", "«", "\n", "😀", "İ", "\u0301",
]  # fmt: skip
LENGTH, NOISE = 20_000, 0.05
UNITS = [
    "a", "1", "1 ", "1.", "@", "a@", "a.", "9 ", "99112233 ", "ын ", "эмч ", "баг 1 ", "хоёр ", "А.Б.", "12-", "1/2/", "5O", "Бат-", "Дарь-", "хөл нь ",
    "дараа 12 ", "ерэн, ", "сумын ганц ", "архаг ", "Наран гудамж ", "дотуур байр ", "10:00 ", "сарын 5-нд ", "a at ", "a dot ", "gmail ", "\x00",
    "\ud800", "\u0301", "😀", "хүү Бат ", "a эт ", "нэг эт gmail ", "a цэг ", "мэйл: a ", "нэгнэг", "арвнарвн ", "данс 9", "утас дугаар ", "сүүлд 9911 ", "7 701 ", "УХ 1", "1234 АБВ ", "өглөөний 8 ", "бөөр, ", "С-ийн ", "батбатбат", "Бат, ", "o0", "\ud800１", "салхин ",
    "үсэг У ", "үсэг 74112305 ", "гэдэг газар ", "гэсэн онош ", "14, ", "зуун ", "ард хашаанд ", "эм эм ", "хавдрын ", "гараа ", "эгчийн хүү Бат ",
]  # fmt: skip


def assert_sound(text):
    spans = scan(text)
    length = len(unicodedata.normalize("NFC", text))
    assert spans == sorted(spans) == scan(text)
    assert all(0 <= span.start < span.end <= length and span.kind in KINDS for span in spans)
    for kind in KINDS:
        assert all(one.end <= other.start for one, other in pairwise(span for span in spans if span.kind == kind))
    assert is_readable(text) in {True, False}
    assert isinstance(propose(text), str)


@given(st.text(alphabet=st.characters(), max_size=300))
@settings(max_examples=300, deadline=None)
def test_arbitrary_text_gives_sorted_spans_inside_it(text):
    assert_sound(text)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=500, deadline=None)
def test_pieces_of_everything_that_is_looked_for_in_any_order(text):
    assert_sound(text)


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_four_times_as_many_characters_of_anything_take_about_four_times_as_long(unit):
    """Up to 20,000, more than a citizen may write; against the quarter of it in the same run, whatever the machine does else.

    What were quadratic would take sixteen times as long.
    """
    text = (unit * LENGTH)[:LENGTH]
    assert any(seconds(text) < 8 * seconds(text[: LENGTH // 4]) + NOISE for _attempt in range(3))


def seconds(text):
    began = time.process_time()
    scan(text)
    is_readable(text)
    return time.process_time() - began
