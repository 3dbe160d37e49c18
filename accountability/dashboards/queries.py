"""Every question asked about figures: folded from the deltas, read from snapshots, or recounted from the cases."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from accountability.cases import figures
from accountability.cases.models import Case
from accountability.core.db import db
from accountability.dashboards.indicators import AGES, SUMS, Sums, Window
from accountability.dashboards.models import PlaceKind, Snapshot
from accountability.directory.labels import Standing
from accountability.directory.models import Area, Organisation
from accountability.directory.queries import NOT_FACILITIES, PROVINCES, SOUMS
from accountability.facts.models import FactDelta, Measure
from accountability.facts.operations import Fact

BATCH = 1000
COLUMN_OF = {
    PlaceKind.PROVINCE: FactDelta.province_id,
    PlaceKind.SOUM: FactDelta.soum_id,
    PlaceKind.FACILITY: FactDelta.facility_id,
}

# The rows of a case's second and third facility name no area: they count for those facilities and nowhere else.
COUNTS_FOR_NATION = sa.or_(FactDelta.province_id.is_not(None), FactDelta.facility_id.is_(None))


class Cell(NamedTuple):
    """So much of one sum at the smallest place that is known."""

    province_id: int | None
    soum_id: int | None
    facility_id: int | None
    code: str
    amount: int


# --- folding the deltas ------------------------------------------------------------------------------------------------


def _code(window: Window) -> sa.ColumnElement[str]:
    """The sum that a delta belongs to: its measure, for open cases the bucket of their age at the window's end."""
    oldest = {code: days for code, (_, days) in AGES.items() if days is not None}
    age = sa.case(
        *((FactDelta.on_day >= window.until - timedelta(days=days), code) for code, days in oldest.items()), else_="open_more"
    )
    return sa.case((FactDelta.measure == Measure.OPEN, age), else_=sa.cast(FactDelta.measure, sa.String))


def _inside(window: Window) -> sa.ColumnElement[bool]:
    promised = FactDelta.measure.in_((Measure.DUE, Measure.ON_TIME))
    return sa.or_(
        sa.and_(FactDelta.measure == Measure.OPEN, FactDelta.on_day <= window.until),
        sa.and_(promised, FactDelta.on_day.between(window.since, window.passed)),
        sa.and_(FactDelta.measure != Measure.OPEN, ~promised, FactDelta.on_day.between(window.since, window.until)),
    )


def cells(window: Window) -> list[Cell]:
    """All sums of all places, in one statement."""
    code = _code(window).label("code")
    places = (FactDelta.province_id, FactDelta.soum_id, FactDelta.facility_id)
    rows = sa.select(*places, code, sa.func.sum(FactDelta.amount)).where(_inside(window)).group_by(*places, code)
    return [Cell(*row[:4], int(row[4])) for row in db.session.execute(rows)]


def sums_of(kind: PlaceKind, place_id: int | None, window: Window) -> Sums:
    """The sums of one place as they are now."""
    code = _code(window).label("code")
    here = COUNTS_FOR_NATION if kind == PlaceKind.NATION else COLUMN_OF[kind] == place_id
    rows = db.session.execute(sa.select(code, sa.func.sum(FactDelta.amount)).where(here, _inside(window)).group_by(code))
    found = {str(name): int(amount) for name, amount in rows}
    return {name: found.get(name, 0) for name in SUMS}


# --- reading snapshots -------------------------------------------------------------------------------------------------


def latest(kind: PlaceKind, place_id: int | None) -> Snapshot | None:
    found = sa.select(Snapshot).where(Snapshot.place_kind == kind, Snapshot.place_id == place_id)
    return db.session.scalars(found.order_by(Snapshot.until.desc()).limit(1)).first()


def latest_of_provinces() -> dict[int | None, Snapshot]:
    """The newest snapshots of the nation (under None) and of every province, all up to the same day."""
    newest = sa.select(sa.func.max(Snapshot.until)).where(Snapshot.place_kind == PlaceKind.NATION).scalar_subquery()
    kinds = (PlaceKind.NATION, PlaceKind.PROVINCE)
    found = sa.select(Snapshot).where(Snapshot.place_kind.in_(kinds), Snapshot.until == newest)
    return {snapshot.place_id: snapshot for snapshot in db.session.scalars(found)}


def published(kinds: tuple[PlaceKind, ...], until: date) -> set[tuple[PlaceKind, int | None]]:
    found = sa.select(Snapshot.place_kind, Snapshot.place_id).where(Snapshot.place_kind.in_(kinds), Snapshot.until == until)
    return {(kind, place_id) for kind, place_id in db.session.execute(found)}


# --- the places that have figures --------------------------------------------------------------------------------------


def province_ids() -> list[int]:
    return list(db.session.scalars(sa.select(Area.id).where(Area.level.in_(PROVINCES)).order_by(Area.id)))


def soums_with_province() -> dict[int, int]:
    found = sa.select(Area.id, Area.parent_id).where(Area.level.in_(SOUMS), Area.parent_id.is_not(None)).order_by(Area.id)
    return {area_id: int(parent_id or 0) for area_id, parent_id in db.session.execute(found)}


def facilities_with_soum() -> dict[int, int]:
    """Facilities whose figures are published; a merged one's page leads to its successor."""
    found = sa.select(Organisation.id, Organisation.area_id).where(
        Organisation.kind.not_in(NOT_FACILITIES), Organisation.standing != Standing.MERGED
    )
    return {row[0]: row[1] for row in db.session.execute(found.order_by(Organisation.id))}


# --- recounting --------------------------------------------------------------------------------------------------------


def folded() -> Counter[Fact]:
    """What the deltas add up to."""
    columns = (FactDelta.measure, FactDelta.on_day, FactDelta.province_id, FactDelta.soum_id, FactDelta.facility_id)
    total = sa.func.sum(FactDelta.amount)
    rows = db.session.execute(sa.select(*columns, total).group_by(*columns).having(total != 0))
    return Counter({Fact(*row[:5]): int(row[5]) for row in rows})


def recounted() -> Counter[Fact]:
    """What a recount of every case gives, batch by batch."""
    facts: Counter[Fact] = Counter()
    for batch in _batches():
        for case in batch:
            facts.update(figures.counted(case))
    return facts


def _batches() -> Iterator[list[Case]]:
    after = 0
    parts: Any = (selectinload(Case.places), selectinload(Case.routings))
    while batch := list(
        db.session.scalars(sa.select(Case).options(*parts).where(Case.id > after).order_by(Case.id).limit(BATCH))
    ):
        yield batch
        after = batch[-1].id
