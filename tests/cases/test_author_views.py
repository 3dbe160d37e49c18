"""Behind the receipt: what the author sees and may do."""

import pytest

from accountability.audit import queries as audit
from accountability.cases import progress, queries, receipts
from accountability.cases.models import AnswerKind, Case
from accountability.cases.operations import answering, reviewing
from accountability.cases.workflow import Status, Verdict
from accountability.core.db import db
from tests import factories as make


def come(client, receipt):
    return client.post("/mn/track", data={"receipt": receipts.grouped(receipt), "csrf_token": make.token(client, "/mn/track")})


def post(client, path, **fields):
    return client.post(path, data={**fields, "csrf_token": make.token(client, "/mn/track")})


def test_the_code_opens_the_authors_own_page(client):
    case, receipt = make.make_case_with_receipt()
    assert come(client, receipt).location == "/mn/track/case"
    page = client.get("/mn/track/case").text
    assert case.public_id in page
    assert "Долгор" in page


@pytest.mark.parametrize("typed", ["", "1234", "0000 0000 0000 0000 0001", "а" * 60, "9" * 59])
def test_a_wrong_code_is_refused_in_words(client, typed):
    answer = post(client, "/mn/track", receipt=typed)
    assert answer.status_code == 422
    assert 'href="#receipt"' in answer.text


def test_without_the_code_the_page_leads_to_it(client):
    assert client.get("/mn/track/case").location == "/mn/track"


def test_leaving_ends_the_visit(client):
    _, receipt = make.make_case_with_receipt()
    come(client, receipt)
    post(client, "/mn/track/leave")
    assert client.get("/mn/track/case").status_code == 302


def test_words_written_while_the_visit_ran_out_wait_until_the_code_is_shown_again(client):
    _, receipt = make.make_case_with_receipt()
    answer = post(client, "/mn/track/case/words", words="Бас нэг зүйл хэлэх гэсэн юм")
    assert answer.location == "/mn/track"
    come(client, receipt)
    assert "Бас нэг зүйл" in client.get("/mn/track/case").text


def test_the_author_sees_what_each_reader_sees(client):
    monitor = make.make_monitor()
    case, receipt = make.make_case_with_receipt()
    reviewing.take(case, monitor)
    reviewing.review(case, monitor, make.make_review())
    come(client, receipt)
    page = client.get("/mn/track/case").text
    assert "Долгор" in page
    assert make.OFFICE_TEXT in page


def test_the_author_confirms_and_the_case_is_closed(client):
    case, receipt = make.make_case_with_receipt()
    answered(case)
    come(client, receipt)
    post(client, "/mn/track/case/judge", verdict="confirm", fairness="5", solved="4")
    assert (queries.lock(case.id).status, case.verdict, case.solved) == (Status.CLOSED, Verdict.CONFIRMED, 4)


def test_a_dispute_needs_its_reason(client):
    case, receipt = make.make_case_with_receipt()
    answered(case)
    come(client, receipt)
    assert post(client, "/mn/track/case/judge", verdict="dispute").status_code == 422
    assert post(client, "/mn/track/case/judge", verdict="dispute", reason="not_done").status_code == 303
    assert queries.lock(case.id).status == Status.WITH_OFFICE


def test_withdrawing_asks_once_more_and_then_erases(client):
    case, receipt = make.make_case_with_receipt()
    come(client, receipt)
    assert client.get("/mn/track/case/withdraw").status_code == 200
    post(client, "/mn/track/case/withdraw")
    assert queries.lock(case.id).status == Status.WITHDRAWN
    assert "Долгор" not in client.get("/mn/track/case").text


def test_judging_twice_says_that_somebody_was_faster(client):
    _case, receipt = make.make_case_with_receipt()
    come(client, receipt)
    assert post(client, "/mn/track/case/judge", verdict="confirm").status_code == 409


def test_the_follower_of_a_merged_case_sees_where_the_parent_stands(client):
    monitor = make.make_monitor()
    parent = make.make_taken(monitor)
    case, receipt = make.make_case_with_receipt()
    reviewing.take(case, monitor)
    reviewing.merge(case, monitor, parent)
    come(client, receipt)
    assert client.get("/mn/track/case").status_code == 200


def answered(case):
    monitor = make.make_monitor()
    reviewing.take(case, monitor)
    reviewing.review(case, monitor, make.make_review())
    routing = reviewing.route(case, monitor, case.facilities)[0]
    make.answering.answer(
        routing, make.make_official(routing.addressee), make.answering.Reply(make.AnswerKind.EXPLANATION, "Ирнэ")
    )


def test_every_line_of_a_history_is_said_in_words_and_the_public_reads_no_role(app):
    routing = make.make_routing()
    official = make.make_official(routing.addressee)
    make.answering.acknowledge(routing, official, "Ганц сувилагч")
    make.answering.answer(routing, official, make.answering.Reply(make.AnswerKind.EXPLANATION, "Ирнэ"))
    case = routing.case
    for reader in ("desk", "author", "public"):
        lines = progress.timeline(case, reader)
        assert not [line.title for line in lines if "_" in line.title]
        assert any(line.note for line in lines) == (reader != "public")


def test_a_photo_whose_file_is_lost_does_not_exist(client):
    from accountability.core.storage import storage

    case, receipt = make.make_case_with_receipt(photos=[make.photo()])
    db.session.commit()
    client.post("/mn/track", data={"receipt": receipt, "csrf_token": make.token(client, "/mn/track")})
    storage.delete(case.photos[0].storage_key)
    assert client.get(f"/mn/track/case/photo/{case.photos[0].id}.jpg").status_code == 404


def test_trouble_for_having_spoken_leads_to_the_protected_way_and_is_kept_nowhere(client):
    case, receipt = make.make_case_with_receipt()
    monitor = make.make_monitor()
    reviewing.take(case, monitor)
    reviewing.review(case, monitor, make.make_review())
    [routing] = reviewing.route(case, monitor, [make.make_office()])
    answering.answer(routing, make.make_official(routing.addressee), answering.Reply(AnswerKind.EXPLANATION, "Ирнэ"))
    client.post("/en/track", data={"receipt": receipt, "csrf_token": make.token(client, "/en/track")})
    before = {column.name for column in Case.__table__.columns if getattr(case, column.name, None) == "yes"}
    data = {"verdict": "partly", "trouble": "yes", "csrf_token": make.token(client, "/en/track/case")}
    answer = client.post("/en/track/case/judge", data=data)
    assert answer.status_code == 303 and answer.location.endswith("/en/protected")
    case = db.session.get_one(Case, case.id)
    assert case.verdict == Verdict.PARTLY
    assert {column.name for column in Case.__table__.columns if getattr(case, column.name, None) == "yes"} == before
    assert "trouble" not in str([line.content for line in audit.history(case.chain)])
