"""Imports real facilities from a table: all rows or none, each bad row named with its line, column and reason."""

import csv
import io
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from python_calamine import CalamineError, CalamineWorkbook

from accountability.core.db import db
from accountability.core.mongolian import normal
from accountability.directory.labels import OfficeKind, ServiceLevel, StaffBand, Standing
from accountability.directory.models import Area, Organisation
from accountability.directory.operations import describe
from accountability.directory.queries import NOT_FACILITIES

COLUMNS = tuple(
    "code soum_code kind name_mn name_en supervisor_code standing merged_into service_level staff_band source".split()
)
LONGEST = {"name_mn": 200, "name_en": 200, "source": 200}
LIMIT = 20_000


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be taken."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.reason}"


@dataclass
class Report:
    """What an import did, or would have done."""

    added: int = 0
    corrected: int = 0
    closed: int = 0
    merged: int = 0
    problems: list[Problem] = field(default_factory=list)


def import_file(path: Path) -> Report:
    """Applies a CSV (UTF-8) or XLSX file to the session; the caller commits, or rolls back when there are problems.

    A row with a code corrects that facility (empty cells stay as they are); one without a code adds a facility, whose code
    follows from its soum and kind. `standing` closed or merged (with `merged_into`) ends one; its code is never used again.
    """
    report = Report()
    try:
        rows = read_rows(path)
    except (UnicodeDecodeError, CalamineError, csv.Error, ValueError) as problem:
        report.problems.append(Problem(1, "file", f"cannot be read: {problem}"))
        return report
    if len(rows) > LIMIT:
        report.problems.append(Problem(LIMIT, "file", f"more than {LIMIT} rows"))
        return report
    importer = _Importer(report)
    for line, row in enumerate(rows, start=2):
        importer.take(line, row)
    importer.link()
    if not report.problems:
        db.session.flush()
    return report


def read_rows(path: Path) -> list[dict[str, str]]:
    """The table's rows as clean text by column; the header must hold the needed columns."""
    if path.suffix.lower() == ".xlsx":
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        table = [[_cell(value) for value in row] for row in sheet]
    else:
        text = path.read_bytes().decode("utf-8-sig")
        table = [[normal(value).strip() for value in row] for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
    if not table or not {"soum_code", "kind", "name_mn"} <= set(table[0]):
        raise ValueError("the first row must name the columns " + ", ".join(COLUMNS))
    return [dict(zip(table[0], row, strict=False)) for row in table[1:] if any(row)]


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return normal(str(value)).strip()


class _Importer:
    """Keeps what is known while the rows go by."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.areas = {area.nso_code: area for area in db.session.scalars(sa.select(Area))}
        self.offices = {office.code: office for office in db.session.scalars(sa.select(Organisation))}
        self.seen: set[str] = set()
        self.links: list[tuple[int, Organisation, str, str]] = []

    def take(self, line: int, row: dict[str, str]) -> None:
        found = _Row(line, row, self.report)
        code = row.get("code", "")
        if code in self.seen and code:
            found.wrong("code", "stands in two rows")
            return
        self.seen.add(code)
        office = self._correct(found, code) if code else self._add(found)
        if office is None:
            return
        self._details(found, office)

    def _correct(self, row: "_Row", code: str) -> Organisation | None:
        office = self.offices.get(code)
        if office is None:
            row.wrong("code", f"there is no facility {code}; leave the cell empty to add one")
            return None
        if row["kind"] and row["kind"] != office.kind.value:
            row.wrong("kind", "a printed code names the kind; close this one and add another")
            return None
        self.report.corrected += 1
        return office

    def _add(self, row: "_Row") -> Organisation | None:
        area = self.areas.get(row["soum_code"])
        kind = row.one_of("kind", OfficeKind)
        if area is None or len(area.nso_code) != 5:
            row.wrong("soum_code", "not the five-digit code of a soum or district")
        if not row["name_mn"]:
            row.wrong("name_mn", "empty")
        if kind in NOT_FACILITIES:
            row.wrong("kind", "not a kind of facility")
        if not row.good or area is None or kind is None:
            return None
        office = Organisation(
            code=self._next_code(area.nso_code, kind),
            kind=kind,
            area=area,
            name_mn=row["name_mn"],
            name_en=row["name_en"] or row["name_mn"],
            source=row["source"] or "imported",
            standing=Standing.OPEN,
            service_level=ServiceLevel.LETTERS_ONLY,
            staff_band=StaffBand.UNKNOWN,
        )
        self.offices[office.code] = office
        self.report.added += 1
        return office

    def _next_code(self, soum: str, kind: OfficeKind) -> str:
        taken = [int(code[-2:]) for code in self.offices if code.startswith(f"{soum}-{kind.value}-")]
        return f"{soum}-{kind.value}-{max(taken, default=0) + 1:02d}"

    def _details(self, row: "_Row", office: Organisation) -> None:
        for name in ("name_mn", "name_en", "source"):
            if row[name]:
                setattr(office, name, row[name])
        for name, members in (("service_level", ServiceLevel), ("staff_band", StaffBand)):
            if row[name] and (value := row.one_of(name, members)):
                setattr(office, name, value)
        standing = row.one_of("standing", Standing) if row["standing"] else None
        if standing:
            self._end(row, office, standing)
        if row["supervisor_code"]:
            self.links.append((row.line, office, "supervisor_code", row["supervisor_code"]))
        if row.good:
            with db.session.no_autoflush:
                describe(office)
            db.session.add(office)

    def _end(self, row: "_Row", office: Organisation, standing: Standing) -> None:
        if (standing == Standing.MERGED) != bool(row["merged_into"]):
            row.wrong("merged_into", "goes with standing merged, and only with it")
            return
        if standing == Standing.MERGED:
            self.links.append((row.line, office, "merged_into", row["merged_into"]))
            self.report.merged += 1
        elif standing == Standing.CLOSED and office.standing == Standing.OPEN:
            self.report.closed += 1
        office.standing = standing

    def link(self) -> None:
        """Ties offices to each other once all rows are known."""
        for line, office, column, code in self.links:
            other = self.offices.get(code)
            if other is None or other is office:
                self.report.problems.append(Problem(line, column, f"there is no other office {code}"))
            elif column == "supervisor_code":
                office.supervisor = other
            elif other.standing != Standing.OPEN:
                self.report.problems.append(Problem(line, column, f"{code} is not open"))
            else:
                office.merged_into = other


class _Row:
    """One row with its own way of saying what is wrong."""

    def __init__(self, line: int, cells: dict[str, str], report: Report) -> None:
        self.line, self.cells, self.report, self.good = line, cells, report, True
        for column, limit in LONGEST.items():
            if len(self[column]) > limit:
                self.wrong(column, f"longer than {limit} characters")

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def wrong(self, column: str, reason: str) -> None:
        self.good = False
        self.report.problems.append(Problem(self.line, column, reason))

    def one_of(self, column: str, members: type[StrEnum]) -> Any:
        try:
            return members(self[column])
        except ValueError:
            self.wrong(column, "must be one of " + ", ".join(member.value for member in members))
            return None
