"""Messages leave at least once, each with its own id, whatever happens to the worker; tried with a real SMTP server and a real kill."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from aiosmtpd.controller import Controller

from accountability.cases.operations import authoring
from accountability.core import clock
from accountability.core.db import db
from accountability.outbox import operations, senders
from accountability.outbox.models import Message
from tests import databases
from tests import factories as make

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Mailbox:
    """Keeps what a real SMTP server was handed."""

    def __init__(self, slow=0.0):
        self.letters, self.slow = [], slow

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 the server's own name
        import asyncio

        await asyncio.sleep(self.slow)
        self.letters.append((envelope.rcpt_tos, envelope.content.decode("utf-8", "replace")))
        return "250 OK"


@pytest.fixture
def mailbox():
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.url = f"smtp://127.0.0.1:{controller.port}"
    yield box
    controller.stop()


def waiting():
    return list(db.session.scalars(sa.select(Message).where(Message.done_at.is_(None))))


def test_the_same_key_is_queued_only_once(app):
    operations.enqueue("reminder", "case", 1, "author", key="same")
    db.session.flush()
    operations.enqueue("reminder", "case", 1, "author", key="same")
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_message_goes_out_over_smtp_with_its_own_id(app, mailbox):
    case = make.make_case(contact={"email": "dulmaa@example.mn"})
    operations.deliver(senders.Smtp(mailbox.url, "voice@example.mn"))
    [(receivers, text)] = mailbox.letters
    assert receivers == ["dulmaa@example.mn"]
    assert "Message-ID: <" in text
    assert waiting() == []
    assert case.public_id not in text


def test_no_message_names_the_office_the_matter_or_the_story(app, mailbox):
    from email import message_from_string

    routing = make.make_answered(contact={"email": "dulmaa@example.mn"})
    authoring.dispute(routing.case, "not_done", "Эм одоо ч алга")
    operations.deliver(senders.Smtp(mailbox.url, "voice@example.mn"))
    assert len(mailbox.letters) >= 4
    for _receivers, raw in mailbox.letters:
        mail = message_from_string(raw)
        words = mail.get_payload(decode=True).decode("utf-8").casefold() + str(mail["Subject"]).casefold()
        for secret in (
            "тариалан",
            "эмнэлэг",
            "эрүүл мэнд",
            "халамж",
            "эм ",
            "долгор",
            "гомдол",
            "tarialan",
            "health",
            "complaint",
        ):
            assert secret not in words, words


def test_without_a_mail_url_nothing_leaves_and_the_sample_outbox_keeps_a_sealed_copy(app):
    make.make_case(contact={"email": "dulmaa@example.mn"})
    operations.deliver(senders.sender_for(None, ""))
    message = db.session.scalars(sa.select(Message)).one()
    assert message.outcome == "sample"
    assert operations.copy_of(message)["to"] == "dulmaa@example.mn"
    assert b"dulmaa" not in message.sealed_copy


def test_a_failing_sender_is_tried_again_later_and_later_and_at_last_given_up(app):
    make.make_case(contact={"email": "a@example.mn"})

    def broken(_letter, _message_id):
        raise ConnectionRefusedError

    delays = []
    with time_machine.travel(clock.now(), tick=False) as travel:
        for _ in range(operations.GIVE_UP_AFTER):
            operations.deliver(broken)
            message = db.session.scalars(sa.select(Message)).one()
            delays.append(message.next_try_at - clock.now())
            travel.shift(operations.LONGEST_DELAY)
    assert delays[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert max(delays) == operations.LONGEST_DELAY
    assert message.outcome == "failed"


def test_a_message_that_a_dead_worker_holds_is_sent_after_its_lease(app):
    make.make_case(contact={"email": "a@example.mn"})
    operations._claim("dead-worker", 10)
    sent = []
    keep = lambda letter, message_id: sent.append(message_id) or "smtp"  # noqa: E731
    operations.deliver(keep)
    assert sent == []
    with time_machine.travel(clock.now() + operations.LEASE + timedelta(seconds=1)):
        operations.deliver(keep)
    assert len(sent) == 1


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_loses_nothing_and_repeats_only_with_the_same_id(cloned):
    box = Mailbox(slow=0.05)
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    port = controller.port
    with cloned.app_context():
        for number in range(20):
            make.make_case(contact={"email": f"person{number}@example.mn"})
        db.session.commit()
    environ = {
        **os.environ, "DATABASE_URL": cloned.config["TEST_URL"], "STORAGE_URL": cloned.config["STORAGE_URL"], "SECRET_KEY": "test-secret",
        "RECEIPT_KEY": "test-receipts", "VAULT_KEYS": "test-vault", "SIGNING_KEY": "test-signing", "MAIL_FROM": "voice@example.mn", "SENSITIVE_DATABASE_URL": databases.sensitive_of(cloned.config["TEST_URL"]), "MAIL_URL": f"smtp://127.0.0.1:{port}", "QUIET_HOURS": "",
    }  # fmt: skip
    environ.pop("SAMPLE", None)
    worker = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "outbox", "deliver", "--forever"], cwd=ROOT, env=environ
    )
    until = time.monotonic() + 30
    while len(box.letters) < 4 and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert 4 <= len(box.letters) < 20
    with cloned.app_context(), time_machine.travel(clock.now() + operations.LEASE + timedelta(seconds=1)):
        while operations.deliver(senders.Smtp(f"smtp://127.0.0.1:{port}", "voice@example.mn")):
            pass
        assert waiting() == []
    controller.stop()
    ids = [text.split("Message-ID: <", 1)[1].split(">", 1)[0] for _to, text in box.letters]
    assert {to[0] for to, _text in box.letters} == {f"person{number}@example.mn" for number in range(20)}
    assert len(set(ids)) == 20
    assert len(ids) <= 21


def test_a_long_link_in_a_header_arrives_whole(mailbox):
    link = "https://voice.example.mn/mn/stop/" + "aB3-_" * 30
    letter = operations.Letter("a@example.mn", "Танд шинэ мэдээ байна", "y", stop_link=link)
    send = senders.Smtp(mailbox.url, "voice@example.mn")
    send(letter, "1")
    send.close()
    [(_to, raw)] = mailbox.letters
    assert f"List-Unsubscribe: <{link}>" in raw.splitlines()
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw.splitlines()


def test_one_connection_carries_many_letters_and_a_hung_up_one_is_opened_again(app, mailbox):
    send, letter = senders.Smtp(mailbox.url, "voice@example.mn"), operations.Letter("a@example.mn", "x", "y")
    send(letter, "1")
    kept = send._server
    send(letter, "2")
    assert send._server is kept
    kept.sock.close()  # the server, or the way to it, hung up meanwhile
    kept.file.close()
    kept.close()
    send(letter, "3")
    assert len(mailbox.letters) == 3
    send.close()


def test_of_reports_that_come_at_the_same_time_the_final_one_stays(app):
    """Each is read in a request of its own: the one that is slower must not write over what it did not see."""
    make.make_case(contact={"email": "a@example.mn"})
    message = waiting()[0]
    assert message.delivery is None
    other = sa.update(Message).where(Message.id == message.id).values(delivery="delivered", delivered_at=clock.now())
    db.session.execute(other.execution_options(synchronize_session=False))
    operations.note_delivery(operations.message_id(message), "accepted")
    db.session.flush()
    assert db.session.scalar(sa.select(Message.delivery).where(Message.id == message.id)) == "delivered"
