"""The channel's own page, the author's side behind the code, and leaving at once: through the pages, as people meet them."""

import io
import re
import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from accountability.cases.models import Case
from accountability.cases.receipts import check_digit
from accountability.core import clock
from accountability.core.db import db
from accountability.core.drafts import Draft
from accountability.core.throttle import ThrottleCounter
from accountability.sensitive import queries, seals
from accountability.sensitive.models import Report, ReportVisit, Words
from accountability.sensitive.operations import duty, handling
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
PAGE = "/mn/protected"
WORDS = "Дарга намайг ажилд авахын тулд хоёр сая төгрөг нэхлээ"


def send(client, **fields):
    page = client.get(PAGE).text
    token = page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    key = re.search(r'name="form_key"[^>]*value="([^"]+)"', page)
    data = {"narrative": WORDS, "csrf_token": token, "form_key": key[1] if key else "", **fields}
    return client.post(PAGE, data=data, content_type="multipart/form-data")


def code_in(answer):
    return re.search(r'data-receipt="(\d{20})"', answer.text)[1]


def track(client, code):
    return client.post("/mn/track", data={"receipt": code, "csrf_token": make.token(client, "/mn/track")})


def reports():
    return list(db.session.scalars(sa.select(Report)))


def test_the_page_says_who_reads_and_whom_to_call_before_anything_is_typed(client):
    people = make.make_officers(3)
    page = client.get(PAGE).text
    assert page.index("1111") < page.index("<textarea")
    for number in ("102", "103", "105", "107", "108", "110", "1111"):
        assert f'href="tel:{number}"' in page
    assert "Яг одоо хэн ч уншихгүй байна" in page
    now = clock.now()
    for person in people[:2]:
        with time_machine.travel(now - timedelta(hours=2)):
            on = clock.now().astimezone(duty.ZoneInfo(clock.CAPITAL))
            duty.take_hours(make.actor_of(person), on.date(), on.hour, (on.hour + 8) % 24 or 24)
    assert queries.on_duty(clock.now()) == 2
    assert "Яг одоо хэн ч уншихгүй байна" not in client.get(PAGE).text


def test_titles_say_nothing(client):
    make.make_officers(3)
    titles = {re.search(r"<title>(.*?)</title>", client.get(path).text)[1] for path in (PAGE, "/en/protected")}
    assert titles == {"Иргэний дуу хоолой", "Citizen Voice"}


def test_with_fewer_than_three_officers_the_page_is_closed_and_takes_nothing(client):
    make.make_officers(2)
    page = client.get(PAGE).text
    assert 'name="narrative"' not in page
    assert "108" in page
    answer = client.post(PAGE, data={"narrative": WORDS, "csrf_token": make.token(client, "/mn/track")})
    assert answer.status_code == 409
    assert WORDS in answer.text
    assert reports() == []


def test_a_report_gives_a_code_and_is_sealed(client):
    people = make.make_officers(3)
    answer = send(client, kind="corruption", danger="no", contact_way="phone", contact_phone="9911 2233", phone_shared="yes")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    opened = handling.open_report(make.make_vault(people[2]), reports()[0].name)
    assert opened.body["narrative"] == WORDS
    assert opened.body["contact"] == {"way": "phone", "phone": "+97699112233", "shared": "yes"}
    assert WORDS not in answer.text
    assert code_in(answer)


def test_the_ordinary_database_knows_nothing_of_it(client):
    make.make_officers(3)
    db.session.commit()
    before = {table.name: count(table) for table in db.metadata.sorted_tables}
    code = code_in(send(client))
    track(client, code)
    client.get("/mn/track/report")
    assert before == {table.name: count(table) for table in db.metadata.sorted_tables}


def count(table):
    return db.session.scalar(sa.select(sa.func.count()).select_from(table))


def test_a_photo_arrives_without_what_the_camera_added(client):
    people = make.make_officers(3)
    send(client, photos=(io.BytesIO(make.photo()), "IMG_2026_GPS.jpg"))
    opened = handling.open_report(make.make_vault(people[0]), reports()[0].name)
    content = handling.photo(opened, opened.report.files[0].id)
    assert content.startswith(b"\xff\xd8")
    assert b"IMG_2026" not in content


def test_a_wrong_field_loses_nothing_and_leaves_no_draft(client):
    make.make_officers(3)
    answer = send(client, contact_way="phone", contact_phone="12", accused="Дарга", photos=(io.BytesIO(make.photo()), "a.jpg"))
    assert answer.status_code == 422
    for kept in (WORDS, "Дарга", 'href="#contact_phone"', 'href="#photos"'):
        assert kept in answer.text
    assert reports() == []
    assert db.session.scalars(sa.select(Draft)).first() is None


def test_the_same_form_sent_twice_is_one_report_with_one_code(client):
    make.make_officers(3)
    key = uuid.uuid4().hex
    codes = {code_in(send(client, form_key=key)) for _ in range(2)}
    assert len(codes) == 1
    assert len(reports()) == 1


