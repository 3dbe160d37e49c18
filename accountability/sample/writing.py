"""Turns lives into rows, and rows into what the database's own bulk loading takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from accountability.core.db import UtcDateTime, db
from accountability.core.vault import vault
from accountability.sample.acts import author, monitor, office, passing
from accountability.sample.country import Country
from accountability.sample.drafts import Draft, Rows
from accountability.sample.events import Life, Submit

ACTS = author.ACTS | monitor.ACTS | office.ACTS | passing.ACTS
# In the order in which they must be filled; beside it, how many rows of each a case has at most on the average.
ROOM = {
    "cases": 1,
    "case_facilities": 0,
    "case_categories": 0,
    "case_secrets": 0,
    "consents": 4,
    "routings": 6,
    "answers": 4,
    "case_pauses": 2,
    "relays": 6,
    "notes": 2,
    "cleared_marks": 12,
    "trail_entries": 32,
    "trail_contents": 0,
    "messages": 20,
    "fact_deltas": 48,
}
NUMBERED = [name for name, room in ROOM.items() if room]


def write(life: Life, country: Country, rows: Rows, until: datetime) -> None:
    """All rows of one life. `until` is when the load looks at the world: what ran out by then is gone already."""
    sent = life.events[0]
    if not isinstance(sent, Submit):
        raise TypeError("a life begins with words that somebody sends")
    case = Draft(life, sent, country, rows)
    for event in life.events:
        ACTS[type(event)](case, event)
    case.index()
    rows.put("cases", vars(case) | case.composition)
    _write_lists(case)
    rows.put("case_secrets", _secret(case, until))
    for relay in case.relays:
        rows.add("relays", relay)


def _write_lists(case: Draft) -> None:
    for place, facility in enumerate(case.facilities):
        case.rows.put("case_facilities", {"case_id": case.id, "facility_id": facility.id, "place": place})
    for code in case.categories:
        case.rows.put("case_categories", {"case_id": case.id, "category_id": case.country.categories[code]})


def _secret(case: Draft, until: datetime) -> dict[str, Any]:
    """The sealed parts; a receipt is kept for seven days unless it was used before."""
    name, shown = case.public_id, case.receipt and case.receipt_until and case.receipt_until >= until
    return {
        "case_id": case.id,
        "story": vault.seal_text(case.story, f"story:{name}") if case.story is not None else None,
        "contact": vault.seal_fields(case.contact, f"contact:{name}") if case.contact else None,
        "receipt": vault.seal_text(case.receipt, f"receipt:{name}") if shown else None,
        "receipt_until": case.receipt_until,
    }


# --- rows as the drivers take them -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column's name, what stands in it when nobody says anything, and how its values go to the driver."""

    name: str
    default: Any
    convert: Callable[[Any], Any] | None


@cache
def columns(table: str) -> list[Column]:
    """All columns of a table as its model has them, so that a new one with a default needs nothing here."""
    return [Column(column.name, _default(column), _converter(column.type)) for column in db.metadata.tables[table].columns]


def pack(table: str, rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Rows as plain tuples of texts, numbers and bytes: moments in UTC without a zone, words of an enum by their value."""
    known = columns(table)
    defaults = {column.name: column.default for column in known}
    values_of = itemgetter(*defaults)
    try:
        values = list(zip(*map(values_of, rows), strict=True))
    except KeyError:  # some say nothing about a column
        values = list(zip(*(values_of(defaults | row) for row in rows), strict=True))
    return list(zip(*map(_converted, known, values), strict=True))


def _converted(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    convert = column.convert
    return [value if value is None else convert(value) for value in values] if convert else values


def _default(column: sa.Column[Any]) -> Any:
    return column.default.arg if isinstance(column.default, sa.ColumnDefault) and column.default.is_scalar else None


def _converter(kind: sa.types.TypeEngine[Any]) -> Callable[[Any], Any] | None:
    if isinstance(kind, UtcDateTime):
        return _moment
    if isinstance(kind, sa.Enum):
        return _word
    if isinstance(kind, sa.Boolean):
        return int
    return date.isoformat if isinstance(kind, sa.Date) else None


@lru_cache(maxsize=4096)
def _moment(value: datetime) -> str:
    """All moments of lives are in UTC."""
    return value.isoformat(" ", "microseconds")[:26]


def _word(value: Any) -> str:
    """A member of an enum, or its value."""
    return str(getattr(value, "value", value))
