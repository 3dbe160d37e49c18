"""The letter that asks for a yes, and the day's letter: links to what is public already, and not a word of it."""

from flask import current_app
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l

from accountability.outbox.models import Message
from accountability.outbox.operations import Ended, Letter, Renderer, secret_of
from accountability.preferences import links
from accountability.subscriptions import addresses, queries
from accountability.subscriptions.chasing import NEWS
from accountability.subscriptions.operations import LINK
from accountability.subscriptions.queries import ASKED, News
from accountability.wording import writing
from accountability.wording.kinds import Kind, Role

WORDS = {
    ASKED: _l("Somebody wants news by e-mail to this address."),
    NEWS: _l("Something new was published that you wanted to hear of."),
}
KINDS = {
    ASKED: Kind(Role.READER, WORDS[ASKED], "wording/subscription_asked.txt", must=True, at_once=True),
    NEWS: Kind(Role.READER, WORDS[NEWS], "wording/subscription_news.txt", needs=("items", "link")),
}


def _ask(message: Message) -> Letter | None:
    one = queries.get(message.subject_id)
    token = secret_of(message)
    if one is None or not token:
        return None
    written = writing.write(message.kind, message.locale, {"link": _page(message.locale, token)})
    return Letter(addresses.text(one.address), written.subject, written.text, locale=message.locale)


def _tell(message: Message) -> Letter | Ended | None:
    """Asked anew when it is written: what was taken out of public view meanwhile is not in it."""
    one = queries.get(message.subject_id)
    if one is None or not one.is_live or one.seen_from is None or one.seen_until is None:
        return None
    found = queries.news(one, one.seen_from, one.seen_until)
    if not found:
        return Ended("empty")
    with force_locale(one.locale):
        items = _items(found, f"{current_app.config['SITE_URL']}/{one.locale}")
    facts = {"items": items, "link": _page(one.locale, links.make(one.reader, LINK))}
    written = writing.write(message.kind, one.locale, facts)
    return Letter(addresses.text(one.address), written.subject, written.text, one.reader, one.locale, one.zone)


def _items(found: News, site: str) -> str:
    parts = []
    if found.cases:
        parts.append("\n".join([gettext("New cases:"), *(f"{site}/cases/{case.public_id}" for case in found.cases)]))
    if found.promises:
        parts.append("\n".join([gettext("New promises:"), *(f"{site}/commitments/{one.public_id}" for one in found.promises)]))
    if found.more:
        parts.append("\n".join([gettext("There is more:"), f"{site}/cases"]))
    return "\n\n".join(parts)


def _page(locale: str, token: str) -> str:
    return f"{current_app.config['SITE_URL']}/{locale}/subscribe/{token}"


RENDERERS: dict[str, Renderer] = {ASKED: _ask, NEWS: _tell}
