"""The monitors' queue, its counts, and like cases."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from rapidfuzz import fuzz
from sqlalchemy.orm import aliased, joinedload

from accountability.access.actor import Actor
from accountability.access.rules import NEIGHBOURS_AFTER
from accountability.accounts.models import User
from accountability.cases.models import (
    Answer,
    Appeal,
    Case,
    CopyState,
    Kind,
    Routing,
    SavedView,
    case_categories,
    case_facilities,
)
from accountability.cases.models.appeals import UNREAD
from accountability.cases.queries.published import LISTED, matches
from accountability.cases.queries.scope import visible_to
from accountability.cases.workflow import OPEN_ROUTING, WAITING, Status, Visibility
from accountability.core import clock
from accountability.core.db import db
from accountability.core.mongolian import stem, words
from accountability.core.vault import vault
from accountability.directory.models import Area, Organisation

LIKE_WITHIN = timedelta(days=90)


LIKE_AT_LEAST = 55
# Cases with a review whose reasons nobody has looked through yet; few, and held by a partial index.
_REVIEWED = sa.select(Appeal.case_id).where(UNREAD)


@dataclass(frozen=True)
class QueueFilter:
    """What a monitor may filter by, as it stands in the address."""

    view: str = "waiting"
    q: str = ""
    kind: Kind | None = None
    category_id: int | None = None
    facility_id: int | None = None
    soum_id: int | None = None


def _view(view: str, actor: Actor) -> sa.ColumnElement[bool]:
    """The ready-made views of the queue."""
    now = clock.now()
    views: dict[str, sa.ColumnElement[bool]] = {
        "waiting": Case.status.in_(WAITING),
        "urgent": sa.and_(Case.status.in_(WAITING), Case.urgency >= 3),
        "late": sa.and_(Case.status.in_(WAITING), Case.waiting_since <= now - NEIGHBOURS_AFTER),
        "mine": sa.and_(Case.reviewer_id == actor.user_id, Case.status.in_((*WAITING, Status.NEEDS_INFO))),
        "asked": Case.status == Status.NEEDS_INFO,
        "office": Case.status == Status.WITH_OFFICE,
        "copies": sa.and_(
            Case.visibility == Visibility.PUBLIC,
            sa.or_(
                Case.id.in_(_REVIEWED),
                sa.and_(
                    Case.status.in_((Status.WITH_OFFICE, Status.ANSWERED, Status.APPEALED)),
                    sa.exists().where(
                        Routing.case_id == Case.id, Answer.routing_id == Routing.id, Answer.copy_state == CopyState.PENDING
                    ),
                ),
            ),
        ),
        "unchecked": sa.and_(Case.unchecked, Case.status.in_(WAITING)),
        "again": sa.and_(Case.look_again_on <= clock.today(), Case.status.in_((*WAITING, Status.NEEDS_INFO, Status.WITH_OFFICE))),
        "answered": Case.status == Status.ANSWERED,
        "all": sa.true(),
    }
    if view == "quarantine":
        return sa.and_(Case.quarantined, Case.status == Status.RECEIVED)
    return sa.and_(views.get(view, views["waiting"]), Case.quarantined.is_(False))


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue: what a monitor needs to choose, and nothing of the story."""

    public_id: str
    status: Status
    kind: Kind | None
    urgency: int
    waiting_since: datetime
    text_office: str
    facility_mn: str | None
    facility_en: str | None
    facility_text: str | None
    soum_mn: str | None
    soum_en: str | None
    reviewer: str | None
    cycle: int
    answer_due: datetime | None


def queue(actor: Actor, chosen: QueueFilter, limit: int, offset: int = 0) -> list[QueueRow]:
    """What waits, most urgent first, then oldest; one statement."""
    first = sa.and_(case_facilities.c.case_id == Case.id, case_facilities.c.place == 0)
    due = sa.select(sa.func.min(Routing.answer_due)).where(Routing.case_id == Case.id, Routing.status.in_(OPEN_ROUTING))
    soum = aliased(Area)
    found = (
        sa.select(
            Case.public_id, Case.status, Case.kind, Case.urgency, Case.waiting_since, Case.text_office,
            Organisation.name_mn.label("facility_mn"), Organisation.name_en.label("facility_en"), Case.facility_text,
            soum.name_mn.label("soum_mn"), soum.name_en.label("soum_en"), User.name.label("reviewer"), Case.cycle,
            due.scalar_subquery().label("answer_due"),
        )
        .outerjoin(case_facilities, first)
        .outerjoin(Organisation, Organisation.id == case_facilities.c.facility_id)
        .outerjoin(soum, soum.id == Case.soum_id)
        .outerjoin(User, User.id == Case.reviewer_id)
    )  # fmt: skip
    found = _chosen(found, actor, chosen).order_by(Case.urgency.desc(), Case.waiting_since, Case.id)
    return [QueueRow(*row) for row in db.session.execute(found.limit(limit).offset(offset))]


