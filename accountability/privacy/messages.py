"""What a senior monitor reads when somebody says that a page identifies a person."""

from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l

from accountability.accounts.models import User
from accountability.core.db import db
from accountability.core.pages import site_name
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer

WORDS: dict[str, Any] = {"alert": _l("Somebody says that a public page shows who a person is. Please look at it now.")}


def _write(message: Message) -> Letter | None:
    person = db.session.get(User, int(message.receiver.split(":")[1]))
    if person is None or not person.is_active or not person.email:
        return None
    with force_locale(person.locale):
        link = f"{current_app.config['SITE_URL']}/{person.locale}/desk/alerts"
        text = render_template("privacy/messages/alert.txt", words=WORDS["alert"], link=link, name=person.name)
        return Letter(person.email, gettext("News for you from %(site)s", site=site_name()), text)


RENDERERS: dict[str, Renderer] = {"alert": _write}
