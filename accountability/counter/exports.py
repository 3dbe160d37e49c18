"""The book as a file: exactly what is filtered; whoever takes it along has the names too, and the trail says so."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from accountability.core import sheets
from accountability.core.i18n import localized
from accountability.counter.labels import CHANNELS, KINDS, OUTCOMES
from accountability.counter.models import CounterEntry
from accountability.counter.sealed import text


def columns() -> list[str]:
    names = (_("Number"), _("Office"), _("Kind"), _("How it came"), _("Came on"), _("Who"), _("About"), _("Answer by"))
    return [*names, _("Made longer"), _("Settled on"), _("What became of it"), _("In time")]


def row(entry: CounterEntry) -> list[str]:
    return [
        entry.name,
        localized(entry.office),
        str(KINDS[entry.kind]),
        str(CHANNELS[entry.channel]),
        entry.received_on.isoformat(),
        text(entry.who),
        text(entry.about),
        entry.due_on.isoformat() if entry.due_on else "",
        str(entry.longer_by or ""),
        entry.settled_on.isoformat() if entry.settled_on else "",
        str(OUTCOMES[entry.outcome]) if entry.outcome else "",
        "" if entry.settled_on is None or entry.due_on is None else _("No") if entry.is_late else _("Yes"),
    ]


def as_csv(entries: Iterable[CounterEntry]) -> Iterator[str]:
    return sheets.csv_lines(columns(), map(row, entries))


def as_xlsx(entries: Iterable[CounterEntry]) -> bytes:
    return sheets.xlsx(columns(), map(row, entries))
