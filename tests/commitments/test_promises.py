"""A promise has an owner, a day and a sign; what is done is looked at by somebody else; nothing of it is forgotten."""

import io
from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader

from accountability.access.permissions import Permission
from accountability.access.policy import POLICY
from accountability.access.roles import Role
from accountability.cases.labels import status_label
from accountability.cases.models import AnswerKind, Case
from accountability.cases.operations import answering, authoring, chasing
from accountability.cases.workflow import Status, Verdict, VerdictAction
from accountability.commitments import operations, queries
from accountability.commitments.labels import label
from accountability.commitments.models import By, Commitment
from accountability.commitments.workflow import Standing
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed, NotAllowed
from tests import factories as make
from tests.cases.test_operations import actions, messages

pytestmark = pytest.mark.usefixtures("app")
CONTACT = {"email": "author@example.mn"}
NEEDED = ("due_on needed", "made_on needed")


def in_days(days):
    return clock.today() + timedelta(days=days)


def later(days):
    return time_machine.travel(clock.now() + timedelta(days=days))


def promised(days=60, routing=None):
    """A promise out of an answer, with its office's official."""
    routing = routing or make.make_routing(contact=CONTACT)
    official = make.make_official(routing.addressee)
    told = operations.Promise("Эмийн нөөц гурван сараар байна", in_days(days), "Эм эмийн санд байгаа", "Эмийн санч")
    answering.answer(routing, official, answering.Reply(AnswerKind.CHANGE_PLANNED, "Нөөц бүрдүүлнэ.", promise=told))
    [made] = queries.of_source("case", routing.case_id)
    return made, official


def done(days=0, words="Гурван сарын эм авчирлаа"):
    return operations.Done(words, in_days(days))


def seen(found="yes", by=By.VISIT, days=0, **more):
    return operations.Seen(by, found, "Тавиур дээр байна", in_days(days), **more)


def case_of(made):
    return db.session.get_one(Case, made.source_id)


def test_an_answer_that_promises_makes_a_commitment_and_asks_the_author_later():
    made, _official = promised()
    case = case_of(made)
    assert (made.standing, made.due_on, made.first_due_on) == (Standing.PLANNED, in_days(60), in_days(60))
    assert (case.status, case.verdict, case.change) == (Status.ANSWERED, Verdict.NOT_ASKED, Standing.PLANNED)
    assert str(status_label(case).text).startswith("Амласан хугацаа")


@pytest.mark.parametrize("kind", [AnswerKind.CHANGE_PLANNED, AnswerKind.CHANGE_MADE])
def test_a_promise_without_a_day_is_none(kind):
    routing = make.make_routing()
    with pytest.raises(Invalid) as refused:
        answering.answer(routing, make.make_official(routing.addressee), answering.Reply(kind, "Болно"))
    assert f"{refused.value.field} {refused.value.reason}" in NEEDED


def test_a_promise_for_a_day_that_is_over_is_refused():
    with pytest.raises(Invalid):
        promised(days=0)


def test_when_the_office_says_done_the_author_is_asked_and_their_yes_confirms_it():
    made, official = promised()
    operations.claim(made, official, done())
    case = case_of(made)
    assert (case.verdict, case.change) == (Verdict.ASKED, Standing.MADE)
    assert len(messages("change_asks")) == 1
    authoring.judge(case, VerdictAction.CONFIRM)
    assert (made.standing, made.verified_by) == (Standing.VERIFIED, By.AUTHOR)
    assert case.status == Status.CLOSED


def test_the_authors_no_contests_it():
    made, official = promised()
    operations.claim(made, official, done())
    authoring.dispute(case_of(made), "not_done")
    assert made.standing == Standing.DISPUTED
    assert case_of(made).change == Standing.DISPUTED


def test_the_author_may_object_before_it_is_done():
    made, _official = promised()
    authoring.dispute(case_of(made), "not_done")
    assert case_of(made).status == Status.WITH_OFFICE
    assert made.standing == Standing.PLANNED


def test_a_monitors_visit_verifies_it():
    made, official = promised()
    operations.claim(made, official, done())
    operations.look(made, make.make_monitor(), seen(photos=[make.photo()]))
    assert (made.standing, made.verified_by) == (Standing.VERIFIED, By.VISIT)
    assert len(made.files) == 1
    assert "change_verify" in actions(case_of(made))


def test_a_visit_that_was_sent_twice_counts_once():
    made, official = promised()
    operations.claim(made, official, done())
    monitor = make.make_monitor()
    first = operations.look(made, monitor, seen(client_key="one"))
    assert operations.look(made, monitor, seen(client_key="one")) is first
    assert len(made.looks) == 1


