"""The book as a file: exactly what is filtered; whoever takes it along has the names too, and the trail says so."""

import csv
import io
from collections.abc import Iterable, Iterator

import xlsxwriter
from flask_babel import gettext as _

from accountability.core.i18n import localized
from accountability.counter.labels import CHANNELS, KINDS, OUTCOMES
from accountability.counter.models import CounterEntry
from accountability.counter.sealed import text

# A spreadsheet would run a cell that begins like this.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


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


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def as_csv(entries: Iterable[CounterEntry]) -> Iterator[str]:
    """Line by line; the mark at the beginning tells spreadsheets that it is UTF-8."""
    yield "\ufeff" + _line(columns())
    for entry in entries:
        yield _line(row(entry))


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def as_xlsx(entries: Iterable[CounterEntry]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    for number, title in enumerate(columns()):
        sheet.write_string(0, number, title, bold)
    for place, entry in enumerate(entries, start=1):
        for number, cell in enumerate(row(entry)):
            sheet.write_string(place, number, cell)
    book.close()
    return out.getvalue()
