"""The country as sample lives need it: plain rows, read once, small enough to hand to another process."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from accountability.access.roles import MONITORS, Role
from accountability.accounts.models import Grant, User
from accountability.cases.models import Track
from accountability.clocks import queries as clocks
from accountability.clocks.calendar import Calendar
from accountability.clocks.deadlines import Pause, due
from accountability.clocks.rulebook import Rulebook
from accountability.clocks.terms import Clock, Term
from accountability.core import clock
from accountability.core.db import db
from accountability.directory.labels import Level, OfficeKind, ServiceLevel, Standing
from accountability.directory.models import Area, Category, Organisation, Service, neighbours


class Office(NamedTuple):
    """A facility with those who act for it, and how fast it is (1 is the country's usual pace)."""

    id: int
    code: str
    kind: OfficeKind
    soum_id: int
    soum_name: str
    province_id: int
    zone: str
    level: ServiceLevel
    is_small: bool
    supervisor_id: int | None
    official: int | None
    coordinator: int | None
    pace: float


@dataclass(frozen=True, slots=True)
class Province:
    id: int
    iso_code: str
    name: str
    zone: str
    population: int
    offices: dict[OfficeKind, list[Office]]
    monitors: list[int]
    seniors: list[int]
    neighbours: list[int]


@dataclass(frozen=True, slots=True)
class Country:
    provinces: list[Province]
    offices: dict[int, Office]
    pool: list[int]
    roles: dict[int, str]
    categories: dict[str, int]
    conduct: frozenset[str]
    services: dict[str, int]
    book: Rulebook

    def days(self, clock_name: Clock, at: datetime) -> timedelta:
        """A term that is the same for all kinds and tracks."""
        term = self.book.term(clock_name, clock.day_of(at))
        return timedelta(days=term.term if term else 0)

    def due(self, clock_name: Clock, at: datetime, zone: str, pauses: tuple[Pause, ...] = ()) -> datetime | None:
        """When a clock of an informal case runs out; None when there is no such clock."""
        term = _term(self.book, clock_name, clock.day_of(at, zone))
        if term is None:
            return None
        if pauses:
            return due(at, term, zone, self.book.calendar, pauses).at
        return _due(self.book.calendar, clock.day_of(at, zone), term, zone)


@lru_cache(maxsize=16384)
def _term(book: Rulebook, clock_name: Clock, on: date) -> Term | None:
    return book.term(clock_name, on, track=Track.INFORMAL)


@lru_cache(maxsize=16384)
def _due(calendar: Calendar, on: date, term: Term, zone: str) -> datetime:
    """Terms counted in days end at the same moment whenever on its first day they began."""
    return due(datetime.combine(on, time(12), ZoneInfo(zone)), term, zone, calendar).at


def read() -> Country:
    """Everything that lives are made of; only sample accounts act in them."""
    people = _people()
    offices = _offices(people)
    return Country(
        provinces=_provinces(offices, people),
        offices=offices,
        pool=[grant.user_id for grant in people if grant.area and grant.area.level == Level.COUNTRY],
        roles=_roles(people),
        categories={code: number for number, code in db.session.execute(sa.select(Category.id, Category.code))},
        conduct=frozenset(db.session.scalars(sa.select(Category.code).where(Category.about_conduct))),
        services={code: number for number, code in db.session.execute(sa.select(Service.id, Service.code))},
        book=clocks.book(),
    )


APART = (Role.PROTECTION_OFFICER, Role.REVIEWER)


def _people() -> list[Grant]:
    """Who acts in sample lives; protection officers have no part in ordinary cases, and no sample case is appealed."""
    grants = sa.select(Grant).options(joinedload(Grant.area)).join(User, User.id == Grant.user_id)
    return list(db.session.scalars(grants.where(User.is_sample, User.is_active, Grant.role.not_in(APART)).order_by(Grant.id)))


def _roles(people: list[Grant]) -> dict[int, str]:
    """The name under which the trail remembers each of them, as Actor.role_name chooses it."""
    order = (Role.SENIOR_MONITOR, Role.MONITOR, Role.COORDINATOR, Role.OFFICIAL, Role.ADMIN)
    held: dict[int, set[Role]] = {}
    for grant in people:
        held.setdefault(grant.user_id, set()).add(grant.role)
    return {user_id: next(role.value for role in order if role in roles) for user_id, roles in held.items()}


def _offices(people: list[Grant]) -> dict[int, Office]:
    officials = {grant.organisation_id: grant.user_id for grant in people if grant.role == Role.OFFICIAL}
    coordinators = {grant.organisation_id: grant.user_id for grant in people if grant.role == Role.COORDINATOR}
    rows = (
        sa.select(Organisation)
        .options(joinedload(Organisation.area).joinedload(Area.parent))
        .where(Organisation.standing == Standing.OPEN, Organisation.kind != OfficeKind.CSO)
        .order_by(Organisation.id)
    )
    return {
        row.id: Office(
            id=row.id,
            code=row.code,
            kind=row.kind,
            soum_id=row.area_id,
            soum_name=row.area.name_mn,
            province_id=row.area.parent_id or row.area_id,
            zone=row.area.timezone,
            level=row.service_level,
            is_small=row.is_small,
            supervisor_id=row.supervisor_id,
            official=officials.get(row.id),
            coordinator=coordinators.get(row.supervisor_id),
            pace=Random(row.code).lognormvariate(0, 0.45),  # noqa: S311 how fast an office is follows from its code
        )
        for row in db.session.scalars(rows)
    }


def _provinces(offices: dict[int, Office], people: list[Grant]) -> list[Province]:
    areas = list(db.session.scalars(sa.select(Area).where(Area.level == Level.PROVINCE).order_by(Area.id)))
    beside: dict[int, list[int]] = {}
    for area_id, neighbour_id in db.session.execute(sa.select(neighbours.c.area_id, neighbours.c.neighbour_id)):
        beside.setdefault(area_id, []).append(neighbour_id)
    monitors = {area.id: _monitors(people, area.id) for area in areas}
    return [
        Province(
            id=area.id,
            iso_code=area.iso_code or "",
            name=area.name_mn,
            zone=area.timezone,
            population=area.population or 0,
            offices=_by_kind([office for office in offices.values() if office.province_id == area.id]),
            monitors=monitors[area.id],
            seniors=[grant.user_id for grant in people if grant.area_id == area.id and grant.role == Role.SENIOR_MONITOR],
            neighbours=[user for other in sorted(beside.get(area.id, [])) for user in monitors.get(other, [])],
        )
        for area in areas
    ]


def _monitors(people: list[Grant], area_id: int) -> list[int]:
    return sorted({grant.user_id for grant in people if grant.area_id == area_id and grant.role in MONITORS})


def _by_kind(offices: list[Office]) -> dict[OfficeKind, list[Office]]:
    found: dict[OfficeKind, list[Office]] = {}
    for office in offices:
        found.setdefault(office.kind, []).append(office)
    return found
