"""An office's register, its counts, thanks and words kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from accountability.access.actor import Actor
from accountability.access.roles import Role
from accountability.cases.models import (
    AnswerTemplate,
    Case,
    CaseFacility,
    Kind,
    Routing,
    case_facilities,
)
from accountability.cases.queries.published import matches
from accountability.cases.queries.scope import routings_visible_to
from accountability.cases.queries.single import _one
from accountability.cases.workflow import OPEN_ROUTING, RoutingStatus, Status
from accountability.core import clock
from accountability.core.db import db
from accountability.directory.models import Organisation


@dataclass(frozen=True)
class RegisterFilter:
    """What an office may filter its register by, as it stands in the address."""

    view: str = "open"
    q: str = ""
    facility_id: int | None = None
    since: Any = None
    until: Any = None


def register(actor: Actor, chosen: RegisterFilter, limit: int, offset: int = 0) -> list[Routing]:
    """What an office was sent: the latest due first among open ones."""
    return list(db.session.scalars(register_query(actor, chosen).limit(limit).offset(offset)))


def register_rows(actor: Actor, chosen: RegisterFilter) -> Iterator[Routing]:
    """The whole register, fetched in portions, for downloads."""
    yield from db.session.scalars(register_query(actor, chosen).execution_options(yield_per=500))


def register_offices(actor: Actor) -> list[Organisation]:
    """The offices that stand in somebody's register, for choosing one."""
    sent = sa.select(Routing.addressee_id).join(Routing.addressee).join(Routing.case).where(routings_visible_to(actor))
    return list(db.session.scalars(sa.select(Organisation).where(Organisation.id.in_(sent)).order_by(Organisation.sort_key)))


def offices_of(actor: Actor) -> list[Organisation]:
    """The offices that somebody works in or coordinates themselves."""
    ids = actor.organisations(Role.OFFICIAL, Role.COORDINATOR)
    return list(db.session.scalars(sa.select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.sort_key)))


def register_query(actor: Actor, chosen: RegisterFilter) -> sa.Select[Routing]:
    """The one query behind the inbox, its counts and its exports."""
    found = (
        sa.select(Routing)
        .join(Routing.addressee)
        .join(Routing.case)
        .options(
            joinedload(Routing.addressee).joinedload(Organisation.area),
            joinedload(Routing.answer),
            joinedload(Routing.case).options(selectinload(Case.categories)),
        )
        .where(routings_visible_to(actor), _register_view(chosen.view))
    )
    if chosen.facility_id:
        found = found.where(Routing.addressee_id == chosen.facility_id)
    if chosen.since:
        found = found.where(Routing.routed_at >= clock.end_of_day(chosen.since - timedelta(days=1)))
    if chosen.until:
        found = found.where(Routing.routed_at <= clock.end_of_day(chosen.until))
    if chosen.q:
        by_number = sa.or_(Routing.number == chosen.q.strip().upper(), Case.public_id == chosen.q.strip().upper())
        found = found.where(sa.or_(by_number, matches("staff_terms", chosen.q)))
    return found.order_by(Routing.answer_due.is_(None), Routing.answer_due, Routing.id)


def _register_view(view: str) -> sa.ColumnElement[bool]:
    now = clock.now()
    views: dict[str, sa.ColumnElement[bool]] = {
        "open": Routing.status.in_(OPEN_ROUTING),
        "new": Routing.status == RoutingStatus.ROUTED,
        "late": sa.and_(Routing.status.in_(OPEN_ROUTING), Routing.answer_due < now),
        "undelivered": sa.and_(Routing.status.in_(OPEN_ROUTING), Routing.delivered_at.is_(None)),
        "to_settle": _to_settle(),
        "answered": Routing.status == RoutingStatus.ANSWERED,
        "all": sa.true(),
    }
    return views.get(view, views["open"])


def _to_settle() -> sa.ColumnElement[bool]:
    """The last of two returns or more, while nobody decided whose it is."""
    other = aliased(Routing)
    others = sa.select(1).where(
        other.case_id == Routing.case_id,
        other.cycle == Routing.cycle,
        other.status == RoutingStatus.RETURNED,
        other.id < Routing.id,
    )
    waits = sa.and_(Case.status == Status.IN_REVIEW, Case.cycle == Routing.cycle, Routing.status == RoutingStatus.RETURNED)
    return sa.and_(waits, others.correlate(Routing).exists())


def register_counts(actor: Actor) -> dict[str, int]:
    views = ("open", "new", "late", "undelivered", "to_settle", "answered")
    columns = [sa.func.coalesce(sa.func.sum(sa.case((_register_view(view), 1), else_=0)), 0).label(view) for view in views]
    row = db.session.execute(
        sa.select(*columns).select_from(Routing).join(Routing.addressee).join(Routing.case).where(routings_visible_to(actor))
    ).one()
    return {view: int(getattr(row, view)) for view in views}


def thanks_for(actor: Actor, limit: int, offset: int = 0) -> list[Case]:
    """Thanks that were passed on to the actor's offices, newest first."""
    return list(db.session.scalars(_thanks(actor).order_by(Case.ended_at.desc()).limit(limit).offset(offset)))


def thanks_of(public_id: str, actor: Actor) -> Case:
    return _one(_thanks(actor).where(Case.public_id == public_id))


def _thanks(actor: Actor) -> sa.Select[Case]:
    offices = actor.organisations(Role.OFFICIAL, Role.COORDINATOR)
    about = sa.select(case_facilities.c.case_id).where(case_facilities.c.facility_id.in_(offices))
    found = sa.select(Case).options(selectinload(Case.places).joinedload(CaseFacility.facility))
    return found.where(Case.id.in_(about), Case.kind == Kind.THANKS, Case.status == Status.CLOSED)


def templates_of(organisation_ids: set[int]) -> list[AnswerTemplate]:
    found = sa.select(AnswerTemplate).where(AnswerTemplate.organisation_id.in_(organisation_ids))
    return list(db.session.scalars(found.order_by(AnswerTemplate.name)))
