"""Makes the snapshots that are due, and compares the figures with a recount."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from accountability.core import clock
from accountability.core.db import db
from accountability.dashboards import masks, queries
from accountability.dashboards.indicators import SUMS, Sums, derived, window
from accountability.dashboards.models import Period, PlaceKind, Snapshot
from accountability.dashboards.queries import Cell
from accountability.facts.operations import Fact

Place = tuple[PlaceKind, int | None]
P = TypeVar("P")
Tree = Mapping[int, int]  # a place's id -> the id of the place around it
WEEKLY = (PlaceKind.NATION, PlaceKind.PROVINCE)
MONTHLY = (PlaceKind.SOUM, PlaceKind.FACILITY)
NATION: Place = (PlaceKind.NATION, None)


def last_sunday(today: date) -> date:
    return today - timedelta(days=today.isoweekday())


def last_month_end(today: date) -> date:
    return today.replace(day=1) - timedelta(days=1)


def publish(now: datetime, *, force: bool = False) -> dict[str, int]:
    """Makes the snapshots of the week and the month that ended last, where there is none yet; `force` makes them anew.

    Returns how many were made of each kind.
    """
    today = clock.day_of(now)
    week = _publish_week(now, last_sunday(today), force)
    month = _publish_month(now, last_month_end(today), force)
    return {"weekly": week, "monthly": month}


def _publish_week(now: datetime, until: date, force: bool) -> int:
    places: list[Place] = [NATION, *((PlaceKind.PROVINCE, area_id) for area_id in queries.province_ids())]
    missing = _missing(places, WEEKLY, until, force)
    if not missing:
        return 0
    sums = _sums(queries.cells(window(until)))
    masked = _mask_provinces(_in_turn(places, until), sums)
    return _save(missing, sums, masked, now=now, until=until, period=Period.WEEKLY)


def _publish_month(now: datetime, until: date, force: bool) -> int:
    soums, facilities = queries.soums_with_province(), queries.facilities_with_soum()
    places: list[Place] = [*((PlaceKind.SOUM, found) for found in soums), *((PlaceKind.FACILITY, found) for found in facilities)]
    missing = _missing(places, MONTHLY, until, force)
    if not missing:
        return 0
    sums = _sums(queries.cells(window(until)))
    masked = _mask_soums(_tree_in_turn(soums, until), _tree_in_turn(facilities, until), sums)
    return _save(missing, sums, masked, now=now, until=until, period=Period.MONTHLY)


def _missing(places: list[Place], kinds: tuple[PlaceKind, ...], until: date, force: bool) -> list[Place]:
    if force:
        db.session.execute(sa.delete(Snapshot).where(Snapshot.place_kind.in_(kinds), Snapshot.until == until))
        return places
    known = queries.published(kinds, until)
    return [place for place in places if place not in known]


def _save(missing: list[Place], sums: dict[Place, Sums], masked: dict[Place, set[str]], **given: Any) -> int:
    rows = [
        {
            "place_kind": kind,
            "place_id": place_id,
            "taken_at": given["now"],
            "until": given["until"],
            "period": given["period"],
            "figures": {
                "sums": {code: sums[kind, place_id].get(code, 0) for code in SUMS},
                "masked": sorted(masked[kind, place_id]),
            },
        }
        for kind, place_id in missing
    ]
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(insert(Snapshot).on_conflict_do_nothing(), rows)
    return len(rows)


def _sums(cells: list[Cell]) -> dict[Place, Sums]:
    """Adds the cells up to every place that they belong to."""
    found: dict[Place, Sums] = defaultdict(lambda: defaultdict(int))
    for cell in cells:
        places: list[Place] = [(PlaceKind.FACILITY, cell.facility_id)] if cell.facility_id else []
        if cell.province_id:
            places += [(PlaceKind.PROVINCE, cell.province_id), (PlaceKind.SOUM, cell.soum_id)]
        if cell.province_id or not cell.facility_id:
            places.append(NATION)
        for place in places:
            found[place][cell.code] += cell.amount
    return found


# --- what must hide beside a small number ------------------------------------------------------------------------------


def _in_turn(places: Iterable[P], until: date) -> list[P]:
    """In an order that has nothing to do with the figures, another one each time: it is not always the same that hides."""
    return sorted(places, key=lambda place: hashlib.sha256(f"{until} {place}".encode()).digest())


def _tree_in_turn(tree: Tree, until: date) -> Tree:
    return {place_id: tree[place_id] for place_id in _in_turn(tree, until)}


def _mask_provinces(places: list[Place], sums: dict[Place, Sums]) -> dict[Place, set[str]]:
    masked: dict[Place, set[str]] = defaultdict(set)
    counts = {place: derived(sums[place]) for place in places if place != NATION}
    for code in derived({}):
        for place in masks.beside({place: counts[place][code] for place in counts}):
            masked[place].add(code)
    return masked


def _mask_soums(soums: Tree, facilities: Tree, sums: dict[Place, Sums]) -> dict[Place, set[str]]:
    """Provinces are taken as known; soums hide beside soums, facilities beside facilities."""
    masked: dict[Place, set[str]] = defaultdict(set)
    soum_counts = {soum: derived(sums[PlaceKind.SOUM, soum]) for soum in soums}
    facility_counts = {facility: derived(sums[PlaceKind.FACILITY, facility]) for facility in facilities}
    for code in derived({}):
        in_province = _grouped(soums, {soum: counts[code] for soum, counts in soum_counts.items()})
        in_soum = _grouped(facilities, {facility: counts[code] for facility, counts in facility_counts.items()})
        for kind, hidden in zip(MONTHLY, masks.two_levels(in_province, in_soum), strict=True):
            for place_id in hidden:
                masked[kind, place_id].add(code)
    return masked


def _grouped(tree: Tree, values: dict[int, int]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for place_id, value in values.items():
        found[tree[place_id]][place_id] = value
    return found


# --- comparing ---------------------------------------------------------------------------------------------------------


def differences() -> list[tuple[Fact, int, int]]:
    """Facts whose fold is not what a recount gives: the fact, as folded, as recounted.

    Compared twice where they differ, because somebody may have been writing between the two statements.
    """
    found = _compare(queries.folded(), queries.recounted())
    if not found:
        return []
    again = set(_compare(queries.folded(), queries.recounted()))
    return [one for one in found if one in again]


def _compare(folded: Counter[Fact], recounted: Counter[Fact]) -> list[tuple[Fact, int, int]]:
    both = {fact for fact in (*folded, *recounted) if folded[fact] != recounted[fact]}
    return [(fact, folded[fact], recounted[fact]) for fact in sorted(both, key=repr)]
