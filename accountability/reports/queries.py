"""Kept reports, the newest first, what an office filed, and the scopes that a reader may choose from."""

import sqlalchemy as sa

from accountability.access import policy
from accountability.access.actor import Actor
from accountability.access.permissions import Permission
from accountability.access.roles import Role
from accountability.core.db import db
from accountability.directory.models import Area, Organisation
from accountability.reports.models import FiledFigures, PetitionReport
from accountability.reports.periods import Period
from accountability.reports.scopes import NATION, Scope

MOST_OFFICES = 400


def versions(scope: Scope, period: Period) -> list[PetitionReport]:
    found = sa.select(PetitionReport).where(PetitionReport.scope == scope.code, PetitionReport.period == period.name)
    return list(db.session.scalars(found.order_by(PetitionReport.version.desc())))


def latest(scope: Scope, period: Period) -> PetitionReport | None:
    return next(iter(versions(scope, period)), None)


def filed(scope: Scope, period: Period) -> FiledFigures | None:
    if scope.office is None:
        return None
    own = FiledFigures.office_id == scope.office.id
    return db.session.scalars(sa.select(FiledFigures).where(own, FiledFigures.period == period.name)).first()


def scopes_of(actor: Actor) -> list[Scope]:
    """Own offices, those below or in one's province, the province, the nation: as far as the policy allows."""
    mine, places = actor.organisations(Role.OFFICIAL, Role.COORDINATOR), actor.provinces(Role.COORDINATOR)
    provinces = list(db.session.scalars(sa.select(Area).where(Area.id.in_(places)).order_by(Area.sort_key)))
    in_place = sa.or_(Area.id.in_(places), Area.parent_id.in_(places))
    below = sa.or_(Organisation.id.in_(mine), Organisation.supervisor_id.in_(actor.organisations(Role.COORDINATOR)), in_place)
    offices = sa.select(Organisation).join(Organisation.area, isouter=True).where(below).order_by(Organisation.sort_key)
    found = [Scope(f"province:{one.iso_code}", province=one) for one in provinces]
    found += [Scope(f"office:{one.code}", office=one) for one in db.session.scalars(offices.limit(MOST_OFFICES))]
    nation = Scope(NATION)
    return [*([nation] if policy.may(actor, Permission.REPORT_READ, nation) else []), *found]
