"""What the public may list, and the search behind it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from accountability.cases.models import (
    Case,
    CaseFacility,
    Kind,
    Routing,
    case_categories,
    case_facilities,
)
from accountability.cases.workflow import Status, Verdict, Visibility
from accountability.core.db import db
from accountability.core.mongolian import stem, words

LISTED = (
    selectinload(Case.places).joinedload(CaseFacility.facility),
    selectinload(Case.routings).options(joinedload(Routing.addressee), joinedload(Routing.answer)),
    joinedload(Case.soum),
    joinedload(Case.province),
)


# A stem this long may be the beginning of a word; a shorter one is the whole word, or everything would be found.
BEGINNING = 3


def matches(column: str, typed: str) -> sa.ColumnElement[bool]:
    """Cases whose analysed text (`public_terms` or `staff_terms`) holds every word typed, in whatever form or script."""
    if not typed.strip():
        return sa.true()
    asked = [(word, stem(word)) for word in words(typed)[:8]]
    stems = [found for _word, found in asked if found]
    # A longer word of which one letter is left (zzzz) is none of ours; taking it for «за» would find what nobody asked for.
    if not stems or any(len(found) < 2 < len(word) for word, found in asked):
        return sa.false()
    if db.engine.dialect.name == "postgresql":
        vector = sa.func.to_tsvector(sa.literal_column("'simple'"), getattr(Case, column))
        wanted = " & ".join(f"{found}:*" if len(found) >= BEGINNING else found for found in stems)
        return vector.op("@@")(sa.func.to_tsquery(sa.literal_column("'simple'"), wanted))
    wanted = " AND ".join(f'"{found}"*' if len(found) >= BEGINNING else f'"{found}"' for found in stems)
    inside = sa.text("SELECT rowid FROM case_search WHERE case_search MATCH :wanted").bindparams(
        wanted=f"{{{column}}} : ({wanted})"
    )
    return Case.id.in_(inside.columns(sa.column("rowid", sa.Integer)))


@dataclass(frozen=True)
class PublicFilter:
    """What the public may filter by, as it stands in the address; `since` and `until`: when it came into public view."""

    q: str = ""
    province_id: int | None = None
    soum_id: int | None = None
    facility_id: int | None = None
    category_id: int | None = None
    kind: Kind | None = None
    state: str = ""
    since: datetime | None = None
    until: datetime | None = None


STATES = {
    "waiting": (Status.RECEIVED, Status.IN_REVIEW, Status.NEEDS_INFO, Status.WITH_OFFICE),
    "answered": (Status.ANSWERED, Status.CLOSED, Status.APPEALED),
}


def public_cases(chosen: PublicFilter, limit: int, offset: int = 0) -> list[Case]:
    found = sa.select(Case).options(*LISTED).where(Case.visibility == Visibility.PUBLIC, *_in_time(chosen))
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


def _in_time(chosen: PublicFilter) -> list[sa.ColumnElement[bool]]:
    after = [Case.public_at > chosen.since] if chosen.since else []
    return [*after, Case.public_at <= chosen.until] if chosen.until else after


def latest_confirmed(limit: int) -> list[Case]:
    """Public cases whose author said that the matter is solved, newest first."""
    found = sa.select(Case).options(*LISTED).where(Case.visibility == Visibility.PUBLIC, Case.verdict == Verdict.CONFIRMED)
    return list(db.session.scalars(found.order_by(Case.public_at.desc(), Case.id.desc()).limit(limit)))


def answered_at_facility(facility_id: int, limit: int = 3) -> list[Case]:
    """Public cases about a facility that were answered: offered to somebody who is about to file."""
    return public_cases(PublicFilter(facility_id=facility_id, state="answered"), limit)
