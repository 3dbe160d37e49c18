"""What the detector finds of the held-out half of the corpus, which nobody read while it was built.

Numbers only: what is asserted is worked out before, because pytest shows the parts of an assertion that fails.
"""

from functools import cache

import pytest

from tests.redaction import measuring


@cache
def held_out():
    return measuring.count("held_out")


def test_the_corpus_is_large_enough_and_no_text_stands_in_it_twice():
    everything = [*measuring.texts("building"), *measuring.texts("held_out")]
    texts, unique = len(everything), len({one.text for one in everything})
    kazakh = len({one.text for one in everything if one.language == "kk"})
    assert texts == unique >= 800
    assert kazakh >= 150


def test_the_halves_share_no_text():
    building, other = ({one.text for one in measuring.texts(half)} for half in ("building", "held_out"))
    shared = len(building & other)
    assert shared == 0


@pytest.mark.parametrize("half", ["building", "held_out"])
def test_no_mark_is_left_half_open(half):
    bad = []
    for one in measuring.texts(half):
        open_marks = any(f"{{{kind}:" in one.text for kind in measuring.KINDS)
        if open_marks or not all(one.text[mark.start : mark.end].strip() for mark in one.marks):
            bad.append(one.name)
    assert bad == []


def test_of_all_marks_nineteen_in_twenty_are_found():
    recall = measuring.whole(held_out()).recall
    assert recall >= 0.95


@pytest.mark.parametrize("kind", ["register", "phone", "email"])
def test_of_numbers_and_addresses_that_lead_straight_to_somebody_hardly_one_is_missed(kind):
    recall = held_out()[kind].recall
    assert recall >= 0.99


def test_four_in_five_marks_are_right():
    precision = measuring.whole(held_out()).precision
    assert precision >= 0.80


def test_kazakh_is_called_unreadable_and_mongolian_is_not():
    unreadable = measuring.unreadable("held_out")
    texts, not_read = unreadable["kk"]
    assert not_read >= 0.98 * texts
    mongolian = [unreadable[language] for language in measuring.MONGOLIAN]
    wrongly = sum(not_read for _texts, not_read in mongolian) / sum(texts for texts, _not_read in mongolian)
    assert wrongly <= 0.02


def test_the_figures_in_the_docs_are_the_figures():
    _before, written, _after = measuring.written_table(measuring.PAGE.read_text("utf-8"))
    assert written == measuring.table(), "run: python -m tests.redaction.measuring table"


def test_a_mark_counts_as_found_when_four_fifths_of_it_are_covered_by_its_kind():
    text, marks = measuring.unmarked("Манай {kin:хүү Тэмүүлэн} {age:4 настай}.")
    assert text == "Манай хүү Тэмүүлэн 4 настай."
    assert [text[mark.start : mark.end] for mark in marks] == ["хүү Тэмүүлэн", "4 настай"]
    kin = marks[0]
    assert measuring.covered(kin, [kin._replace(start=kin.start + 2)])
    assert not measuring.covered(kin, [kin._replace(start=kin.start + 3)])
    assert measuring.covered(kin, [kin._replace(end=kin.start + 6), kin._replace(start=kin.start + 6)])
    assert measuring.is_right(kin._replace(kind="name"), marks)
    assert not measuring.is_right(kin._replace(kind="age"), marks)
