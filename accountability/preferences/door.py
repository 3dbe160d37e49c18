"""The last look at a letter before it leaves: whether its reader wants it, whether it is quiet there, and how they stop it."""

from dataclasses import replace
from typing import Protocol

from flask import current_app
from flask_babel import force_locale, gettext

from accountability.core import clock
from accountability.outbox.models import Message
from accountability.outbox.operations import Ended, Held, Letter
from accountability.preferences import gathering, hours, links, queries
from accountability.preferences.models import Pace, Wants
from accountability.preferences.queries import Wish

STOPPED = "stopped"


class Traits(Protocol):
    """What the door needs to know of a kind of message."""

    @property
    def asks(self) -> bool: ...
    @property
    def must(self) -> bool: ...
    @property
    def at_once(self) -> bool: ...


# Filled by create_app: every kind that goes out.
KINDS: dict[str, Traits] = {}


def look(message: Message, letter: Letter) -> Letter | Held | Ended:
    kind = KINDS[message.kind]
    wish = queries.wish_of(letter.reader)
    if not kind.must and not _wants(wish, kind):
        return Ended(STOPPED)
    if not kind.must and wish.pace == Pace.DAILY and letter.link:
        return gathering.gather(message, letter)
    if not kind.at_once and wish.quiet:
        until = hours.quiet_until(clock.now(), letter.zone, *wish.quiet)
        if until:
            return Held(until)
    return letter if letter.by == "sms" else _with_footer(letter, kind)


def is_wanted(reader: str, kind: str) -> bool:
    """Whether somebody would get such a message at all."""
    return KINDS[kind].must or _wants(queries.wish_of(reader), KINDS[kind])


def _wants(wish: Wish, kind: Traits) -> bool:
    return wish.wants == Wants.EVERYTHING or (wish.wants == Wants.ASKS and kind.asks)


def _with_footer(letter: Letter, kind: Traits) -> Letter:
    link = ""
    if letter.reader and not kind.must:
        link = f"{current_app.config['SITE_URL']}/{letter.locale}/stop/{links.make(letter.reader)}"
    return replace(letter, text=f"{letter.text}\n\n{foot(letter.locale, link)}", stop_link=link)


def foot(locale: str, link: str) -> str:
    """What stands under a letter: how to stop it with one tap, or that it comes whatever somebody chose."""
    with force_locale(locale):
        if link:
            words = gettext("No more such messages? One tap:")
            return f"{words}\n{link}"
        return gettext("This message comes whatever you chose about our messages.")
