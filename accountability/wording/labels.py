"""Words about words: who reads which kinds, what a placeholder stands for, what can be wrong."""

from typing import Any

from flask_babel import lazy_gettext as _l

from accountability.wording.kinds import Role
from accountability.wording.models import Channel

ROLES = {
    Role.AUTHOR: _l("To authors"),
    Role.OFFICE: _l("To offices"),
    Role.MONITOR: _l("To monitors"),
    Role.REVIEWER: _l("To reviewers"),
    Role.OFFICER: _l("To protection officers"),
    Role.PERSON: _l("To people by name"),
    Role.READER: _l("To whoever asked for news"),
}
CHANNELS = {Channel.EMAIL: _l("By e-mail"), Channel.SMS: _l("By SMS")}
PLACEHOLDERS = {
    "answer": _l("the link for an answer with one tap; its paragraph falls out when nothing is asked"),
    "code": _l("the secret code"),
    "day": _l("the last day on which the link works"),
    "items": _l("what there is, line by line, each with its page"),
    "letter": _l("the letter of the case, before the digit of a reply: А1"),
    "link": _l("the page where it stands"),
    "name": _l("the reader's name"),
    "site": _l("the name of this site"),
}
EXAMPLE = _l("Something new waits for your office.")
FAULTS: dict[str, Any] = {
    "brace": _l("A brace { or } stands alone. Placeholders are written {like_this}."),
    "changed": _l(
        "Somebody changed these words while you were writing. Theirs stand below; save again to put yours in their place."
    ),
    "empty": _l("Write something here."),
    "line_break": _l("A subject is one line."),
    "missing": _l("{%(word)s} is missing: without it nobody can use this message."),
    "telling": _l("“%(word)s” tells too much. A message names no office and no matter."),
    "together": _l("Put {%(word)s} into a paragraph of its own: it falls out when nothing is asked."),
    "too_long": _l("At most %(word)s characters, please."),
    "unknown": _l("{%(word)s} is no placeholder of this message. Those that it has are listed on this page."),
}