def test_nobody_of_the_office_checks_its_own_claim():
    made, official = promised()
    operations.claim(made, official, done())
    with pytest.raises(NotAllowed):
        operations.look(made, official, seen())


def test_who_entered_a_claim_for_an_office_on_paper_does_not_check_it():
    monitor, other = make.make_monitor(), make.make_monitor()
    made, _official = promised()
    made.owner.service_level = make.ServiceLevel.LETTERS_ONLY
    operations.claim(made, monitor, done())
    with pytest.raises(NotAllowed):
        operations.look(made, monitor, seen())
    operations.look(made, other, seen())


def test_every_row_about_checking_leaves_out_ones_own_claim():
    for row in POLICY[Permission.CHANGE_VERIFY]:
        assert {"not_own_claim", "is_author_of_source"} & {rule.__name__ for rule in row}


def test_a_new_day_is_counted_and_the_first_one_stays():
    made, official = promised()
    operations.renegotiate(made, official, in_days(90), "Тендер хойшилсон")
    assert (made.first_due_on, made.due_on, made.renegotiations) == (in_days(60), in_days(90), 1)
    for day, reason in ((in_days(80), "x"), (in_days(120), " ")):
        with pytest.raises(Invalid):
            operations.renegotiate(made, official, day, reason)


def test_giving_up_says_why_and_asks_the_author():
    made, official = promised()
    operations.abandon(made, official, "Мөнгө батлагдаагүй")
    assert made.standing == Standing.ABANDONED
    assert case_of(made).verdict == Verdict.ASKED
    with pytest.raises(MoveNotAllowed):
        operations.claim(made, official, done())


def test_what_was_checked_can_be_lost_within_half_a_year():
    made, official = promised()
    operations.claim(made, official, done())
    monitor = make.make_monitor()
    operations.look(made, monitor, seen())
    with later(100):
        operations.look(made, monitor, seen("no"))
    assert made.standing == Standing.REGRESSED
    operations.claim(made, official, done())
    operations.look(made, monitor, seen())
    with later(200), pytest.raises(Invalid):
        operations.look(made, monitor, seen("no"))


