"""Sealing reports, the author's code, opening, re-sealing, recovery, and the trail."""

import uuid

import pytest
import sqlalchemy as sa

from accountability.access.roles import Role
from accountability.accounts import operations as accounts
from accountability.accounts.models import Affiliation, Relation
from accountability.cases import receipts
from accountability.core.db import SENSITIVE, db
from accountability.core.errors import Invalid, NotAllowed, NotFound
from accountability.directory import queries as directory
from accountability.sensitive import queries, seals, shares, trail
from accountability.sensitive.models import Envelope, Report
from accountability.sensitive.operations import authoring, handling, resealing, sealing
from accountability.sensitive.operations.sealing import Told
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


def only_report() -> Report:
    return db.session.scalars(sa.select(Report)).one()


def opened(person, report=None):
    return handling.open_report(make.make_vault(person), (report or only_report()).name)


def visit(digits) -> authoring.Visit:
    return authoring.visited(authoring.enter(digits, None).ticket)


def test_with_fewer_than_three_readers_nothing_is_taken():
    make.make_officers(2)
    with pytest.raises(sealing.Closed):
        make.make_report()
    assert db.session.scalars(sa.select(Report)).first() is None


def test_a_report_is_sealed_to_three_and_each_of_them_opens_it():
    people = make.make_officers(3)
    make.make_report(narrative="Тэр хүн", contact={"phone": "99112233"})
    for person in people:
        assert opened(person).body["contact"] == {"phone": "99112233"}
    assert len(only_report().envelopes) == 3


def test_the_code_opens_the_authors_side_and_only_that():
    people = make.make_officers(3)
    digits = make.make_report()
    assert receipts.normal(digits) == digits
    handling.reply(opened(people[0]), "Бид уншлаа")
    assert [text for _at, text in authoring.replies(visit(digits))] == ["Бид уншлаа"]
    authoring.add_words(visit(digits), "Бас нэг зүйл")
    texts = [said.text for said in handling.conversation(opened(people[1]))]
    assert texts == ["Бид уншлаа", "Бас нэг зүйл"]
    assert authoring.enter(receipts.make(), None) is None


def test_the_same_form_again_is_the_same_report_and_changed_words_are_added():
    people = make.make_officers(3)
    key, told = str(uuid.uuid4()), {"narrative": "Нэг", "kind": "bribe"}
    digits = sealing.submit(Told(**told), key)
    assert sealing.submit(Told(**told), key) == digits
    assert handling.conversation(opened(people[0])) == []
    assert sealing.submit(Told(narrative="Нэг, хоёр", danger="yes"), key) == digits
    assert [said.text for said in handling.conversation(opened(people[0]))] == ["Нэг, хоёр"]
    assert only_report().urgent


def test_an_officer_tied_to_the_place_gets_no_envelope():
    people = make.make_officers(4)
    resealing.confirm(make.make_vault(people[0]), queries.officer_of(people[3].id).id)
    office = make.make_office()
    db.session.add(Affiliation(user_id=people[1].id, organisation_id=office.id, relation=Relation.FAMILY))
    db.session.flush()
    make.make_report(province="MN-046")
    with pytest.raises(NotFound):
        opened(people[1])
    assert opened(people[3]).body["province"] == "MN-046"


def test_an_officer_tied_to_the_place_is_refused_even_with_an_envelope():
    people = make.make_officers(3)
    make.make_report(province="MN-046")
    make.make_report(accused="18540 Тариалан эмнэлгийн " + make.make_office().name_mn + " эрхлэгч")
    office = make.make_office()
    db.session.add(Affiliation(user_id=people[1].id, organisation_id=office.id, relation=Relation.WORKS))
    db.session.flush()
    for report in db.session.scalars(sa.select(Report)):
        with pytest.raises(NotAllowed):
            opened(people[1], report)
        opened(people[2], report)


def test_an_officer_holds_no_other_role():
    person = make.make_user(Role.PROTECTION_OFFICER)
    with pytest.raises(Invalid):
        accounts.grant(person, Role.MONITOR, area=directory.province("MN-046"))
    monitor = make.make_user(Role.MONITOR)
    with pytest.raises(Invalid):
        accounts.grant(monitor, Role.PROTECTION_OFFICER, area=directory.country())


