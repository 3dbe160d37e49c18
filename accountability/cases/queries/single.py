"""One case or one routing, and what hangs on it."""

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from accountability.access.actor import Actor
from accountability.cases import receipts
from accountability.cases.models import (
    Attachment,
    Case,
    CaseFacility,
    Note,
    Routing,
)
from accountability.cases.queries.scope import routings_visible_to, visible_to
from accountability.cases.workflow import Status, Visibility
from accountability.core.db import db
from accountability.core.errors import NotFound
from accountability.core.vault import vault
from accountability.directory.models import Area, Organisation

T = TypeVar("T")
OFFICE = (joinedload(Organisation.area), joinedload(Organisation.supervisor))
WHOLE = (
    selectinload(Case.places).joinedload(CaseFacility.facility).joinedload(Organisation.area).joinedload(Area.parent),
    selectinload(Case.routings).options(joinedload(Routing.addressee).options(*OFFICE), joinedload(Routing.answer)),
    selectinload(Case.categories),
    joinedload(Case.province),
    joinedload(Case.soum),
    joinedload(Case.service),
    joinedload(Case.reviewer),
    joinedload(Case.parent),
    joinedload(Case.appeals),
)


def get_visible(public_id: str, actor: Actor) -> Case:
    """The one loader of the desk: what may not be seen does not exist."""
    return _one(sa.select(Case).options(*WHOLE).where(Case.public_id == public_id, visible_to(actor)))


DESK = (
    selectinload(Case.places).joinedload(CaseFacility.facility).joinedload(Organisation.supervisor),
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
    return _one(sa.select(Case).options(*WHOLE, selectinload(Case.consents), joinedload(Case.secret)).where(Case.id == case_id))


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


def _routing(number: str) -> sa.Select[Routing]:
    return (
        sa.select(Routing)
        .join(Routing.addressee)
        .join(Routing.case)
        .options(
            joinedload(Routing.addressee).options(*OFFICE),
            joinedload(Routing.answer),
            joinedload(Routing.case).options(
                selectinload(Case.places).joinedload(CaseFacility.facility),
                selectinload(Case.categories),
                selectinload(Case.routings),
            ),
        )
        .where(Routing.number == number)
    )


def lock(case_id: int) -> Case:
    """The case with all that a move touches, its row locked until the transaction ends."""
    query = (
        sa.select(Case)
        .options(
            selectinload(Case.places).joinedload(CaseFacility.facility),
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


def copies_of(case_id: int) -> list[Attachment]:
    """The copies of photos that offices may see."""
    found = sa.select(Attachment).where(Attachment.case_id == case_id, Attachment.kind == "blotted")
    return list(db.session.scalars(found.order_by(Attachment.id)))


def notes_of(case: Case) -> list[Note]:
    return list(db.session.scalars(sa.select(Note).where(Note.case_id == case.id).order_by(Note.id.desc())))


def supporters(case: Case) -> int:
    """How many people stand behind a case: its author and those whose cases were merged into it."""
    return 1 + (db.session.scalar(sa.select(sa.func.count()).where(Case.parent_id == case.id)) or 0)


def children_of(case: Case) -> list[Case]:
    return list(db.session.scalars(sa.select(Case).where(Case.parent_id == case.id)))


def _one(query: sa.Select[T]) -> T:
    found: T | None = db.session.scalars(query).unique().first()
    if found is None:
        raise NotFound("no such case")
    return found
