"""The pages of a review: the author asks behind the receipt, a reviewer decides, monitors look through, everybody reads."""

import pytest
import sqlalchemy as sa

from accountability.access.roles import Role
from accountability.accounts import gate
from accountability.accounts import operations as accounts
from accountability.accounts.models import Invitation
from accountability.cases.models import Appeal, Remedy, Result
from accountability.cases.operations import appealing, reviewing
from accountability.cases.workflow import VisibilityAction
from accountability.core.db import db
from accountability.outbox import operations as outbox
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
WRONG = "Эм одоо ч алга гэдгийг зөвхөн та уншина"
REASONS = "Эм ирээгүй тул хариу хангалтгүй байна."


def answered(**options):
    """An answered case and its receipt."""
    monitor = make.make_monitor()
    case, receipt = make.make_case_with_receipt(**options)
    reviewing.take(case, monitor)
    reviewing.review(case, monitor, make.make_review())
    [routing] = reviewing.route(case, monitor, [case.facilities[0]])
    reply = make.answering.Reply(make.AnswerKind.EXPLANATION, "Эм долоо хоногийн дараа ирнэ.")
    make.answering.answer(routing, make.make_official(routing.addressee), reply)
    return case, receipt, monitor


def come(client, receipt):
    client.post("/en/track", data={"receipt": receipt, "csrf_token": make.token(client, "/en/track")})


def reviewer(client, organisation=None):
    person = make.make_user(Role.REVIEWER, office=organisation or make.make_group())
    db.session.commit()
    make.sign_in(client, person)
    return person


def post(client, path, token_from=None, **data):
    return client.post(path, data={**data, "csrf_token": make.token(client, token_from or "/en/track")})


def test_the_author_asks_sees_who_has_it_and_takes_it_back(client):
    _case, receipt, _monitor = answered()
    come(client, receipt)
    assert "Ask that another organisation reviews it" in client.get("/en/track/case").text
    page = client.get("/en/track/case/review").text
    assert "It stops no day of the law" in page and "If you ask today, it is decided by" in page
    empty = post(client, "/en/track/case/review", words=" ")
    assert empty.status_code == 422 and "Write what was wrong." in empty.text
    assert post(client, "/en/track/case/review", words=WRONG).status_code == 303
    assert post(client, "/en/track/case/review", words="Дахиад").status_code == 409, "asked already"
    page = client.get("/en/track/case").text
    assert "Another organisation reviews it." in page and "Time for the review" in page
    assert WRONG in client.get("/en/track/case/review").text
    assert post(client, "/en/track/case/review/back").status_code == 303
    assert WRONG not in client.get("/en/track/case/review").text
    assert "The answer is here" in client.get("/en/track/case").text


def test_what_was_typed_is_kept_when_the_visit_is_over(client):
    _case, receipt, _monitor = answered()
    answer = post(client, "/en/track/case/review", words=WRONG)
    assert (answer.status_code, answer.location) == (303, "/en/track")
    come(client, receipt)
    assert WRONG in client.get("/en/track/case/review").text


def test_a_forged_receipt_asks_for_nothing(client):
    answered()
    come(client, "1" * 20)
    assert post(client, "/en/track/case/review", words=WRONG).location == "/en/track"
    assert client.post("/en/track/case/review", data={"words": WRONG}).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Appeal)) == 0


def test_a_form_without_its_token_asks_for_nothing(client):
    _case, receipt, _monitor = answered()
    come(client, receipt)
    assert client.post("/en/track/case/review", data={"words": WRONG}).status_code == 422
    assert client.post("/en/track/case/review/back").status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Appeal)) == 0


