"""The report as rows, the same for the page, the PDF and the spreadsheet."""

from dataclasses import dataclass
from typing import Any

from accountability.reports import counting
from accountability.reports.labels import CHANNELS, KINDS, OUTCOMES, SECTIONS


@dataclass(frozen=True)
class Cell:
    """A number, and the words by which the cases behind it are found."""

    number: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One kind and channel, or the sum of a section."""

    title: str
    cells: list[Cell]
    is_sum: bool = False


@dataclass(frozen=True)
class Table:
    title: str
    columns: list[str]
    lines: list[Line]


def tables(figures: dict[str, Any]) -> list[Table]:
    """A table for each section; lines with nothing in them are left out, the sum is always there."""
    columns = [str(words) for words in OUTCOMES.values()]
    return [
        Table(str(title), columns, [*_lines(figures, section), _sum(figures, section)]) for section, title in SECTIONS.items()
    ]


def _lines(figures: dict[str, Any], section: str) -> list[Line]:
    found = []
    for kind, kind_words in KINDS.items():
        for channel, channel_words in CHANNELS.items():
            line = _line(figures, f"{kind_words} · {channel_words}", (section, kind, channel))
            if line.cells[0].number:
                found.append(line)
    return found


def _sum(figures: dict[str, Any], section: str) -> Line:
    line = _line(figures, "", (section,))
    return Line(line.title, line.cells, is_sum=True)


def _line(figures: dict[str, Any], title: str, words: tuple[str, ...]) -> Line:
    """The whole first, then each outcome."""
    cells = [Cell(counting.total(figures, *words), words)]
    cells += [Cell(counting.total(figures, *words, outcome), (*words, outcome)) for outcome in OUTCOMES]
    return Line(title, cells)
