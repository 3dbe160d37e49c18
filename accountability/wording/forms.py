"""What an administrator types as the words of a kind of message."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField

from accountability.core.forms import BaseForm
from accountability.wording import checking
from accountability.wording.kinds import Kind
from accountability.wording.labels import FAULTS
from accountability.wording.models import Channel

BLANK_LINES = "\n\n\n"


def one_spelling(value: Any) -> Any:
    """Line ends and blank lines as templates have them."""
    if not isinstance(value, str):
        return value
    text = "\n".join(line.rstrip() for line in value.splitlines())
    while BLANK_LINES in text:
        text = text.replace(BLANK_LINES, "\n\n")
    return text


class WordingForm(BaseForm):
    """Subject (of a letter) and text, looked through the same way as before sending."""

    subject = StringField(_l("Subject"))
    text = TextAreaField(_l("Text"), filters=[one_spelling])
    seen = HiddenField()

    def of(self, kind: Kind, channel: Channel) -> "WordingForm":
        self.kind, self.channel = kind, channel
        if channel == Channel.SMS:
            del self.subject
        return self

    @property
    def typed_subject(self) -> str:
        return (self.subject.data or "") if self.subject else ""

    @property
    def seen_version(self) -> int:
        seen = self.seen.data or ""
        return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        said: dict[str, list[str]] = {}
        for fault in checking.faults(self.kind, self.channel, self.typed_subject, self.text.data or ""):
            said.setdefault(fault.field, []).append(str(FAULTS[fault.reason]) % {"word": fault.word})
        for field, words in said.items():
            self[field].errors = words
        return good and not said

    def refuse(self, field: str, reason: str) -> None:
        self[field].errors = [str(FAULTS[reason]) % {"word": ""}]
