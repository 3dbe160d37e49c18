"""Stories out of patterns: different ones, whole ones, and nothing that shows who wrote them in what an office reads."""

import re
from random import Random

import pytest

from accountability.sample import phrases, stories

PHONE = re.compile(r"\b\d{4} \d{4}\b")


def filled(count, seed=1):
    rng, patterns = Random(seed), stories.patterns()
    return [stories.fill(rng.choice(patterns), rng, "Тариалан", "Увс") for _ in range(count)]


def test_ten_thousand_of_twelve_thousand_stories_differ():
    assert len({text.story for text in filled(12_000)}) >= 10_000


def test_the_same_seed_tells_the_same_stories():
    assert filled(200) == filled(200)


def test_no_mark_of_the_patterns_is_left():
    left = [text for text in filled(3000) if re.search(r"[{}\[\]|]|  ", text.story + text.redacted) or not text.redacted]
    assert left == []


@pytest.mark.parametrize(
    "pattern", [pattern for pattern in stories.patterns() if pattern.story != pattern.redacted], ids=lambda p: p.code
)
def test_what_only_the_citizen_says_is_not_in_what_the_office_reads(pattern):
    text = stories.fill(pattern, Random(7), "Тариалан", "Увс")
    assert text.story != text.redacted
    assert not PHONE.search(text.redacted)


def test_names_are_cut_wherever_they_stand():
    rng, named = Random(3), 0
    for pattern in (pattern for pattern in stories.patterns() if "{name}" in pattern.story):
        name = rng.choice(stories.slots()["name"])
        named += "{name}" in pattern.redacted
        assert name not in pattern.redacted
    assert named == 0


def test_places_stand_only_where_their_case_ending_is_right():
    for pattern in stories.patterns():
        assert pattern.story.count("{soum}") == pattern.story.count("{soum} сумын")
        assert pattern.story.count("{province}") == pattern.story.count("{province} аймгийн")


def test_every_written_reason_has_its_code():
    book = phrases.book()
    places = sorted(place for found in phrases.RETURNS.values() for place in found)
    assert places == list(range(len(book["return_reasons"])))
    assert len(book["questions"]) == len(book["author_replies"])
    used = [place for found in phrases.DISPUTES.values() for place in found]
    assert max(used) < len(book["dispute_words"])


def test_answers_fit_the_office_and_the_matter():
    rng = Random(5)
    for pattern in stories.patterns():
        answer = phrases.answer(rng, pattern.categories, pattern.offices[0])
        assert not answer.offices or pattern.offices[0] in answer.offices
        assert not answer.categories or answer.categories & set(pattern.categories)
