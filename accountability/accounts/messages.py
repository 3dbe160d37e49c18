"""What people read who were invited to an account, or get a new password."""

from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from accountability.accounts import queries
from accountability.accounts.models import User
from accountability.accounts.staff_letters import zone_of
from accountability.core.db import db
from accountability.core.i18n import date_text
from accountability.outbox.models import Message
from accountability.outbox.operations import Ended, Letter, Renderer, secret_of
from accountability.preferences import gathering
from accountability.wording import writing
from accountability.wording.kinds import KINDS as KINDS_OF
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
    return Letter(invitation.email, written.subject, written.text, locale=message.locale)


def _write_digest(message: Message) -> Letter | Ended | None:
    """One letter for what waited since yesterday; none when everything in it was handled meanwhile."""
    with force_locale(message.locale):
        said = [f"– {KINDS_OF[one.kind].sentence}\n  {one.link}" for one in gathering.lines(message)]
    if not said:
        return Ended(gathering.EMPTY)
    person = db.session.get(User, message.subject_id)
    if person is None or not person.is_active or not person.email:
        return None
    facts = {"name": person.name, "items": "\n".join(dict.fromkeys(said))}
    written = writing.write(message.kind, person.locale, facts)
    return Letter(person.email, written.subject, written.text, f"user:{person.id}", person.locale, zone_of(person))


def _kind(sentence: Any, template: str) -> Kind:
    """Somebody else asked for it, and it opens a door: it comes at any hour and whatever was chosen."""
    needs, offers = ("link", "day"), ("name", "site")
    return Kind(Role.PERSON, sentence, template, needs, offers, YOUR_ACCOUNT, asks=True, must=True, at_once=True)


WORDS = {
    "invitation": _l("Somebody is invited."),
    "reset": _l("Somebody gets a link for a new password."),
    gathering.KIND: _l("What waits for you since yesterday, in one message."),
}
KINDS = {
    "invitation": _kind(WORDS["invitation"], "wording/invitation.txt"),
    "reset": _kind(WORDS["reset"], "wording/reset.txt"),
    gathering.KIND: Kind(
        Role.PERSON, WORDS[gathering.KIND], "wording/digest.txt", needs=("items",), offers=("name", "site"), asks=True
    ),
}
RENDERERS: dict[str, Renderer] = {"invitation": _write, "reset": _write, gathering.KIND: _write_digest}
