"""Reads the marked corpus and counts what the detector finds of it.

`python -m tests.redaction.measuring building` lists per kind what was missed and what was marked wrongly in the building half.
`… held_out` prints numbers only: nobody reads the texts of that half. `… table` writes the figures into docs/redaction.md.
"""

import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from accountability.redaction import detector
from accountability.redaction.spans import KINDS, Span

FOLDER = Path(__file__).parent / "corpus"
PAGE = Path(__file__).resolve().parents[2] / "docs/redaction.md"
MARK = re.compile(r"\{(" + "|".join(KINDS) + r"):([^}]*)\}")
MONGOLIAN = ("mn", "mn-latn")
ENOUGH = 0.8


@dataclass
class Marked:
    name: str
    language: str
    text: str = field(repr=False)
    marks: list[Span] = field(repr=False)


@dataclass
class Count:
    """One kind: marks, marks hit by their own kind, by any kind, touched at all by their own; spans found, right, wrong inside another's mark."""

    marks: int = 0
    hit: int = 0
    hit_by_any: int = 0
    touched: int = 0
    found: int = 0
    right: int = 0
    other_kind: int = 0
    missed: list[str] = field(default_factory=list, repr=False)
    wrong: list[str] = field(default_factory=list, repr=False)

    @property
    def recall(self):
        return self.hit / self.marks if self.marks else 1.0

    @property
    def any_recall(self):
        return self.hit_by_any / self.marks if self.marks else 1.0

    @property
    def precision(self):
        return self.right / self.found if self.found else 1.0

    def __add__(self, other):
        numbers = (
            getattr(self, name) + getattr(other, name)
            for name in ("marks", "hit", "hit_by_any", "touched", "found", "right", "other_kind")
        )
        return Count(*numbers, self.missed + other.missed, self.wrong + other.wrong)


def unmarked(marked):
    """The text without its marks, and where they stood."""
    text, marks, at = "", [], 0
    for found in MARK.finditer(marked):
        text += marked[at : found.start()]
        marks.append(Span(len(text), len(text) + len(found[2]), found[1]))
        text += found[2]
        at = found.end()
    return text + marked[at:], marks


@cache
def texts(half):
    lines = (FOLDER / f"{half}.tsv").read_text("utf-8").split("\n")
    rows = (line.split("\t", 2) for line in lines if line.strip() and not line.startswith("#"))
    return [Marked(name, language, *unmarked(unicodedata.normalize("NFC", text))) for name, language, text in rows]


def covered(mark, spans):
    inside = (set(range(max(span.start, mark.start), min(span.end, mark.end))) for span in spans)
    return len(set().union(*inside)) >= ENOUGH * (mark.end - mark.start)


def overlap(one, other):
    return one.start < other.end and other.start < one.end


def is_right(span, marks):
    allowed = {span.kind, "kin", "name"} if span.kind in {"kin", "name"} else {span.kind}
    return any(mark.kind in allowed and overlap(span, mark) for mark in marks)


def count(half, languages=MONGOLIAN):
    """Per kind. Of the held-out half only numbers are kept, so that not even a failing test can show a text of it."""
    counts = {kind: Count() for kind in KINDS}
    for one in texts(half):
        if one.language in languages:
            _count_one(one, detector.scan(one.text), counts)
    if half != "building":
        for of_kind in counts.values():
            of_kind.missed, of_kind.wrong = [], []
    return counts


def _count_one(one, spans, counts):
    for mark in one.marks:
        of_kind = counts[mark.kind]
        of_kind.marks += 1
        of_kind.hit_by_any += covered(mark, spans)
        of_kind.touched += any(span.kind == mark.kind and overlap(span, mark) for span in spans)
        if covered(mark, [span for span in spans if span.kind == mark.kind]):
            of_kind.hit += 1
        else:
            of_kind.missed.append(shown(one, mark))
    for span in spans:
        of_kind = counts[span.kind]
        of_kind.found += 1
        if is_right(span, one.marks):
            of_kind.right += 1
        else:
            of_kind.other_kind += any(overlap(span, mark) for mark in one.marks)
            of_kind.wrong.append(shown(one, span))


def shown(one, span):
    return f"{one.name}: {one.text[max(0, span.start - 30) : span.start]}[{one.text[span.start : span.end]}]{one.text[span.end : span.end + 30]}"


def whole(counts):
    return sum(counts.values(), Count())


def unreadable(half):
    """Per language: texts, and how many of them the detector says it cannot read."""
    seen, not_read = Counter(), Counter()
    for one in texts(half):
        seen[one.language] += 1
        not_read[one.language] += not detector.is_readable(one.text)
    return {language: (seen[language], not_read[language]) for language in sorted(seen)}


def percent(part):
    return f"{100 * part:.1f} %"


def table():
    """The figures of both halves, as they stand in the docs."""
    building, held_out = count("building"), count("held_out")
    lines = [
        "| kind | marks (building) | recall | precision | marks (held out) | recall | by any kind | precision |",
        "|---|---|---|---|---|---|---|---|",
    ]
    rows = [(f"`{kind}`", building[kind], held_out[kind]) for kind in KINDS]
    for name, one, other in [*rows, ("**all**", whole(building), whole(held_out))]:
        lines.append(
            f"| {name} | {one.marks} | {percent(one.recall)} | {percent(one.precision)} "
            f"| {other.marks} | {percent(other.recall)} | {percent(other.any_recall)} | {percent(other.precision)} |"
        )
    lines += [
        "",
        "| language | texts (building) | called unreadable | texts (held out) | called unreadable |",
        "|---|---|---|---|---|",
    ]
    one, other = unreadable("building"), unreadable("held_out")
    for language in sorted({*one, *other}):
        first, second = one.get(language, (0, 0)), other.get(language, (0, 0))
        lines.append(f"| {language} | {first[0]} | {first[1]} | {second[0]} | {second[1]} |")
    return "\n".join(lines) + "\n"


def written_table(page):
    """What stands in the docs between the two remarks, and what stands around it."""
    before, rest = page.split("<!-- figures -->\n")
    inside, after = rest.split("<!-- end of figures -->")
    return before, inside, after


def write_table():
    before, _inside, after = written_table(PAGE.read_text("utf-8"))
    PAGE.write_text(f"{before}<!-- figures -->\n{table()}<!-- end of figures -->{after}", "utf-8")


def show(half):
    counts = count(half)
    for kind, one in [*counts.items(), ("all", whole(counts))]:
        print(
            f"{kind:10} marks {one.marks:4} recall {one.recall:.3f} any {one.any_recall:.3f} touched {one.touched:4} found {one.found:4} precision {one.precision:.3f} elsewhere {one.other_kind}"
        )
    print(unreadable(half))
    if half == "building":
        for kind, one in counts.items():
            for title, lines in (("MISSED", one.missed), ("WRONG", one.wrong)):
                for line in lines:
                    print(f"{title} {kind} {line}")
        for one in texts(half):
            if detector.is_readable(one.text) is not (one.language in MONGOLIAN):
                print("LANGUAGE", one.language, one.text[:100])


if __name__ == "__main__":
    write_table() if sys.argv[1:] == ["table"] else show(sys.argv[1])
