"""Both languages are complete, with the same placeholders, and the template is fresh."""

import pytest

from accountability.core import translations


def test_every_sentence_is_there_in_every_language():
    found = list(translations.faults())
    assert not found, "run: flask --app wsgi translations update, then translate:\n" + "\n".join(found[:40])


def test_the_template_is_fresh():
    with (translations.FOLDER / "messages.pot").open("rb") as file:
        kept = {message.id for message in translations.read_po(file) if message.id}
    assert kept == {message.id for message in translations.extract() if message.id}, "run: flask --app wsgi translations update"


@pytest.mark.parametrize("locale", ["mn", "en"])
def test_the_language_of_the_platform_is_there(locale):
    assert locale in translations.locales()
