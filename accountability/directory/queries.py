"""Every question asked about places and offices."""

import re
import time
from typing import Any, TypeVar

import sqlalchemy as sa
from rapidfuzz import fuzz, process
from sqlalchemy.orm import aliased, joinedload

from accountability.core.db import db
from accountability.core.errors import NotFound
from accountability.core.mongolian import stem, words
from accountability.directory.labels import Level, OfficeKind, Standing
from accountability.directory.models import Area, Category, Organisation, Service, neighbours

T = TypeVar("T")
PROVINCES = (Level.PROVINCE, Level.CAPITAL)
SOUMS = (Level.SOUM, Level.DISTRICT, Level.VILLAGE)
NOT_FACILITIES = (OfficeKind.MINISTRY, OfficeKind.OVERSIGHT, OfficeKind.CSO)
CODE = re.compile(r"\d{5}-(HC|HOSP|FHC|HD|WEL|DIS|GOV|X)-\d{2}")


def provinces() -> list[Area]:
    """The 21 provinces and the capital, in the order of the Mongolian alphabet."""
    return list(db.session.scalars(sa.select(Area).where(Area.level.in_(PROVINCES)).order_by(Area.sort_key)))


def country() -> Area:
    return db.session.scalars(sa.select(Area).where(Area.level == Level.COUNTRY)).one()


def province(iso_code: str) -> Area:
    return _one(sa.select(Area).where(Area.iso_code == iso_code, Area.level.in_(PROVINCES)))


def soum(nso_code: str) -> Area:
    return _one(sa.select(Area).options(joinedload(Area.parent)).where(Area.nso_code == nso_code, Area.level.in_(SOUMS)))


def soums_of(area: Area) -> list[Area]:
    return list(db.session.scalars(sa.select(Area).where(Area.parent_id == area.id).order_by(Area.sort_key)))


def soums() -> list[Area]:
    """Every soum and district, with its province."""
    return list(db.session.scalars(sa.select(Area).options(joinedload(Area.parent)).where(Area.level.in_(SOUMS))))


def neighbours_of(area_ids: set[int]) -> set[int]:
    """The provinces beside these; geography is kept in memory."""
    place = ("neighbours", str(db.engine.engine.url))
    until, pairs = _memory.get(place, (0.0, []))
    if until < time.monotonic():
        pairs = [tuple(row) for row in db.session.execute(sa.select(neighbours.c.area_id, neighbours.c.neighbour_id))]
        _memory[place] = (time.monotonic() + 600, pairs)
    return {beside for area, beside in pairs if area in area_ids} - area_ids


def _with_place() -> sa.Select[Organisation]:
    return sa.select(Organisation).options(joinedload(Organisation.area).joinedload(Area.parent))


def facility(code: str) -> Organisation:
    """A facility by its printed code; closed and merged ones are found too, their pages say so."""
    found = _one(_with_place().options(joinedload(Organisation.merged_into)).where(Organisation.code == code))
    if not found.is_facility:
        raise NotFound(code)
    return found


def organisation(organisation_id: int) -> Organisation:
    return _one(_with_place().where(Organisation.id == organisation_id))


def facilities_in(area: Area) -> list[Organisation]:
    """Open facilities of a soum, or those that serve a whole province."""
    found = _with_place().where(Organisation.area_id == area.id, *_open_facilities())
    return list(db.session.scalars(found.order_by(Organisation.sort_key)))


def facilities_of_province(area: Area) -> list[Organisation]:
    """Every open facility of a province, for choosing an addressee."""
    places = sa.select(Area.id).where(sa.or_(Area.parent_id == area.id, Area.id == area.id))
    found = _with_place().where(Organisation.area_id.in_(places), *_open_facilities())
    return list(db.session.scalars(found.order_by(Organisation.sort_key)))


def organisations(codes: list[str]) -> list[Organisation]:
    found = _with_place().options(joinedload(Organisation.merged_into)).where(Organisation.code.in_(codes))
    return list(db.session.scalars(found)) if codes else []


