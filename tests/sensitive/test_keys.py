"""Seals, passphrases and shares: what opens what, and that nothing else does."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability.access.roles import Role
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, NotAllowed
from accountability.sensitive import queries, seals, shares
from accountability.sensitive.models import OpenVault
from accountability.sensitive.operations import resealing, vaults
from tests import conftest
from tests import factories as make

SECRET = bytes(range(32))


def test_the_shipped_costs_are_dear():
    wrapping, receipt = conftest.SHIPPED
    assert wrapping.memory >= 256 * 1024 * 1024
    assert wrapping.passes >= 3
    assert receipt.memory >= 64 * 1024 * 1024


def test_a_value_opens_only_under_its_key_and_for_its_purpose():
    key = seals.new_key()
    sealed = seals.seal(key, b"words", "body:A")
    assert seals.unseal(key, sealed, "body:A") == b"words"
    for other, purpose in ((key, "body:B"), (seals.new_key(), "body:A")):
        with pytest.raises(seals.SealError):
            seals.unseal(other, sealed, purpose)


def test_lengths_tell_only_a_step():
    key = seals.new_key()
    lengths = {len(seals.seal(key, b"x" * length, "p")) for length in (0, 1, 700, 4000)}
    assert len(lengths) == 1
    assert len(seals.seal(key, b"x" * 5000, "p")) == len(seals.seal(key, b"x" * 16000, "p"))
    with pytest.raises(seals.SealError):
        seals.pad(b"x" * seals.STEPS[-1])


def test_any_three_of_five_shares_open_and_no_two_tell_anything():
    lines = shares.split(SECRET, 5, 3)
    for chosen in ((0, 1, 2), (4, 2, 0), (1, 3, 4), (0, 1, 2, 3, 4)):
        assert shares.join([lines[number] for number in chosen]) == SECRET
    for two in ((0, 1), (3, 4), (2, 2, 2)):
        with pytest.raises(shares.ShareError):
            shares.join([lines[number] for number in two])
    # With two points every value of the secret's byte is still possible: two shares forged as "two are enough" give another secret.
    forged = [shares._line(2, at, shares._read(lines[at - 1])[2]) for at in (1, 2)]
    assert shares.join(forged) != SECRET


@pytest.mark.parametrize("wrong", ["", "3-1", "3-1-zz", "x-1-90ab", "3-0-90abcdef", "3-1-" + "00" * 34, "\0", "3-1-٣٣"])
def test_a_share_typed_wrong_is_named(wrong):
    lines = shares.split(SECRET, 3, 2)
    with pytest.raises(shares.ShareError):
        shares.join([wrong, lines[0], lines[1]])


def test_shares_of_two_secrets_do_not_belong_together():
    first, second = shares.split(SECRET, 3, 2), shares.split(SECRET[::-1], 3, 3)
    with pytest.raises(shares.ShareError):
        shares.join([first[0], second[1], second[2]])


@pytest.mark.usefixtures("app")
class TestVault:
    def test_the_passphrase_opens_and_a_wrong_one_does_not(self):
        person = make.make_officers(1)[0]
        assert len(make.make_vault(person).private) == 32
        with pytest.raises(Invalid):
            vaults.unlock(make.actor_of(person), make.PASSPHRASE + " ")

    @pytest.mark.parametrize("weak", ["short", "a" * 40, "14 characters!", make.PASSWORD])
    def test_a_weak_passphrase_or_the_password_is_refused(self, weak):
        person = make.make_user(Role.PROTECTION_OFFICER)
        with pytest.raises(Invalid):
            vaults.set_up(make.actor_of(person), person, weak)
        assert queries.officer_of(person.id) is None

    @pytest.mark.parametrize("role", [Role.ADMIN, Role.MONITOR, Role.SENIOR_MONITOR, Role.OFFICIAL, Role.COORDINATOR])
    def test_nobody_else_gets_a_vault(self, role):
        person = make.make_user(role, office=make.make_office())
        with pytest.raises(NotAllowed):
            vaults.set_up(make.actor_of(person), person, make.PASSPHRASE)

    def test_an_open_vault_needs_ticket_and_table_and_ends_after_ten_minutes(self):
        person = make.make_officers(1)[0]
        actor = make.actor_of(person)
        vault, ticket = vaults.unlock(actor, make.PASSPHRASE)
        assert vaults.opened(actor, ticket).private == vault.private
        row = db.session.scalars(sa.select(OpenVault)).one()
        assert vault.private not in row.sealed_key
        assert ticket not in repr(vars(row))
        assert vaults.opened(actor, row.ticket_hash) is None
        with time_machine.travel(clock.now() + vaults.OPEN_FOR + timedelta(seconds=1)):
            assert vaults.opened(actor, ticket) is None
        vaults.lock(ticket)
        assert vaults.opened(actor, ticket) is None

    def test_a_ticket_opens_nothing_for_another_officer(self):
        one, other = make.make_officers(2)
        _vault, ticket = vaults.unlock(make.actor_of(one), make.PASSPHRASE)
        assert vaults.opened(make.actor_of(other), ticket) is None

    def test_a_new_passphrase_wraps_the_same_key_anew(self):
        person = make.make_officers(1)[0]
        before = make.make_vault(person).private
        vaults.change_passphrase(make.actor_of(person), person, make.PASSPHRASE, "зуны урт өдөр айраг уудаг хүн")
        with pytest.raises(Invalid):
            make.make_vault(person)
        after = vaults.unlock(make.actor_of(person), "зуны урт өдөр айраг уудаг хүн")[0]
        assert after.private == before

    def test_the_fourth_key_waits_until_a_colleague_confirms_it(self):
        people = make.make_officers(4)
        rows = [queries.officer_of(person.id) for person in people]
        assert [row.is_reading for row in rows] == [True, True, True, False]
        with pytest.raises(Invalid):
            resealing.confirm(make.make_vault(people[3]), rows[3].id)
        resealing.confirm(make.make_vault(people[0]), rows[3].id)
        assert queries.officer_of(people[3].id).is_reading

    def test_a_key_made_anew_by_whoever_took_the_account_over_reads_nothing(self):
        people = make.make_officers(3)
        make.make_report()
        vaults.set_up(make.actor_of(people[0]), people[0], "шинэ нууц өгүүлбэр бодож оллоо")
        row = queries.officer_of(people[0].id)
        assert not row.is_reading
        assert queries.held_by(row) == []
        assert not queries.is_open()
