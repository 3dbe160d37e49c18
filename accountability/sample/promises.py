"""Promises in the sample: some offices answer what waits for them with one, through the operations and as of now."""

import json
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from accountability.access.roles import MONITORS, Role
from accountability.accounts import queries as accounts
from accountability.accounts.models import Grant, User
from accountability.cases import queries
from accountability.cases.models import AnswerKind, Case, Routing
from accountability.cases.operations import answering
from accountability.cases.workflow import OPEN_ROUTING
from accountability.commitments import operations as commitments
from accountability.commitments import queries as changes
from accountability.commitments.models import By, Commitment
from accountability.core import clock
from accountability.core.db import db
from accountability.directory.labels import ServiceLevel
from accountability.directory.models import Organisation

TEXTS = Path(__file__).parent / "promises.json"
MOST = 80
FOUND = "Очиж үзлээ. Хэлсэн ёсоор нь байна."
NOT_FOUND = "Очиж үзлээ. Хараахан хийгээгүй байна."


def make(seed: int) -> int:
    """Every second office that something waits for answers with a promise; returns how many did."""
    rng = Random(seed)  # noqa: S311 the same seed gives the same promises
    texts, made = json.loads(TEXTS.read_text("utf-8")), 0
    officials = _holders(Role.OFFICIAL)
    for routing_id, office_id in _waiting()[::2]:
        if office_id in officials:
            _live(rng, texts, routing_id, officials[office_id])
            made += 1
        if made == MOST:
            break
    return made


def _holders(role: Role) -> dict[int, int]:
    found = sa.select(Grant.organisation_id, Grant.user_id).join(User, User.id == Grant.user_id)
    return dict(db.session.execute(found.where(User.is_sample, Grant.role == role)).all())  # type: ignore[arg-type]


def _waiting() -> list[tuple[int, int]]:
    open_offices = sa.select(Organisation.id).where(Organisation.service_level == ServiceLevel.OPEN)
    found = sa.select(Routing.id, Routing.addressee_id).where(
        Routing.status.in_(OPEN_ROUTING), Routing.delivered_at.is_not(None), Routing.addressee_id.in_(open_offices)
    )
    return list(db.session.execute(found.order_by(Routing.id)).all())


def _live(rng: Random, texts: list[dict[str, Any]], routing_id: int, official: int) -> None:
    """One promise, as far as it got: most wait, some are said to be done, some of those were looked at."""
    routing = db.session.get_one(Routing, routing_id, options=[joinedload(Routing.case)])
    case, actor = queries.lock(routing.case_id), accounts.actor_for(official)
    told = _fitting(rng, texts, case)
    due = clock.today() + timedelta(days=rng.choice((14, 30, 45, 60, 90)))
    promise = commitments.Promise(told["change"], due, told["sign"], told["role"], told.get("cost"), told.get("money"))
    answering.answer(routing, actor, answering.Reply(AnswerKind.CHANGE_PLANNED, told["text"], promise=promise))
    [made] = [one for one in changes.of_source("case", case.id) if one.source_part == routing.number]
    monitor = _monitor(rng, case)
    if monitor is not None:
        commitments.publish(made, accounts.actor_for(monitor), made.text, sure=True)
    roll = rng.random()
    if roll < 0.4:
        commitments.claim(made, actor, commitments.Done("Амласнаа хийлээ. Ирж үзээрэй.", clock.today()))
    if roll < 0.25 and monitor is not None:
        _look(made, monitor, found=roll < 0.18)


def _fitting(rng: Random, texts: list[dict[str, Any]], case: Case) -> dict[str, Any]:
    topics = {category.code for category in case.categories}
    found = [one for one in texts if topics & set(one["categories"])]
    return rng.choice(found or [one for one in texts if not one["categories"]])


def _monitor(rng: Random, case: Case) -> int | None:
    """Somebody of the province who is tied to none of its offices."""
    found = sa.select(Grant.user_id).join(User, User.id == Grant.user_id).where(User.is_sample, User.is_active)
    people = list(db.session.scalars(found.where(Grant.role.in_(MONITORS), Grant.area_id == case.province_id).order_by(Grant.id)))
    return rng.choice(people) if people else None


def _look(made: Commitment, monitor: int, *, found: bool) -> None:
    words = FOUND if found else NOT_FOUND
    seen = commitments.Seen(By.VISIT, "yes" if found else "no", words, clock.today())
    commitments.look(made, accounts.actor_for(monitor), seen)
