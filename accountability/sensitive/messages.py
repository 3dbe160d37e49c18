"""What an officer reads when something waits: that, and nothing else."""

from flask import current_app, render_template
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l

from accountability.accounts.models import User
from accountability.core.db import db
from accountability.core.pages import site_name
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer
from accountability.sensitive.operations.chasing import NOTICE


def _write(message: Message) -> Letter | None:
    person = db.session.get(User, message.subject_id)
    if person is None or not person.is_active or not person.email:
        return None
    with force_locale(person.locale):
        link = f"{current_app.config['SITE_URL']}/{person.locale}/account"
        text = render_template("sensitive/messages/notice.txt", name=person.name, link=link)
        return Letter(person.email, gettext("News for you from %(site)s", site=site_name()), text)


WORDS = {NOTICE: _l("Something waits for you.")}
RENDERERS: dict[str, Renderer] = {NOTICE: _write}
