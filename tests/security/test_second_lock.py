"""PostgreSQL's row-level security holds when the application's own scoping is switched off."""

import pytest
import sqlalchemy as sa

from accountability import create_app
from accountability.access import policy
from accountability.access.roles import Role
from accountability.cases.models import NoteKind
from accountability.cases.operations import answering, appealing, reading, reviewing
from accountability.cases.queries import single
from accountability.core import migrating, second_lock
from accountability.core.db import db
from accountability.directory import operations as directory
from tests import databases
from tests import factories as make
from tests.conftest import IsolatedClient

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]
STORY, NOTE = "Зөвхөн хянагч уншина", "Хянагчийн үг 4711"


@pytest.fixture
def locked(tmp_path):
    """An application whose role owns nothing, so that the lock holds for it; with one case in review in Uvs."""
    with databases.for_role_that_owns_nothing(tmp_path) as settings:
        app = create_app(settings)
        app.test_client_class = IsolatedClient
        with app.app_context():
            migrating.upgrade(app)
            directory.load()
            db.session.commit()
            yield app
            databases.close()


def a_case():
    monitor = make.make_user()
    case, receipt = make.make_case_with_receipt(story=STORY, photos=[make.photo()])
    reviewing.take(case, make.actor_of(monitor))
    reading.add_note(case, make.actor_of(monitor), NoteKind.NOTE, NOTE)
    db.session.commit()
    return case, receipt, monitor


def rows():
    counts = [db.session.scalar(sa.text(f"SELECT count(*) FROM {table}")) for table in ("case_secrets", "notes", "attachments")]
    db.session.rollback()
    return counts


def asking(who):
    db.session.rollback()
    with second_lock.asking_as(who):
        found = rows()
    db.session.rollback()
    return found


def test_each_door_opens_its_own_rows_and_no_others(locked):
    case, _receipt, monitor = a_case()
    uvs, khovd = make.province().id, make.province("MN-043").id
    office = make.make_office().id
    db.session.commit()
    open_to = {
        "system": second_lock.SYSTEM,
        "its author": second_lock.author(case.id),
        "a monitor of the place": second_lock.monitor(9, {uvs}, set(), set(), national=False),
        "its reviewer": second_lock.monitor(monitor.id, {khovd}, set(), set(), national=False),
    }
    closed_to = {
        "nobody": second_lock.NOBODY,
        "another author": second_lock.author(case.id + 1),
        "staff": second_lock.staff(),
        "a monitor elsewhere": second_lock.monitor(9, {khovd}, set(), set(), national=False),
        "a neighbour too early": second_lock.monitor(9, {khovd}, {uvs}, set(), national=False),
        "the pool too early": second_lock.monitor(9, set(), set(), set(), national=True),
        "a monitor tied to the office": second_lock.monitor(9, {uvs}, set(), {office}, national=False),
    }
    assert {name: asking(who) for name, who in open_to.items()} == {key: [1, 1, 1] for key in open_to}
    assert {name: asking(who) for name, who in closed_to.items()} == {key: [0, 0, 0] for key in closed_to}


def test_only_whoever_holds_an_appeal_opens_what_its_author_says(locked):
    case = make.make_answered().case
    first, second = make.make_reviewer(), make.make_reviewer()
    appeal = appealing.ask(case, "Зөвхөн авсан хүн уншина")
    appealing.take(appeal, first)
    case_id, uvs = case.id, make.province().id
    db.session.commit()

    def opened(who):
        db.session.rollback()
        with second_lock.asking_as(who):
            found = [db.session.scalar(sa.text(f"SELECT count(*) FROM {table}")) for table in ("appeal_words", "case_secrets")]
            db.session.rollback()
        return found

    assert opened(second_lock.reviewer(first.user_id)) == [1, 0]
    for nothing in (
        second_lock.reviewer(second.user_id),
        second_lock.staff(),
        second_lock.NOBODY,
        second_lock.author(case_id + 1),
    ):
        assert opened(nothing) == [0, 0]
    for both in (second_lock.author(case_id), second_lock.SYSTEM, second_lock.monitor(9, {uvs}, set(), set(), national=False)):
        assert opened(both) == [1, 1], "whoever erases a case erases these words too"


