"""What an officer reads when something waits: that, and nothing else."""

from flask_babel import lazy_gettext as _l

from accountability.accounts.models import User
from accountability.accounts.staff_letters import letter_to
from accountability.core.db import db
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer
from accountability.sensitive.operations.chasing import NOTICE
from accountability.wording.kinds import Role, to_staff


def _write(message: Message) -> Letter | None:
    person = db.session.get(User, message.subject_id)
    if person is None or not person.is_active or not person.email:
        return None
    return letter_to(person, message.kind, "account")


WORDS = {NOTICE: _l("Something waits for you.")}
KINDS = to_staff(Role.OFFICER, WORDS, asking=WORDS, must=True, at_once=True)
RENDERERS: dict[str, Renderer] = {NOTICE: _write}
