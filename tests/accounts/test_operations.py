"""Accounts, act by act: inviting, joining, signing in, standing in, ties."""

from datetime import timedelta

import pytest
import time_machine

from accountability.access.roles import Preset, Role
from accountability.accounts import operations, queries
from accountability.accounts.models import Relation, SignIn, Way
from accountability.accounts.operations import Invitee
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, NotAllowed, NotFound
from accountability.directory import queries as directory
from accountability.directory.labels import ServiceLevel
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
GOOD = "tal nutag salkhi 9"


def admin():
    return make.actor_of(make.make_user(Role.ADMIN))


def invited(**changes):
    office = make.make_office()
    return operations.invite(
        admin(), Invitee(**{"name": "Оюун", "preset": Preset.OFFICE, "email": "o@example.mn", "organisation": office, **changes})
    )


def signed_in(person):
    token = operations.enter(person, Way.PASSWORD)
    db.session.flush()
    return queries.sign_in_of(token)


def test_an_invitation_becomes_an_account_with_its_role():
    invitation, token = invited()
    person = operations.join(queries.invitation(token), GOOD, "mn")
    assert [(grant.role, grant.organisation_id) for grant in queries.user(person.id).grants] == [
        (Role.OFFICIAL, invitation.organisation_id)
    ]


def test_an_office_whose_official_joined_works_on_the_platform():
    office = make.make_office(level=ServiceLevel.LETTERS_ONLY)
    _made, token = invited(organisation=office)
    operations.join(queries.invitation(token), GOOD, "mn")
    assert office.service_level == ServiceLevel.OPEN


def test_an_invitation_works_once():
    _made, token = invited()
    operations.join(queries.invitation(token), GOOD, "mn")
    db.session.flush()
    assert queries.invitation(token) is None


def test_whoever_was_invited_twice_gets_one_account():
    _first, token = invited()
    _second, again = invited()
    operations.join(queries.invitation(token), GOOD, "mn")
    with pytest.raises(Invalid):
        operations.join(queries.invitation(again), GOOD, "mn")


def test_an_invitation_runs_out_after_fourteen_days():
    _made, token = invited()
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1)):
        assert queries.invitation(token) is None


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "o@example.mn1", ""])
def test_a_weak_password_is_refused(password):
    _made, token = invited()
    with pytest.raises(Invalid):
        operations.join(queries.invitation(token), password, "mn")


def test_somebody_with_an_account_is_not_invited_again():
    person = make.make_user()
    with pytest.raises(Invalid):
        invited(email=person.email.upper())


@pytest.mark.parametrize(
    "scope",
    [{"preset": Preset.OFFICE, "organisation": None}, {"preset": Preset.CSO}, {"preset": Preset.OVERSIGHT, "organisation": None}],
)
def test_each_preset_needs_its_scope(scope):
    with pytest.raises(Invalid):
        invited(**scope)


def test_an_invitation_needs_a_way_to_sign_in():
    with pytest.raises(Invalid):
        invited(email=None)


def test_a_coordinator_invites_for_an_office_of_the_own_province():
    coordinator = make.actor_of(make.make_user(Role.COORDINATOR, area=make.province()))
    made, _token = operations.invite(coordinator, Invitee("Бат", Preset.OFFICE, "b@example.mn", organisation=make.make_office()))
    assert made.invited_by_id == coordinator.user_id


def test_a_coordinator_does_not_invite_for_another_province():
    coordinator = make.actor_of(make.make_user(Role.COORDINATOR, area=make.province("MN-043")))
    with pytest.raises(NotAllowed):
        operations.invite(coordinator, Invitee("Бат", Preset.OFFICE, "b@example.mn", organisation=make.make_office()))


def test_a_coordinator_invites_no_monitor():
    coordinator = make.actor_of(make.make_user(Role.COORDINATOR, area=make.province()))
    with pytest.raises(NotAllowed):
        operations.invite(coordinator, Invitee("Бат", Preset.CSO, "b@example.mn", area=make.province()))


def test_a_monitor_joins_tied_to_the_own_organisation():
    _made, token = invited(preset=Preset.CSO, area=make.province())
    person = operations.join(queries.invitation(token), GOOD, "mn")
    assert queries.actor_for(person.id).tied_to == {make.make_office().id}


def test_an_administrator_never_gets_a_role_that_reads_cases():
    person = make.make_user(Role.ADMIN)
    with pytest.raises(Invalid):
        operations.grant(person, Role.MONITOR, area=make.province())


