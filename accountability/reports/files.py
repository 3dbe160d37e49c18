"""A kept report as PDF and as a spreadsheet: the same bytes each time, because nothing in them is of the moment."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import typst
import xlsxwriter
from flask import current_app
from flask_babel import gettext as _

from accountability.core.i18n import date_text, language
from accountability.reports import labels
from accountability.reports.models import PetitionReport
from accountability.reports.periods import Period
from accountability.reports.tables import Line, tables

HERE = Path(__file__).parent
FONTS = HERE.parent / "static" / "fonts"


def as_pdf(report: PetitionReport) -> bytes:
    source = str(HERE / "report.typ")
    told = {"report": json.dumps(_contents(report), ensure_ascii=False)}
    return bytes(typst.compile(source, font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs=told))


def _contents(report: PetitionReport) -> dict[str, object]:
    period = Period(report.period, report.since, report.until)
    return {
        "lang": language(),
        "site": current_app.config["SITE_NAME"][language()],
        "title": _("Petition report"),
        "who": _name(report),
        "period": labels.period_text(period),
        "span": labels.span_text(report.since, report.until),
        "made": _("Made on %(day)s, version %(number)s", day=date_text(report.made_at, with_year=True), number=report.version),
        "received": _("Received"),
        "sum": _("All together"),
        "tables": [
            {
                "title": table.title,
                "columns": table.columns,
                "lines": [{"title": line.title, "numbers": _numbers(line), "sum": line.is_sum} for line in table.lines],
            }
            for table in tables(report.figures)
        ],
        "extended": _("Term made longer: %(number)s", number=report.figures["extended"]),
        "filed": _filed_text(report),
        "how": how_it_was_counted(),
    }


def _numbers(line: Line) -> list[str]:
    return [str(cell.number) for cell in line.cells]


def _name(report: PetitionReport) -> str:
    """The office or province as it was called when the version was kept."""
    names = report.figures.get("name")
    return str(names[language()]) if names else str(labels.NATION)


def _filed_text(report: PetitionReport) -> str:
    filed = report.figures.get("filed")
    if filed is None:
        return ""
    return _("The office itself reported: %(received)s received, %(in_time)s in time, %(late)s late (%(source)s).", **filed)


def how_it_was_counted() -> str:
    return _(
        "Whatever reached an office in this time is counted once for each office. What became of it stands as on the day on "
        "which the report was made. Petitions are held to the term of the law, with its extension; the rest to the day that "
        "was promised."
    )


def as_xlsx(report: PetitionReport) -> bytes:
    """One sheet a section; numbers are numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    made = report.made_at if report.made_at.tzinfo else report.made_at.replace(tzinfo=UTC)
    book.set_properties(
        {"title": _("Petition report"), "created": datetime.fromtimestamp(made.timestamp(), UTC).replace(tzinfo=None)}
    )
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for name, table in zip((_("Petitions"), _("Without signature"), _("The book")), tables(report.figures), strict=True):
        sheet = book.add_worksheet(name)
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, len(table.columns) + 1, 13)
        period = Period(report.period, report.since, report.until)
        sheet.write_string(0, 0, f"{_name(report)}, {labels.period_text(period)}", bold)
        sheet.write_string(1, 0, labels.span_text(report.since, report.until))
        for place, title in enumerate(["", _("Received"), *table.columns]):
            sheet.write_string(3, place, title, bold)
        for row, line in enumerate(table.lines, start=4):
            sheet.write_string(row, 0, line.title or _("All together"), bold if line.is_sum else None)
            for place, cell in enumerate(line.cells, start=1):
                sheet.write_number(row, place, cell.number)
        if words := _filed_text(report):
            sheet.write_string(len(table.lines) + 5, 0, words)
    book.close()
    return out.getvalue()
