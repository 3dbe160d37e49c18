"""A monitor's case goes to the protected channel: sealed first, then removed; safe to kill and to repeat."""

import pytest
import sqlalchemy as sa

from accountability.access.roles import Role
from accountability.audit import queries as audit
from accountability.cases import queries as cases
from accountability.cases.models import Attachment, Case, Consent, Note, NoteKind, Relay
from accountability.cases.operations import authoring as ordinary
from accountability.cases.operations import diverting, reading, reviewing
from accountability.cases.workflow import Status, VisibilityAction
from accountability.core.db import db
from accountability.core.errors import DomainError
from accountability.core.storage import storage
from accountability.sensitive.models import Report
from accountability.sensitive.operations import authoring, handling
from tests import databases
from tests import factories as make
from tests.cases.test_operations import folded, recounted

STORY = "ТЭМДЭГ-ёс-бус-явдал-4417"


def everything():
    """All that the ordinary database holds, as one text."""
    db.session.flush()
    return "".join(repr(db.session.execute(sa.select(*table.columns)).all()) for table in db.metadata.sorted_tables)


@pytest.fixture
def monitor():
    return make.make_user(Role.MONITOR)


def divert(client, case, code=303):
    path = f"/mn/desk/cases/{case.public_id}/divert"
    answer = client.post(path, data={"csrf_token": make.token(client, path)})
    assert answer.status_code == code, answer.text
    return answer


def opened(person):
    report = db.session.scalars(sa.select(Report)).one()
    return handling.open_report(make.make_vault(person), report.name, reading=False)


