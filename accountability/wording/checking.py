"""What is wrong with somebody's words for a kind of message; the same look before saving and before sending."""

import re
from dataclasses import dataclass

from accountability.wording.kinds import MAY_BE_EMPTY, Kind
from accountability.wording.models import Channel

PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
SUBJECT_LIMIT = 120
TEXT_LIMIT = {Channel.EMAIL: 3000, Channel.SMS: 134}
# Whoever looks over a shoulder must not learn what a message is about.
TELLING = "гомдол гомдл эмнэл халамж эмч өрхийн complaint hospital clinic welfare doctor".split()


@dataclass(frozen=True)
class Fault:
    """What is wrong, at which field; `word` is the piece that it is about."""

    field: str
    reason: str
    word: str = ""


def faults(kind: Kind, channel: Channel, subject: str, text: str) -> list[Fault]:
    """Everything that is wrong; with an empty list the words can be sent as they are."""
    found = [*_of_field("text", text, TEXT_LIMIT[channel], kind.offered(channel))]
    if channel == Channel.EMAIL:
        found += _of_field("subject", subject, SUBJECT_LIMIT, ("site",))
        if len(subject.splitlines()) > 1 or any(not sign.isprintable() for sign in subject):
            found.append(Fault("subject", "line_break"))
    used = set(PLACEHOLDER.findall(text))
    found += [Fault("text", "missing", name) for name in kind.needed(channel) if name not in used]
    found += [Fault("text", "together", name) for name in _crowded(kind, text)]
    return found


def _of_field(field: str, words: str, limit: int, offered: tuple[str, ...]) -> list[Fault]:
    if not words.strip():
        return [Fault(field, "empty")]
    length = len(PLACEHOLDER.sub("-", words) if limit == TEXT_LIMIT[Channel.SMS] else words)  # a case's letter is one
    found = [Fault(field, "too_long", str(limit))] if length > limit else []
    unknown = (name for name in dict.fromkeys(PLACEHOLDER.findall(words)) if name not in offered)
    found += [Fault(field, "unknown", name) for name in unknown]
    if set("{}") & set(PLACEHOLDER.sub("", words)):
        found.append(Fault(field, "brace"))
    lower = words.casefold()
    return found + [Fault(field, "telling", word) for word in TELLING if word in lower]


def _crowded(kind: Kind, text: str) -> list[str]:
    """What may fall out, with its paragraph, must not take something with it that is needed."""
    named = [set(PLACEHOLDER.findall(part)) for part in text.split("\n\n")]
    needed = set(kind.needs) - MAY_BE_EMPTY
    return sorted({name for part in named if part & needed for name in part & MAY_BE_EMPTY})
