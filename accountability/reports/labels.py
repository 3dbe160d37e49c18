"""The words of the report."""

from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from accountability.core.i18n import date_text, month_text
from accountability.reports.periods import Period

NATION = _l("The whole country")
SECTIONS = {
    "signed": _l("Petitions: signed, held to the term of the law"),
    "unsigned": _l("Without a signature: held to the day that the platform promised"),
    "book": _l("The office's own book: who came, called or wrote directly"),
}
KINDS = {
    "application": _l("Application"),
    "complaint": _l("Complaint"),
    "request": _l("Request"),
    "suggestion": _l("Suggestion"),
    "criticism": _l("Criticism"),
    "thanks": _l("Thanks"),
    "information": _l("Information"),
    "unsaid": _l("Not said"),
}
CHANNELS = {
    "electronic": _l("Electronic"),
    "written": _l("In writing"),
    "in_person": _l("In person"),
    "phone": _l("By phone"),
    "other": _l("Another way"),
}
OUTCOMES = {
    "in_time": _l("Answered in time"),
    "late": _l("Answered late"),
    "undated": _l("Answered, no date was promised"),
    "forwarded": _l("Went to the office above"),
    "returned": _l("Returned as not theirs"),
    "taken_back": _l("Taken back"),
    "pending": _l("Still in time"),
    "overdue": _l("Overdue"),
}
WORDS = SECTIONS | KINDS | CHANNELS | OUTCOMES


def period_text(period: Period) -> str:
    """`2026-Q3` in words."""
    year, _dash, rest = period.name.partition("-")
    if rest.startswith("Q"):
        return gettext("Quarter %(number)s of %(year)s", number=rest[1], year=year)
    return month_text(period.name)


def span_text(since: date, until: date) -> str:
    return f"{date_text(since, with_year=True)} – {date_text(until, with_year=True)}"


def cell_text(name: str) -> str:
    """`signed complaint electronic late` in words; what an office filed is called so."""
    if name.startswith("filed "):
        return gettext("Reported by the office itself")
    return " · ".join(str(WORDS[word]) for word in name.split() if word in WORDS) or str(_l("Made longer"))
