"""Which texts a second reader must look at."""

import pytest

from accountability.redaction.detector import is_readable


@pytest.mark.parametrize(
    "text",
    [
        "Эмч байхгүй, гурван цаг хүлээсэн.",
        "эмч алга",
        "Emch baihgui, gurvan tsag huleesen shuu dee",
        "bi 4 tsag huleegeed butsaj irlee",
        "Хүүхдийн эмч Айгүл, Серікбол хоёр маш сайн ажилладаг.",
        "Баярлалаа",
        "",
        "99112233",
        "!!! 😀",
    ],
)  # fmt: skip
def test_mongolian_in_both_scripts_is_read(text):
    assert is_readable(text)


@pytest.mark.parametrize(
    "text",
    [
        "Дәрігерді екі сағат күттік, ешкім келмеді.",
        "Аурухана бүгин жабык екен, дарыгер жок.",
        "Врач не пришёл, ждали три часа.",
        "The doctor did not come, we waited three hours.",
        "医生没有来",
        "qwrt zxcv plkj",
    ],
)  # fmt: skip
def test_other_languages_are_not(text):
    assert not is_readable(text)


def test_a_text_half_in_another_language_is_not_read():
    assert not is_readable("Эмч байхгүй. The doctor did not come and nobody told us why we should wait.")


def test_kazakh_with_a_mongolian_word_stays_kazakh():
    assert not is_readable("Біздің сұмда эмч жоқ, мейірбике ғана бар, жедел жәрдем көлігі де жоқ")
