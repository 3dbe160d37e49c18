"""A reply to our letter joins the case: the letter leaves by a real SMTP server, the reply comes by a real LMTP one."""

import smtplib
from datetime import timedelta
from email import message_from_string, policy

import pytest
import time_machine

from accountability.cases import queries, replying
from accountability.cases.models import Case
from accountability.cases.operations import authoring, reviewing
from accountability.cases.workflow import Status
from accountability.core import clock
from accountability.core.db import db
from accountability.letterbox import chasing, operations
from accountability.letterbox.cli import Handler, Lmtp
from accountability.letterbox.models import SeenMail
from accountability.letterbox.operations import Refused
from accountability.outbox import operations as outbox
from accountability.outbox import senders
from accountability.outbox.models import Message
from tests import factories as make
from tests.letterbox.mails import AUTHOR, WORDS, mail
from tests.outbox.test_delivery import free_port
from tests.outbox.test_delivery import mailbox as mailbox

BASE = "reply@voice.example.mn"


@pytest.fixture
def base(app):
    app.config["MAIL_REPLY"] = BASE
    yield BASE
    app.config["MAIL_REPLY"] = ""


@pytest.fixture
def asked(base):
    """A case whose monitor asked something, and the letter about it."""
    monitor = make.make_monitor()
    case = make.make_taken(monitor, contact={"way": "email", "email": AUTHOR})
    reviewing.ask_author(case, monitor, "Аль сард болсон бэ?")
    db.session.flush()
    return case


def letter(case, kind="question"):
    return db.session.query(Message).filter_by(kind=kind, subject_id=case.id).one()


def words_of(case):
    return [authoring.relay_text(relay, case) for relay in case.relays if relay.direction.value == "from_author"]


def test_the_letter_says_where_to_reply_and_a_letter_with_a_code_does_not(asked):
    written = outbox.RENDERERS["question"](letter(asked))
    assert replying.message_id_in(written.reply_to, BASE) == letter(asked).id
    assert BASE.split("@")[1] in written.reply_to
    asked.reissue_ok = True
    authoring.send_receipt_to_oneself(asked)
    assert outbox.RENDERERS["receipt"](letter(asked, "receipt")).reply_to == ""


def test_without_an_address_for_replies_no_letter_asks_for_one(app):
    case = make.make_case(contact={"way": "email", "email": AUTHOR})
    written = outbox.RENDERERS["received"](letter(case, "received"))
    assert written.reply_to == ""
    assert "reply to this mail" not in written.text


def test_words_join_the_case_and_answer_the_question(asked):
    operations.take(letter(asked), mail(BASE, WORDS + "\n> Аль сард?").as_bytes())
    assert words_of(asked) == [WORDS]
    assert asked.status == Status.IN_REVIEW


def test_the_same_mail_twice_adds_once(asked):
    for _ in range(2):
        operations.take(letter(asked), mail(BASE).as_bytes())
    operations.take(letter(asked), mail(BASE, number=2).as_bytes())
    assert words_of(asked) == [WORDS, WORDS]


def test_files_are_not_taken_and_that_is_said(asked):
    made = mail(BASE)
    made.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="a.jpg")
    operations.take(letter(asked), made.as_bytes())
    assert "1" in words_of(asked)[0].split("\n")[-1]


def refusal(message, made):
    with pytest.raises(Refused) as refused:
        operations.take(message, made.as_bytes())
    return refused.value


def test_whoever_writes_from_another_address_is_told_so_and_nothing_is_added(asked):
    for sender in ("stranger@example.mn", "", f"{AUTHOR}.evil.example"):
        assert refusal(letter(asked), mail(BASE, sender=sender)) is operations.NOT_YOURS
    assert words_of(asked) == []


def test_without_words_or_with_too_many_the_sender_is_told(asked):
    assert refusal(letter(asked), mail(BASE, "> only what you wrote")) is operations.NO_WORDS
    assert refusal(letter(asked), mail(BASE, "үг " * 3_000)) is operations.TOO_LONG


def test_a_machine_is_dropped_without_a_word(asked):
    operations.take(letter(asked), mail(BASE, Auto_Submitted="auto-replied").as_bytes())
    assert words_of(asked) == []


def test_a_mail_in_a_circle_is_stopped(asked):
    made = mail(BASE)
    for hop in range(31):
        made.add_header("Received", f"from {hop}")
    assert refusal(letter(asked), made) is operations.LOOPING


def test_a_withdrawn_case_takes_no_words(asked):
    message = letter(asked)
    authoring.withdraw(queries.lock(asked.id))
    assert refusal(message, mail(BASE)) is operations.OVER


