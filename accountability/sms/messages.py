"""What goes out by text message: replies, and the news of a case to the phone that it was filed from."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from accountability.cases.models import Case
from accountability.core import clock
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer, secret_of
from accountability.sms import labels, wording
from accountability.sms.models import Script
from accountability.wording import writing
from accountability.wording.kinds import Kind, Role
from accountability.wording.models import Channel


def _reply(message: Message) -> Letter | None:
    if not message.sealed_secret:
        return None
    said = json.loads(secret_of(message))
    return Letter(said["to"], "", said["text"], by="sms")


def news(message: Message, case: Case, contact: dict[str, Any]) -> Letter | None:
    """For cases.messages: what an author who wrote by text message is told; None for what has no words of that size."""
    if message.kind not in labels.NEWS or contact.get("shared"):
        return None
    written = writing.write(message.kind, message.locale, {"letter": contact["texts"]}, Channel.SMS)
    text = wording.in_script(written.text, Script(contact["script"]))
    zone = case.province.timezone if case.province else clock.CAPITAL
    return Letter(contact["phone"], "", text, by="sms", reader=f"case:{case.id}", locale=message.locale, zone=zone)


def with_short_words(kinds: Mapping[str, Kind]) -> dict[str, Kind]:
    """The kinds that go by text message too, each with its short words."""
    return {name: replace(kinds[name], short=words, short_needs=("letter",)) for name, words in labels.NEWS.items()}


WORDS: dict[str, Any] = {}
KINDS: dict[str, Kind] = {}
# Whoever asks is answered at once; these words are nobody's to change.
TRAITS = {"sms_reply": Kind(Role.AUTHOR, "", "", must=True, at_once=True)}
RENDERERS: dict[str, Renderer] = {"sms_reply": _reply}