def civil_society() -> list[Organisation]:
    found = sa.select(Organisation).where(Organisation.kind == OfficeKind.CSO, Organisation.standing == Standing.OPEN)
    return list(db.session.scalars(found.order_by(Organisation.sort_key)))


def above_of(ids: set[int]) -> set[int]:
    """All offices above these, step by step to the top, and those that they or one above were merged into."""
    if not ids:
        return set()
    steps = sa.select(Organisation.supervisor_id, Organisation.merged_into_id).where(Organisation.id.in_(ids)).cte(recursive=True)
    more = sa.select(Organisation.supervisor_id, Organisation.merged_into_id)
    steps = steps.union(more.where(sa.or_(Organisation.id == steps.c.supervisor_id, Organisation.id == steps.c.merged_into_id)))
    return {one for row in db.session.execute(sa.select(steps)) for one in row if one} - ids


def _open_facilities() -> tuple[sa.ColumnElement[bool], ...]:
    return Organisation.standing == Standing.OPEN, Organisation.kind.not_in(NOT_FACILITIES)


def search(text: str, limit: int = 20) -> list[Organisation]:
    """Open facilities by a name typed in any way: Latin or Cyrillic, inflected, with ө/о and ү/у mixed up."""
    wanted = [found for found in (stem(word) for word in words(text)[:8]) if found]
    if not wanted:
        return []
    soum_or_province, above = aliased(Area), aliased(Area)
    rows = db.session.execute(
        sa.select(Organisation.id, Organisation.search_terms)
        .join(soum_or_province, soum_or_province.id == Organisation.area_id)
        .outerjoin(above, above.id == soum_or_province.parent_id)
        .where(*_open_facilities())
    ).all()
    scored = sorted(((_likeness(wanted, row.search_terms.split()), row.id) for row in rows), key=lambda pair: -pair[0])
    best = [(score, found) for score, found in scored[:limit] if score >= 78]
    if not best:
        return []
    order = {found: (-score, place) for place, (score, found) in enumerate(best)}
    found = db.session.scalars(_with_place().where(Organisation.id.in_(order)))
    return sorted(found, key=lambda organisation: (order[organisation.id][0], organisation.sort_key))


def _likeness(wanted: list[str], terms: list[str]) -> float:
    """0–100: how well each wanted stem is met by some term; a beginning counts as met, a near miss nearly."""
    total = 0.0
    for term in wanted:
        if any(known == term for known in terms):
            total += 100
        elif len(term) > 1 and any(known.startswith(term) for known in terms):
            total += 92
        else:
            match = process.extractOne(term, terms, scorer=fuzz.ratio) if len(term) > 3 else None
            total += match[1] if match and match[1] >= 75 else 0
    return total / len(wanted)


def services() -> list[Service]:
    """All services; kept in memory for a minute, because every form asks for them and they hardly ever change."""
    return _kept("services", sa.select(Service).order_by(Service.sector, Service.id))


def categories() -> list[Category]:
    """All categories, kept in memory like the services."""
    return _kept("categories", sa.select(Category).order_by(Category.sector, Category.id))


_memory: dict[tuple[str, str], tuple[float, list[Any]]] = {}


def _kept(name: str, query: sa.Select[Any]) -> list[Any]:
    place = (name, str(db.engine.engine.url))
    until, rows = _memory.get(place, (0.0, []))
    if until < time.monotonic():
        rows = list(db.session.scalars(query))
        for row in rows:
            db.session.expunge(row)
        _memory[place] = (time.monotonic() + 60, rows)
    return rows


def categories_by_code(codes: list[str]) -> list[Category]:
    """Categories that may be tied to a case (those kept in memory belong to no session)."""
    return list(db.session.scalars(sa.select(Category).where(Category.code.in_(codes)))) if codes else []


def service_by_code(code: str | None) -> Service | None:
    return db.session.scalars(sa.select(Service).where(Service.code == code)).first() if code else None


def _one(query: sa.Select[T]) -> T:
    found = db.session.scalars(query).unique().first()
    if found is None:
        raise NotFound("no such place or office")
    return found
