"""Questions about alerts and breaches."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from accountability.access.actor import Actor
from accountability.access.roles import Role
from accountability.cases.models import Case, CaseFacility, Routing, case_facilities
from accountability.core.db import db
from accountability.core.errors import NotFound
from accountability.privacy.models import Alert, AlertState, Breach

OPEN = (AlertState.OPEN, AlertState.PAUSED)
_WITH_CASE = joinedload(Alert.case).options(
    selectinload(Case.places).joinedload(CaseFacility.facility),
    selectinload(Case.routings).options(joinedload(Routing.addressee), joinedload(Routing.answer)),
    selectinload(Case.consents),
    selectinload(Case.categories),
)


def decidable_by(actor: Actor) -> sa.ColumnElement[bool]:
    """The WHERE form of `alert:decide`."""
    if not actor.has(Role.SENIOR_MONITOR):
        return sa.false()
    here: sa.ColumnElement[bool] = Case.province_id.in_(actor.provinces(Role.SENIOR_MONITOR))
    if actor.tied_to:
        about = sa.select(1).where(case_facilities.c.case_id == Case.id, case_facilities.c.facility_id.in_(actor.tied_to))
        sent = sa.select(1).where(Routing.case_id == Case.id, Routing.addressee_id.in_(actor.tied_to))
        here = sa.and_(here, ~about.correlate(Case).exists(), ~sent.correlate(Case).exists())
    return sa.or_(Alert.case_id.is_(None), Case.province_id.is_(None), here)


def alerts(actor: Actor, limit: int = 50) -> list[Alert]:
    """Open alerts first, the oldest of them first; then those that were decided lately."""
    found = sa.select(Alert).outerjoin(Alert.case).where(decidable_by(actor)).options(_WITH_CASE)
    decided = Alert.state.not_in(OPEN)
    return list(
        db.session.scalars(found.order_by(decided, sa.case((decided, None), else_=Alert.at), Alert.at.desc()).limit(limit))
    )


def alert(alert_id: int, actor: Actor) -> Alert:
    found = sa.select(Alert).outerjoin(Alert.case).where(Alert.id == alert_id, decidable_by(actor)).options(_WITH_CASE)
    row = db.session.scalars(found).unique().first()
    if row is None:
        raise NotFound("no such alert")
    return row


def open_about(case_id: int) -> bool:
    found = sa.select(Alert.id).where(Alert.case_id == case_id, Alert.state.in_(OPEN))
    return db.session.scalar(found) is not None


def breaches() -> list[Breach]:
    return list(db.session.scalars(sa.select(Breach).order_by(Breach.noticed_at.desc())))


def breach(breach_id: int) -> Breach:
    row = db.session.get(Breach, breach_id)
    if row is None:
        raise NotFound("no such breach")
    return row
