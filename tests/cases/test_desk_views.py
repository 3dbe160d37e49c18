"""The desk as a monitor uses it, and what somebody else is refused."""

import pytest
import sqlalchemy as sa

from accountability.access.roles import Role
from accountability.accounts.models import Relation
from accountability.audit import queries as audit
from accountability.cases import queries
from accountability.cases.models import Kind, SavedView
from accountability.cases.operations import reviewing
from accountability.cases.workflow import Status, Visibility
from accountability.core.db import db
from accountability.core.i18n import localized
from tests import factories as make


@pytest.fixture
def monitor(client):
    person = make.make_user(Role.SENIOR_MONITOR)
    make.sign_in(client, person)
    return person


def post(client, path, **fields):
    return client.post(path, data={**fields, "csrf_token": make.token(client, "/mn/track")})


def take(client, case):
    return post(client, f"/mn/desk/cases/{case.public_id}/take")


def review(client, case, **changes):
    fields = {
        "text_office": make.OFFICE_TEXT,
        "text_public": make.OFFICE_TEXT,
        "kind": "complaint",
        "category": "is-medicine",
        "criticality": "1",
        "recognisable": "no",
        "facility": make.TARIALAN,
    }
    return post(client, f"/mn/desk/cases/{case.public_id}/review", **{**fields, **changes})


def test_the_queue_lists_what_waits_without_a_word_of_the_story(client, monitor):
    case = make.make_case()
    page = client.get("/mn/desk").text
    assert case.public_id in page
    assert "Долгор" not in page


def test_opening_the_story_is_recorded(client, monitor):
    case = make.make_case()
    assert "Долгор" in client.get(f"/mn/desk/cases/{case.public_id}").text
    assert [line.action for line in audit.history(case.chain)] == ["submit", "open_story"]


def test_a_case_of_another_province_does_not_exist_for_this_monitor(client):
    make.sign_in(client, make.make_user(area=make.province("MN-061")))
    assert client.get(f"/mn/desk/cases/{make.make_case().public_id}").status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.ADMIN, Role.COORDINATOR])
def test_nobody_but_monitors_uses_the_desk(client, role):
    make.sign_in(client, make.make_user(role, office=make.make_office()))
    case = make.make_case()
    assert client.get("/mn/desk").status_code == 403
    assert client.get(f"/mn/desk/cases/{case.public_id}").status_code == 404


def test_check_and_send_keeps_private_and_sends_in_one_press(client, monitor):
    case = make.make_case()
    take(client, case)
    review(client, case, act="send", office=make.TARIALAN, text_public="")
    case = queries.lock(case.id)
    assert (case.status, case.visibility, case.routings[0].text_office) == (
        Status.WITH_OFFICE,
        Visibility.PRIVATE,
        make.OFFICE_TEXT,
    )


def test_check_and_send_without_a_redacted_text_is_refused_and_nothing_is_lost(client, monitor):
    case = make.make_case()
    take(client, case)
    answer = review(client, case, act="send", office=make.TARIALAN, text_office="", text_public="Нийтэд харагдах бичвэр")
    assert answer.status_code == 422
    assert "Нийтэд харагдах" in answer.text
    assert queries.lock(case.id).status == Status.IN_REVIEW


def test_the_preview_is_what_the_public_sees(client, monitor, app):
    case = make.make_case()
    take(client, case)
    review(client, case)
    preview = client.get(f"/mn/desk/cases/{case.public_id}/preview").text
    post(client, f"/mn/desk/cases/{case.public_id}/visibility", action="publish")
    public = app.test_client().get(f"/mn/cases/{case.public_id}")
    assert public.status_code == 200
    assert make.OFFICE_TEXT in preview
    assert make.OFFICE_TEXT in public.text
    assert "Долгор" not in public.text


def test_two_monitors_on_one_case_the_second_is_told(client, app, monitor):
    case = make.make_case()
    other = app.test_client()
    make.sign_in(other, make.make_user())
    take(client, case)
    assert take(other, case).status_code == 409


