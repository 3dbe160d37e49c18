"""Every question asked about cases; each list starts from what its reader may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from rapidfuzz import fuzz
from sqlalchemy.orm import aliased, joinedload, selectinload

from accountability.access.actor import Actor
from accountability.access.roles import MONITORS, Role
from accountability.access.rules import NEIGHBOURS_AFTER, POOL_AFTER
from accountability.accounts.models import User
from accountability.cases import receipts
from accountability.cases.deadlines import Term
from accountability.cases.models import (
    Answer,
    AnswerTemplate,
    Case,
    ClockRule,
    CopyState,
    Kind,
    Note,
    Routing,
    SavedView,
    case_categories,
    case_facilities,
)
from accountability.cases.workflow import OPEN_ROUTING, WAITING, RoutingStatus, Status, Verdict, Visibility
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import NotFound
from accountability.core.mongolian import stem, words
from accountability.core.vault import vault
from accountability.directory.models import Area, Organisation

WHOLE = (
    selectinload(Case.facilities).joinedload(Organisation.area).joinedload(Area.parent),
    selectinload(Case.routings).options(joinedload(Routing.addressee).joinedload(Organisation.area), joinedload(Routing.answer)),
    selectinload(Case.categories),
    joinedload(Case.province),
    joinedload(Case.soum),
    joinedload(Case.service),
    joinedload(Case.reviewer),
    joinedload(Case.parent),
)
LISTED = (
    selectinload(Case.facilities),
    selectinload(Case.routings).options(joinedload(Routing.addressee), joinedload(Routing.answer)),
    joinedload(Case.soum),
    joinedload(Case.province),
)
LIKE_WITHIN = timedelta(days=90)
LIKE_AT_LEAST = 55


# --- what a reader may see ---------------------------------------------------------------------------------------------


def visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """The WHERE form of `case:read`; a test compares the two over all combinations."""
    now = clock.now()
    places = actor.provinces(*MONITORS)
    neighbours = actor.neighbour_provinces(*MONITORS)
    waiting = Case.status.in_(WAITING)
    ways: list[sa.ColumnElement[bool]] = []
    if places:
        ways.append(Case.province_id.in_(places))
    if neighbours:
        ways.append(sa.and_(Case.province_id.in_(neighbours), waiting, Case.waiting_since <= now - NEIGHBOURS_AFTER))
    if actor.is_national(*MONITORS):
        ways.append(sa.and_(waiting, Case.waiting_since <= now - POOL_AFTER))
        ways.append(Case.province_id.is_(None))
    if actor.has(*MONITORS):
        ways.append(Case.reviewer_id == actor.user_id)
    if not ways:
        return sa.false()
    return sa.and_(sa.or_(*ways), *_not_tied(actor))


def _not_tied(actor: Actor) -> list[sa.ColumnElement[bool]]:
    if not actor.tied_to:
        return []
    about = sa.exists().where(case_facilities.c.case_id == Case.id, case_facilities.c.facility_id.in_(actor.tied_to))
    sent = sa.exists().where(Routing.case_id == Case.id, Routing.addressee_id.in_(actor.tied_to))
    return [~about, ~sent]


def routings_visible_to(actor: Actor) -> sa.ColumnElement[bool]:
    """The WHERE form of `routing:read`. The query joins Routing.addressee and Routing.case."""
    offices = actor.organisations(Role.OFFICIAL) | actor.organisations(Role.COORDINATOR)
    above = actor.organisations(Role.COORDINATOR)
    places = actor.provinces(Role.COORDINATOR)
    ways: list[sa.ColumnElement[bool]] = []
    if offices:
        ways.append(Routing.addressee_id.in_(offices))
    if above:
        ways.append(Organisation.supervisor_id.in_(above))
    if places:
        ways.append(Case.province_id.in_(places))
    return sa.or_(*ways) if ways else sa.false()


# --- one case ----------------------------------------------------------------------------------------------------------


def get_visible(public_id: str, actor: Actor) -> Case:
    """The one loader of the desk: what may not be seen does not exist."""
    return _one(sa.select(Case).options(*WHOLE).where(Case.public_id == public_id, visible_to(actor)))


DESK = (
    selectinload(Case.facilities).joinedload(Organisation.supervisor),
    selectinload(Case.routings).options(joinedload(Routing.addressee), joinedload(Routing.answer)),
    joinedload(Case.categories),
    joinedload(Case.photos),
    joinedload(Case.province),
    joinedload(Case.soum),
    joinedload(Case.service),
    joinedload(Case.reviewer),
    joinedload(Case.secret),
)


def at_desk(public_id: str, actor: Actor) -> Case:
    """A case with what its desk page shows, in as few statements as can be."""
    return _one(sa.select(Case).options(*DESK).where(Case.public_id == public_id, visible_to(actor)))


def get_public(public_id: str) -> Case:
    """A case that the public may at least know of: public, restricted, or merged into one."""
    seen = sa.or_(Case.visibility.in_((Visibility.PUBLIC, Visibility.RESTRICTED)), Case.status == Status.MERGED)
    return _one(sa.select(Case).options(*WHOLE).where(Case.public_id == public_id, seen))


def of_author(case_id: int) -> Case:
    return _one(sa.select(Case).options(*WHOLE, selectinload(Case.consents)).where(Case.id == case_id))


def by_public_id(public_id: str) -> Case | None:
    found = sa.select(Case).options(*WHOLE, joinedload(Case.secret)).where(Case.public_id == public_id)
    return db.session.scalars(found).unique().first()


def by_receipt(digits: str) -> Case | None:
    return db.session.scalars(sa.select(Case).where(Case.receipt_hash == receipts.receipts.hash(digits))).first()


def by_client_key(client_key: str) -> Case | None:
    return db.session.scalars(sa.select(Case).options(joinedload(Case.secret)).where(Case.client_key == client_key)).first()


def get_routing(number: str, actor: Actor) -> Routing:
    return _one(_routing(number).where(routings_visible_to(actor)))


def routing_for(number: str, actor: Actor) -> Routing:
    """For letters and for what comes on paper: whoever reads the routing, and whoever monitors its case."""
    return _one(_routing(number).where(sa.or_(routings_visible_to(actor), visible_to(actor))))


def _routing(number: str) -> sa.Select[Any]:
    return (
        sa.select(Routing)
        .join(Routing.addressee)
        .join(Routing.case)
        .options(
            joinedload(Routing.addressee).joinedload(Organisation.area),
            joinedload(Routing.answer),
            joinedload(Routing.case).options(
                selectinload(Case.facilities), selectinload(Case.categories), selectinload(Case.routings)
            ),
        )
        .where(Routing.number == number)
    )


def lock(case_id: int) -> Case:
    """The case with all that a move touches, its row locked until the transaction ends."""
    query = (
        sa.select(Case)
        .options(
            selectinload(Case.facilities),
            selectinload(Case.routings).options(joinedload(Routing.addressee), joinedload(Routing.answer)),
            selectinload(Case.consents),
            selectinload(Case.secret),
        )
        .where(Case.id == case_id)
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    )
    return _one(query)


def story_of(case: Case) -> str:
    """The story in plain; the caller records the opening."""
    sealed = case.secret.story
    return vault.open_text(sealed, f"story:{case.public_id}") if sealed else ""


def contact_of(case: Case) -> dict[str, Any]:
    sealed = case.secret.contact
    return vault.open_fields(sealed, f"contact:{case.public_id}") if sealed else {}


def notes_of(case: Case) -> list[Note]:
    return list(db.session.scalars(sa.select(Note).where(Note.case_id == case.id).order_by(Note.id.desc())))


def supporters(case: Case) -> int:
    """How many people stand behind a case: its author and those whose cases were merged into it."""
    return 1 + (db.session.scalar(sa.select(sa.func.count()).where(Case.parent_id == case.id)) or 0)


def children_of(case: Case) -> list[Case]:
    return list(db.session.scalars(sa.select(Case).where(Case.parent_id == case.id)))


# --- terms -------------------------------------------------------------------------------------------------------------


def terms(at: datetime) -> dict[str, Term]:
    """The rules in force at a moment, by clock."""
    on = clock.day_of(at)
    rows = db.session.scalars(sa.select(ClockRule).where(ClockRule.valid_from <= on).order_by(ClockRule.valid_from))
    return {row.clock: Term(row.clock, row.term, row.unit, row.article) for row in rows}


# --- searching ---------------------------------------------------------------------------------------------------------


def matches(column: str, typed: str) -> sa.ColumnElement[bool]:
    """Cases whose analysed text (`public_terms` or `staff_terms`) holds every word typed, in whatever form or script."""
    stems = [found for found in (stem(word) for word in words(typed)[:8]) if found]
    if not stems:
        return sa.false() if typed.strip() else sa.true()
    if db.engine.dialect.name == "postgresql":
        vector = sa.func.to_tsvector(sa.literal_column("'simple'"), getattr(Case, column))
        wanted = " & ".join(f"{found}:*" for found in stems)
        return vector.op("@@")(sa.func.to_tsquery(sa.literal_column("'simple'"), wanted))
    wanted = " AND ".join(f'"{found}"*' for found in stems)
    inside = sa.text("SELECT rowid FROM case_search WHERE case_search MATCH :wanted").bindparams(
        wanted=f"{{{column}}} : ({wanted})"
    )
    return Case.id.in_(inside.columns(sa.column("rowid", sa.Integer)))


# --- the public's list -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicFilter:
    """What the public may filter by, as it stands in the address."""

    q: str = ""
    province_id: int | None = None
    soum_id: int | None = None
    facility_id: int | None = None
    category_id: int | None = None
    kind: Kind | None = None
    state: str = ""


STATES = {
    "waiting": (Status.RECEIVED, Status.IN_REVIEW, Status.NEEDS_INFO, Status.WITH_OFFICE),
    "answered": (Status.ANSWERED, Status.CLOSED),
}


def public_cases(chosen: PublicFilter, limit: int, offset: int = 0) -> list[Case]:
    found = sa.select(Case).options(*LISTED).where(Case.visibility == Visibility.PUBLIC)
    for column, value in ((Case.province_id, chosen.province_id), (Case.soum_id, chosen.soum_id), (Case.kind, chosen.kind)):
        if value is not None:
            found = found.where(column == value)
    if chosen.facility_id:
        about = sa.select(case_facilities.c.case_id).where(case_facilities.c.facility_id == chosen.facility_id)
        found = found.where(Case.id.in_(about))
    if chosen.category_id:
        about = sa.select(case_categories.c.case_id).where(case_categories.c.category_id == chosen.category_id)
        found = found.where(Case.id.in_(about))
    if chosen.state in STATES:
        found = found.where(Case.status.in_(STATES[chosen.state]))
    if chosen.q:
        found = found.where(matches("public_terms", chosen.q))
    return list(db.session.scalars(found.order_by(Case.public_at.desc(), Case.id.desc()).limit(limit).offset(offset)))


def latest_confirmed(limit: int) -> list[Case]:
    """Public cases whose author said that the matter is solved, newest first."""
    found = sa.select(Case).options(*LISTED).where(Case.visibility == Visibility.PUBLIC, Case.verdict == Verdict.CONFIRMED)
    return list(db.session.scalars(found.order_by(Case.public_at.desc(), Case.id.desc()).limit(limit)))


def answered_at_facility(facility_id: int, limit: int = 3) -> list[Case]:
    """Public cases about a facility that were answered: offered to somebody who is about to file."""
    return public_cases(PublicFilter(facility_id=facility_id, state="answered"), limit)


# --- the desk ----------------------------------------------------------------------------------------------------------


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
            Case.status.in_((Status.WITH_OFFICE, Status.ANSWERED)),
            sa.exists().where(
                Routing.case_id == Case.id, Answer.routing_id == Routing.id, Answer.copy_state == CopyState.PENDING
            ),
        ),
        "again": sa.and_(Case.look_again_on <= clock.today(), Case.status.in_((*WAITING, Status.NEEDS_INFO, Status.WITH_OFFICE))),
        "answered": Case.status == Status.ANSWERED,
        "all": sa.true(),
    }
    return views.get(view, views["waiting"])


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


def _chosen(found: sa.Select[Any], actor: Actor, chosen: QueueFilter) -> sa.Select[Any]:
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
    views = ("waiting", "urgent", "late", "mine", "asked", "office", "copies", "again", "answered")
    columns = [sa.func.coalesce(sa.func.sum(sa.case((_view(view, actor), 1), else_=0)), 0).label(view) for view in views]
    live = Case.status.in_((*WAITING, Status.NEEDS_INFO, Status.WITH_OFFICE, Status.ANSWERED))
    row = db.session.execute(sa.select(*columns).where(visible_to(actor), live)).one()
    return {view: int(getattr(row, view)) for view in views}


def chosen_cases(actor: Actor, public_ids: list[str]) -> list[Case]:
    found = sa.select(Case).options(*LISTED).where(Case.public_id.in_(public_ids), visible_to(actor))
    return list(db.session.scalars(found.order_by(Case.urgency.desc(), Case.waiting_since)))


def like_cases(case: Case, story: str, limit: int = 5) -> list[tuple[int, Case]]:
    """Cases of the same place and the last 90 days that read alike, with their likeness in per cent.

    Stories are compared in memory, opened one by one and let go: no index ever keeps a story in plain.
    """
    query = (
        sa.select(Case)
        .options(joinedload(Case.secret), selectinload(Case.facilities))
        .where(Case.id != case.id, Case.province_id == case.province_id, Case.received_at >= clock.now() - LIKE_WITHIN)
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


# --- the office --------------------------------------------------------------------------------------------------------


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


def register_query(actor: Actor, chosen: RegisterFilter) -> sa.Select[tuple[Routing]]:
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
        "answered": Routing.status == RoutingStatus.ANSWERED,
        "all": sa.true(),
    }
    return views.get(view, views["open"])


def register_counts(actor: Actor) -> dict[str, int]:
    views = ("open", "new", "late", "undelivered", "answered")
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


def _thanks(actor: Actor) -> sa.Select[Any]:
    offices = actor.organisations(Role.OFFICIAL, Role.COORDINATOR)
    about = sa.select(case_facilities.c.case_id).where(case_facilities.c.facility_id.in_(offices))
    found = sa.select(Case).options(selectinload(Case.facilities))
    return found.where(Case.id.in_(about), Case.kind == Kind.THANKS, Case.status == Status.CLOSED)


def templates_of(organisation_ids: set[int]) -> list[AnswerTemplate]:
    found = sa.select(AnswerTemplate).where(AnswerTemplate.organisation_id.in_(organisation_ids))
    return list(db.session.scalars(found.order_by(AnswerTemplate.name)))


def _one(query: sa.Select[Any]) -> Any:
    found = db.session.scalars(query).unique().first()
    if found is None:
        raise NotFound("no such case")
    return found
