"""Every kind of message: to whom it goes, the house's words for it, and what may be filled in. Features list theirs here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from accountability.wording.models import Channel


class Role(StrEnum):
    """Who reads it; the kind decides that."""

    AUTHOR = "author"
    OFFICE = "office"
    MONITOR = "monitor"
    REVIEWER = "reviewer"
    OFFICER = "officer"
    PERSON = "person"
    READER = "reader"


NEWS = _l("News for you from %(site)s")
AUTHOR_LETTER, STAFF_LETTER = "wording/author.txt", "wording/staff.txt"
# What may have nothing to say in one letter or another: its paragraph falls out then.
MAY_BE_EMPTY = frozenset({"answer"})


@dataclass(frozen=True)
class Kind:
    """One kind. `sentence` tells it apart in lists; `template` holds the house's words around it.

    `needs` are the placeholders that no wording may leave out, `offers` those that it may use besides; there are no others, so
    that no wording can name an office or a matter. `short` are the house's words for a telephone, with `short_needs`: without
    them the kind goes by e-mail only. `asks`: its reader is asked to do something. `must`: it comes whatever its reader chose.
    `at_once`: at any hour.
    """

    role: Role
    sentence: Any
    template: str
    needs: tuple[str, ...] = ("link",)
    offers: tuple[str, ...] = ("site",)
    subject: Any = NEWS
    short: Any = None
    short_needs: tuple[str, ...] = ()
    asks: bool = False
    must: bool = False
    at_once: bool = False

    @property
    def channels(self) -> tuple[Channel, ...]:
        return (Channel.EMAIL, Channel.SMS) if self.short else (Channel.EMAIL,)

    @property
    def placeholders(self) -> tuple[str, ...]:
        return (*self.needs, *self.offers)

    def needed(self, channel: Channel) -> tuple[str, ...]:
        return self.short_needs if channel == Channel.SMS else self.needs

    def offered(self, channel: Channel) -> tuple[str, ...]:
        return (*self.short_needs, "site") if channel == Channel.SMS else self.placeholders


# Filled by create_app from the features' messages.
KINDS: dict[str, Kind] = {}


def to_staff(
    role: Role, sentences: Mapping[str, Any], asking: Collection[str] = (), *, must: bool = False, at_once: bool = False
) -> dict[str, Kind]:
    """Kinds of which people with accounts read one sentence and find the rest after signing in."""
    return {
        name: Kind(role, words, STAFF_LETTER, offers=("name", "site"), asks=name in asking, must=must, at_once=at_once)
        for name, words in sentences.items()
    }
