"""What people read who were invited to an account, or get a new password."""

from flask import current_app, render_template
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l

from accountability.accounts import queries
from accountability.core.pages import site_name
from accountability.outbox.models import Message
from accountability.outbox.operations import Letter, Renderer, secret_of


def join_link(token: str, locale: str) -> str:
    return f"{current_app.config['SITE_URL']}/{locale}/account/join/{token}"


def _write(message: Message) -> Letter | None:
    """The link to a new password; None once it was used or ran out."""
    invitation = queries.invitation_of(message.subject_id)
    token = secret_of(message)
    if invitation is None or not invitation.email or not token:
        return None
    with force_locale(message.locale):
        subject = gettext("Your account at %(site)s", site=site_name())
        link = join_link(token, message.locale)
        text = render_template(f"accounts/messages/{message.kind}.txt", invitation=invitation, link=link)
    return Letter(invitation.email, subject, text)


WORDS = {"invitation": _l("Somebody is invited."), "reset": _l("Somebody gets a link for a new password.")}
RENDERERS: dict[str, Renderer] = {"invitation": _write, "reset": _write}
