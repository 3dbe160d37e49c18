"""What an office reads about its promises: neutral words and a link."""

from typing import Any

from flask_babel import lazy_gettext as _l

from accountability.accounts.staff_letters import letter_to, reader_in
from accountability.commitments.models import Commitment
from accountability.commitments.workflow import Standing
from accountability.core.db import db
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer
from accountability.wording.kinds import Role, to_staff

OFFICE: dict[str, Any] = {
    "promise_soon": _l("In two weeks a day comes that your office promised something for."),
    "promise_today": _l("Today is a day that your office promised something for."),
    "promise_broken": _l("Two weeks ago was a day that your office promised something for. Nothing was said about it yet."),
}


def _to_office(message: Message) -> Letter | None:
    made = db.session.get(Commitment, message.subject_id)
    person = reader_in(int(message.receiver.split(":")[1]), message.kind)
    if made is None or person is None:
        return None
    return letter_to(person, message.kind, f"office/commitments/{made.public_id}")


WORDS = OFFICE
KINDS = to_staff(Role.OFFICE, OFFICE, asking=OFFICE)
RENDERERS: dict[str, Renderer] = dict.fromkeys(OFFICE, _to_office)


def _is_owed(message: Message) -> bool:
    made = db.session.get(Commitment, message.subject_id)
    return made is not None and made.standing == Standing.PLANNED


STILL = dict.fromkeys(OFFICE, _is_owed)
