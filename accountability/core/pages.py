"""What all pages share: error pages, versioned assets, paging, menus."""

import base64
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import RequestRedirect

from accountability.core import headers, i18n, throttle
from accountability.core.db import db, reading
from accountability.core.errors import DomainError, Invalid, MoveNotAllowed
from accountability.core.mongolian import normal

ERROR_WORDS = {
    400: (_l("This did not arrive whole"), _l("Please go back and send it again.")),
    401: (
        _l("Your sign-in has run out"),
        _l("What you wrote is only on this page. Copy it, sign in again in another window, and send it once more."),
    ),
    403: (_l("You may not see this page"), _l("Ask the person who invited you if you think that this is a mistake.")),
    404: (_l("There is no such page"), _l("Check the address, or look for it from the home page.")),
    405: (_l("This did not arrive whole"), _l("Please go back and send it again.")),
    409: (_l("Somebody was faster"), _l("Somebody else decided while you were writing. What you wrote is kept below.")),
    410: (_l("This page is gone"), _l("Look for what you need from the home page.")),
    413: (
        _l("That is too large"),
        _l("A photo may have at most 12 MB and a text 2 MB. Go back, choose smaller ones and send again."),
    ),
    422: (_l("Something is not right yet"), _l("Please go back, mend it and send it again.")),
    429: (_l("Too many tries"), _l("To protect people from guessing we let you try again after a short wait.")),
    500: (_l("There is trouble on our side"), _l("What you wrote is still on your device. Wait a little and try again.")),
    503: (_l("Please wait a moment"), _l("Many people are writing at the same time. Try again in a few seconds.")),
}


@dataclass(frozen=True)
class Page:
    """A page of a list: its rows and where the pages beside it are."""

    rows: list[Any]
    previous_url: str | None
    next_url: str | None
    number: int


def page_of(rows: list[Any], number: int, size: int) -> Page:
    """Cuts a list that was asked for with one row more than a page holds."""
    more = len(rows) > size
    return Page(rows[:size], _page_url(number - 1) if number > 1 else None, _page_url(number + 1) if more else None, number)


def query_text(name: str, limit: int = 100) -> str:
    """Words from the address, without the characters that no text holds."""
    return normal(request.args.get(name, ""))[:limit].strip()


def page_number() -> int:
    value = request.args.get("page", "1")
    return min(max(int(value), 1), 2000) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _page_url(number: int) -> str:
    return "?" + urlencode([*((k, v) for k, v in request.args.items(multi=True) if k != "page"), ("page", str(number))])


def with_query(endpoint: str, **values: Any) -> str:
    """Another address with what is filtered here, only appended: its names must never become options of `url_for`."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return url_for(endpoint, **values) + (f"?{urlencode(kept)}" if kept else "")


@lru_cache(maxsize=256)
def _digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def _static(path: str) -> Path:
    return Path(current_app.static_folder or "") / path


def asset(path: str) -> str:
    """The address of a static file, with its fingerprint so that it may be kept for ever."""
    return url_for("static", filename=path, v=_digest(_static(path)).hex()[:10])


def integrity(path: str) -> str:
    """What a script has to be, byte by byte, or the browser does not run it: a proxy or cache cannot change it on its way."""
    return f"sha256-{base64.b64encode(_digest(_static(path))).decode()}"


def wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def problem(code: int, title: str, detail: str) -> tuple[Any, int, dict[str, str]]:
    """An error for programs, as RFC 9457 describes it."""
    body = current_app.json.dumps({"type": "about:blank", "title": title, "status": code, "detail": detail})
    return body, code, {"Content-Type": "application/problem+json"}


def error_page(code: int, **facts: Any) -> Any:
    db.session.rollback()
    title, advice = ERROR_WORDS.get(code, ERROR_WORDS[400])
    if wants_json():
        return problem(code, str(title), " ".join(filter(None, [str(advice), facts.get("wait")])))
    if getattr(g, "lang", None) is None:
        named = request.path.split("/")[1]
        g.lang = named if named in current_app.config["LOCALES"] else i18n.preferred_locale()
    return render_template("core/error.html", title=title, advice=advice, code=code, **facts), code


def _domain_error(error: DomainError) -> Any:
    status = error.status if isinstance(error, MoveNotAllowed) else None
    kept = typed_words() if request.method == "POST" else []
    field = error.field if isinstance(error, Invalid) else None
    response = current_app.make_response(error_page(error.code, status=status, kept=kept, field=field))
    if error.code == 503:
        response.headers["Retry-After"] = "5"
    return response


def _typed() -> list[tuple[str, str]]:
    """What came with the request; nothing when it cannot be read at all (too large, broken)."""
    try:
        return list(request.form.items())
    except HTTPException:
        return []


def typed_words() -> list[str]:
    """What somebody wrote at length, to be given back in the answer; never a password, a passphrase or a form's own token."""
    own = ("csrf_token", "_key", "pass", "receipt")
    return [value for name, value in _typed() if len(value) > 20 and not any(part in name for part in own)]


