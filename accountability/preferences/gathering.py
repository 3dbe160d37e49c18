"""Gathers the messages of whoever wants them once a day, and says what is still worth saying when that day's letter is written.

A message goes into exactly one letter: the letter's row is locked while something is put into it, and once a worker took it up
nothing more goes in; the next day's letter is begun instead.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from accountability.core import clock
from accountability.core.db import db
from accountability.outbox import operations as outbox
from accountability.outbox import queries as outgoing
from accountability.outbox.models import Message
from accountability.outbox.operations import Ended, Letter
from accountability.preferences import hours

KIND = "digest"
GATHERED, EMPTY = "gathered", "empty"

# kind -> whether what it speaks of still stands; a kind without an entry is always worth saying. Filled by create_app.
STILL: dict[str, Callable[[Message], bool]] = {}


def gather(message: Message, letter: Letter) -> Ended:
    message.gathered_into = _open_letter(letter).id
    return Ended(GATHERED)


def _open_letter(letter: Letter) -> Message:
    """The row of the next day's letter to this reader that no worker has taken up yet, locked."""
    at = hours.next_digest(clock.now(), letter.zone)
    while True:
        key = f"{KIND}:{letter.reader}:{at:%Y%m%d}"
        found = _locked(key) or _begin(key, letter) or _locked(key)
        if found is not None and found.lease is None and found.done_at is None:
            if found.attempts == 0:
                found.next_try_at = at
            return found
        at = hours.next_digest(at + timedelta(minutes=1), letter.zone)


def _locked(key: str) -> Message | None:
    found = sa.select(Message).where(Message.key == key).with_for_update()
    return db.session.scalars(found.execution_options(populate_existing=True)).first()


def _begin(key: str, letter: Letter) -> Message | None:
    """None when another worker began it at this very moment."""
    try:
        with db.session.begin_nested():
            user_id = int(letter.reader.split(":")[1])
            made = outbox.enqueue(KIND, "user", user_id, letter.reader, key=key, locale=letter.locale)
            db.session.flush()
            return made
    except IntegrityError:
        return None


def lines(digest: Message) -> Iterator[Letter]:
    """The letters that it stands for, but for what was handled meanwhile; what is somebody else's now goes out to them."""
    for message in outgoing.gathered_into(digest.id):
        if not STILL.get(message.kind, _always)(message):
            continue
        written = outbox.RENDERERS[message.kind](message)
        if not isinstance(written, Letter):
            continue
        if written.reader == digest.receiver:
            yield written
        else:
            outbox.send_anew(message)


def _always(_message: Message) -> bool:
    return True
