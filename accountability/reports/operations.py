"""A report is kept as it was made; it is made anew only when a number changed, and what an office filed stands beside it."""

from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.audit import operations as audit
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid
from accountability.directory.labels import Level
from accountability.directory.models import Area
from accountability.reports import counting, queries
from accountability.reports.models import FiledFigures, PetitionReport
from accountability.reports.periods import Period
from accountability.reports.scopes import Scope


@dataclass(frozen=True)
class Filed:
    """What an office itself reported, and where that stands."""

    received: int
    in_time: int
    late: int
    source: str


def keep(scope: Scope, period: Period, actor: Actor) -> PetitionReport:
    """The report of a period that has begun; the last one again when nothing changed, so that its file stays the same."""
    policy.require(actor, Permission.REPORT_READ, scope)
    if period.since > clock.today():
        raise Invalid("period", "not_begun")
    _lock()
    figures, last = figures_now(scope, period), queries.latest(scope, period)
    if last and not counting.changes(last.figures, figures):
        return last
    made = PetitionReport(
        scope=scope.code,
        period=period.name,
        version=last.version + 1 if last else 1,
        since=period.since,
        until=period.until,
        made_at=clock.now(),
        user_id=actor.user_id,
        figures=figures,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(f"report:{scope.code}:{period.name}", "keep_report", actor, version=made.version)
    return made


def figures_now(scope: Scope, period: Period) -> dict[str, Any]:
    return {**counting.count(scope, period), **_beside(scope, period)}


def _beside(scope: Scope, period: Period) -> dict[str, Any]:
    """What else stands in the files of a version: the names as they are now, and what the office filed until now."""
    filed, named = queries.filed(scope, period), scope.office or scope.province
    own = {"received": filed.received, "in_time": filed.in_time, "late": filed.late, "source": filed.source} if filed else None
    return {"filed": own, "name": {"mn": named.name_mn, "en": named.name_en} if named else None}


def _lock() -> None:
    """One report at a time, so that no version is made twice."""
    db.session.execute(sa.select(Area.id).where(Area.level == Level.COUNTRY).with_for_update())


def enter_filed(scope: Scope, period: Period, actor: Actor, filed: Filed) -> FiledFigures:
    """Keeps what the office reported upwards by itself, once or corrected; each entry is on the trail."""
    policy.require(actor, Permission.REPORT_READ, scope)
    if scope.office is None:
        raise Invalid("scope", "no_office")
    if min(filed.received, filed.in_time, filed.late) < 0 or filed.in_time + filed.late > filed.received:
        raise Invalid("received", "too_few")
    _lock()
    row = queries.filed(scope, period) or FiledFigures(office_id=scope.office.id, period=period.name)
    row.received, row.in_time, row.late, row.source = filed.received, filed.in_time, filed.late, filed.source
    row.user_id, row.at = actor.user_id or 0, clock.now()
    db.session.add(row)
    audit.record(f"report:{scope.code}:{period.name}", "enter_filed", actor, **asdict(filed))
    return row