@pytest.mark.usefixtures("app")
class TestDivert:
    def test_everything_lies_sealed_there_and_nothing_here(self, client, monitor):
        officers = make.make_officers(3)
        case, _code = make.make_case_with_receipt(
            story=STORY, photos=[make.photo()], contact={"phone": "+97699112233"}, alias="ТЭМДЭГ-хоч", month="2026-03"
        )
        actor = make.actor_of(monitor)
        reviewing.take(case, actor)
        reviewing.review(case, actor, make.make_review(text_office="ТЭМДЭГ-албан"))
        reading.add_note(case, actor, NoteKind.NOTE, "тэмдэглэл")
        ordinary.add_words(cases.lock(case.id), "ТЭМДЭГ-нэмэлт")
        keys = [photo.storage_key for photo in case.photos]
        make.sign_in(client, monitor)
        assert "divert" in client.get(f"/mn/desk/cases/{case.public_id}/send").text
        divert(client, case)
        body = opened(officers[0]).body
        assert (body["narrative"], body["contact"], body["province"]) == (STORY, {"phone": "+97699112233"}, "MN-046")
        assert body["earlier"] == ["author: ТЭМДЭГ-нэмэлт"]
        assert len(opened(officers[0]).report.files) == 1
        assert "ТЭМДЭГ" not in everything()
        for parts in (Relay, Note, Attachment, Consent):
            assert db.session.scalars(sa.select(parts)).first() is None
        case = db.session.get(Case, case.id)
        assert case.status == Status.DIVERTED
        assert (case.province_id, case.soum_id, case.facilities, case.month, case.reviewer_id) == (None, None, [], None, None)
        assert not any((storage.root / key).exists() for key in keys)
        assert list(audit.broken()) == []
        assert folded() == recounted()

    def test_no_monitor_finds_it_again(self, client, monitor):
        make.make_officers(3)
        case = make.make_case(story=STORY)
        make.sign_in(client, monitor)
        divert(client, case)
        for path in ("", "/send", "/history", "/preview", "/divert"):
            assert client.get(f"/mn/desk/cases/{case.public_id}{path}").status_code == 404
        assert case.public_id not in client.get("/mn/desk?view=all").text
        assert client.get(f"/mn/cases/{case.public_id}").status_code == 404

    def test_the_author_comes_back_with_the_same_code_and_waiting_words_reach_them(self, client, monitor):
        officers = make.make_officers(3)
        case, code = make.make_case_with_receipt(story=STORY)
        make.sign_in(client, monitor)
        divert(client, case)
        handling.reply(opened(officers[0]), "Бид таныг сонслоо")
        token = make.token(client, "/mn/track")
        assert client.post("/mn/track", data={"receipt": code, "csrf_token": token}).location == "/mn/track/report"
        assert "Бид таныг сонслоо" not in client.get("/mn/track/report").text
        handling.open_report(make.make_vault(officers[1]), db.session.scalars(sa.select(Report.name)).one())
        assert "Бид таныг сонслоо" in client.get("/mn/track/report").text
        report = db.session.scalars(sa.select(Report)).one()
        assert report.marker is None
        before = db.session.get(Case, case.id).receipt_hash
        assert client.post("/mn/track", data={"receipt": code, "csrf_token": token}).location == "/mn/track/report"
        assert db.session.get(Case, case.id).receipt_hash != before
        assert client.post("/mn/track", data={"receipt": code, "csrf_token": token}).location == "/mn/track/report"

    def test_an_author_who_is_just_looking_at_the_case_is_led_back_to_the_code(self, app, client, monitor):
        make.make_officers(3)
        case, code = make.make_case_with_receipt(story=STORY)
        author = app.test_client()
        author.post("/mn/track", data={"receipt": code, "csrf_token": make.token(author, "/mn/track")})
        assert STORY in author.get("/mn/track/case").text
        make.sign_in(client, monitor)
        divert(client, case)
        assert author.get("/mn/track/case").location == "/mn/track"

    def test_with_fewer_than_three_officers_the_case_stays_whole(self, client, monitor):
        make.make_officers(2)
        case = make.make_case(story=STORY)
        make.sign_in(client, monitor)
        answer = client.post(f"/mn/desk/cases/{case.public_id}/divert", data={"csrf_token": make.token(client, "/mn/track")})
        assert answer.status_code == 409
        assert "108" in answer.text
        assert cases.story_of(db.session.get(Case, case.id)) == STORY

    def test_what_an_office_holds_cannot_go(self, client, monitor):
        make.make_officers(3)
        routing = make.make_routing(make.actor_of(monitor), story=STORY)
        make.sign_in(client, monitor)
        path = f"/mn/desk/cases/{routing.case.public_id}/divert"
        assert client.post(path, data={"csrf_token": make.token(client, "/mn/track")}).status_code == 409
        assert db.session.scalars(sa.select(Report)).first() is None

    @pytest.mark.parametrize("role", [Role.OFFICIAL, Role.COORDINATOR, Role.ADMIN, Role.PROTECTION_OFFICER])
    def test_nobody_but_a_monitor_who_reads_the_case_can(self, client, role):
        make.make_officers(3)
        case = make.make_case(story=STORY)
        make.sign_in(client, make.make_user(role, office=make.make_office()))
        path = f"/mn/desk/cases/{case.public_id}/divert"
        assert client.get(path).status_code == 404
        assert client.post(path, data={"csrf_token": make.token(client, "/mn/track")}).status_code == 404
        with pytest.raises(DomainError):
            diverting.divert(cases.lock(case.id), make.make_official())

    def test_a_published_case_leaves_public_view(self, client, monitor):
        make.make_officers(3)
        actor = make.actor_of(monitor)
        case = make.make_taken(actor, story=STORY)
        reviewing.review(case, actor, make.make_review())
        reviewing.decide(case, actor, VisibilityAction.PUBLISH)
        make.sign_in(client, monitor)
        divert(client, case)
        assert client.get(f"/mn/cases/{case.public_id}").status_code == 404

    def test_who_had_joined_it_is_read_on_their_own_again(self, client, monitor):
        make.make_officers(3)
        actor = make.actor_of(monitor)
        parent, child = make.make_taken(actor, story=STORY), make.make_taken(actor, story="Бас нэг")
        reviewing.merge(child, actor, parent)
        make.sign_in(client, monitor)
        divert(client, parent)
        assert cases.lock(child.id).status == Status.IN_REVIEW
        assert cases.story_of(child) == "Бас нэг"


class Killed(BaseException):
    """The process is gone in the middle; no handler runs."""


def test_killed_between_sealing_and_removing_and_repeated_it_is_there_once(cloned, monkeypatch):
    with cloned.app_context():
        officers, monitor = make.make_officers(3), make.make_user(Role.MONITOR)
        case, code = make.make_case_with_receipt(story=STORY, photos=[make.photo()])
        db.session.commit()
    client = cloned.test_client()
    make.sign_in(client, monitor)
    whole = diverting.divert

    def die(*_args):
        raise Killed

    monkeypatch.setattr(diverting, "divert", die)
    with pytest.raises(Killed):
        divert(client, case)
    databases.close_in(cloned)
    with cloned.app_context():
        assert cases.lock(case.id).status == Status.RECEIVED
        assert cases.story_of(cases.lock(case.id)) == STORY
        ordinary.add_words(cases.lock(case.id), "Нэмж хэлэх үг")
        assert db.session.scalar(sa.select(sa.func.count(Report.id))) == 1
        db.session.commit()
    monkeypatch.setattr(diverting, "divert", whole)
    divert(client, case)
    with cloned.app_context():
        assert cases.lock(case.id).status == Status.DIVERTED
        it = opened(officers[2])
        assert it.body["narrative"] == STORY
        assert handling.conversation(it)[0].body["earlier"] == ["author: Нэмж хэлэх үг"]
        assert authoring.enter(code, cases.by_receipt(code))
        db.session.rollback()