def test_a_reviewer_reads_no_words_before_they_take_it_and_never_story_or_contact(client):
    case, _receipt, _monitor = answered(contact={"email": "author@example.mn"})
    number = appealing.ask(case, WRONG).number
    reviewer(client)
    listed, before = client.get("/en/reviews").text, client.get(f"/en/reviews/{number}").text
    assert number in listed and WRONG not in listed + before and make.OFFICE_TEXT not in listed + before
    assert post(client, f"/en/reviews/{number}/take", "/en/reviews/" + number).status_code == 303
    page = client.get(f"/en/reviews/{number}").text
    assert WRONG in page and make.OFFICE_TEXT in page and "Эм долоо хоногийн дараа" in page
    assert not any(secret in page for secret in ("author@example.mn", "Долгор", "73 настай", case.public_id))


def test_a_decision_is_typed_mended_and_read_by_author_office_monitor_and_public(client, app):
    case, receipt, monitor = answered(contact={"email": "author@example.mn"})
    reviewing.decide(case, monitor, VisibilityAction.PUBLISH)
    appeal = appealing.ask(case, WRONG)
    number = appeal.number
    reviewer(client)
    address = f"/en/reviews/{number}"
    post(client, f"{address}/take", address)
    for wrong, said in (
        ({"reasons": REASONS, "remedy": "court"}, "Choose one."),
        ({"result": "rejected", "remedy": "court"}, "Say why, in plain words."),
        ({"result": "rejected", "reasons": REASONS}, "Say where the author can go next."),
        ({"result": "rejected", "reasons": "Б.Долгорын утас 99112233", "remedy": "court"}, "may show who somebody is"),
        ({"result": "maybe", "reasons": REASONS, "remedy": "moon"}, "Not a valid choice"),
    ):
        answer = post(client, f"{address}/decide", address, **wrong)
        assert answer.status_code == 422 and said in answer.text, wrong
        assert wrong.get("reasons", "") in answer.text
    typed = {"result": "partly", "reasons": REASONS, "remedy": "court"}
    assert post(client, f"{address}/decide", address, **typed).status_code == 303
    assert post(client, f"{address}/decide", "/en/track", **typed).status_code == 409, "decided already"
    assert WRONG not in client.get(address).text and number in client.get("/en/reviews?view=decided").text

    public = app.test_client().get(f"/en/cases/{case.public_id}").text
    assert "The author is right in part" in public and REASONS not in public and "administrative court" in public
    author = app.test_client()
    come(author, receipt)
    assert REASONS in author.get("/en/track/case").text and "Until" in author.get("/en/track/case/review").text
    official = app.test_client()
    make.sign_in(official, make.make_user(Role.OFFICIAL, office=make.make_office()))
    again = next(one for one in db.session.get(type(case), case.id).routings if one.is_open)
    page = official.get(f"/en/office/{again.number}").text
    assert REASONS in page and "Another organisation reviewed your answer" in page and WRONG not in page


def test_a_monitor_finds_the_reasons_to_look_through_and_publishes_them(client, app):
    case, _receipt, monitor = answered()
    reviewing.decide(case, monitor, VisibilityAction.PUBLISH)
    judge = make.make_reviewer()
    appeal = appealing.ask(case, WRONG)
    appealing.take(appeal, judge)
    appealing.decide(appeal, judge, appealing.Decision(Result.REJECTED, REASONS, Remedy.COURT))
    person = db.session.get(make.User, monitor.user_id)
    db.session.commit()
    make.sign_in(client, person)
    assert case.public_id in client.get("/en/desk?view=copies").text
    address = f"/en/desk/cases/{case.public_id}"
    assert REASONS in client.get(f"{address}/send").text
    wrong = post(
        client, f"{address}/reviews/{appeal.number}", f"{address}/send", action="publish", text_public="Б.Долгор 99112233"
    )
    assert wrong.status_code == 422 and "99112233" in wrong.text
    good = post(client, f"{address}/reviews/{appeal.number}", f"{address}/send", action="publish", text_public=REASONS)
    assert good.status_code == 303
    public = app.test_client().get(f"/en/cases/{case.public_id}").text
    assert REASONS in public and WRONG not in public
    assert post(client, f"{address}/reviews/0000000000", f"{address}/send", action="withhold").status_code == 404


