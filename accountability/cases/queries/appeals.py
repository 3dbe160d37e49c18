"""Appeals as a reviewer may see them, as those who see to it that none waits for ever, and as monitors look them through."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from accountability.access.actor import Actor
from accountability.access.roles import Role
from accountability.cases.models import Appeal, AppealBar, Case, CaseFacility, Routing
from accountability.cases.models.appeals import UNDECIDED
from accountability.cases.queries.scope import routings_visible_to
from accountability.cases.queries.single import lock
from accountability.core.db import db
from accountability.core.errors import NotFound
from accountability.core.vault import vault

LISTED = (
    joinedload(Appeal.organisation),
    joinedload(Appeal.case).options(selectinload(Case.places).joinedload(CaseFacility.facility), selectinload(Case.categories)),
)
WHOLE = (
    *LISTED,
    joinedload(Appeal.words),
    joinedload(Appeal.case).options(
        selectinload(Case.routings).options(joinedload(Routing.addressee), joinedload(Routing.answer)),
    ),
)


def independent_of(actor: Actor) -> sa.ColumnElement[bool]:
    """The WHERE form of the rule `independent`."""
    own = set(actor.tied_to) | {grant.organisation_id for grant in actor.grants if grant.organisation_id}
    above = set().union(*(grant.above for grant in actor.grants))
    barred = sa.or_(AppealBar.organisation_id.in_(own), sa.and_(AppealBar.with_all_below, AppealBar.organisation_id.in_(above)))
    return ~sa.exists().where(AppealBar.appeal_id == Appeal.id, barred)


def appeals_visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """The WHERE form of `appeal:read`; a test compares the two."""
    if not actor.has(Role.REVIEWER):
        return sa.false()
    offered = sa.and_(UNDECIDED, Appeal.holder_id.is_(None), independent_of(actor))
    return sa.or_(sa.and_(Appeal.holder_id == actor.user_id, Appeal.over_at.is_(None)), offered)


def waiting_appeals(actor: Actor, limit: int, offset: int = 0) -> list[Appeal]:
    """What somebody may decide, their own first, then the one that waits longest."""
    mine = sa.case((Appeal.holder_id == actor.user_id, 0), else_=1)
    found = sa.select(Appeal).options(*LISTED).where(appeals_visible_to(actor), UNDECIDED)
    return list(db.session.scalars(found.order_by(mine, Appeal.due_at, Appeal.id).limit(limit).offset(offset)).unique())


def decided_appeals(actor: Actor, limit: int, offset: int = 0) -> list[Appeal]:
    """What somebody decided, newest first."""
    found = sa.select(Appeal).options(*LISTED).where(Appeal.holder_id == actor.user_id, Appeal.decided_at.is_not(None))
    return list(db.session.scalars(found.order_by(Appeal.decided_at.desc(), Appeal.id).limit(limit).offset(offset)).unique())


def appeal_for(number: str, actor: Actor) -> Appeal:
    return _one(sa.select(Appeal).options(*WHOLE).where(Appeal.number == number, appeals_visible_to(actor)))


def appeal_to_take(number: str, actor: Actor) -> Appeal:
    """Also one that somebody else was faster to take: whoever was late is told so."""
    mine = sa.and_(independent_of(actor), Appeal.over_at.is_(None)) if actor.has(Role.REVIEWER) else sa.false()
    return _one(sa.select(Appeal).options(*WHOLE).where(Appeal.number == number, mine))


def lock_appeal(appeal: Appeal) -> Appeal:
    """The appeal as it stands while its case is locked."""
    lock(appeal.case_id)
    found = sa.select(Appeal).options(*WHOLE).where(Appeal.id == appeal.id)
    return _one(found.execution_options(populate_existing=True))


def appeal_words(appeal: Appeal) -> str:
    """What the author says, in plain; nothing once it is erased."""
    return vault.open_text(appeal.words.body, f"appeal:{appeal.case.public_id}") if appeal.words else ""


def watched_appeals(actor: Actor, limit: int, offset: int = 0) -> list[Appeal]:
    """What nobody decided yet, the longest waiting first: all of them, or those about offices that somebody coordinates."""
    found = sa.select(Appeal).options(*LISTED).where(UNDECIDED, _watches(actor))
    return list(db.session.scalars(found.order_by(Appeal.due_at, Appeal.id).limit(limit).offset(offset)).unique())


def watched_appeal(number: str, actor: Actor) -> Appeal:
    return _one(sa.select(Appeal).options(*WHOLE).where(Appeal.number == number, UNDECIDED, _watches(actor)))


def _watches(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.has(Role.ADMIN):
        return sa.true()
    if not actor.has(Role.COORDINATOR):
        return sa.false()
    return Appeal.case_id.in_(sa.select(Routing.case_id).where(routings_visible_to(actor)).correlate(None))


def _one(query: sa.Select[Appeal]) -> Appeal:
    found = db.session.scalars(query).unique().first()
    if found is None:
        raise NotFound("no such appeal")
    return found
