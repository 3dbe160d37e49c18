"""Appends what a change did to the figures."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from accountability.core.db import db
from accountability.facts.models import FactDelta, Measure


class Fact(NamedTuple):
    """One thing that is counted: what, on which day, where."""

    measure: Measure
    on_day: date
    province_id: int | None
    soum_id: int | None
    facility_id: int | None


def deltas(before: Counter[Fact], after: Counter[Fact]) -> list[FactDelta]:
    """Rows whose sum turns the one count into the other."""
    return [
        FactDelta(**fact._asdict(), amount=after[fact] - before[fact]) for fact in (before | after) if after[fact] != before[fact]
    ]


def record(before: Counter[Fact], after: Counter[Fact]) -> None:
    db.session.add_all(deltas(before, after))