def test_two_reviewers_press_take_and_the_second_is_told(client, app):
    case, _receipt, _monitor = answered()
    number = appealing.ask(case, WRONG).number
    group, second = make.make_group(), app.test_client()
    reviewer(client, group)
    reviewer(second, group)
    address = f"/en/reviews/{number}"
    late = make.token(second, address)
    assert post(client, f"{address}/take", address).status_code == 303
    assert second.post(f"{address}/take", data={"csrf_token": late}).status_code == 409
    assert second.get(address).status_code == 404
    assert post(client, f"{address}/give-back", address).location == "/en/reviews"
    assert second.post(f"{address}/take", data={"csrf_token": late}).status_code == 303


def test_somebody_of_the_ladder_or_without_the_role_finds_nothing(client, app):
    case, _receipt, monitor = answered()
    number = appealing.ask(case, WRONG).number
    reviewer(client, make.make_office().supervisor)
    assert number not in client.get("/en/reviews").text
    for path in ("", "/take", "/decide", "/give-back"):
        ask = client.post if path else client.get
        data = {"data": {"csrf_token": make.token(client), "result": "upheld", "reasons": REASONS}} if path else {}
        assert ask(f"/en/reviews/{number}{path}", **data).status_code == 404, path
    desk = app.test_client()
    make.sign_in(desk, db.session.get(make.User, monitor.user_id))
    assert desk.get("/en/reviews").status_code == 403 and desk.get(f"/en/reviews/{number}").status_code == 404


def test_an_administrator_sees_what_waits_and_offers_it_again(client, app):
    case, _receipt, _monitor = answered()
    appeal = appealing.ask(case, WRONG)
    appealing.take(appeal, make.make_reviewer())
    admin = make.make_user(Role.ADMIN)
    db.session.commit()
    make.sign_in(client, admin)
    page = client.get("/en/admin/reviews").text
    assert "Sample group has it" in page and WRONG not in page and make.OFFICE_TEXT not in page
    assert post(client, f"/en/admin/reviews/{appeal.number}/release", "/en/admin/reviews").status_code == 303
    assert "nobody took it" in client.get("/en/admin/reviews").text


def test_a_reviewer_is_invited_for_an_organisation_and_lands_on_the_reviews(client):
    admin = make.make_user(Role.ADMIN)
    group = make.make_group()
    db.session.commit()
    make.sign_in(client, admin)
    filled = {"name": "Жишээ", "preset": "review", "email": "reviewer@example.mn", "area": ""}
    without = post(client, "/en/admin/invite", "/en/admin/invite", **filled)
    assert without.status_code == 422
    assert post(client, "/en/admin/invite", "/en/admin/invite", **filled, organisation=group.code).status_code == 302
    made = db.session.scalars(sa.select(Invitation)).one()
    person = accounts.join(made, "салхи хавар цуурай тэмээ", "mn")
    actor = make.actor_of(person)
    assert actor.organisations(Role.REVIEWER) == {group.id} and group.id in actor.tied_to
    assert gate.landing(actor).endswith("/reviews")


def test_the_messages_name_neither_office_nor_matter(app):
    case, _receipt, _monitor = answered(contact={"email": "author@example.mn"})
    person = make.make_user(Role.REVIEWER, office=make.make_group())
    appeal = appealing.ask(case, WRONG)
    judge = make.actor_of(person)
    appealing.take(appeal, judge)
    appealing.decide(appeal, judge, appealing.Decision(Result.REJECTED, REASONS, Remedy.COURT))
    db.session.commit()
    sent = []
    outbox.deliver(lambda letter, _id: sent.append(letter) or "sample")
    assert any(letter.to == "author@example.mn" for letter in sent)
    assert not any(word in letter.subject + letter.text for letter in sent for word in (WRONG, REASONS, "Тариалан"))
