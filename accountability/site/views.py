"""The home page, the plain-language pages, and the addresses that machines ask for."""

from datetime import datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, make_response, redirect, render_template, url_for

from accountability.access.guards import requires
from accountability.access.permissions import Permission as P
from accountability.cases import face
from accountability.cases import queries as cases
from accountability.clocks import queries as clocks
from accountability.clocks.labels import charter
from accountability.core import clock
from accountability.core.errors import NotFound
from accountability.core.i18n import NAMES, preferred_locale
from accountability.dashboards import board, queries, tiles
from accountability.dashboards.indicators import INDICATORS
from accountability.dashboards.labels import alphabetical
from accountability.directory import queries as directory
from accountability.site import health
from accountability.site.labels import status_word

# Only the languages that there are, so that /provinces without one is not taken for a home page.
bp = Blueprint("public", __name__, url_prefix=f"/<any({', '.join(NAMES)}):lang>")
root = Blueprint("root", __name__)

bp.add_app_template_global(status_word)

CHANGED = 3
ABOUT = ("rights", "privacy", "service-charter", "accessibility")
CLOSED = ("account", "admin", "desk", "feedback", "office", "track")
MAPPED = ("public.home", "places.provinces", "cases.index")
YEAR = 365 * 24 * 3600
DAY = "public, max-age=86400"


@bp.get("/")
@requires(P.PUBLIC)
def home() -> str:
    areas, snapshots = alphabetical(directory.provinces()), queries.latest_of_provinces()
    return render_template(
        "site/home.html",
        changed=[face.card(case) for case in cases.latest_confirmed(CHANGED)],
        tiles=tiles.tiles(areas, snapshots),
        legend=tiles.legend(),
        board=board.published(snapshots.get(None)),
    )


@bp.get("/about/<page>")
@requires(P.PUBLIC)
def about(page: str) -> str:
    if page not in ABOUT:
        raise NotFound(page)
    terms = charter(clocks.rules(), clock.today()) if page == "service-charter" else []
    return render_template(f"site/{page.replace('-', '_')}.html", terms=terms, indicators=INDICATORS)


@bp.after_app_request
def remember_language(response: Response) -> Response:
    """Who reads in another language than the browser or the last visit asked for is taken back to it from now on."""
    lang = getattr(g, "lang", None)
    if lang and response.status_code == 200 and response.mimetype == "text/html" and lang != preferred_locale():
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie("lang", lang, max_age=YEAR, samesite="Lax", secure=secure, httponly=True)
    return response


@root.get("/")
@requires(P.PUBLIC)
def start() -> Any:
    response = redirect(url_for("public.home", lang=preferred_locale()))
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


@root.get("/healthz")
@requires(P.PUBLIC)
def healthz() -> Any:
    return jsonify(status="ok")


@root.get("/readyz")
@requires(P.PUBLIC)
def readyz() -> Any:
    found = health.checks()
    return jsonify(status="ok" if all(found.values()) else "not ready", checks=found), 200 if all(found.values()) else 503


@root.get("/robots.txt")
@requires(P.PUBLIC)
def robots() -> Response:
    closed = [f"Disallow: /{code}/{place}" for code in current_app.config["LOCALES"] for place in CLOSED]
    lines = ["User-agent: *", *closed, f"Sitemap: {_whole('root.sitemap')}"]
    return _text("\n".join(lines) + "\n")


@root.get("/sitemap.xml")
@requires(P.PUBLIC)
def sitemap() -> Response:
    codes = current_app.config["LOCALES"]
    pages: list[tuple[str, dict[str, str]]] = [(endpoint, {}) for endpoint in MAPPED]
    pages += [("public.about", {"page": page}) for page in ABOUT]
    entries = [{code: _whole(endpoint, lang=code, **values) for code in codes} for endpoint, values in pages]
    return _text(render_template("site/sitemap.xml", entries=entries), "application/xml")


@root.get("/.well-known/security.txt")
@requires(P.PUBLIC)
def security() -> Response:
    """Valid for at least half a year from the day it is read."""
    until = datetime.combine(clock.today() + timedelta(days=182), time(), clock.now().tzinfo)
    lines = [
        f"Contact: {_whole('public.about', page='service-charter', lang='en')}#security",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(current_app.config['LOCALES'])}",
        f"Canonical: {_whole('root.security')}",
    ]
    return _text("\n".join(lines) + "\n")


def _whole(endpoint: str, **values: Any) -> str:
    """An address with the site in front, as machines elsewhere need it."""
    return str(current_app.config["SITE_URL"]) + url_for(endpoint, **values)


def _text(body: str, mimetype: str = "text/plain") -> Response:
    response = make_response(body)
    response.mimetype = mimetype
    response.headers["Cache-Control"] = DAY
    return response
