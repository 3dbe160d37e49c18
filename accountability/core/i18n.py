"""Languages: the one in the address, names in it, and how dates, numbers and money are written."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Flask, abort, current_app, g, has_request_context, request, url_for
from flask_babel import Babel, get_locale, gettext, lazy_ngettext
from flask_babel import format_date as babel_date
from flask_babel import lazy_gettext as _l

from accountability.core import clock

babel = Babel()
NAMES = {"mn": "Монгол", "en": "English", "kk": "Қазақша"}
SHORT = {"mn": "МН", "en": "EN", "kk": "ҚАЗ"}
NO_BREAK = " "

# The sentences that WTForms itself says when a form is forged or cut off.
WTFORMS_WORDS = [
    _l("This field is required."),
    _l("Not a valid choice."),
    _l("Not a valid date value."),
    _l("Not a valid integer value."),
    _l("Invalid Choice: could not coerce."),
    _l("Invalid choice(s): one or more data inputs could not be coerced."),
    _l("'%(value)s' is not a valid choice for this field."),
    _l("The CSRF token is missing."),
    _l("The CSRF token is invalid."),
    _l("The CSRF session token is missing."),
    _l("The CSRF tokens do not match."),
    _l("The CSRF token has expired."),
    lazy_ngettext("Field cannot be longer than %(max)d character.", "Field cannot be longer than %(max)d characters.", 1),
]


@dataclass(frozen=True)
class Language:
    code: str
    name: str
    short: str
    url: str
    current: bool


def language() -> str:
    """The language of the page, or of the message that is being written."""
    return str(get_locale() or "mn")


def choose_locale() -> str:
    if not has_request_context():
        return str(current_app.config["DEFAULT_LOCALE"])
    return str(getattr(g, "lang", None) or preferred_locale())


def preferred_locale() -> str:
    """For a visitor whose address names no language: cookie, then the browser's wish, then Mongolian."""
    locales = current_app.config["LOCALES"]
    wanted = request.cookies.get("lang")
    if wanted in locales:
        return str(wanted)
    return str(request.accept_languages.best_match(locales) or current_app.config["DEFAULT_LOCALE"])


def languages() -> list[Language]:
    """The language switch: the same page in each language."""
    endpoint, values = request.endpoint, dict(request.view_args or {})
    if endpoint is None or getattr(g, "lang", None) is None:
        endpoint, values = "public.home", {}
    query = request.args.items(multi=True) if request.method == "GET" else []
    kept = urlencode([(name, value) for name, value in query if name != "lang" and not name.startswith("_")])
    return [
        Language(code, NAMES[code], SHORT[code], _in_language(code, endpoint, values, kept), code == language())
        for code in current_app.config["LOCALES"]
    ]


def _in_language(code: str, endpoint: str, values: dict[str, Any], query: str) -> str:
    """The query is only appended: its names must never become options of `url_for`."""
    address = url_for(endpoint, **{**values, "lang": code})
    return f"{address}?{query}" if query else address


def localized(thing: Any, field: str = "name") -> str:
    """The thing's name in the language of the page, Mongolian where there is none."""
    if thing is None:
        return ""
    return str(getattr(thing, f"{field}_{language()}", None) or getattr(thing, f"{field}_mn"))


def date_text(on: date | datetime | None, zone: str = clock.CAPITAL, *, with_year: bool | None = None) -> str:
    """A day in words; the year only when it is not this one."""
    if on is None:
        return ""
    day = clock.day_of(on, zone) if isinstance(on, datetime) else on
    year = day.year != clock.today(zone).year if with_year is None else with_year
    if language() == "en":
        return str(babel_date(day, "d MMMM y" if year else "d MMMM"))
    text = f"{day.month}-р сарын {day.day}"
    return f"{day.year} оны {text}" if year else text


def month_text(month: str | None) -> str:
    """`2026-03` in words."""
    if not month:
        return ""
    year, number = month.split("-")
    if language() == "en":
        return str(babel_date(date(int(year), int(number), 1), "MMMM y"))
    return f"{year} оны {int(number)}-р сар"


def moment_text(at: datetime | None, zone: str = clock.CAPITAL) -> str:
    if at is None:
        return ""
    return f"{date_text(at, zone)}, {at.astimezone(ZoneInfo(zone)):%H:%M}"


def number(value: float) -> str:
    """Thousands apart by a no-break space, as in courts' and statistical tables."""
    return f"{value:,}".replace(",", NO_BREAK)


def money(amount: int) -> str:
    """Tögrög: whole, with million and billion in words, the sign after the number."""
    for size, words in ((1_000_000_000, gettext("billion")), (1_000_000, gettext("million"))):
        if abs(amount) >= size:
            return f"{round(amount / size, 1):g}{NO_BREAK}{words}{NO_BREAK}₮"
    return f"{number(amount)}{NO_BREAK}₮"


def percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%"


def init_app(app: Flask) -> None:
    babel.init_app(app, locale_selector=choose_locale)

    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "lang" in values:
            lang = values.pop("lang")
            if lang not in app.config["LOCALES"]:
                abort(404)
            g.lang = lang

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = getattr(g, "lang", None) or language()

    app.jinja_env.globals.update(get_locale=get_locale, languages=languages, localized=localized)
    app.jinja_env.filters.update(date=date_text, month=month_text, moment=moment_text, number=number, money=money)