def test_an_act_that_is_no_longer_possible_answers_409_with_the_words_kept(client, monitor):
    case = make.make_case()
    take(client, case)
    post(client, f"/mn/desk/cases/{case.public_id}/decline", reason="spam", words="")
    answer = post(client, f"/mn/desk/cases/{case.public_id}/ask", question="Аль сард болсон бэ? Хэн байсан бэ?")
    assert answer.status_code == 409
    assert "Аль сард" in answer.text


def test_declining_routing_asking_and_merging_from_the_page(client, monitor):
    parent, case = make.make_case(), make.make_case()
    for one in (parent, case):
        take(client, one)
        review(client, one)
    assert case.public_id in client.get(f"/mn/desk/cases/{parent.public_id}/send").text
    assert client.get(f"/mn/desk/cases/{case.public_id}/merge?parent={parent.public_id}").status_code == 200
    post(client, f"/mn/desk/cases/{case.public_id}/merge", parent=parent.public_id, sure="yes")
    assert queries.lock(case.id).status == Status.MERGED
    post(client, f"/mn/desk/cases/{parent.public_id}/ask", question="Аль сард?")
    assert queries.lock(parent.id).status == Status.NEEDS_INFO


def test_thanks_are_passed_on_from_the_page(client, monitor):
    case = make.make_case(kind=Kind.THANKS)
    take(client, case)
    review(client, case, kind="thanks")
    post(client, f"/mn/desk/cases/{case.public_id}/thanks")
    assert queries.lock(case.id).status == Status.CLOSED


def test_the_public_copy_of_an_answer_is_decided_from_the_page(client, monitor, app):
    case = make.make_public(make.actor_of(monitor))
    routing = reviewing.route(case, make.actor_of(monitor), case.facilities)[0]
    make.answering.answer(
        routing,
        make.make_official(routing.addressee),
        make.answering.Reply(make.AnswerKind.EXPLANATION, "Бат эмч өвдсөн байсан."),
    )
    db.session.commit()
    assert "Бат эмч" not in app.test_client().get(f"/mn/cases/{case.public_id}").text
    post(client, f"/mn/desk/cases/{case.public_id}/answers/{routing.number}", action="publish", text_public="Эмч өвдсөн байсан.")
    assert "Эмч өвдсөн" in app.test_client().get(f"/mn/cases/{case.public_id}").text


def test_the_contact_opens_only_with_a_reason_and_is_recorded(client, monitor):
    case = make.make_case(contact={"phone": "+97699112233"})
    take(client, case)
    path = f"/mn/desk/cases/{case.public_id}/contact"
    assert post(client, path, why="").status_code == 422
    assert "99112233" in post(client, path, why="Асуулт тодруулах").text
    assert audit.history(case.chain)[-1].action == "open_contact"


def test_notes_and_calls_are_kept_for_monitors_only(client, monitor, app):
    case = make.make_case()
    take(client, case)
    post(client, f"/mn/desk/cases/{case.public_id}/note", kind="call", words="Утсаар ярьсан")
    assert "Утсаар ярьсан" in client.get(f"/mn/desk/cases/{case.public_id}/history").text


def test_bulk_asks_once_more_and_then_does_it_to_all_that_allow_it(client, monitor):
    cases = [make.make_case(), make.make_case()]
    ids = [case.public_id for case in cases]
    assert all(one in post(client, "/mn/desk/bulk", case=ids, act="take").text for one in ids)
    post(client, "/mn/desk/bulk", case=ids, act="take", sure="yes")
    assert {queries.lock(case.id).reviewer_id for case in cases} == {monitor.id}


def test_a_view_is_saved_with_its_filters_and_deleted_again(client, monitor):
    post(client, "/mn/desk/views", name="Гомдол", query="view=waiting&kind=complaint")
    assert "kind=complaint" in client.get("/mn/desk").text
    view = db.session.scalars(sa.select(SavedView)).one()
    post(client, f"/mn/desk/views/{view.id}/delete")
    assert "Гомдол</a>" not in client.get("/mn/desk").text


