"""Questions to the protected channel's own database, and who of the people with accounts reads there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from accountability.access.actor import Actor
from accountability.access.roles import Role
from accountability.accounts import queries as accounts
from accountability.accounts.models import User
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import NotFound
from accountability.core.mongolian import normal
from accountability.directory import queries as directory
from accountability.directory.models import Organisation
from accountability.sensitive.marks import marks
from accountability.sensitive.models import CheckIn, DutyHours, Envelope, Officer, RecoveryKey, Report
from accountability.sensitive.workflow import ONGOING, State

# Sealed to at least so many people, or not taken at all: one may fall ill, another may be the one who is meant.
FEWEST_READERS = 3
SCREEN_URGENT, SCREEN_OTHERS = timedelta(hours=4), timedelta(hours=24)
REVIEW_EMERGENCY, OTHER_ROUTE = timedelta(hours=24), timedelta(days=2)


def officer_mark(user_id: int) -> str:
    return marks.of("officer", str(user_id))


def officer_of(user_id: int) -> Officer | None:
    """Somebody's own row, while it is not removed."""
    found = sa.select(Officer).where(Officer.mark == officer_mark(user_id), Officer.removed_at.is_(None))
    return db.session.scalars(found).first()


def officer_rows() -> list[tuple[Officer, User]]:
    """Every key pair that belongs to an active account with the role, confirmed or not."""
    people = {officer_mark(person.id): person for person in accounts.holders_of(Role.PROTECTION_OFFICER)}
    rows = db.session.scalars(sa.select(Officer).where(Officer.removed_at.is_(None)).order_by(Officer.id))
    return [(row, people[row.mark]) for row in rows if row.mark in people]


def reading_officers() -> list[tuple[Officer, User]]:
    """Those to whom reports are sealed."""
    return [(row, person) for row, person in officer_rows() if row.is_reading]


def gone_officers() -> list[Officer]:
    """Key pairs whose account is closed or has lost the role."""
    here = {row.id for row, _person in officer_rows()}
    rows = db.session.scalars(sa.select(Officer).where(Officer.removed_at.is_(None)))
    return [row for row in rows if row.id not in here]


def ever_confirmed() -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(Officer.was_confirmed)) or 0


def is_open() -> bool:
    """Whether anything is taken at all."""
    return len(reading_officers()) >= FEWEST_READERS


def recovery_key() -> RecoveryKey | None:
    return db.session.scalars(
        sa.select(RecoveryKey).where(RecoveryKey.retired_at.is_(None)).order_by(RecoveryKey.id.desc())
    ).first()


# --- a conflict of interest -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where and about whom a report is, as the policy asks one officer about it; made of what the seal had hidden."""

    province_id: int | None
    organisation_ids: frozenset[int]


def place_for(actor: Actor, body: dict[str, Any]) -> Place:
    """The province that a report names, and those of the officer's own organisations that lie there or are named in it."""
    province = directory.province(body["province"]) if body.get("province") else None
    tied = actor.tied_to | {grant.organisation_id for grant in actor.grants if grant.organisation_id}
    found = list(db.session.scalars(sa.select(Organisation).where(Organisation.id.in_(tied))))
    named = normal(f"{body.get('accused') or ''} {body.get('facility') or ''}").lower()
    meant = {
        office.id
        for office in found
        if (province and province.id in {office.area_id, office.area.parent_id})
        or any(name and name.lower() in named for name in (office.name_mn, office.name_en))
    }
    return Place(province.id if province else None, frozenset(meant))


# --- reports ----------------------------------------------------------------------------------------------------------


def by_lookup(lookup: str) -> Report | None:
    return db.session.scalars(sa.select(Report).where(Report.lookup == lookup, Report.state != State.PURGED)).first()


def by_marker(marker: str) -> Report | None:
    return db.session.scalars(sa.select(Report).where(Report.marker == marker)).first()


def report_for(officer: Officer, name: str, *, lock: bool = False) -> tuple[Report, Envelope]:
    """A report that this officer holds an envelope of; any other does not exist for them."""
    found = (
        sa.select(Report, Envelope)
        .join(Envelope, Envelope.report_id == Report.id)
        .where(Report.name == name.upper(), Envelope.officer_id == officer.id, Report.state != State.PURGED)
    )
    if lock:
        found = found.with_for_update(of=Report).execution_options(populate_existing=True)
    row = db.session.execute(found).first()
    if row is None:
        raise NotFound("no such report")
    return row[0], row[1]


