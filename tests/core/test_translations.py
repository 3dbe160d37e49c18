"""The quick look for sentences finds what Babel's slow one finds."""

from babel.messages.extract import extract_from_dir

from accountability.core import translations

METHODS = [("**.html", "jinja2"), ("**.txt", "jinja2"), ("**.xml", "jinja2"), ("**.py", "python")]
KEYWORDS = {**dict.fromkeys(translations.SINGULAR), **dict.fromkeys(translations.PLURAL, (1, 2))}
OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def babel(folder):
    return {found[2] for found in extract_from_dir(translations.ROOT / folder, METHODS, {"**": OPTIONS}, keywords=KEYWORDS)}


def test_the_sentences_in_templates_are_those_that_babel_finds():
    assert set(translations.in_templates()) == babel("templates")


def test_no_sentence_of_the_source_is_missed():
    assert {message.id for message in translations.extract() if message.id} == babel("templates") | babel("accountability")
