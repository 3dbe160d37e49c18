"""What a senior monitor reads when somebody says that a page identifies a person."""

from typing import Any

from flask_babel import lazy_gettext as _l

from accountability.accounts.models import User
from accountability.accounts.staff_letters import letter_to
from accountability.core.db import db
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer
from accountability.wording.kinds import Role, to_staff

WORDS: dict[str, Any] = {"alert": _l("Somebody says that a public page shows who a person is. Please look at it now.")}


def _write(message: Message) -> Letter | None:
    person = db.session.get(User, int(message.receiver.split(":")[1]))
    if person is None or not person.is_active or not person.email:
        return None
    return letter_to(person, message.kind, "desk/alerts")


KINDS = to_staff(Role.MONITOR, WORDS, asking=WORDS, must=True)
RENDERERS: dict[str, Renderer] = {"alert": _write}
