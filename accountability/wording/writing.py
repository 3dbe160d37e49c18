"""The one place where a message gets its words: by kind, language and channel; whom they are for follows from the kind."""

import logging
from dataclasses import dataclass

from flask import render_template
from flask_babel import force_locale

from accountability.core.pages import site_name
from accountability.wording import checking, queries
from accountability.wording.kinds import KINDS, Kind
from accountability.wording.models import Channel, Wording


@dataclass(frozen=True)
class Words:
    """With placeholders still in them, or filled in."""

    subject: str
    text: str


def write(kind: str, locale: str, facts: dict[str, str], channel: Channel = Channel.EMAIL) -> Words:
    """The words of a message as its reader gets them; `facts` fill the placeholders that the kind names."""
    with force_locale(locale):
        return fill(words(kind, locale, channel), {"site": site_name(), **facts})


def words(kind: str, locale: str, channel: Channel) -> Words:
    """What somebody wrote for it, unless that cannot be sent any more; else the house's words."""
    written = queries.book().get((kind, locale, channel))
    if written is not None:
        if is_good(written):
            return Words(written.subject or "", written.text or "")
        logging.getLogger(__name__).warning("wording %s of %s cannot be sent; the house's words go out", written.id, kind)
    return house(KINDS[kind], locale, channel)


def is_good(written: Wording) -> bool:
    kind = KINDS.get(written.kind)
    return kind is not None and not checking.faults(kind, written.channel, written.subject or "", written.text or "")


def house(kind: Kind, locale: str, channel: Channel) -> Words:
    """The house's own words, with their placeholders: sentences of the catalogue around the kind's own."""
    named = {name: f"{{{name}}}" for name in kind.placeholders}
    with force_locale(locale):
        if channel == Channel.SMS:
            return Words("", str(kind.short) % {name: f"{{{name}}}" for name in kind.short_needs})
        blank = dict.fromkeys(("answer", "code", "day", "items", "name"), "")
        text = render_template(kind.template, words=str(kind.sentence), **{**blank, **named})
        return Words(str(kind.subject) % {"site": "{site}"}, text.strip())


def fill(template: Words, facts: dict[str, str]) -> Words:
    """Puts the facts in; a paragraph whose fact has nothing to say falls out. What is put in is not read again."""

    def put(part: str) -> str:
        return checking.PLACEHOLDER.sub(lambda found: facts[found[1]], part)

    kept = [part for part in template.text.split("\n\n") if all(facts[name] for name in checking.PLACEHOLDER.findall(part))]
    return Words(put(template.subject), "\n\n".join(put(part) for part in kept))
