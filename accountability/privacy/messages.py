"""What a senior monitor reads when somebody says that a page identifies a person."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from accountability.accounts.models import User
from accountability.core.db import db
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer
from accountability.wording import writing
from accountability.wording.kinds import Role, to_staff

WORDS: dict[str, Any] = {"alert": _l("Somebody says that a public page shows who a person is. Please look at it now.")}


def _write(message: Message) -> Letter | None:
    person = db.session.get(User, int(message.receiver.split(":")[1]))
    if person is None or not person.is_active or not person.email:
        return None
    link = f"{current_app.config['SITE_URL']}/{person.locale}/desk/alerts"
    written = writing.write("alert", person.locale, {"name": person.name, "link": link})
    return Letter(person.email, written.subject, written.text)


KINDS = to_staff(Role.MONITOR, WORDS)
RENDERERS: dict[str, Renderer] = {"alert": _write}
