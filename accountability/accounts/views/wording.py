"""Pages of an administrator: what each kind of message says, with a look at it as its reader gets it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from accountability.access.guards import actor, requires
from accountability.access.permissions import Permission
from accountability.accounts import gate, queries
from accountability.accounts.views.entering import pressed
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, NotFound
from accountability.core.i18n import NAMES, date_text
from accountability.core.pages import site_name
from accountability.preferences import door
from accountability.wording import labels, operations, writing
from accountability.wording import queries as wordings
from accountability.wording.forms import WordingForm
from accountability.wording.kinds import KINDS, Kind
from accountability.wording.models import Channel

bp = Blueprint("wording", __name__, url_prefix="/<lang>/admin/wording")


@dataclass(frozen=True)
class Place:
    """Which words: of a kind, in a language, on a channel."""

    kind: str
    locale: str
    channel: Channel

    @property
    def what(self) -> Kind:
        return KINDS[self.kind]

    def url(self, endpoint: str = "wording.edit") -> str:
        return url_for(endpoint, message_kind=self.kind, locale=self.locale, channel=self.channel.value)


@bp.get("")
@requires(Permission.WORDING_SET)
def kinds() -> Any:
    """All kinds by their readers, each with whose words hold now in every language."""
    edited = wordings.book()
    groups: dict[str, list[tuple[Kind, list[tuple[Place, Any]]]]] = {}
    for name, kind in KINDS.items():
        places = [Place(name, locale, channel) for channel in kind.channels for locale in current_app.config["LOCALES"]]
        rows = [(place, edited.get((place.kind, place.locale, place.channel))) for place in places]
        groups.setdefault(str(labels.ROLES[kind.role]), []).append((kind, rows))
    return render_template(
        "accounts/wording_kinds.html", groups=groups, names=NAMES, channels=labels.CHANNELS, is_good=writing.is_good
    )


@bp.route("/<message_kind>/<locale>/<channel>", methods=["GET", "POST"])
@requires(Permission.WORDING_SET, fresh=True)
def edit(message_kind: str, locale: str, channel: str) -> Any:
    """Looking at it first changes nothing; saving does, and only what can be sent."""
    place = _place(message_kind, locale, channel)
    form = WordingForm(**gate.typed()).of(place.what, place.channel)
    if request.method == "GET" and form.text.data is None:
        return _page(place, _begun(place))
    if request.method == "GET" or not form.validate_on_submit():
        return _page(place, form)
    if request.form.get("act") != "save":
        return _page(place, form, example=_example(place, writing.Words(form.typed_subject, form.text.data)))
    try:
        operations.set_words(
            actor(), place.kind, place.locale, place.channel, form.typed_subject, form.text.data, seen=form.seen_version
        )
        db.session.commit()
    except Invalid as refused:
        db.session.rollback()
        form.refuse(refused.field, refused.reason)
        form.seen.data = str(_newest(place))
        return _page(place, form)
    flash(_("Saved. From now on this message says so."), "success")
    return redirect(place.url(), 303)


@bp.post("/<message_kind>/<locale>/<channel>/house")
@requires(Permission.WORDING_SET, fresh=True)
def house(message_kind: str, locale: str, channel: str) -> Any:
    pressed()
    place = _place(message_kind, locale, channel)
    operations.back_to_house(actor(), place.kind, place.locale, place.channel, seen=_newest(place))
    db.session.commit()
    flash(_("The house's words hold again."), "success")
    return redirect(place.url(), 303)


def _place(kind: str, locale: str, channel: str) -> Place:
    known = kind in KINDS and locale in current_app.config["LOCALES"] and channel in set(Channel)
    if not known or Channel(channel) not in KINDS[kind].channels:
        raise NotFound(kind)
    return Place(kind, locale, Channel(channel))


def _newest(place: Place) -> int:
    newest = wordings.newest(place.kind, place.locale, place.channel)
    return newest.id if newest else 0


def _begun(place: Place) -> WordingForm:
    """The form with the words that hold now."""
    now = writing.words(place.kind, place.locale, place.channel)
    begun = WordingForm(formdata=None, subject=now.subject, text=now.text, seen=str(_newest(place)))
    return begun.of(place.what, place.channel)


def _page(place: Place, form: WordingForm, example: writing.Words | None = None) -> Any:
    versions = wordings.versions(place.kind, place.locale, place.channel)
    shown = render_template(
        "accounts/wording_edit.html",
        form=form,
        place=place,
        language=NAMES[place.locale],
        channels=labels.CHANNELS,
        placeholders=[
            (name, labels.PLACEHOLDERS[name], name in place.what.needed(place.channel))
            for name in place.what.offered(place.channel)
        ],
        house=writing.house(place.what, place.locale, place.channel),
        now=_example(place, writing.words(place.kind, place.locale, place.channel)),
        example=example,
        versions=versions,
        is_edited=bool(versions) and not versions[0].is_house,
        is_broken=bool(versions) and not versions[0].is_house and not writing.is_good(versions[0]),
        people=queries.names_of({version.user_id for version in versions}),
    )
    return shown, 422 if form.errors else 200


def _example(place: Place, template: writing.Words) -> writing.Words:
    """Exactly what a reader would get, with made-up facts and the foot that every letter has."""
    site = f"{current_app.config['SITE_URL']}/{place.locale}"
    with force_locale(place.locale):
        facts = {
            "answer": f"{site}/solved/…",
            "code": "1234 5678 9012 3456 7890",
            "day": date_text(clock.today()),
            "items": f"– {labels.EXAMPLE}\n  {site}/…",
            "letter": "А",
            "link": f"{site}/…",
            "name": _("Bat"),
            "site": site_name(),
        }
    written = writing.fill(template, facts)
    if place.channel != Channel.EMAIL:
        return written
    foot = door.foot(place.locale, "" if place.what.must else f"{site}/stop/…")
    return writing.Words(written.subject, f"{written.text}\n\n{foot}")