def _chosen(found: Any, actor: Actor, chosen: QueueFilter) -> Any:
    found = found.where(visible_to(actor), _view(chosen.view, actor))
    if chosen.kind is not None:
        found = found.where(Case.kind == chosen.kind)
    if chosen.soum_id:
        found = found.where(Case.soum_id == chosen.soum_id)
    if chosen.category_id:
        about = sa.select(case_categories.c.case_id).where(case_categories.c.category_id == chosen.category_id)
        found = found.where(Case.id.in_(about))
    if chosen.facility_id:
        about = sa.select(case_facilities.c.case_id).where(case_facilities.c.facility_id == chosen.facility_id)
        found = found.where(Case.id.in_(about))
    if chosen.q:
        by_id = Case.public_id == chosen.q.strip().upper()
        found = found.where(sa.or_(by_id, matches("staff_terms", chosen.q)))
    return found


def queue_counts(actor: Actor) -> dict[str, int]:
    """How many cases each ready-made view holds, in one statement."""
    views = ("waiting", "urgent", "late", "mine", "asked", "office", "copies", "unchecked", "again", "answered", "quarantine")
    columns = [sa.func.coalesce(sa.func.sum(sa.case((_view(view, actor), 1), else_=0)), 0).label(view) for view in views]
    live = sa.or_(
        Case.status.in_((*WAITING, Status.NEEDS_INFO, Status.WITH_OFFICE, Status.ANSWERED, Status.APPEALED)),
        Case.id.in_(_REVIEWED),
    )
    row = db.session.execute(sa.select(*columns).where(visible_to(actor), live)).one()
    return {view: int(getattr(row, view)) for view in views}


def chosen_cases(actor: Actor, public_ids: list[str]) -> list[Case]:
    found = sa.select(Case).options(*LISTED).where(Case.public_id.in_(public_ids), visible_to(actor))
    return list(db.session.scalars(found.order_by(Case.urgency.desc(), Case.waiting_since)))


def like_cases(actor: Actor, case: Case, story: str, limit: int = 5) -> list[tuple[int, Case]]:
    """Cases of the same place and the last 90 days that read alike and that the reader may open, with their likeness in per cent.

    Stories are compared in memory, opened one by one and let go: no index ever keeps a story in plain.
    """
    query = (
        sa.select(Case)
        .options(joinedload(Case.secret))
        .where(
            visible_to(actor),
            Case.id != case.id,
            Case.quarantined.is_(False),
            Case.province_id == case.province_id,
            Case.received_at >= clock.now() - LIKE_WITHIN,
        )
        .where(Case.status.not_in((Status.MERGED, Status.WITHDRAWN, Status.DECLINED)))
        .order_by(Case.received_at.desc())
        .limit(300)
    )
    query = query.where(Case.soum_id == case.soum_id) if case.soum_id else query
    mine = " ".join(stem(word) for word in words(story))
    scored = [(_likeness(mine, other), other) for other in db.session.scalars(query)]
    alike = [pair for pair in scored if pair[0] >= LIKE_AT_LEAST]
    return sorted(alike, key=lambda pair: -pair[0])[:limit]


def _likeness(mine: str, other: Case) -> int:
    if not other.secret or not other.secret.story:
        return 0
    story = vault.open_text(other.secret.story, f"story:{other.public_id}")
    return round(fuzz.token_set_ratio(mine, " ".join(stem(word) for word in words(story))))


def saved_views(user_id: int) -> list[SavedView]:
    return list(db.session.scalars(sa.select(SavedView).where(SavedView.user_id == user_id).order_by(SavedView.name)))


def week_of(user_id: int, since: datetime) -> dict[str, int]:
    """What a monitor has in hand, and what came to an end since a moment."""
    mine = Case.reviewer_id == user_id
    columns = {
        "in_hand": sa.and_(mine, Case.status.in_((*WAITING, Status.NEEDS_INFO))),
        "with_office": sa.and_(mine, Case.status == Status.WITH_OFFICE),
        "answered": sa.and_(mine, Case.first_answered_at >= since),
        "ended": sa.and_(mine, Case.ended_at >= since),
    }
    sums = [sa.func.coalesce(sa.func.sum(sa.case((rule, 1), else_=0)), 0).label(name) for name, rule in columns.items()]
    row = db.session.execute(sa.select(*sums).where(mine)).one()
    return {name: int(getattr(row, name)) for name in columns}