@pytest.mark.parametrize("query", ["view=waiting\r\nSet-Cookie: a=b", "view=эм", "q=" + "a" * 500])
def test_filters_that_no_browser_writes_are_not_saved(client, monitor, query):
    answer = post(client, "/mn/desk/views", name="Гомдол", query=query)
    assert (answer.status_code, answer.location) == (303, "/mn/desk")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SavedView)) == 0


def test_search_finds_inflected_and_latin_typed_words_in_the_redacted_text_only(client, monitor):
    case = make.make_case()
    take(client, case)
    review(client, case)
    assert case.public_id in client.get("/mn/desk?view=all&q=daraltiin").text
    assert case.public_id in client.get("/mn/desk?view=all&q=эмээс").text
    assert f"cases/{case.public_id}" not in client.get("/mn/desk?view=all&q=Долгор").text


@pytest.mark.parametrize(
    "query", ["view=zzz", "kind=zzz", "page=0", "page=-1", "page=99999999999", "q=%00%ff", "q=" + "а" * 5000, "category=zzz"]
)
def test_odd_filters_never_make_trouble(client, monitor, query):
    assert client.get("/mn/desk?" + query).status_code == 200


def test_an_office_that_closed_is_named_by_no_route(client, monitor):
    case = make.make_case()
    take(client, case)
    review(client, case)
    case.facilities[0].standing = "closed"
    post(client, f"/mn/desk/cases/{case.public_id}/route", office=make.TARIALAN)
    assert queries.lock(case.id).status == Status.IN_REVIEW


def test_what_was_typed_while_the_sign_in_ran_out_is_back_after_it(client, monitor):
    case = make.make_case()
    take(client, case)
    make.accounts.sign_out_everywhere(monitor.id)
    answer = review(client, case, text_office="Маш удаан бичсэн бичвэр")
    assert "/account/sign-in" in answer.location
    make.sign_in(client, monitor)
    assert "Маш удаан бичсэн" in client.get(f"/mn/desk/cases/{case.public_id}").text


def test_the_week_shows_what_is_in_hand(client, monitor):
    case = make.make_case()
    take(client, case)
    assert case.public_id in client.get("/mn/desk/week").text


def test_a_post_without_a_token_changes_nothing(client, monitor):
    case = make.make_case()
    client.post(f"/mn/desk/cases/{case.public_id}/take")
    assert queries.lock(case.id).status == Status.RECEIVED
    assert localized(case.facilities[0])


def test_a_monitor_with_ties_works_at_the_desk_as_everybody(client, monitor):
    make.accounts.declare_tie(make.actor_of(monitor), monitor, make.make_office("18543-HC-01"), Relation.WORKS)
    case = make.make_case()
    take(client, case)
    review(client, case)
    for path in ("", "/send", "/history", "/preview"):
        assert client.get(f"/mn/desk/cases/{case.public_id}{path}").status_code == 200
    assert client.get("/mn/desk?view=copies").status_code == 200


MARKED = "Б.Долгор эмч 9911 2233"


def test_words_for_the_office_that_are_refused_are_still_there(client, monitor):
    routing = make.make_routing(make.actor_of(monitor))
    page = post(client, f"/mn/desk/cases/{routing.case.public_id}/routings/{routing.number}/words", words=MARKED)
    assert page.status_code == 422
    assert MARKED in page.text


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("ask", {"question": MARKED * 1_000}),
        ("decline", {"reason": "no such reason", "words": MARKED}),
        ("note", {"kind": "no such kind", "words": MARKED}),
    ],
)
def test_words_beside_a_wrong_field_are_still_there(client, monitor, act, fields):
    case = make.make_taken(make.actor_of(monitor))
    page = post(client, f"/mn/desk/cases/{case.public_id}/{act}", **fields)
    assert page.status_code == 422
    assert MARKED in page.text


def test_a_public_copy_that_is_refused_is_still_there(client, monitor):
    answered = make.make_answered(make.actor_of(monitor))
    path = f"/mn/desk/cases/{answered.case.public_id}/answers/{answered.number}"
    page = post(client, path, action="publish", text_public=MARKED)
    assert page.status_code == 422
    assert MARKED in page.text
