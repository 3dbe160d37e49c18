"""Subscriptions, and what is new and public for each of them: asked of the very questions that the public lists ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from accountability.cases import queries as cases
from accountability.cases.models import Case
from accountability.cases.queries import PublicFilter
from accountability.commitments import queries as commitments
from accountability.commitments.models import Commitment
from accountability.commitments.queries import Filter
from accountability.core import clock
from accountability.core.db import db
from accountability.directory.models import Area, Category, Organisation
from accountability.outbox.models import Message
from accountability.subscriptions.models import Subscription

ASKED = "subscription_asked"
A_DAY = timedelta(days=1)
MOST_TOLD = 30


@dataclass(frozen=True)
class Selection:
    """What somebody wants to hear of; nothing chosen means everywhere and everything."""

    province: Area | None = None
    soum: Area | None = None
    facility: Organisation | None = None
    category: Category | None = None
    about_cases: bool = True
    about_promises: bool = True

    @property
    def spelled(self) -> str:
        parts = (self.province, self.soum, self.facility, self.category)
        ids = ".".join(str(part.id) if part else "-" for part in parts)
        return f"{ids}.{'c' if self.about_cases else '-'}{'p' if self.about_promises else '-'}"


@dataclass(frozen=True)
class News:
    """What is new; `more` says that there is more than a letter lists."""

    cases: list[Case]
    promises: list[Commitment]
    more: bool

    def __bool__(self) -> bool:
        return bool(self.cases or self.promises)


def get(subscription_id: int) -> Subscription | None:
    return db.session.get(Subscription, subscription_id)


def lock(subscription_id: int) -> Subscription | None:
    found = sa.select(Subscription).where(Subscription.id == subscription_id).with_for_update(of=Subscription)
    return db.session.scalars(found.execution_options(populate_existing=True)).first()


def of_address(mark: str) -> list[Subscription]:
    return list(db.session.scalars(sa.select(Subscription).where(Subscription.address_hash == mark)))


def asked_lately(mark: str) -> int:
    """How many letters that ask for a yes went to this address within a day."""
    own = sa.select(Subscription.id).where(Subscription.address_hash == mark)
    found = sa.select(sa.func.count(Message.id)).where(
        Message.subject_kind == "subscription",
        Message.subject_id.in_(own),
        Message.kind == ASKED,
        Message.created_at > clock.now() - A_DAY,
    )
    return int(db.session.scalar(found) or 0)


def letter_waits(subscription_id: int, kind: str) -> bool:
    """Whether a letter of this kind has not gone out yet."""
    about = (Message.subject_kind == "subscription", Message.subject_id == subscription_id)
    found = sa.select(Message.id).where(*about, Message.kind == kind, Message.done_at.is_(None))
    return db.session.scalars(found).first() is not None


def to_check(limit: int, after: int) -> list[int]:
    """Live ones that were not looked at today (in the capital; the job looks at each one's own clock)."""
    unseen = sa.or_(Subscription.checked_on.is_(None), Subscription.checked_on < clock.today())
    live = (Subscription.confirmed_at.is_not(None), Subscription.ended_at.is_(None))
    found = sa.select(Subscription.id).where(unseen, *live, Subscription.id > after)
    return list(db.session.scalars(found.order_by(Subscription.id).limit(limit)))


def news(subscription: Subscription, since: datetime, until: datetime) -> News:
    """What came into public view in that time and is in it still. Promises have no topic: with one chosen, only cases count."""
    found_cases, found_promises = [], []
    if subscription.about_cases:
        chosen = PublicFilter(
            province_id=subscription.province_id,
            soum_id=subscription.soum_id,
            facility_id=subscription.facility_id,
            category_id=subscription.category_id,
            since=since,
            until=until,
        )
        found_cases = cases.public_cases(chosen, MOST_TOLD + 1)
    if subscription.about_promises and subscription.category_id is None:
        owed = Filter(
            province_id=subscription.province_id,
            soum_id=subscription.soum_id,
            office_id=subscription.facility_id,
            since=since,
            until=until,
        )
        found_promises = commitments.public(owed, MOST_TOLD + 1)
    more = max(len(found_cases), len(found_promises)) > MOST_TOLD
    return News(found_cases[:MOST_TOLD], found_promises[:MOST_TOLD], more)


def forgettable(unconfirmed_before: datetime, ended_before: datetime) -> list[int]:
    never = sa.and_(Subscription.confirmed_at.is_(None), Subscription.created_at < unconfirmed_before)
    over = Subscription.ended_at < ended_before
    return list(db.session.scalars(sa.select(Subscription.id).where(sa.or_(never, over))))
