"""Who is signed in, when a page asks for the password first, and how what was typed waits until then."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, current_user
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from accountability.access.actor import NOBODY, Actor
from accountability.access.roles import MONITORS, Role
from accountability.accounts import operations, queries
from accountability.accounts.models import SignIn, User, Way
from accountability.accounts.passkeys import Site
from accountability.core import clock, drafts, pages, second_lock
from accountability.core.db import db, reading
from accountability.core.i18n import language
from accountability.core.pages import site_name

SECRET = {"csrf", "password", "code", "credential"}
login_manager = LoginManager()
login_manager.session_protection = None


@login_manager.request_loader  # type: ignore[untyped-decorator]
def _person(_request: Any) -> User | None:
    """The person behind the browser's token.

    While the sign-in is locked, or a second factor is due that was never set up, it is somebody who may do nothing.
    """
    token = session.get("sign_in")
    first = not db.session().in_transaction()
    row = queries.sign_in_of(token) if token else None
    if row is None or _is_over(row):
        return None
    person: User = row.user
    if operations.is_locked(row):
        g.sign_in, g.locked, person.actor = row, True, NOBODY
        return person
    if not _is_still_there(row, first):
        return None
    g.sign_in, person.actor = row, queries.actor_for(person.id)
    if person.actor.needs_second_factor and row.way == Way.PASSWORD:
        g.owes_factor, person.actor = True, Actor(user_id=person.id)
    second_lock.ask_as(_asking(person.actor))
    return person


def _asking(actor: Actor) -> dict[str, str]:
    """What the database's own lock needs to know of somebody who is signed in."""
    if actor.has(Role.REVIEWER):
        return second_lock.reviewer(actor.user_id or 0)
    if not actor.has(*MONITORS):
        return second_lock.staff()
    return second_lock.monitor(
        actor.user_id or 0,
        actor.provinces(*MONITORS),
        actor.neighbour_provinces(*MONITORS),
        set(actor.tied_to),
        national=actor.is_national(*MONITORS),
    )


def site() -> Site:
    """What passkeys are bound to."""
    return Site.of(current_app.config["SITE_URL"], site_name())


def recognise(login: str, password: str) -> User | None:
    """Whose login and password these are. No transaction is open while the hash is made: that takes long, and others write."""
    with reading():
        person = queries.by_login(login)
    db.session.commit()
    return person if operations.knows_password(person, password) else None


def _is_still_there(row: SignIn, first: bool) -> bool:
    """Notes once a minute that somebody is there, in a transaction of its own.

    What was read is ended before, so that the next transaction begins with the write (SQLite could not turn a reading one into
    a writing one). When the session was already in use (`first` is False) nothing is committed: what it holds is not ours.
    """
    if row.seen_at > clock.now() - operations.SEEN_EVERY:
        return True
    if not first:
        return True
    db.session.commit()
    there = operations.touch(row)
    db.session.commit()
    return there


def _is_over(row: SignIn) -> bool:
    return row.created_at < clock.now() - operations.LONGEST_SESSION


def live_sign_ins(user_id: int) -> list[SignIn]:
    """Where somebody is signed in now; a browser that was just closed is not."""
    return [row for row in queries.sign_ins_of(user_id) if not _is_over(row)]


def is_locked() -> bool:
    return bool(current_user.is_authenticated and g.get("locked"))


def gate() -> Any:
    """None for somebody who is signed in and at the keyboard, else the way to the password and back."""
    if current_user.is_authenticated and not g.get("locked"):
        owes = g.get("owes_factor") and request.blueprint != "factors" and request.endpoint != "accounts.confirm"
        return redirect(url_for("factors.page")) if owes else None
    return _by_way_of("accounts.unlock" if current_user.is_authenticated else "accounts.sign_in")


def fresh() -> Any:
    """None for somebody who just proved who they are, else the way to that and back."""
    return None if operations.is_fresh(g.sign_in) else _by_way_of("accounts.confirm")


def _by_way_of(endpoint: str) -> Any:
    """To a page that asks something first; what was typed waits meanwhile."""
    page = _page_of(request.path)
    if request.method == "POST" and getattr(current_app.view_functions.get(request.endpoint or ""), "confidential", False):
        return pages.error_page(401, kept=pages.typed_words())
    if request.method == "POST":
        _keep_typed(page)
    elif request.query_string:
        page = request.full_path
    return redirect(url_for(endpoint, next=page))


def enter(person: User, token: str) -> None:
    """The browser belongs to this person from now on; what somebody else had typed in it is forgotten."""
    if session.get("kept_for") != person.id:
        drafts.forget(session.pop("kept", None))
    session.pop("csrf_token", None)
    session["sign_in"], session["who"] = token, person.id


def go_on(token: str) -> None:
    """The same person goes on under a new token."""
    session["sign_in"] = token


def _keep_typed(page: str) -> None:
    typed = {name: values for name, values in request.form.lists() if not SECRET & set(name.split("_"))}
    if typed and session.get("who"):
        session["kept"], session["kept_path"], session["kept_for"] = drafts.keep(typed, []), page, session["who"]
        db.session.commit()


def kept_fields() -> MultiDict[str, str] | None:
    """What this person had typed here when the sign-in ran out; given back once."""
    if session.get("kept_path") != request.path:
        return None
    token, owner = session.pop("kept", None), session.pop("kept_for", None)
    session.pop("kept_path")
    draft = drafts.bring_back(token) if owner == getattr(current_user, "id", None) else None
    if draft is None:
        return None
    flash(_("What you had written is back. Look it over and send it."), "success")
    return MultiDict(draft.fields)


def typed() -> dict[str, Any]:
    """What a form is filled from: the request, or on the page itself what was kept while the sign-in had run out."""
    return {} if request.method == "POST" else {"formdata": kept_fields()}


def _page_of(path: str) -> str:
    """The nearest page at or above an address: for …/answer the page that holds its form."""
    pages = current_app.url_map.bind("")
    while path.count("/") > 1:
        try:
            pages.match(path, method="GET")
        except HTTPException:
            path = path.rsplit("/", 1)[0]
        else:
            break
    return path


def local_path(path: str | None) -> str | None:
    """The path, when it leads to a page of ours and nowhere else."""
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return None
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or "//" in parts.path or parts.path.split("/")[1] not in current_app.config["LOCALES"]:
        return None
    return path


def landing(actor: Actor) -> str:
    """Where somebody's work is."""
    if actor.has(*MONITORS):
        return f"/{language()}/desk"
    if actor.has(Role.PROTECTION_OFFICER):
        return f"/{language()}/protected/desk"
    if actor.has(Role.REVIEWER):
        return f"/{language()}/reviews"
    if actor.has(Role.OFFICIAL, Role.COORDINATOR):
        return url_for("office.inbox")
    return url_for("admin.people" if actor.has(Role.ADMIN) else "accounts.home")


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