BAD = [
    ({"narrative": ""}, 422), ({"narrative": "   "}, 422), ({"narrative": "а" * 20_001}, 422), ({"kind": "nonsense"}, 422),
    ({"danger": "\0"}, 422), ({"province": "MN-999"}, 422), ({"website": "http://x"}, 422), ({"csrf_token": "x"}, 422),
    ({"form_key": "../../etc"}, 422), ({"contact_way": "email", "contact_email": "not an address"}, 422), ({"accused": "x" * 201}, 422),
    ({"photos": (io.BytesIO(b"<svg onload=alert(1)>"), "x.svg")}, 422), ({"narrative": "а" * 3_000_000}, 413),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "code"), BAD, ids=[str(number) for number in range(len(BAD))])
def test_bad_input_is_answered_and_nothing_is_kept(client, fields, code):
    make.make_officers(3)
    answer = send(client, **fields)
    assert answer.status_code == code
    assert reports() == []
    assert db.session.scalars(sa.select(Draft)).first() is None


def test_a_photo_over_the_limit_is_413_and_keeps_the_words_in_the_answer(client):
    make.make_officers(3)
    answer = send(client, photos=(io.BytesIO(b"x" * (13 * 1024 * 1024)), "a.jpg"))
    assert answer.status_code == 413
    assert WORDS in answer.text
    assert reports() == []


def test_the_same_door_for_every_code(client, app):
    make.make_officers(3)
    protected, ordinary = code_in(send(client)), make.make_case_with_receipt()[1]
    digits = "1234567890123456789"
    unknown = digits + check_digit(digits)
    answers = {code: track(app.test_client(), code) for code in (protected, ordinary, unknown)}
    assert answers[protected].location == "/mn/track/report"
    assert answers[ordinary].location == "/mn/track/case"
    assert answers[unknown].status_code == 422
    shapes = [(one.status_code, sorted(one.headers.keys())) for one in (answers[protected], answers[ordinary])]
    assert shapes[0] == shapes[1]
    wrong = track(app.test_client(), unknown[:-1] + str((int(unknown[-1]) + 1) % 10))
    assert re.sub(r'value="[^"]*"', "", wrong.text) == re.sub(r'value="[^"]*"', "", answers[unknown].text)


def test_every_code_costs_the_same_work(client, app, monkeypatch):
    make.make_officers(3)
    digits = "1234567890123456789"
    codes = [code_in(send(client)), make.make_case_with_receipt()[1], digits + check_digit(digits)]
    stretch, work = seals.stretch, []
    monkeypatch.setattr(seals, "stretch", lambda *given: work.append(given) or stretch(*given))
    counts = []
    for code in codes:
        work.clear()
        track(app.test_client(), code)
        counts.append(len(work))
    assert counts == [2, 2, 2]


def test_the_author_reads_replies_and_adds_words(client):
    people = make.make_officers(3)
    code = code_in(send(client))
    opened = handling.open_report(make.make_vault(people[0]), reports()[0].name)
    handling.reply(opened, "Бид таныг сонсож байна")
    track(client, code)
    page = client.get("/mn/track/report")
    assert "Бид таныг сонсож байна" in page.text
    assert WORDS not in page.text
    assert re.search(r"<title>(.*?)</title>", page.text)[1] == "Иргэний дуу хоолой"
    assert page.headers["Cache-Control"] == "no-store"
    answer = client.post(
        "/mn/track/report/words", data={"words": "Бас нэг", "csrf_token": make.token(client, "/mn/track/report")}
    )
    assert answer.location == "/mn/track/report"
    assert [said.text for said in handling.conversation(opened)][1] == "Бас нэг"


def test_words_typed_past_the_visit_come_back_in_the_answer_and_rest_nowhere(client):
    make.make_officers(3)
    code = code_in(send(client))
    track(client, code)
    token = make.token(client, "/mn/track/report")
    with time_machine.travel(clock.now() + timedelta(minutes=45)):
        answer = client.post("/mn/track/report/words", data={"words": "Удаан бодсон үг", "csrf_token": token})
        assert answer.status_code == 422
        assert "Удаан бодсон үг" in answer.text
        assert db.session.scalars(sa.select(Draft)).first() is None
        done = client.post("/mn/track/report/words", data={"words": "Удаан бодсон үг", "receipt": code, "csrf_token": token})
        assert done.location == "/mn/track/report"
    assert len(list(db.session.scalars(sa.select(Words)))) == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_leaving_at_once_ends_the_visit(client, method):
    make.make_officers(3)
    track(client, code_in(send(client)))
    assert client.get("/mn/track/report").status_code == 200
    answer = getattr(client, method)("/mn/track/exit")
    assert answer.location == "/mn/"
    assert client.get("/mn/track/report").status_code == 302
    assert db.session.scalars(sa.select(ReportVisit)).first() is None


def test_the_way_out_stands_on_every_page(client):
    for path in ("/mn/", "/mn/feedback/new", PAGE, "/mn/track", "/mn/cases", "/mn/no-such-page", "/en/account/sign-in"):
        assert "data-exit" in client.get(path).text


def test_the_fork_stands_before_the_form(client):
    for path in ("/mn/feedback/new", f"/mn/feedback/new?facility={make.TARIALAN}"):
        assert 'href="/mn/protected"' in client.get(path).text


def test_nothing_of_a_visit_or_a_guess_keeps_an_address(cloned):
    with cloned.app_context():
        make.make_officers(3)
        db.session.commit()
    client = cloned.test_client()
    answer = send(client)
    with cloned.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ThrottleCounter)) == 0
        report = reports()[0]
        assert report.received_at.minute == report.received_at.second == 0
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Case)) == 0
    assert code_in(answer)
