"""Queues messages in the change's transaction, and delivers them: at least once, each with an id of its own."""

import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from accountability.core import clock
from accountability.core.db import db
from accountability.core.rotating import Sealed
from accountability.core.vault import vault
from accountability.outbox.models import Message

LEASE = timedelta(minutes=2)
LONGEST_DELAY = timedelta(hours=6)
GIVE_UP_AFTER = 12
FINAL = frozenset({"delivered", "failed"})


@dataclass(frozen=True)
class Letter:
    """A message written out; `to` is an address or, by="sms", a number; the text names neither the facility nor the matter.

    `reader` is whose wishes hold (`user:7`, `case:12`); `link` is where it leads; with `stop_link` its reader ends such letters.
    """

    to: str
    subject: str
    text: str
    reader: str = ""
    locale: str = "mn"
    zone: str = clock.CAPITAL
    link: str = ""
    kind: str = ""
    stop_link: str = ""
    by: str = "email"
    reply_to: str = ""


@dataclass(frozen=True)
class Held:
    """It waits until then; waiting is no failed try."""

    until: datetime


@dataclass(frozen=True)
class Ended:
    """It is done without having been sent, and why."""

    outcome: str


# Takes a letter and its id out of the house; the id is the same on every repeat. Returns how it went out (`smtp`, `sample`), and
# raises when it did not.
Sender = Callable[[Letter, str], str]

# kind -> what the message says in a sentence, for the page that lists what goes out; filled by create_app.
WORDS: dict[str, Any] = {}

# kind -> function that writes the letter, or None when there is nobody to write to any more; filled by create_app.
Renderer = Callable[[Message], "Letter | Ended | None"]
RENDERERS: dict[str, Renderer] = {}

# Looks at each letter on its way out and lets it through, holds it or ends it; filled by create_app.
DOOR: list[Callable[[Message, Letter], Letter | Held | Ended]] = []

# What is read once for a batch of messages instead of once for each; filled by create_app.
DURING: list[Callable[[], AbstractContextManager[None]]] = []


def enqueue(
    kind: str, subject_kind: str, subject_id: int, receiver: str, *, key: str, locale: str = "mn", secret: str | None = None
) -> Message:
    """Adds a message to the transaction; `key` makes it unique, so that a repeated change sends nothing twice.

    `secret` (a code that must travel but not rest in plain) is sealed.
    """
    now = clock.now()
    message = Message(
        key=key,
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        receiver=receiver,
        locale=locale,
        sealed_secret=vault.seal_text(secret, f"message:{key}") if secret else None,
        created_at=now,
        next_try_at=now,
        attempts=0,
    )
    db.session.add(message)
    return message


def forget(subject_kind: str, subject_id: int) -> None:
    """Drops what was said to whom about something that was erased; what still waits will not go out."""
    about = sa.and_(Message.subject_kind == subject_kind, Message.subject_id == subject_id)
    db.session.flush()
    db.session.execute(sa.update(Message).where(about).values(sealed_secret=None, sealed_copy=None))
    waits = sa.and_(about, Message.done_at.is_(None))
    db.session.execute(sa.update(Message).where(waits).values(done_at=clock.now(), outcome="nobody"))


def send_anew(message: Message) -> None:
    """What was to be said by another message goes out by itself after all."""
    message.gathered_into = message.done_at = message.outcome = None
    message.next_try_at = clock.now()


def secret_of(message: Message) -> str:
    return vault.open_text(message.sealed_secret, f"message:{message.key}") if message.sealed_secret else ""


def deliver(send: Sender, batch: int = 50) -> int:
    """Sends what is due; commits for each message. Returns how many were dealt with.

    A worker killed in between loses nothing: its lease runs out and another one sends the message again, with the same id.
    """
    lease = secrets.token_hex(8)
    claimed = _claim(lease, batch)
    if claimed:
        with ExitStack() as held:
            for one in DURING:
                held.enter_context(one())
            for message in claimed:
                _deliver_one(message, send)
                db.session.commit()
    return len(claimed)


def _claim(lease: str, batch: int) -> list[Message]:
    now = clock.now()
    due = (
        sa.select(Message.id)
        .where(Message.done_at.is_(None), Message.next_try_at <= now)
        .where(sa.or_(Message.leased_until.is_(None), Message.leased_until < now))
        .order_by(Message.next_try_at)
        .limit(batch)
        .with_for_update(skip_locked=True)
    )
    ids = list(db.session.scalars(due))
    if ids:
        db.session.execute(sa.update(Message).where(Message.id.in_(ids)).values(lease=lease, leased_until=now + LEASE))
    db.session.commit()
    return list(db.session.scalars(sa.select(Message).where(Message.id.in_(ids)).order_by(Message.id))) if ids else []


def _deliver_one(message: Message, send: Sender) -> None:
    message.attempts += 1
    try:
        letter = _let_out(message)
        if isinstance(letter, Held):
            _hold(message, letter.until)
            return
        outcome = letter.outcome if isinstance(letter, Ended) else send(letter, message_id(message))
    except Exception as problem:
        logging.getLogger(__name__).warning("message %s: %s", message.id, type(problem).__name__)
        _postpone(message)
        return
    if isinstance(letter, Letter) and outcome == "sample":  # what really went out is not kept
        message.sealed_copy = vault.seal_fields(
            {"to": letter.to, "subject": letter.subject, "text": letter.text}, f"copy:{message.key}"
        )
    message.done_at, message.outcome, message.sealed_secret = clock.now(), outcome, None
    message.leased_until = None


def _let_out(message: Message) -> Letter | Held | Ended:
    """The letter as it may leave now."""
    written: Letter | Held | Ended = RENDERERS[message.kind](message) or Ended("nobody")
    for look in DOOR:
        if isinstance(written, Letter):
            written = look(message, written)
    return written


def _hold(message: Message, until: datetime) -> None:
    message.attempts -= 1
    message.leased_until, message.next_try_at = None, until


def _postpone(message: Message) -> None:
    """Tries again after 1, 2, 4 … minutes, at most six hours; gives up after twelve tries and says so."""
    message.leased_until = None
    message.next_try_at = clock.now() + min(timedelta(minutes=2 ** (message.attempts - 1)), LONGEST_DELAY)
    if message.attempts >= GIVE_UP_AFTER:
        message.done_at, message.outcome = clock.now(), "failed"


def message_id(message: Message) -> str:
    return f"{message.id}.{message.created_at:%Y%m%d%H%M%S}"


def note_delivery(name: str, state: str) -> None:
    """What the gateway reports about the message that it knows by this name; reports may come late and in any order."""
    number = name.partition(".")[0]
    message = db.session.get(Message, int(number)) if number.isascii() and number.isdecimal() and len(number) < 19 else None
    if message is None or message_id(message) != name:
        return
    # Asked and written in one statement: two reports on one message come at the same time.
    not_final = sa.or_(Message.delivery.is_(None), Message.delivery.not_in(FINAL))
    noted = sa.update(Message).where(Message.id == message.id, not_final).values(delivery=state, delivered_at=clock.now())
    db.session.execute(noted, execution_options={"synchronize_session": False})
    db.session.expire(message, ["delivery", "delivered_at"])


def copy_of(message: Message) -> dict[str, str]:
    """What went out, opened for the sample outbox page."""
    return vault.open_fields(message.sealed_copy, f"copy:{message.key}") if message.sealed_copy else {}


SEALED = [
    Sealed(Message.sealed_secret, lambda message: f"message:{message.key}"),
    Sealed(Message.sealed_copy, lambda message: f"copy:{message.key}"),
]
