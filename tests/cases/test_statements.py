"""No page asks the database more than twelve questions, session and limits counted."""

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from accountability.access.roles import Role
from accountability.cases.models import Kind, Remedy, Result
from accountability.cases.operations import appealing
from accountability.core.db import db
from accountability.directory.labels import ServiceLevel
from tests import factories as make

LIMIT = 12
LARGE = ("cases", "routings", "trail_entries", "messages")
pytestmark = pytest.mark.slow


@pytest.fixture
def counted(cloned):
    """Statements of the last request."""
    seen = []
    with cloned.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def a_world():
    monitor = make.make_user(Role.SENIOR_MONITOR, email="monitor@example.mn")
    make.make_user(Role.OFFICIAL, office=make.make_office(), email="official@example.mn")
    make.make_user(Role.COORDINATOR, area=make.province(), email="coordinator@example.mn")
    make.make_user(Role.ADMIN, email="admin@example.mn")
    actor = make.actor_of(monitor)
    for _ in range(3):
        make.make_case(photos=[make.photo()])
    taken = make.make_taken(actor, photos=[make.photo()])
    public = make.make_public(actor)
    routing = make.reviewing.route(public, actor, public.facilities)[0]
    paper = make.make_routing(actor, facilities=[make.make_office("18540-WEL-01", ServiceLevel.LETTERS_ONLY)])
    make.make_taken(actor, kind=Kind.THANKS)
    for _ in range(3):
        make.make_answered(actor)
    receipt = make.make_case_with_receipt()[1]
    person = make.make_user(Role.REVIEWER, office=make.make_group(), email="reviewer@example.mn")
    reviews = [appealed(actor) for _ in range(4)]
    judge, decided = make.actor_of(person), reviews[0]
    for one in reviews[:2]:
        appealing.take(one, judge)
    appealing.decide(decided, judge, appealing.Decision(Result.REJECTED, "Хариу хангалттай", Remedy.COURT))
    db.session.commit()
    return {
        "reviewed": decided.case.public_id,
        "decided": decided.number,
        "held": reviews[1].number,
        "offered": reviews[2].number,
        "taken": taken.public_id,
        "public": public.public_id,
        "routing": routing.number,
        "paper": paper.number,
        "receipt": receipt,
    }


def appealed(actor):
    """An answer to a public case that its author asked to have reviewed."""
    case = make.make_public(actor)
    [routing] = make.reviewing.route(case, actor, case.facilities)
    reply = make.answering.Reply(make.AnswerKind.APOLOGY, "Уучлаарай.")
    make.answering.answer(routing, make.make_official(routing.addressee), reply)
    return appealing.ask(case, "Эм алга")


PAGES = {
    None: """/ /feedback/new /feedback/new?province=MN-046 /feedback/new?soum=18540 /feedback/new?q=tarialan /feedback/new?facility=18540-HC-01
        /cases /cases?q=эм&province=MN-046 /cases/{public} /cases/{reviewed} /cases/feed.atom /provinces /provinces/MN-046 /soums/18540
        /facilities/18540-HC-01 /about/service-charter /track /subscribe /subscribe?facility=18540-HC-01 /commitments?soum=18540""",
    "monitor@example.mn": """/desk /desk?view=all&q=эм /desk/week /desk/calls /desk/cases/{taken} /desk/cases/{public} /desk/cases/{taken}/send /desk/cases/{reviewed}/send /desk?view=copies
        /desk/cases/{public}/history /desk/cases/{public}/preview /account /provinces/MN-046?live=1""",
    "official@example.mn": "/office /office?view=all&q=эм /office/{routing} /office/register.csv /office/templates /office/thanks /office/report /office/report/behind?cell=unsigned /office/counter /office/commitments",
    "coordinator@example.mn": "/office /office/{paper} /office/report /admin /admin/reviews",
    "admin@example.mn": "/admin /admin/outbox /admin/reviews /admin/wording /admin/wording/answered/mn/email",
    "reviewer@example.mn": "/reviews /reviews?view=decided /reviews/{held} /reviews/{offered} /reviews/{decided}",
}


