"""Every sentence fits two parts of 67 characters, in each language and in both scripts, and none names an office or a matter."""

import itertools

import pytest
from flask_babel import force_locale

from accountability.core.errors import Invalid
from accountability.sms import commands, labels, wording
from accountability.sms.commands import Command
from accountability.sms.models import Script
from tests import factories as make

LONGEST = {"code": "1234 5678 9012 3456 7890", "letter": "А", "letters": ", ".join(commands.LETTERS), "day": "12-31"}
SENTENCES = [
    *labels.ASKS.values(),
    *labels.NEWS.values(),
    *(words for name, words in vars(labels).items() if name.isupper() and not isinstance(words, dict)),
]


@pytest.mark.parametrize("locale", ["mn", "en"])
@pytest.mark.parametrize("script", list(Script))
def test_every_sentence_fits_two_parts(app, locale, script):
    for words in SENTENCES:
        with force_locale(locale):
            text = wording.in_script(str(words) % LONGEST, script)
        assert len(text) <= wording.ROOM, f"{len(text)}: {text}"
        if script == Script.LATIN:
            assert text.isascii(), text


def test_two_cases_told_at_once_fit_too(app):
    with force_locale("mn"):
        longest = max(len(str(words) % LONGEST) for words in labels.STANDS.values())
    assert 2 * (longest + len("А: . ")) <= wording.ROOM


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1", (1, None)),
        (" 3. ", (3, None)),
        ("а1", (1, "А")),
        ("A 1", (1, "А")),
        ("e-2", (2, "Е")),
        ("х4", (4, "Х")),
        ("X4!", (4, "Х")),
    ],
)
def test_digits_are_understood_however_they_are_typed(typed, meant):
    said = commands.understood(typed)
    assert (said.digit, said.letter) == meant


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("СТОП", Command.STOP),
        ("stop!", Command.STOP),
        ("Zogsoo", Command.STOP),
        ("?", Command.HELP),
        ("tiim", Command.YES),
        ("үгүй.", Command.NO),
        ("haana", Command.STATUS),
    ],
)
def test_words_are_understood_in_both_scripts(typed, command):
    assert commands.understood(typed).command == command


@pytest.mark.parametrize(
    "typed", ["стоп гэж хэлсэн ч зогссонгүй", "103 ирсэнгүй", "1-р эмнэлэг", "2 удаа очсон", "Ж1", "тийм болохоор"]
)
def test_a_story_is_no_command(typed):
    assert commands.understood(typed).is_words


@pytest.mark.parametrize("length", [0, 1, 133, 134, 135, 500])
def test_a_text_is_cut_into_pages_without_losing_a_word(length):
    text = "".join(itertools.islice(itertools.cycle("үгс нь "), length)).strip()
    shown, at = [], 0
    while True:
        one, at = wording.page(text, at, 60)
        assert len(one) <= 60
        shown.append(one)
        if at >= len(text):
            break
    assert " ".join(shown).split() == text.split()


def test_a_word_longer_than_a_page_is_cut():
    assert wording.page("x" * 100, 0, 60) == ("x" * 60, 60)


def test_what_an_administrator_writes_for_the_phone_goes_out_and_nothing_longer_than_two_parts(phone):
    from accountability.wording import operations
    from accountability.wording.models import Channel

    admin = make.actor_of(make.make_user(make.Role.ADMIN))
    operations.set_words(admin, "routed_author", "mn", Channel.SMS, "", "Цааш явлаа ({letter}).", seen=0)
    _code, case = phone.files()
    make.reviewing.take(case, monitor := make.make_monitor())
    make.reviewing.review(case, monitor, make.make_review(facilities=[make.make_office()]))
    make.reviewing.route(case, monitor, [make.make_office()])
    assert phone.reads()[-1] == "Цааш явлаа (А)."
    for text in ("үг " * 60 + "{letter}", "Ямар ч үсэггүй", "{letter} {link}", ""):
        with pytest.raises(Invalid):
            operations.set_words(admin, "routed_author", "mn", Channel.SMS, "", text, seen=1)
