"""What an office reads about its promises: neutral words and a link."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from accountability.accounts import queries as accounts
from accountability.commitments.models import Commitment
from accountability.core.db import db
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer
from accountability.wording import writing
from accountability.wording.kinds import Role, to_staff

OFFICE: dict[str, Any] = {
    "promise_soon": _l("In two weeks a day comes that your office promised something for."),
    "promise_today": _l("Today is a day that your office promised something for."),
    "promise_broken": _l("Two weeks ago was a day that your office promised something for. Nothing was said about it yet."),
}


def _to_office(message: Message) -> Letter | None:
    made = db.session.get(Commitment, message.subject_id)
    person = next((one for one in accounts.officials_of(int(message.receiver.split(":")[1])) if one.email), None)
    if made is None or person is None:
        return None
    link = f"{current_app.config['SITE_URL']}/{person.locale}/office/commitments/{made.public_id}"
    written = writing.write(message.kind, person.locale, {"name": person.name, "link": link})
    return Letter(person.email or "", written.subject, written.text)


WORDS = OFFICE
KINDS = to_staff(Role.OFFICE, OFFICE)
RENDERERS: dict[str, Renderer] = dict.fromkeys(OFFICE, _to_office)
