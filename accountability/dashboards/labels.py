"""The words of the figures: counts, shares, ages, periods, and the short names on the tiles."""

from typing import Any, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from accountability.core.i18n import language, localized, number
from accountability.dashboards.models import Period
from accountability.dashboards.suppression import LEAST_WHOLE, Count, Share, Why
from accountability.directory.labels import ServiceLevel
from accountability.directory.models import Area, Organisation

FEW = "<\u00a05"
NOTHING = "–"

PERIODS = {Period.WEEKLY: _l("published weekly"), Period.MONTHLY: _l("published monthly")}
AGES = {
    "open_7": _l("0–7 days"),
    "open_30": _l("8–30 days"),
    "open_60": _l("31–60 days"),
    "open_90": _l("61–90 days"),
    "open_more": _l("More than 90 days"),
}
VERDICTS = {
    "confirmed": _l("confirmed by the citizen"),
    "partly": _l("partly solved"),
    "disputed": _l("disputed"),
    "silent": _l("the citizen has not spoken"),
}
TONES = {"confirmed": "confirmed", "partly": "said", "disputed": "disputed", "silent": "silent"}
NO_STEP = _l("too few to publish")
STEPS = (
    (1, 0, _l("under 50%")),
    (2, 50, _l("50–64%")),
    (3, 65, _l("65–79%")),
    (4, 80, _l("80–89%")),
    (5, 90, _l("90% and more")),
)
SERVICE_LEVELS = {
    ServiceLevel.OPEN: _l("This office reads and answers on this platform."),
    ServiceLevel.LETTERS_ONLY: _l(
        "This office gets a letter on paper from a monitor. Its time to answer begins on the day the letter is delivered."
    ),
    ServiceLevel.PAUSED: _l("Nobody takes up cases about this office yet, so no date is promised. What you tell is kept safe."),
}

# What fits on a tile where the whole name does not.
SHORT_NAMES = {"MN-1": {"mn": "УБ", "en": "UB"}, "MN-069": {"en": "Bayankh."}}


Named = TypeVar("Named", Area, Organisation)


def alphabetical(things: list[Named]) -> list[Named]:
    """By the names that are shown; lists come in the order of the Mongolian alphabet already."""
    return sorted(things, key=localized) if language() == "en" else things


def short_name(area: Area) -> str:
    return SHORT_NAMES.get(area.iso_code or "", {}).get(language()) or localized(area)


def count_text(count: Count) -> str:
    if count.value is not None:
        return number(count.value)
    return FEW if count.why == Why.FEW else NOTHING


def share_text(share: Share) -> Any:
    if share.percent is None:
        return NOTHING
    if share.bound == "least":
        return gettext("at least %(number)s%%", number=share.percent)
    if share.bound == "most":
        return gettext("at most %(number)s%%", number=share.percent)
    return percent_text(share.percent)


def percent_text(percent: int) -> Any:
    return gettext("%(number)s%%", number=percent)


def share_note(share: Share, denominator: Any) -> Any:
    """The interval and the base of a share, or why there is none."""
    if share.percent is None:
        if share.why == Why.FEW:
            return gettext("Too few to publish: a share is given of ten or more.")
        return gettext("Not published: it would give away a small number beside it.")
    whole = number(share.whole or 0)
    return gettext("%(low)s–%(high)s%% · of %(whole)s %(what)s", low=share.low, high=share.high, whole=whole, what=denominator)


def interval_text(share: Share) -> Any:
    if share.percent is None:
        return gettext("Too few to publish") if share.why == Why.FEW else gettext("Not published")
    return gettext("%(low)s–%(high)s%%", low=share.low, high=share.high)


def no_verdicts(judged: Count) -> Any:
    """Why there is no bar."""
    if judged.value == 0:
        return gettext("Nobody was asked yet.")
    if judged.why == Why.FEW or (judged.value or LEAST_WHOLE) < LEAST_WHOLE:
        return gettext("Too few to publish: a share is given of ten or more.")
    return gettext("Not published: it would give away a small number beside it.")


def tile_text(share: Share | None) -> str:
    """What a tile has room for: the number alone, with a sign where it is a bound."""
    if share is None or share.percent is None:
        return NOTHING
    return {"least": "≥\u00a0", "most": "≤\u00a0"}.get(share.bound, "") + str(share.percent)


def step(share: Share | None) -> int:
    """The colour of a tile: 0 for none, 1–5 by the share."""
    if share is None or share.percent is None:
        return 0
    return max(step for step, least, _ in STEPS if share.percent >= least)
