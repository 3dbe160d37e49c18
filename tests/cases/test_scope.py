"""What is listed is exactly what is allowed: the WHERE forms against the policy, over all combinations."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
import sqlalchemy as sa

from accountability.access import policy
from accountability.access.actor import NOBODY, SYSTEM, Actor, GrantOf, author_of
from accountability.access.permissions import Permission
from accountability.access.roles import Role
from accountability.accounts import queries as accounts
from accountability.accounts.models import Absence
from accountability.cases import queries
from accountability.cases.models import Case, Routing
from accountability.cases.operations import reviewing
from accountability.core import clock
from accountability.core.db import db
from accountability.directory import queries as directory
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


def actors(reviewer):
    uvs, khovd, zavkhan = (directory.province(code).id for code in ("MN-046", "MN-043", "MN-057"))
    office = make.make_office()
    supervisor = directory.organisation(office.supervisor_id)
    beside_khovd = frozenset(directory.neighbours_of({khovd}))
    scopes = [
        *(GrantOf(role, area_id=area, neighbours=frozenset(directory.neighbours_of({area}))) for role, area in product((Role.MONITOR, Role.SENIOR_MONITOR), (uvs, khovd, zavkhan))),
        GrantOf(Role.MONITOR, area_id=directory.country().id, national=True),
        GrantOf(Role.OFFICIAL, organisation_id=office.id), GrantOf(Role.OFFICIAL, organisation_id=supervisor.id),
        GrantOf(Role.COORDINATOR, organisation_id=supervisor.id), GrantOf(Role.COORDINATOR, area_id=uvs),
        GrantOf(Role.COORDINATOR, area_id=khovd), GrantOf(Role.ADMIN),
    ]  # fmt: skip
    assert beside_khovd
    for grant, user_id, ties in product(
        scopes, (reviewer, 99_999), (frozenset(), frozenset({office.id}), frozenset({supervisor.id}))
    ):
        yield Actor(user_id=user_id, grants=(grant,), tied_to=ties)
    yield from (NOBODY, SYSTEM, author_of(1))


def a_world():
    """Cases of two provinces, without a place, fresh and waiting for days, taken or not, with offices or not."""
    monitor = make.make_user()
    elsewhere = directory.facilities_in(directory.soum("18425"))[0]
    now = datetime.now(UTC)
    for hours, office in product((1, 50, 130), (make.make_office(), elsewhere, None)):
        options = {"facilities": [office]} if office else {"facility_text": "?", "facilities": []}
        make.make_case(**options).waiting_since = now - timedelta(hours=hours)
        taken = make.make_case(**options)
        taken.reviewer_id, taken.status, taken.waiting_since = monitor.id, "in_review", now - timedelta(hours=hours)
    actor = accounts.actor_for(monitor.id)
    sent = make.make_taken(actor)
    reviewing.review(sent, actor, make.make_review())
    reviewing.route(sent, actor, [make.make_office(), directory.organisation(make.make_office().supervisor_id)])
    make.make_routing(actor)
    db.session.flush()
    return monitor.id


def test_listed_cases_are_exactly_the_allowed_ones():
    reviewer = a_world()
    everything = [queries.lock(case_id) for case_id in db.session.scalars(sa.select(Case.id))]
    assert len(everything) > 15
    for actor in actors(reviewer):
        listed = set(db.session.scalars(sa.select(Case.id).where(queries.visible_to(actor))))
        allowed = {case.id for case in everything if policy.may(actor, Permission.CASE_READ, case)}
        assert listed == allowed, actor


def test_listed_routings_are_exactly_the_allowed_ones():
    reviewer = a_world()
    everything = list(db.session.scalars(sa.select(Routing)))
    for actor in actors(reviewer):
        query = sa.select(Routing.id).join(Routing.addressee).join(Routing.case).where(queries.routings_visible_to(actor))
        allowed = {routing.id for routing in everything if policy.may(actor, Permission.ROUTING_READ, routing)}
        assert set(db.session.scalars(query)) == allowed, actor


def test_an_admin_and_an_official_list_no_case():
    a_world()
    for role in (Role.ADMIN, Role.OFFICIAL):
        actor = make.actor_of(make.make_user(role, office=make.make_office()))
        assert queries.queue(actor, queries.QueueFilter(view="all"), 10) == []


def test_whoever_stands_in_for_an_official_answers_for_the_office():
    office = make.make_office()
    away, substitute = make.make_user(Role.OFFICIAL, office=office), make.make_user(Role.OFFICIAL, office=office)
    third = make.make_user(Role.OFFICIAL, office=make.make_office("18543-HC-01"))
    assert office.id in make.actor_of(substitute).organisations(Role.OFFICIAL)
    assert office.id not in make.actor_of(third).organisations(Role.OFFICIAL)
    today = clock.today()
    db.session.add(Absence(user_id=away.id, substitute_id=third.id, starts_on=today, ends_on=today))
    db.session.flush()
    assert office.id in make.actor_of(third).organisations(Role.OFFICIAL)
