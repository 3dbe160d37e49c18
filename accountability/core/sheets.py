"""A table as a file for a spreadsheet: CSV line by line, XLSX row by row, and no cell that runs as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter

# A spreadsheet would run a cell that begins like this.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# The mark that tells spreadsheets that the file is UTF-8.
MARK = "\ufeff"

Cells = Sequence[str]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def csv_lines(titles: Cells, rows: Iterable[Cells]) -> Iterator[str]:
    """The file line by line, so that a long one is sent while it is read."""
    yield MARK + _line(titles)
    for row in rows:
        yield _line(row)


def _line(cells: Cells) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def xlsx(titles: Cells, rows: Iterable[Cells]) -> bytes:
    """The bytes of a workbook of one sheet; every cell is text, and the rows do not gather in the memory."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for number, title in enumerate(titles):
        sheet.set_column(number, number, max(12, len(title) + 2))
        sheet.write_string(0, number, title, bold)
    for place, row in enumerate(rows, start=1):
        for number, cell in enumerate(row):
            sheet.write_string(place, number, cell)
    book.close()
    return out.getvalue()
