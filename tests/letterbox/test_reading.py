"""What is new in a mail is read, whatever program wrote it; what machines write is known as that."""

from email.message import EmailMessage

import pytest

from accountability.letterbox import reading
from tests.letterbox.mails import WORDS, mail


@pytest.mark.parametrize(
    "below",
    [
        "",
        "\n\nOn Mon, 30 Nov 2026 at 10:00, Citizen Voice <reply@example.mn> wrote:\n> News for you\n> https://example.mn/track\n",
        "\n\nOn Mon, 30 Nov 2026 at 10:00 Citizen Voice <reply+1f.00@example.mn>\nwrote:\n\n> News\n",
        "\n\n2026 оны 11-р сарын 30, Иргэний дуу хоолой <reply@example.mn> бичсэн:\n> Мэдээ\n",
        "\n\nпн, 30 нояб. 2026 г. в 10:00, Голос <reply@example.mn> пишет:\n> Новости",
        "\n\n-----Original Message-----\nFrom: Citizen Voice <reply@example.mn>\nNews for you",
        "\n________________________________\nFrom: Citizen Voice <reply@example.mn>\nSent: Monday\n",
        "\n\nХэнээс: Дуу хоолой <reply@example.mn>\nМэдээ",
        "\n-- \nДулмаа\n9911 2233\n",
    ],
)
def test_what_is_quoted_and_the_signature_are_left_out(below):
    assert reading.read(mail("x@example.mn", WORDS + below).as_bytes()).words == WORDS


def test_words_between_quotes_stay():
    text = "> Аль сард болсон бэ?\nАравдугаар сард.\n> Хэн байсан бэ?\nСувилагч."
    assert reading.own_words(text) == "Аравдугаар сард.\nСувилагч."


def test_an_html_mail_is_read_as_a_person_sees_it():
    made = mail("x@example.mn")
    made.set_content(
        "<html><head><style>p{color:red}</style></head><body><p>Эм <b>одоо ч</b> ирээгүй.</p><script>alert(1)</script>"
        '<div class="gmail_quote">On Mon wrote:<blockquote>News</blockquote></div></body></html>',
        subtype="html",
    )
    assert reading.read(made.as_bytes()).words == "Эм одоо ч ирээгүй."


def test_of_both_the_plain_text_is_read_and_files_are_counted():
    made = mail("x@example.mn")
    made.add_alternative("<p>Other</p>", subtype="html")
    made.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="a.jpg")
    found = reading.read(made.as_bytes())
    assert (found.words, found.attachments) == (WORDS, 1)


@pytest.mark.parametrize(
    "heads",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<list.example.mn>"},
        {"sender": "MAILER-DAEMON@example.mn"},
        {"sender": "no-reply@example.mn"},
    ],
)
def test_what_a_machine_wrote_is_known(heads):
    assert reading.read(mail("x@example.mn", **heads).as_bytes()).automatic


def test_a_person_is_no_machine():
    assert not reading.read(mail("x@example.mn", Auto_Submitted="no").as_bytes()).automatic


BROKEN = [
    b"",
    b"\x00\xff\xfe",
    b"From: \xff\xfe\r\n\r\n\xff\xfe\xfd",
    b"Content-Type: text/plain; charset=no-such-thing\r\n\r\nhello",
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!not base64",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x\r\n--x--",
    b"Content-Type: multipart/alternative\r\n\r\nno boundary",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 40,
    b"From: " + b"a" * 100_000 + b"\r\n\r\nx",
    b"From: =?utf-8?b?broken?=\r\nMessage-ID: <\r\n\r\nx",
    b"Content-Type: ;;;\r\nContent-Disposition: ;;\r\n\r\nx",
    b"Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\nx",
    b"Content-Type: text/html\r\n\r\n<p" + b"<" * 5_000,
]


@pytest.mark.parametrize("content", BROKEN)
def test_no_broken_mail_is_a_fault(content):
    assert isinstance(reading.read(content), reading.Mail)


def test_letters_without_a_charset_and_in_others_are_read():
    made = EmailMessage()
    made.set_content("Эм алга", charset="windows-1251")
    assert reading.read(made.as_bytes()).words == "Эм алга"
    raw = b"From: a@b.mn\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + WORDS.encode()
    assert reading.read(raw).words == WORDS