def test_reminders_come_two_weeks_before_on_the_day_and_two_weeks_after_each_once():
    made, _official = promised(days=30)
    number = made.id
    came = []
    for days in (15, 16, 17, 29, 30, 31, 43, 44, 45, 60):
        with later(days):
            chasing.chase()
            chasing.chase()
        came.append(sum(len(messages(kind)) for kind in ("promise_soon", "promise_today", "promise_broken")))
    assert came == [0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert db.session.get_one(Case, db.session.get_one(Commitment, number).source_id).asked_at is not None


def test_a_claim_stops_the_reminders():
    made, official = promised(days=30)
    operations.claim(made, official, done())
    with later(60):
        chasing.chase()
    assert not messages("promise_soon") and not messages("promise_broken")


def test_taking_the_words_back_empties_the_promise():
    made, _official = promised()
    authoring.withdraw(case_of(made))
    assert (made.text, made.sign, made.published_at) == ("—", "—", None)
    assert made.due_on == in_days(60)


def test_a_change_without_a_promise_is_looked_at_too():
    routing = make.make_routing(contact=CONTACT)
    reply = answering.Reply(AnswerKind.CHANGE_MADE, "Налуу замыг хийлээ.", done=done(words="Хаалганд налуу зам"))
    answering.answer(routing, make.make_official(routing.addressee), reply)
    [made] = queries.of_source("case", routing.case_id)
    assert (made.standing, made.was_promised) == (Standing.MADE, False)
    assert case_of(made).verdict == Verdict.ASKED
    assert str(label(made).text) == "Байгууллага хийсэн гэж байна"


def test_the_public_reads_it_only_after_a_monitor_looked():
    made, _official = promised()
    assert queries.public(queries.Filter(), 10) == []
    monitor = make.make_monitor()
    with pytest.raises(Invalid):
        operations.publish(made, monitor, "Б.Дорж 99112233 эм авчирна")
    operations.publish(made, monitor, "Эмийн нөөц бүрдүүлнэ")
    assert queries.public(queries.Filter(q="эмийн нөөцөөс"), 10) == [made]
    assert queries.public(queries.Filter(q="налуу"), 10) == []
    assert queries.public(queries.Filter(state="late"), 10) == []


def test_other_provinces_see_and_check_nothing_of_it():
    made, official = promised()
    operations.claim(made, official, done())
    stranger = make.make_monitor(area=make.province("MN-041"))
    assert queries.to_look_at(stranger, 10) == []
    with pytest.raises(NotAllowed):
        operations.look(made, stranger, seen())


# --- the pages ---------------------------------------------------------------------------------------------------------


def post(client, path, **fields):
    return client.post(path, data={"csrf_token": make.token(client, path.rsplit("/", 1)[0]), **fields})


def test_an_office_promises_claims_and_a_monitor_looks_on_the_pages(client):
    routing = make.make_routing()
    official = make.make_user(Role.OFFICIAL, office=routing.addressee)
    monitor = make.make_user(Role.MONITOR)
    make.sign_in(client, official)
    answer = {
        "kind": "change_planned",
        "text": "Нөөц бүрдүүлнэ.",
        "csrf_token": make.token(client, f"/en/office/{routing.number}"),
    }
    refused = client.post(f"/en/office/{routing.number}/answer", data=answer)
    assert refused.status_code == 422 and "A promise needs a day." in refused.text
    promise = {"change": "Эмийн нөөц", "due_on": in_days(30).isoformat(), "sign": "Эм байна", "owner_role": "Эмийн санч"}
    assert client.post(f"/en/office/{routing.number}/answer", data=answer | promise).status_code == 302
    [made] = queries.of_source("case", routing.case_id)
    page = f"/en/office/commitments/{made.public_id}"
    assert "Эмийн нөөц" in client.get("/en/office/commitments").text
    late = client.post(f"{page}/new-day", data={"csrf_token": make.token(client, page), "due_on": "2020-01-01", "words": "x"})
    assert late.status_code == 422
    token = make.token(client, page)
    claim = {"made_on": in_days(0).isoformat(), "words": "Авчирлаа", "csrf_token": token}
    assert client.post(f"{page}/claim", data=claim).status_code == 303
    client.post("/en/account/sign-out", data={"csrf_token": token})
    make.sign_in(client, monitor)
    assert made.public_id in client.get("/en/desk/changes").text
    token = make.token(client, page)
    public = {"text_public": "Эмийн нөөц бүрдүүлнэ", "csrf_token": token}
    assert client.post(f"{page}/publish", data=public).status_code == 303
    found = {"found": "yes", "by": "visit", "seen_on": in_days(0).isoformat(), "words": "Байна", "csrf_token": token}
    assert client.post(f"{page}/look", data=found).status_code == 303
    register = client.get("/en/commitments").text
    assert "Эмийн нөөц бүрдүүлнэ" in register and "Checked by monitor on a visit" in register
    assert "Эмийн нөөц бүрдүүлнэ" in client.get(f"/en/commitments/{made.public_id}").text
    assert "Эмийн нөөц бүрдүүлнэ" in client.get("/en/commitments/feed.atom").text


def test_a_reason_that_nobody_looked_through_is_not_public(client):
    made, official = promised()
    operations.publish(made, make.make_monitor(), "Эмийн нөөц бүрдүүлнэ")
    with later(1):
        operations.renegotiate(made, official, in_days(90), "Б.Доржийн утас 99112233")
        page = client.get(f"/en/commitments/{made.public_id}").text
        assert "99112233" not in page and "A new day was set" in page
        assert made in queries.unpublished(make.make_monitor(), 10)


def test_the_handover_pack_holds_all_that_is_open_and_only_of_ones_own_office(client):
    made, _official = promised()
    waiting = make.make_routing()
    make.sign_in(client, make.make_user(Role.OFFICIAL, office=made.owner))
    client.get("/en/office")
    answer = client.get(f"/en/office/handover.{made.owner.code}.pdf")
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages).split())
    assert made.public_id in words and waiting.number in words and "Эмийн нөөц гурван сараар байна" in words
    assert client.get("/en/office/handover.18501-HOSP-01.pdf").status_code == 404


def test_the_author_and_the_public_read_the_promise_on_the_page_of_the_case(client):
    case = make.make_public()
    [routing] = make.reviewing.route(case, make.actor_of(case.reviewer), [make.make_office()])
    made, _official = promised(routing=routing)
    assert made.text not in client.get(f"/mn/cases/{case.public_id}").text
    operations.publish(made, make.make_monitor(), "Эмийн нөөц бүрдүүлнэ")
    page = client.get(f"/mn/cases/{case.public_id}").text
    assert "Эмийн нөөц бүрдүүлнэ" in page and made.public_id in page
    assert "Эмийн нөөц бүрдүүлнэ" in client.get(f"/mn/facilities/{made.owner.code}").text


def test_the_public_is_not_called_you(client):
    answered = make.make_public()
    [routing] = make.reviewing.route(answered, make.actor_of(answered.reviewer), [make.make_office()])
    promised(routing=routing)
    page = client.get(f"/en/cases/{answered.public_id}").text
    assert "Whoever told us" in page and ">You<" not in page
