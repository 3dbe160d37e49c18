"""Nobody is shown by a story that only one person could have told: small offices, later sending, themes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accountability.access import policy
from accountability.access.permissions import Permission
from accountability.cases import queries
from accountability.cases.operations import answering, chasing, reviewing
from accountability.cases.workflow import RoutingStatus, Visibility, VisibilityAction
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import DomainError, Invalid, MoveNotAllowed
from accountability.directory.labels import ServiceLevel, StaffBand
from tests import factories as make
from tests.cases.test_operations import actions, folded, messages, recounted

pytestmark = pytest.mark.usefixtures("app")


def reviewed(monitor, band=StaffBand.UNKNOWN, category="is-attitude", **changes):
    office = make.make_office()
    office.staff_band = band
    case = make.make_taken(monitor, **changes)
    office.staff_band = band
    reviewing.review(case, monitor, make.make_review(categories=[make.category(category)]))
    return case


@pytest.mark.parametrize("band", [StaffBand.UNKNOWN, StaffBand.UNDER_FIVE])
def test_a_persons_conduct_at_a_small_office_is_never_published_as_a_story(band):
    monitor = make.make_monitor()
    case = reviewed(monitor, band)
    with pytest.raises(Invalid, match="small_office"):
        reviewing.decide(case, monitor, VisibilityAction.PUBLISH)
    reviewing.decide(case, monitor, VisibilityAction.KEEP_AS_THEME)
    assert case.visibility == Visibility.THEME


def test_a_persons_conduct_at_a_large_office_can_be_published():
    monitor = make.make_monitor()
    case = reviewed(monitor, StaffBand.OVER_TWENTY)
    reviewing.decide(case, monitor, VisibilityAction.PUBLISH)
    assert case.visibility == Visibility.PUBLIC


def test_what_is_not_about_conduct_can_be_published_at_a_small_office():
    monitor = make.make_monitor()
    case = reviewed(monitor, StaffBand.UNDER_FIVE, category="is-medicine")
    reviewing.decide(case, monitor, VisibilityAction.PUBLISH)
    assert case.visibility == Visibility.PUBLIC


@pytest.mark.parametrize(("said", "reason"), [(None, "needed"), ("yes", "yes")])
def test_nothing_is_published_before_a_monitor_says_that_nobody_recognises_the_author(said, reason):
    monitor = make.make_monitor()
    case = make.make_taken(monitor)
    reviewing.review(case, monitor, make.make_review(recognisable=said))
    with pytest.raises(Invalid, match=reason):
        reviewing.decide(case, monitor, VisibilityAction.PUBLISH)


def held_case(monitor, **changes):
    case = make.make_taken(monitor, send_later=True, contact={"email": "dulmaa@example.mn"}, **changes)
    reviewing.review(case, monitor, make.make_review())
    return reviewing.route(case, monitor, [case.facilities[0]])[0]


def test_a_story_that_is_sent_later_reaches_the_office_on_the_first_of_next_month():
    monitor, official = make.make_monitor(), make.make_official()
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False):
        routing = held_case(monitor)
        assert clock.day_of(routing.held_until, routing.case.zone).isoformat() == "2026-12-01"
        assert routing.answer_due is None and not messages("routed")
        assert queries.register(official, queries.RegisterFilter(), 10) == []
        assert not policy.may(official, Permission.ROUTING_READ, routing)
        with pytest.raises(DomainError):
            answering.answer(routing, official, answering.Reply(make.AnswerKind.EXPLANATION, "—"))
    with time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=False):
        db.session.commit()
        chasing.chase()
        chasing.chase()
        routing = db.session.merge(routing)
        assert routing.held_until is None and routing.answer_due
        assert len(messages("routed")) == 1
        assert queries.register(official, queries.RegisterFilter(), 10) == [routing]
        assert actions(routing.case).count("release") == 1
    assert folded() == recounted()


def test_a_held_letter_cannot_be_handed_over_before_its_day():
    monitor = make.make_monitor()
    routing = held_case(monitor, facilities=[make.make_office(level=ServiceLevel.LETTERS_ONLY)])
    with pytest.raises(MoveNotAllowed):
        answering.deliver(routing, monitor, clock.now(), "—")


def test_a_held_story_that_is_taken_back_never_reaches_anybody():
    monitor = make.make_monitor()
    routing = held_case(monitor)
    make.authoring.withdraw(queries.lock(routing.case_id))
    with time_machine.travel(clock.now() + timedelta(days=40)):
        db.session.commit()
        chasing.chase()
    assert not messages("routed")
    assert db.session.merge(routing).status == RoutingStatus.RECALLED


@pytest.mark.parametrize(
    ("now", "first"), [("2026-12-31T17:00", "2027-02-01"), ("2026-12-31T15:00", "2027-01-01"), ("2028-02-29T01:00", "2028-03-01")]
)
def test_the_first_of_next_month_is_counted_in_the_zone_of_the_place(now, first):
    with time_machine.travel(datetime.fromisoformat(now).replace(tzinfo=UTC), tick=False):
        assert clock.day_of(clock.first_of_next_month("Asia/Ulaanbaatar")).isoformat() == first
