"""What one page shows of one place: raw sums on one side, words that may be read on the other."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from accountability.core.i18n import number
from accountability.dashboards import labels, suppression
from accountability.dashboards.indicators import AGES, BY_CODE, VERDICTS, Sums, derived
from accountability.dashboards.models import Period, Snapshot
from accountability.dashboards.suppression import Count, Part, Share

COUNTS = ("received", "answered", "thanks", "verdicts")
CONFIRMED = {"confirmed", "rest", "verdicts"}


@dataclass(frozen=True)
class Stat:
    """One headline figure, in words."""

    title: Any
    value: Any
    note: Any
    explain: Any
    interval: Any = ""


@dataclass(frozen=True)
class Row:
    """One line of a table, or one part of a bar."""

    text: Any
    count: str
    percent: int | None = None
    tone: str = ""

    @property
    def share(self) -> Any:
        return labels.NOTHING if self.percent is None else labels.percent_text(self.percent)


@dataclass(frozen=True)
class Board:
    """The figures of one place, ready to read."""

    until: date
    period: Period | None
    stats: list[Stat]
    verdicts: list[Row]
    judged: str
    no_verdicts: Any
    ages: list[Row]
    open: str
    thanks: str

    @property
    def live(self) -> bool:
        return self.period is None

    @property
    def when(self) -> Any:
        return "" if self.period is None else labels.PERIODS[self.period]


def published(snapshot: Snapshot | None) -> Board | None:
    """A snapshot as everybody may read it."""
    if snapshot is None:
        return None
    sums, masked = derived(snapshot.figures["sums"]), set(snapshot.figures["masked"])
    verdicts = {code: sums[code] for code in VERDICTS}
    parts = suppression.parts(verdicts, masked=bool(masked & {*VERDICTS, "rest", "verdicts"}))
    ages = {code: sums[code] for code in AGES}
    shown, waiting = suppression.buckets(ages, masked=masked, total_masked="open" in masked)
    return _board(
        snapshot.until,
        snapshot.period,
        {code: suppression.count(sums[code], masked=code in masked) for code in COUNTS},
        on_time=on_time(snapshot),
        confirmed=suppression.share_of_part("confirmed", verdicts, parts, masked=bool(masked & CONFIRMED)),
        parts=parts,
        ages=shown,
        waiting=waiting,
    )


def live(sums: Sums, today: date) -> Board:
    """Figures as they are now, for those who may see every case behind them."""
    whole = derived(sums)
    return _board(
        today,
        None,
        {code: suppression.exact(whole[code]) for code in COUNTS},
        on_time=suppression.exact_share(whole["on_time"], whole["due"]),
        confirmed=suppression.exact_share(whole["confirmed"], whole["verdicts"]),
        parts=suppression.exact_parts({code: whole[code] for code in VERDICTS}),
        ages={code: suppression.exact(whole[code]) for code in AGES},
        waiting=suppression.exact(whole["open"]),
    )


def on_time(snapshot: Snapshot) -> Share:
    """The one honest figure of the map."""
    sums, masked = derived(snapshot.figures["sums"]), set(snapshot.figures["masked"])
    return suppression.share(sums["on_time"], sums["due"], masked=bool(masked & {"due", "on_time", "late"}))


def _board(
    until: date,
    period: Period | None,
    counts: dict[str, Count],
    *,
    on_time: Share,
    confirmed: Share,
    parts: list[Part],
    ages: dict[str, Count],
    waiting: Count,
) -> Board:
    words = {code: labels.count_text(count) for code, count in counts.items()}
    return Board(
        until=until,
        period=period,
        stats=[
            _share_stat("on_time", on_time),
            _share_stat("confirmed", confirmed),
            Stat(
                BY_CODE["received"].name,
                words["received"],
                gettext("in 90 days · first answers in the same time: %(number)s", number=words["answered"]),
                BY_CODE["received"].formula,
            ),
        ],
        verdicts=[_part(part) for part in parts],
        judged=words["verdicts"],
        no_verdicts=labels.no_verdicts(counts["verdicts"]),
        ages=[Row(labels.AGES[code], labels.count_text(count)) for code, count in ages.items()],
        open=labels.count_text(waiting),
        thanks=words["thanks"],
    )


def _share_stat(code: str, share: Share) -> Stat:
    indicator = BY_CODE[code]
    note = labels.share_note(share, indicator.denominator)
    return Stat(indicator.name, labels.share_text(share), note, indicator.formula, labels.interval_text(share))


def _part(part: Part) -> Row:
    names = ", ".join(str(labels.VERDICTS[code]) for code in part.codes)
    if part.count is None:
        return Row(gettext("together: %(parts)s", parts=names), labels.NOTHING, part.percent, "hidden")
    return Row(names, number(part.count), part.percent, labels.TONES[part.codes[0]])