def test_a_new_password_ends_all_sign_ins():
    person = make.make_user(Role.OFFICIAL, office=make.make_office())
    row = signed_in(person)
    _made, token = operations.reset(admin(), person)
    operations.join(queries.invitation(token), GOOD, "mn")
    db.session.refresh(row)
    assert row.ended_at
    assert operations.knows_password(person, GOOD)


def test_a_coordinator_resets_no_monitor():
    coordinator = make.actor_of(make.make_user(Role.COORDINATOR, area=make.province()))
    with pytest.raises(NotAllowed):
        operations.reset(coordinator, make.make_user())


def test_a_wrong_password_or_an_unknown_login_does_not_sign_in():
    person = make.make_user()
    assert not operations.knows_password(person, "not the password")
    assert not operations.knows_password(None, make.PASSWORD)


def test_a_phone_number_signs_in_however_it_is_typed():
    person = make.make_user()
    person.phone = "+97699112233"
    db.session.flush()
    assert queries.by_login("9911 2233") is person


def test_somebody_without_account_any_more_does_not_sign_in():
    person = make.make_user()
    operations.set_active(admin(), person, False)
    db.session.flush()
    assert not operations.knows_password(person, make.PASSWORD)


def test_nobody_takes_the_own_account_away():
    person = make.make_user(Role.ADMIN)
    with pytest.raises(Invalid):
        operations.set_active(make.actor_of(person), person, False)


def test_a_sign_in_locks_after_ten_minutes_and_goes_on_under_a_new_token():
    person = make.make_user()
    row = signed_in(person)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert operations.is_locked(row)
        old = row.token_hash
        operations.prove(row)
        assert not operations.is_locked(row)
        assert row.token_hash != old


def test_a_sign_in_ends_after_twelve_hours():
    row = signed_in(make.make_user())
    with time_machine.travel(clock.now() + timedelta(hours=12, minutes=1)):
        assert not operations.touch(row)
    assert row.ended_at


def test_changing_the_password_needs_the_present_one():
    person = make.make_user()
    with pytest.raises(Invalid):
        operations.change_password(person, "not the password", GOOD)
    operations.change_password(person, make.PASSWORD, GOOD)
    assert operations.knows_password(person, GOOD)


def test_a_substitute_sees_the_work_only_while_the_other_is_away():
    office = make.make_office()
    away, substitute = make.make_user(Role.OFFICIAL, office=office), make.make_user(Role.OFFICIAL, office=office)
    other = directory.facility("18540-WEL-01")
    operations.grant(away, Role.OFFICIAL, other)
    operations.go_away(make.actor_of(away), away, substitute, clock.today(), clock.today() + timedelta(days=3))
    db.session.flush()
    assert other.id in make.actor_of(substitute).organisations(Role.OFFICIAL)
    with time_machine.travel(clock.now() + timedelta(days=5)):
        assert other.id not in make.actor_of(substitute).organisations(Role.OFFICIAL)


def test_only_a_colleague_stands_in():
    away, stranger = make.make_user(Role.OFFICIAL, office=make.make_office()), make.make_user(area=make.province("MN-043"))
    with pytest.raises(Invalid):
        operations.go_away(make.actor_of(away), away, stranger, clock.today(), clock.today())


def test_nobody_ends_the_absence_of_another():
    office = make.make_office()
    away, other = make.make_user(Role.OFFICIAL, office=office), make.make_user(Role.OFFICIAL, office=office)
    absence = operations.go_away(make.actor_of(away), away, other, clock.today(), clock.today())
    with pytest.raises(NotAllowed):
        operations.come_back(make.actor_of(other), absence)


def test_a_declared_tie_counts_once():
    person, office = make.make_user(), make.make_office()
    for _twice in range(2):
        operations.declare_tie(make.actor_of(person), person, office, Relation.FAMILY)
        db.session.flush()
    assert make.actor_of(person).tied_to == {office.id}
    assert len(queries.affiliations_of(person.id)) == 1


def test_a_coordinator_sees_only_people_of_offices_below():
    coordinator = make.actor_of(make.make_user(Role.COORDINATOR, area=make.province()))
    official, monitor = make.make_user(Role.OFFICIAL, office=make.make_office()), make.make_user()
    assert queries.person_seen_by(coordinator, official.id) is official
    with pytest.raises(NotFound):
        queries.person_seen_by(coordinator, monitor.id)


def test_signing_out_everywhere_ends_every_browser():
    person = make.make_user()
    signed_in(person), signed_in(person)
    operations.sign_out_everywhere(person.id)
    db.session.expire_all()
    assert all(row.ended_at for row in db.session.query(SignIn).filter_by(user_id=person.id))