def test_no_page_asks_more_than_twelve_questions(cloned, counted):
    with cloned.app_context():
        names = a_world()
    too_many = []
    for login, paths in PAGES.items():
        client = cloned.test_client()
        if login:
            person = type("Person", (), {"email": login})
            make.sign_in(client, person)
        for path in paths.split():
            address = "/mn" + path.format(**names)
            client.get(address)
            counted.clear()
            assert client.get(address).status_code == 200, address
            if len(counted) > LIMIT:
                too_many.append(f"{address}: {len(counted)}\n  " + "\n  ".join(one[:110].replace("\n", " ") for one in counted))
    assert not too_many, "\n".join(too_many)


def test_the_authors_page_asks_at_most_twelve_questions(cloned, counted):
    with cloned.app_context():
        names = a_world()
    client = cloned.test_client()
    client.post("/mn/track", data={"receipt": names["receipt"], "csrf_token": make.token(client, "/mn/track")})
    counted.clear()
    assert client.get("/mn/track/case").status_code == 200
    assert len(counted) <= LIMIT, "\n".join(counted)


@pytest.mark.parametrize("is_appealed", [False, True])
def test_the_authors_pages_of_a_review_ask_at_most_twelve_questions(cloned, counted, is_appealed):
    with cloned.app_context():
        case, receipt = make.make_case_with_receipt()
        monitor = make.make_monitor()
        make.reviewing.take(case, monitor)
        make.reviewing.review(case, monitor, make.make_review())
        [routing] = make.reviewing.route(case, monitor, case.facilities)
        reply = make.answering.Reply(make.AnswerKind.APOLOGY, "Уучлаарай.")
        make.answering.answer(routing, make.make_official(routing.addressee), reply)
        if is_appealed:
            appealing.ask(case, "Эм алга")
        db.session.commit()
    client = cloned.test_client()
    client.post("/mn/track", data={"receipt": receipt, "csrf_token": make.token(client, "/mn/track")})
    for path in ("/mn/track/case", "/mn/track/case/review"):
        counted.clear()
        assert client.get(path).status_code == 200
        assert len(counted) <= LIMIT, path + "\n" + "\n".join(counted)


def test_filing_asks_at_most_twelve_questions_and_writes_in_one_transaction(cloned, counted):
    client = cloned.test_client()
    fields = {
        "facility": make.TARIALAN,
        "story": make.STORY,
        "consent_store": "y",
        "consent_pass_on": "y",
        "csrf_token": make.token(client, "/mn/feedback/new?facility=" + make.TARIALAN),
    }
    client.post("/mn/feedback/new", data=fields)
    counted.clear()
    fields["csrf_token"] = make.token(client, "/mn/feedback/new?facility=" + make.TARIALAN)
    counted.clear()
    assert client.post("/mn/feedback/new", data={**fields, "client_key": ""}).status_code == 303
    reads = [one for one in counted if one.startswith("SELECT")]
    assert len(reads) <= LIMIT, "\n".join(reads)
    with cloned.app_context():
        assert db.session.scalar(sa.text("SELECT count(*) FROM cases")) == 2


@pytest.mark.postgresql
def test_every_question_can_be_answered_by_an_index(cloned):
    """With sequential scans made dear, none is left on the large tables: so there is an index for each question."""
    asked = []
    with cloned.app_context():
        names, engine = a_world(), db.engine
    event.listen(
        engine, "before_cursor_execute", lambda _c, _cursor, statement, values, *_rest: asked.append((statement, values))
    )
    scanned = set()
    for login, paths in PAGES.items():
        client = cloned.test_client()
        if login:
            make.sign_in(client, type("Person", (), {"email": login}))
        for path in paths.split():
            asked.clear()
            client.get("/mn" + path.format(**names))
            questions = [one for one in asked if one[0].lstrip().startswith("SELECT")]
            with engine.connect() as connection:
                connection.exec_driver_sql("SET enable_seqscan = off")
                for statement, values in questions:
                    plan = "\n".join(row[0] for row in connection.exec_driver_sql("EXPLAIN " + statement, values))
                    scanned |= {(path, table) for table in LARGE if f"Seq Scan on {table}" in plan}
    assert not scanned
