"""What an officer reads when something waits: that, and nothing else."""

from flask import current_app
from flask_babel import lazy_gettext as _l

from accountability.accounts.models import User
from accountability.core.db import db
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer
from accountability.sensitive.operations.chasing import NOTICE
from accountability.wording import writing
from accountability.wording.kinds import Role, to_staff


def _write(message: Message) -> Letter | None:
    person = db.session.get(User, message.subject_id)
    if person is None or not person.is_active or not person.email:
        return None
    link = f"{current_app.config['SITE_URL']}/{person.locale}/account"
    written = writing.write(NOTICE, person.locale, {"name": person.name, "link": link})
    return Letter(person.email, written.subject, written.text)


WORDS = {NOTICE: _l("Something waits for you.")}
KINDS = to_staff(Role.OFFICER, WORDS)
RENDERERS: dict[str, Renderer] = {NOTICE: _write}
