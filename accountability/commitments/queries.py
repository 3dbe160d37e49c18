"""Questions about promises: the public register, an office's own, what waits for a look, and those of a source."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from accountability.access.actor import Actor
from accountability.access.roles import MONITORS, Role
from accountability.commitments.models import OWED_NOW, TO_CHECK, Commitment
from accountability.commitments.workflow import OPEN, Standing
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import NotFound
from accountability.core.mongolian import stem, words
from accountability.core.storage import storage
from accountability.core.vault import vault
from accountability.directory.models import Organisation

LISTED = (joinedload(Commitment.owner).joinedload(Organisation.area),)
WHOLE = (*LISTED, selectinload(Commitment.helpers), selectinload(Commitment.looks), selectinload(Commitment.files))


# A stem this long may be the beginning of a word; a shorter one is the whole word.
BEGINNING = 3


@dataclass(frozen=True)
class Filter:
    """What the register may be filtered by, as it stands in the address; `since` and `until`: when it became public."""

    q: str = ""
    province_id: int | None = None
    office_id: int | None = None
    state: str = ""
    soum_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def public(chosen: Filter, limit: int, offset: int = 0) -> list[Commitment]:
    """What a monitor let the public read, newest first; late ones first when they are asked for."""
    found = sa.select(Commitment).options(*LISTED).where(Commitment.published_at.is_not(None), _state(chosen.state))
    if chosen.province_id:
        found = found.where(Commitment.province_id == chosen.province_id)
    if chosen.office_id:
        found = found.where(Commitment.owner_id == chosen.office_id)
    if chosen.soum_id:
        inside = sa.select(Organisation.id).where(Organisation.area_id == chosen.soum_id)
        found = found.where(Commitment.owner_id.in_(inside))
    if chosen.since:
        found = found.where(Commitment.published_at > chosen.since)
    if chosen.until:
        found = found.where(Commitment.published_at <= chosen.until)
    for word in words(chosen.q)[:8]:
        wanted = stem(word)
        whole = wanted if len(wanted) >= BEGINNING else f"{wanted} "
        found = found.where(Commitment.public_terms.contains(f" {whole}", autoescape=True))
    order = (
        (Commitment.due_on, Commitment.id) if chosen.state == "late" else (Commitment.published_at.desc(), Commitment.id.desc())
    )
    return list(db.session.scalars(found.order_by(*order).limit(limit).offset(offset)))


def _state(state: str) -> sa.ColumnElement[bool]:
    views: dict[str, sa.ColumnElement[bool]] = {
        "owed": Commitment.standing == Standing.PLANNED,
        "late": sa.and_(Commitment.standing == Standing.PLANNED, Commitment.due_on < clock.today()),
        "made": Commitment.standing == Standing.MADE,
        "verified": Commitment.standing == Standing.VERIFIED,
        "failed": Commitment.standing.in_((Standing.DISPUTED, Standing.REGRESSED)),
        "abandoned": Commitment.standing == Standing.ABANDONED,
    }
    return views.get(state, sa.true())


def get_public(public_id: str) -> Commitment:
    return _one(Commitment.public_id == public_id, Commitment.published_at.is_not(None))


def of_source(kind: str, source_id: int) -> list[Commitment]:
    found = sa.select(Commitment).options(*LISTED).where(Commitment.source_kind == kind, Commitment.source_id == source_id)
    return list(db.session.scalars(found.order_by(Commitment.id)))


# --- for those who work with them --------------------------------------------------------------------------------------


def readable_by(actor: Actor) -> sa.ColumnElement[bool]:
    """The WHERE form of `change:read`."""
    ways = [Commitment.owner_id.in_(actor.organisations(Role.OFFICIAL, Role.COORDINATOR))]
    if above := actor.organisations(Role.COORDINATOR):
        below = sa.select(Organisation.id).where(Organisation.supervisor_id.in_(above))
        ways.append(Commitment.owner_id.in_(below.correlate(None)))
    if places := actor.provinces(Role.COORDINATOR, *MONITORS):
        ways.append(Commitment.province_id.in_(places))
    tied = Commitment.owner_id.in_(actor.tied_to) if actor.has(*MONITORS) else sa.false()
    return sa.and_(sa.or_(*ways), ~tied)


def get_readable(public_id: str, actor: Actor) -> Commitment:
    return _one(Commitment.public_id == public_id, readable_by(actor))


def of_offices(actor: Actor, limit: int, offset: int = 0, *, only_open: bool = True) -> list[Commitment]:
    """An office's own, and those below a coordinator: the earliest day first."""
    found = sa.select(Commitment).options(*LISTED).where(readable_by(actor))
    if only_open:
        found = found.where(Commitment.standing.in_(OPEN))
    order = (Commitment.due_on.is_(None), Commitment.due_on, Commitment.id)
    return list(db.session.scalars(found.order_by(*order).limit(limit).offset(offset)))


def to_look_at(actor: Actor, limit: int, offset: int = 0) -> list[Commitment]:
    """Where an office says that something is done and nobody looked, and what waits for a monitor to let the public read it."""
    found = sa.select(Commitment).options(*LISTED).where(readable_by(actor), TO_CHECK)
    return list(db.session.scalars(found.order_by(Commitment.made_on, Commitment.id).limit(limit).offset(offset)))


def unpublished(actor: Actor, limit: int) -> list[Commitment]:
    """Never looked through, or the office said something since."""
    new = sa.and_(Commitment.reviewed_at.is_(None), Commitment.standing.in_(OPEN))
    again = sa.and_(Commitment.published_at.is_not(None), Commitment.reviewed_at < Commitment.worded_at)
    live = [sa.or_(new, again)]
    found = sa.select(Commitment).options(*LISTED).where(readable_by(actor), *live)
    return list(db.session.scalars(found.order_by(Commitment.id.desc()).limit(limit)))


def due_for_reminder(reminders: int, until: date, limit: int) -> list[int]:
    """Owed ones of which so many reminders were sent and whose day is at most `until`; one look into a small index."""
    found = sa.select(Commitment.id).where(OWED_NOW, Commitment.due_on <= until, Commitment.reminders == reminders)
    return list(db.session.scalars(found.order_by(Commitment.due_on).limit(limit)))


def lock(commitment_id: int) -> Commitment:
    query = sa.select(Commitment).where(Commitment.id == commitment_id).with_for_update(of=Commitment)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def photo_of(made: Commitment, file_id: int) -> bytes:
    """A piece of evidence, opened."""
    for file in made.files:
        if file.id == file_id:
            try:
                return vault.open(storage.load(file.storage_key), f"file:{file.storage_key}")
            except FileNotFoundError as gone:
                raise NotFound("no such file") from gone
    raise NotFound("no such file")


def _one(*where: sa.ColumnElement[bool]) -> Commitment:
    found = db.session.scalars(sa.select(Commitment).options(*WHOLE).where(*where)).unique().first()
    if found is None:
        raise NotFound("no such commitment")
    return found