@pytest.mark.parametrize(
    "address",
    [
        "reply@voice.example.mn",
        "reply+1@voice.example.mn",
        "reply+1.000000000000000000000000@voice.example.mn",
        "x",
        "",
        "reply+zz.x@y",
        "a" * 500,
    ],
)
def test_an_address_that_was_made_up_is_nobody(asked, address):
    with pytest.raises(Refused):
        operations.letter_named_by(address, BASE)


def test_an_address_is_good_for_ninety_days_and_for_letters_to_authors_only(asked):
    address = replying.address_for(letter(asked).id, BASE)
    assert operations.letter_named_by(address.upper(), BASE).id == letter(asked).id
    with time_machine.travel(clock.now() + timedelta(days=91)), pytest.raises(Refused):
        operations.letter_named_by(address, BASE)
    to_monitor = db.session.query(Message).filter(Message.receiver != "author").first() or letter(asked)
    to_monitor.receiver = "user:1"
    with pytest.raises(Refused):
        operations.letter_named_by(replying.address_for(to_monitor.id, BASE), BASE)


def test_a_bounce_is_seen_at_the_desk(asked):
    operations.bounced(letter(asked))
    assert letter(asked).delivery == "failed"


def test_marks_are_forgotten_after_a_month(asked):
    operations.take(letter(asked), mail(BASE).as_bytes())
    assert chasing.chase() == 0
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert chasing.chase() == 1
    assert db.session.query(SeenMail).count() == 0


# --- through real servers ----------------------------------------------------------------------------------------------


@pytest.fixture
def served(cloned):
    cloned.config["MAIL_REPLY"] = BASE
    controller = Lmtp(Handler(cloned), hostname="127.0.0.1", port=free_port())
    controller.start()
    with cloned.app_context():
        yield controller
    controller.stop()


def hand_over(controller, made, to, sender=AUTHOR):
    """What the mail server's own client would: the code and words of the answer, or None when it was taken."""
    db.session.rollback()  # SQLite has one writer
    with smtplib.LMTP("127.0.0.1", controller.port) as server:
        try:
            server.sendmail(sender, [to], made if isinstance(made, bytes) else made.as_bytes(policy=policy.SMTP))
        except smtplib.SMTPRecipientsRefused as refused:
            return next(iter(refused.recipients.values()))
        except smtplib.SMTPResponseException as refused:
            return refused.smtp_code, refused.smtp_error
    return None


def test_the_letter_goes_out_and_the_reply_comes_back(served, mailbox, cloned):
    monitor = make.make_monitor()
    case = make.make_taken(monitor, contact={"way": "email", "email": AUTHOR})
    reviewing.ask_author(case, monitor, "Аль сард болсон бэ?")
    db.session.commit()
    case_id = case.id
    cloned.config["MAIL_URL"] = mailbox.url
    outbox.deliver(senders.out_of(cloned.config))
    came = [message_from_string(content, policy=policy.default) for _to, content in mailbox.letters]
    to = next(one["Reply-To"] for one in reversed(came) if one["Reply-To"])
    assert hand_over(served, mail(to, f"{WORDS}\n\nOn Mon wrote:\n> x"), to) is None
    db.session.expire_all()
    case = db.session.get(Case, case_id)
    assert words_of(case) == [WORDS]
    assert case.status == Status.IN_REVIEW
    # A stranger, an address of nobody, a bounce, a broken mail, one of 25 MB and a flood: clear answers, and the server lives on.
    assert hand_over(served, mail(to, sender="x@example.mn", number=2), to)[0] == 550
    assert hand_over(served, mail(to, number=3), "reply+1.2@voice.example.mn")[0] == 550
    assert hand_over(served, b"\xff\xfe\x00", to)[0] in {550, 554}
    big = mail(to, number=4)
    big.add_attachment(bytes(19_500_000), maintype="application", subtype="octet-stream", filename="big.bin")
    assert len(big.as_bytes()) > 25_000_000
    assert hand_over(served, big, to) is None
    assert hand_over(served, (b"x" * 70 + b"\r\n") * 380_000, to)[0] == 552
    assert hand_over(served, mail(to, number=5), to, sender="") is None
    flood = [hand_over(served, mail(to, f"{number}", number=number), to) for number in range(10, 40)]
    assert flood[0] is None
    assert flood[-1][0] == 452
    db.session.expire_all()
    assert db.session.query(Message).filter_by(delivery="failed").count() == 1
