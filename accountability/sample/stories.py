"""Fills the story patterns: a citizen's own words, and the same words without what could show who wrote them."""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from accountability.cases.models import Kind
from accountability.directory.labels import OfficeKind

DATA = Path(__file__).parent
# `[[left|right]]`: on the left what the citizen wrote, on the right what a monitor leaves of it.
_CUT = re.compile(r"\[\[(.*?)\|(.*?)\]\]", re.DOTALL)
_SLOT = re.compile(r"{(\w+)}")
PLACES = ("soum", "province")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of story, with all that a monitor would code about it."""

    code: str
    kind: Kind
    categories: list[str]
    offices: list[OfficeKind]
    service: str | None
    criticality: int
    story: str
    redacted: str
    better: str | None
    slots: list[str]

    @property
    def is_about_language(self) -> bool:
        """Stories of Kazakh and Tuvan speakers and of those who sign; they come mostly from Bayan-Ulgii."""
        return self.code.startswith("lang-")


@dataclass(frozen=True, slots=True)
class Text:
    """A filled story and what the office may read of it."""

    story: str
    redacted: str


@cache
def patterns() -> list[Pattern]:
    return [_pattern(row) for row in _read("patterns.json")]


@cache
def slots() -> dict[str, list[str]]:
    found: dict[str, list[str]] = _read("slots.json")
    return found


def fill(pattern: Pattern, rng: Random, soum: str, province: str) -> Text:
    """One story out of a pattern; a slot has the same words wherever it stands in it."""
    choices = slots()
    words = {"soum": soum, "province": province}
    for name in pattern.slots:
        options = choices[name]
        words[name] = options[int(rng.random() * len(options))]
    story = pattern.story.format_map(words)
    return Text(" ".join(story.split()), " ".join(pattern.redacted.format_map(words).split()))


def _pattern(row: dict[str, Any]) -> Pattern:
    return Pattern(
        code=row["id"],
        kind=Kind(row["kind"]),
        categories=row["categories"],
        offices=[OfficeKind(kind) for kind in row["facilities"]],
        service=row["service"],
        criticality=row["criticality"],
        story=_CUT.sub(r"\1", row["story"]),
        redacted=_CUT.sub(r"\2", row["story"]),
        better=row["better"],
        slots=sorted(set(_SLOT.findall(row["story"])) - set(PLACES)),
    )


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text("utf-8"))