def test_a_new_colleague_reads_after_somebody_sealed_it_again():
    people = make.make_officers(4)
    make.make_report()
    vault = make.make_vault(people[0])
    resealing.confirm(vault, queries.officer_of(people[3].id).id)
    with pytest.raises(NotFound):
        opened(people[3])
    assert resealing.waiting(vault) == 1
    assert resealing.reseal(vault) == 1
    assert resealing.waiting(vault) == 0
    assert opened(people[3]).body["kind"] == "corruption"


def test_an_officer_whose_account_is_closed_keeps_no_key():
    people = make.make_officers(3)
    make.make_report()
    people[2].is_active = False
    gone = queries.officer_of(people[2].id).id
    assert resealing.forget_gone() == 1
    assert db.session.scalars(sa.select(Envelope).where(Envelope.officer_id == gone)).first() is None
    assert not queries.is_open()


def test_three_of_five_shares_seal_everything_to_new_officers():
    lines = resealing.make_recovery(5, 3)
    people = make.make_officers(3)
    make.make_report(narrative="Ганцаараа үлдлээ")
    for person in people:
        person.is_active = False
    resealing.forget_gone()
    fresh = make.make_officers(3)
    with pytest.raises(shares.ShareError):
        resealing.recover(lines[:2])
    with pytest.raises(shares.ShareError):
        resealing.recover(shares.split(seals.new_key(), 5, 3)[:3])
    with pytest.raises(NotFound):
        opened(fresh[0])
    assert resealing.recover([lines[4], lines[0], lines[2]]) == (1, 3)
    assert opened(fresh[2]).body["narrative"] == "Ганцаараа үлдлээ"


def test_a_recovery_key_made_later_gets_the_older_reports_too():
    people = make.make_officers(3)
    make.make_report()
    lines = resealing.make_recovery(3, 2)
    vault = make.make_vault(people[0])
    assert resealing.reseal(vault) == 1
    newer = resealing.make_recovery(3, 2)
    assert resealing.reseal(vault) == 1
    assert resealing.recover(newer[1:])[0] == 1
    assert resealing.recover(lines[1:])[0] == 0


def test_every_reading_stands_on_the_trail_without_a_word_in_plain():
    people = make.make_officers(3)
    make.make_report()
    handling.note(opened(people[0]), "тэмдэглэл")
    handling.move(opened(people[0]), handling.Step.SCREEN, handling.Facts())
    actions = [line.action for line in handling.history(opened(people[0]))]
    assert actions == ["seal", "open", "note", "open", "screen", "open"]
    assert list(trail.broken()) == []


@pytest.mark.parametrize("statement", ["UPDATE sealed_entries SET action = 'x'", "DELETE FROM sealed_entries"])
def test_the_database_refuses_to_change_the_trail(statement):
    make.make_officers(3)
    make.make_report()
    connection = db.session.connection(bind_arguments={"bind": db.engines[SENSITIVE]})
    with pytest.raises(sa.exc.DatabaseError), connection.begin_nested():
        connection.execute(sa.text(statement))


@pytest.mark.parametrize("change", ["action = 'x'", "sequence = sequence + 7", "officer_id = 2", "content_hash = 'x'"])
def test_a_changed_trail_is_found(change):
    people = make.make_officers(3)
    make.make_report()
    opened(people[0])
    connection = db.session.connection(bind_arguments={"bind": db.engines[SENSITIVE]})
    off, on = (("DROP TRIGGER sealed_entries_no_update", None) if connection.dialect.name == "sqlite" else ("ALTER TABLE sealed_entries DISABLE TRIGGER ALL", None))  # fmt: skip
    assert on is None
    connection.execute(sa.text(off))
    connection.execute(sa.text(f"UPDATE sealed_entries SET {change} WHERE action = 'open'"))
    db.session.expire_all()
    assert list(trail.broken())


def test_a_sealed_line_that_happens_to_begin_like_a_plain_one_is_read(monkeypatch):
    seal = seals.seal

    def braced(key, content, purpose):
        return next(sealed for sealed in iter(lambda: seal(key, content, purpose), None) if sealed.startswith(b"{"))

    monkeypatch.setattr(seals, "seal", braced)
    key = seals.new_key()
    trail.record("begins", "note", None, key, words="Тэмдэглэв")
    trail.record("begins", "seen", None, words="ил")
    assert [line.content for line in trail.history("begins", key)] == [{"words": "Тэмдэглэв"}, {"words": "ил"}]
    assert [line.content for line in trail.history("begins")] == [{}, {"words": "ил"}]
