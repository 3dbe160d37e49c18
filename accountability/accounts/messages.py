"""What people read who were invited to an account, or get a new password."""

from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from accountability.accounts import queries
from accountability.core.i18n import date_text
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer, secret_of
from accountability.wording import writing
from accountability.wording.kinds import Kind, Role

YOUR_ACCOUNT = _l("Your account at %(site)s")


def join_link(token: str, locale: str) -> str:
    return f"{current_app.config['SITE_URL']}/{locale}/account/join/{token}"


def _write(message: Message) -> Letter | None:
    """The link to a new password; None once it was used or ran out."""
    invitation = queries.invitation_of(message.subject_id)
    token = secret_of(message)
    if invitation is None or not invitation.email or not token:
        return None
    with force_locale(message.locale):
        day = date_text(invitation.expires_at)
    facts = {"name": invitation.name, "link": join_link(token, message.locale), "day": day}
    written = writing.write(message.kind, message.locale, facts)
    return Letter(invitation.email, written.subject, written.text)


def _kind(sentence: Any, template: str) -> Kind:
    return Kind(Role.PERSON, sentence, template, needs=("link", "day"), offers=("name", "site"), subject=YOUR_ACCOUNT)


WORDS = {"invitation": _l("Somebody is invited."), "reset": _l("Somebody gets a link for a new password.")}
KINDS = {
    "invitation": _kind(WORDS["invitation"], "wording/invitation.txt"),
    "reset": _kind(WORDS["reset"], "wording/reset.txt"),
}
RENDERERS: dict[str, Renderer] = {"invitation": _write, "reset": _write}
