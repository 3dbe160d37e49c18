"""The lists: each says where it comes from, and none stands there unread."""

import re
from pathlib import Path

import pytest

from accountability.redaction import lexicon, words

CODE = "".join(path.read_text("utf-8") for path in Path(lexicon.__file__).parent.rglob("*.py"))
FILES = sorted(lexicon.FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_list_says_where_it_comes_from(path):
    assert path.read_text("utf-8").startswith("# Written for this project")


def test_every_set_of_words_is_looked_for():
    listed = set(lexicon.BESIDE) - {""}
    asked = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', CODE)) | {f"diagnoses.{name}" for name in ("happened", "past", "harmless")}
    assert listed <= asked


def test_a_word_is_found_with_its_endings_and_in_the_ways_of_typing_it():
    core = lexicon.BITS["core"]
    for written in ("шижин", "шижинтэй", "шижингээс", "shijin", "shijintei"):
        assert words.word(written).classes & core, written
    assert not words.word("ширээ").classes & core


def test_a_vowel_may_drop_out_before_an_ending():
    assert words.word("хавдрын").classes & lexicon.BITS["core"]
    assert not words.word("баг").classes & lexicon.BITS["kin_before"], "бага without its vowel is a word of its own"


def test_numbers_have_their_value_in_both_scripts():
    assert [words.word(written).value for written in ("тавин", "tavin", "арвантав", "хоёрноос", "ерөөсөө")] == [
        50,
        50,
        15,
        2,
        None,
    ]