def held_by(officer: Officer) -> list[tuple[Report, Envelope]]:
    """Everything that an officer can open, for sealing it to somebody else."""
    found = sa.select(Report, Envelope).join(Envelope, Envelope.report_id == Report.id)
    rows = db.session.execute(found.where(Envelope.officer_id == officer.id, Report.state != State.PURGED).order_by(Report.id))
    return [(report, envelope) for report, envelope in rows]


def readers_of(report: Report) -> tuple[set[int], set[int]]:
    """Who holds an envelope of it: officers, and recovery keys."""
    rows = db.session.execute(sa.select(Envelope.officer_id, Envelope.recovery_id).where(Envelope.report_id == report.id)).all()
    return {row[0] for row in rows if row[0]}, {row[1] for row in rows if row[1]}


@dataclass(frozen=True)
class Line:
    """A report on the desk: only what lies there in plain."""

    report: Report
    due_at: datetime | None
    late: bool
    tasks: tuple[str, ...]


def desk(officer: Officer, *, over: bool = False) -> list[Line]:
    """The queue: what is due first stands first."""
    states = sorted(set(State) - ONGOING - {State.PURGED}) if over else sorted(ONGOING)
    found = (
        sa.select(Report)
        .join(Envelope, Envelope.report_id == Report.id)
        .options(selectinload(Report.check_ins))
        .where(Envelope.officer_id == officer.id, Report.state.in_(states))
        .order_by(Report.received_at)
        .limit(500)
    )
    lines = [line_of(report, officer.id) for report in db.session.scalars(found)]
    return sorted(lines, key=lambda line: (line.due_at is None, line.due_at or line.report.received_at, not line.report.urgent))


def line_of(report: Report, officer_id: int | None) -> Line:
    tasks = dict(_tasks(report, officer_id))
    due = min((at for at in tasks.values() if at), default=None)
    return Line(report, due, bool(due and due < clock.now()), tuple(tasks))


def _tasks(report: Report, officer_id: int | None) -> list[tuple[str, datetime | None]]:
    """What waits, and until when."""
    found: list[tuple[str, datetime | None]] = []
    if report.state == State.SEALED:
        found.append(("screen", report.received_at + (SCREEN_URGENT if report.urgent else SCREEN_OTHERS)))
    if report.emergency_at and not report.emergency_reviewed_at and report.emergency_by_id != officer_id:
        found.append(("review", report.emergency_at + REVIEW_EMERGENCY))
    if report.state == State.BOUNCED:
        found.append(("other_route", report.since + OTHER_ROUTE))
    soon = clock.now() + timedelta(days=1)
    found += [("check_in", one.due_at) for one in report.check_ins if one.done_at is None and one.due_at <= soon][:1]
    if report.author_wrote:
        found.append(("author_wrote", None))
    return found


def waiting_reports() -> list[Line]:
    """Whatever should make an officer look; for notices, so nobody's own emergency is left out."""
    due = sa.select(CheckIn.report_id).where(CheckIn.done_at.is_(None), CheckIn.due_at <= clock.now())
    calls = sa.or_(
        Report.state.in_((State.SEALED, State.BOUNCED)),
        Report.author_wrote,
        sa.and_(Report.emergency_at.is_not(None), Report.emergency_reviewed_at.is_(None)),
        Report.id.in_(due),
    )
    found = sa.select(Report).options(selectinload(Report.check_ins)).where(Report.state.in_(sorted(ONGOING)), calls)
    return [line_of(report, None) for report in db.session.scalars(found)]


# --- the roster -------------------------------------------------------------------------------------------------------


def on_duty(at: datetime) -> int:
    """How many read at this moment."""
    reading = [officer.id for officer, _person in reading_officers()]
    now = sa.and_(DutyHours.starts_at <= at, DutyHours.ends_at > at, DutyHours.officer_id.in_(reading))
    return db.session.scalar(sa.select(sa.func.count(sa.distinct(DutyHours.officer_id))).where(now)) or 0


def next_hours(at: datetime, limit: int = 6) -> list[tuple[datetime, datetime]]:
    """When somebody reads next; hours that two share are said once."""
    reading = [officer.id for officer, _person in reading_officers()]
    found = sa.select(DutyHours.starts_at, DutyHours.ends_at).where(DutyHours.ends_at > at, DutyHours.officer_id.in_(reading))
    joined: list[tuple[datetime, datetime]] = []
    for starts, ends in db.session.execute(found.order_by(DutyHours.starts_at).limit(60)):
        if joined and starts <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
        else:
            joined.append((starts, ends))
    return joined[:limit]


def hours_of(officer: Officer) -> list[DutyHours]:
    found = sa.select(DutyHours).where(DutyHours.officer_id == officer.id, DutyHours.ends_at > clock.now())
    return list(db.session.scalars(found.order_by(DutyHours.starts_at)))