def test_asking_taking_deciding_and_taking_back_work_through_the_lock(locked):
    case, receipt = make.make_case_with_receipt()
    monitor, person, official = make.make_monitor(), make.make_user(Role.REVIEWER, office=make.make_group()), make.make_official()
    reviewing.take(case, monitor)
    reviewing.review(case, monitor, make.make_review())
    [routing] = reviewing.route(case, monitor, [make.make_office()])
    answering.answer(routing, official, answering.Reply(make.AnswerKind.APOLOGY, "Уучлаарай."))
    db.session.commit()
    author, reviewer = locked.test_client(), locked.test_client()
    with locked.app_context():
        author.post("/mn/track", data={"receipt": receipt, "csrf_token": make.token(author, "/mn/track")})
        asked = {"words": STORY, "csrf_token": make.token(author, "/mn/track")}
        for path in ("", "/back", ""):
            assert author.post(f"/mn/track/case/review{path}", data=asked).status_code == 303
        assert STORY in author.get("/mn/track/case/review").text
        number = db.session.scalar(sa.text("SELECT number FROM appeals WHERE over_at IS NULL"))
        assert db.session.scalar(sa.text("SELECT count(*) FROM appeal_words")) == 1
        db.session.commit()
        make.sign_in(reviewer, person)
        told = {
            "csrf_token": make.token(reviewer, f"/mn/reviews/{number}"),
            "result": "partly",
            "reasons": "Эм алга",
            "remedy": "court",
        }
        assert reviewer.post(f"/mn/reviews/{number}/take", data=told).status_code == 303
        assert STORY in reviewer.get(f"/mn/reviews/{number}").text
        assert reviewer.post(f"/mn/reviews/{number}/decide", data=told).status_code == 303
        assert author.post("/mn/track/case/data/erase", data=asked).status_code == 303
        assert db.session.scalar(sa.text("SELECT count(*) FROM appeal_words")) == 0


def test_the_next_transaction_of_the_same_connection_starts_locked(locked):
    a_case()
    assert asking(second_lock.SYSTEM) == [1, 1, 1]
    assert asking(second_lock.NOBODY) == [0, 0, 0]


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.COORDINATOR, Role.ADMIN])
def test_with_the_applications_scoping_switched_off_no_story_comes_out(locked, monkeypatch, role):
    case, _receipt, _monitor = a_case()
    office = make.make_office()
    person = make.make_user(role, office=office if role != Role.ADMIN else None)
    db.session.commit()
    client = locked.test_client()
    with locked.app_context():
        make.sign_in(client, person)
    monkeypatch.setattr(single, "visible_to", lambda actor: sa.true())
    monkeypatch.setattr(policy, "may", lambda *args: True)
    for page in ("", "/send", "/history", f"/photo/{case.photos[0].id}.jpg"):
        try:
            body = client.get(f"/mn/desk/cases/{case.public_id}{page}").get_data(as_text=True)
        except AttributeError:  # the page expects what the database did not give
            body = ""
        assert STORY not in body and NOTE not in body
        assert "JFIF" not in body


def test_filing_following_and_reviewing_work_through_the_lock(locked):
    client = locked.test_client()
    fields = {"facility": make.TARIALAN, "story": STORY, "consent_store": "y", "consent_pass_on": "y"}
    with locked.app_context():
        fields["csrf_token"] = make.token(client, f"/mn/feedback/new?facility={make.TARIALAN}")
        assert client.post("/mn/feedback/new", data=fields).status_code == 303
        page = client.get("/mn/feedback/received").text
        receipt = page.split('data-receipt="', 1)[1].split('"', 1)[0]
        client.post("/mn/track", data={"receipt": receipt, "csrf_token": make.token(client, "/mn/track")})
        assert STORY in client.get("/mn/track/case").text
        post = {"words": "Нэмж хэлэх зүйл", "csrf_token": make.token(client, "/mn/track/case")}
        assert client.post("/mn/track/case/words", data=post).status_code in {302, 303}
        person = make.make_user()
        db.session.commit()
        desk = locked.test_client()
        make.sign_in(desk, person)
        public_id = page.split('data-public-id="', 1)[1].split('"', 1)[0]
        desk.post(f"/mn/desk/cases/{public_id}/take", data={"csrf_token": make.token(desk, "/mn/track")})
        seen = desk.get(f"/mn/desk/cases/{public_id}").text
        assert STORY in seen and "Нэмж хэлэх зүйл" in seen
