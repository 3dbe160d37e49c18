"""Each published figure: its code, its name, its formula in words, and what it is a share of."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from accountability.facts.models import Measure

WINDOW_DAYS = 90

# Sums as they lie in a snapshot: the measures of the window, and open cases by their age in whole days.
VERDICTS = (Measure.CONFIRMED.value, Measure.PARTLY.value, Measure.DISPUTED.value, Measure.SILENT.value)
AGES = {"open_7": (0, 7), "open_30": (8, 30), "open_60": (31, 60), "open_90": (61, 90), "open_more": (91, None)}
SUMS = (*(measure.value for measure in Measure if measure != Measure.OPEN), *AGES)

Sums = dict[str, int]


@dataclass(frozen=True)
class Indicator:
    """One figure that people read; `denominator` is None for a count."""

    code: str
    name: Any
    formula: Any
    denominator: Any = None


_OF_VERDICTS = _l("people who were asked whether it is solved")

INDICATORS = [
    Indicator(
        "received",
        _l("Received"),
        _l("Cases that came in during the last 90 days, without thanks, declined cases and cases merged into another one."),
    ),
    Indicator("answered", _l("First answers"), _l("Cases that got their first answer from an office during the last 90 days.")),
    Indicator(
        "on_time",
        _l("Answered on time"),
        _l(
            "Answers that came by the day that was promised, out of all answers whose day came during the last 90 days. "
            "A day that passed without an answer counts as late. Offices to which no day was promised are not among them."
        ),
        _l("answers whose day has passed"),
    ),
    Indicator(
        "confirmed",
        _l("Confirmed by citizens"),
        _l(
            "Cases whose author said that the matter is solved, out of all cases in which the author said yes, partly or no, "
            "or said nothing within the term, during the last 90 days."
        ),
        _OF_VERDICTS,
    ),
    Indicator("partly", _l("Partly solved"), _l("Cases whose author said that the matter is solved in part."), _OF_VERDICTS),
    Indicator("disputed", _l("Disputed"), _l("Cases whose author said that the matter is not solved."), _OF_VERDICTS),
    Indicator(
        "silent",
        _l("The citizen has not spoken"),
        _l("Cases whose author said nothing after two reminders. Silence is never counted as satisfaction."),
        _OF_VERDICTS,
    ),
    Indicator("open", _l("Still open"), _l("Cases that have not come to an end, by the number of days since they came in.")),
    Indicator("thanks", _l("Thanks"), _l("Thanks that came in during the last 90 days, counted apart from everything else.")),
]
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}


@dataclass(frozen=True)
class Window:
    """Which days are counted: the 90 days up to `until`; a promise counts once its day has passed."""

    until: date
    passed: date

    @property
    def since(self) -> date:
        return self.until - timedelta(days=WINDOW_DAYS - 1)


def window(until: date) -> Window:
    """Ninety whole days that are over."""
    return Window(until, until)


def window_today(today: date) -> Window:
    """Ninety days with today, which is not over: what is due today is not late yet."""
    return Window(today, today - timedelta(days=1))


def derived(sums: Sums) -> Sums:
    """All counts that can be read from a page: the sums, and those that follow from them."""
    whole = {code: sums.get(code, 0) for code in SUMS}
    whole["late"] = whole["due"] - whole["on_time"]
    whole["verdicts"] = sum(whole[code] for code in VERDICTS)
    whole["rest"] = whole["verdicts"] - whole["confirmed"]
    whole["open"] = sum(whole[code] for code in AGES)
    return whole
