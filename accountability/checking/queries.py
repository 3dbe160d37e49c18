"""Calls that wait, what calls found, and bursts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from accountability.access.actor import Actor
from accountability.access.roles import MONITORS
from accountability.cases.models import Case, CaseFacility
from accountability.cases.queries import visible_to
from accountability.cases.workflow import Verdict
from accountability.checking.models import CallBack, Draw
from accountability.core.db import db
from accountability.core.errors import NotFound
from accountability.directory.models import Organisation

SAMPLED = (Verdict.SILENT, Verdict.CONFIRMED)
BURST, USUAL = timedelta(days=2), timedelta(days=56)
LEAST, TIMES = 8, 5
AT_ONCE, LEAST_AT_ONCE, LOOKED_AT = timedelta(hours=1), 5, 5_000


@dataclass(frozen=True)
class Burst:
    """Many at one office in a short time: how many, and how many are usual in as long a time."""

    office: Organisation
    count: int
    usual: float


def is_drawn(week: date) -> bool:
    return db.session.get(Draw, week) is not None


def judged_between(start: datetime, end: datetime) -> list[Case]:
    """Cases whose author said yes, or nothing to the end, and can be asked again."""
    asked = (Case.verdict.in_(SAMPLED), Case.judged_at >= start, Case.judged_at < end, Case.has_contact, ~Case.quarantined)
    return list(db.session.scalars(sa.select(Case).where(*asked, Case.province_id.is_not(None)).order_by(Case.id)))


def waiting(actor: Actor, limit: int, offset: int) -> list[CallBack]:
    """Calls to authors of the actor's places, but not of cases that they reviewed themselves."""
    found = (
        sa.select(CallBack)
        .join(CallBack.case)
        .options(joinedload(CallBack.case).joinedload(Case.province), joinedload(CallBack.case).selectinload(Case.routings))
        .where(CallBack.done_at.is_(None), Case.has_contact, *_mine(actor))
        .where(CallBack.verdict == Case.verdict, CallBack.cycle == Case.cycle)
        .order_by(CallBack.week, CallBack.id)
    )
    return list(db.session.scalars(found.limit(limit).offset(offset)).unique())


def _mine(actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    places = Case.province_id.in_(actor.provinces(*MONITORS))
    return places, visible_to(actor), sa.or_(Case.reviewer_id.is_(None), Case.reviewer_id != actor.user_id)


def call(call_id: int, actor: Actor) -> CallBack:
    """One call, its row locked.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    found = sa.select(CallBack).join(CallBack.case).where(CallBack.id == call_id, *_mine(actor))
    made = db.session.scalars(found.with_for_update(of=CallBack)).first()
    if made is None:
        raise NotFound("no such call")
    return made


def outcomes(since: date) -> Counter[tuple[Verdict, str]]:
    """How often each verdict was asked again with which outcome."""
    counted = (
        sa.select(CallBack.verdict, CallBack.outcome, sa.func.count())
        .where(CallBack.done_at.is_not(None), CallBack.week >= since)
        .group_by(CallBack.verdict, CallBack.outcome)
    )
    return Counter({(verdict, outcome.value): count for verdict, outcome, count in db.session.execute(counted) if outcome})


def last_draw() -> Draw | None:
    return db.session.scalars(sa.select(Draw).order_by(Draw.week.desc()).limit(1)).first()


# --- bursts ------------------------------------------------------------------------------------------------------------


def bursts(actor: Actor, now: datetime) -> list[Burst]:
    """Offices about which eight or more cases came within two days, five times as many as in the eight weeks before."""
    recent = _received(actor, now - BURST, now, at_least=LEAST)
    before = _received(actor, now - BURST - USUAL, now - BURST, among=recent)
    found = [(office_id, count, before.get(office_id, 0) * (BURST / USUAL)) for office_id, count in recent.items()]
    return _with_offices([one for one in found if one[1] >= TIMES * one[2]])


def verdict_bursts(actor: Actor, now: datetime) -> list[Burst]:
    """Offices about which five or more authors said yes within one hour, in the last week."""
    said = (
        sa.select(CaseFacility.facility_id, Case.judged_at)
        .join(Case, Case.id == CaseFacility.case_id)
        .where(Case.verdict == Verdict.CONFIRMED, Case.judged_at >= now - timedelta(days=7), visible_to(actor))
        .where(CaseFacility.place == 0)
        .order_by(Case.judged_at)
        .limit(LOOKED_AT)
    )
    moments: dict[int, list[Any]] = {}
    for office_id, judged_at in db.session.execute(said):
        moments.setdefault(office_id, []).append(judged_at)
    most = {office_id: _most_at_once(times) for office_id, times in moments.items()}
    return _with_offices([(office_id, count, 0.0) for office_id, count in most.items() if count >= LEAST_AT_ONCE])


def _most_at_once(times: list[Any]) -> int:
    """The most that fall into one hour; `times` are sorted."""
    most, first = 0, 0
    for last, at in enumerate(times):
        while at - times[first] > AT_ONCE:
            first += 1
        most = max(most, last - first + 1)
    return most


def _received(
    actor: Actor, start: datetime, end: datetime, *, at_least: int = 1, among: Iterable[int] | None = None
) -> dict[int, int]:
    counted = sa.func.count()
    asked = (
        sa.select(CaseFacility.facility_id, counted)
        .join(Case, Case.id == CaseFacility.case_id)
        .where(Case.received_at >= start, Case.received_at < end, visible_to(actor))
        .group_by(CaseFacility.facility_id)
        .having(counted >= at_least)
    )
    if among is not None:
        asked = asked.where(CaseFacility.facility_id.in_(list(among)))
    return {office_id: count for office_id, count in db.session.execute(asked)}


def _with_offices(found: list[tuple[int, int, float]]) -> list[Burst]:
    ids = [office_id for office_id, _count, _usual in found]
    offices = {one.id: one for one in db.session.scalars(sa.select(Organisation).where(Organisation.id.in_(ids)))} if ids else {}
    return sorted((Burst(offices[one], count, usual) for one, count, usual in found), key=lambda burst: -burst.count)