def _http_error(error: HTTPException) -> Any:
    if isinstance(error, RequestRedirect):
        return error
    code = error.code or 500
    if code == 429:
        return _too_often()
    if isinstance(error, NotFound) and request.method == "GET" and (elsewhere := _with_language()):
        return redirect(elsewhere)
    answer = error_page(code if code in ERROR_WORDS else 400 if code < 500 else 500)
    response = current_app.make_response(answer)
    if code == 405 and (allowed := error.get_headers()):
        response.status_code = 405
        response.headers.extend([(k, v) for k, v in allowed if k == "Allow"])
    return response


def _too_often() -> Any:
    """Says when it goes on, to people in minutes and to programs in seconds."""
    seconds = throttle.seconds_to_wait()
    minutes = -(-seconds // 60)
    wait = ngettext("You can try again in %(num)s minute.", "You can try again in %(num)s minutes.", minutes)
    response = current_app.make_response(error_page(429, wait=wait))
    response.headers["Retry-After"] = str(seconds)
    return response


# What may stand in a path as it is; a line break, say, would begin a header of its own.
PATH_SIGNS = "/:@!$&'()*+,;=-._~"


def _with_language() -> str | None:
    """The same address with the visitor's language in front, when such a page exists."""
    if getattr(g, "lang", None) is not None or request.path.split("/")[1] in current_app.config["LOCALES"]:
        return None
    path = f"/{i18n.preferred_locale()}{request.path}"
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except RequestRedirect as more:
        path = "/" + more.new_url.split("/", 3)[-1]
    except HTTPException:
        return None
    path = quote(path, safe=PATH_SIGNS)
    return path + (f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else "")


def _busy(error: OperationalError) -> Any:
    """The database is locked or away: nothing is lost, the visitor tries again."""
    logging.getLogger(__name__).error("database: %s", type(error.orig).__name__)
    response = current_app.make_response(error_page(503))
    response.headers["Retry-After"] = "5"
    return response


def _not_a_value(_error: Exception) -> Any:
    """A number or text that the database cannot hold at all came in by an address or a forged field."""
    return error_page(400)


def _unexpected(error: Exception) -> Any:
    logging.getLogger(__name__).exception("unexpected %s at %s", type(error).__name__, request.endpoint)
    return error_page(500)


def _read_only_for_gets() -> None:
    """A GET begins reading transactions, unless its view says that it writes (see access.guards)."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in {"GET", "HEAD", "OPTIONS"} and not getattr(view, "writes", False):
        g.reading = reading()
        g.reading.__enter__()


def _end_reading(_error: BaseException | None) -> None:
    if manager := g.pop("reading", None):
        manager.__exit__(None, None, None)


def init_app(app: Flask, menu: Callable[[], list[Any]], staff_menu: Callable[[], list[Any]]) -> None:
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(DataError, _not_a_value)
    app.register_error_handler(OverflowError, _not_a_value)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)
    app.before_request(_read_only_for_gets)
    app.teardown_request(_end_reading)
    headers.init_app(app)
    app.jinja_env.globals.update(
        asset=asset, integrity=integrity, menu=menu, staff_menu=staff_menu, site_name=site_name, with_query=with_query
    )


def site_name() -> str:
    names = current_app.config["SITE_NAME"]
    return str(names.get(i18n.language(), names["mn"]))
