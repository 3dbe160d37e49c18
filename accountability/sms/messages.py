"""What goes out by text message: replies, and the news of a case to the phone that it was filed from."""

import json
from typing import Any

from flask_babel import force_locale

from accountability.cases.models import Case
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer, secret_of
from accountability.sms import labels, wording
from accountability.sms.models import Script


def _reply(message: Message) -> Letter | None:
    if not message.sealed_secret:
        return None
    said = json.loads(secret_of(message))
    return Letter(said["to"], "", said["text"], by="sms")


def news(message: Message, case: Case, contact: dict[str, Any]) -> Letter | None:
    """For cases.messages: what an author who wrote by text message is told; None for what has no words of that size."""
    words = labels.NEWS.get(message.kind)
    if words is None or contact.get("shared"):
        return None
    with force_locale(message.locale):
        text = str(words) % {"letter": contact["texts"]}
    return Letter(contact["phone"], "", wording.in_script(text, Script(contact["script"])), by="sms")


WORDS: dict[str, Any] = {}
RENDERERS: dict[str, Renderer] = {"sms_reply": _reply}
