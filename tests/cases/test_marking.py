"""What the detector marks, a person decides; undecided, no text leaves the monitor's room."""

import pytest
import sqlalchemy as sa

from accountability.cases import marking, queries
from accountability.cases.models import AnswerKind, ClearedMark, Kind
from accountability.cases.operations import answering, reviewing
from accountability.cases.workflow import Status, Visibility, VisibilityAction
from accountability.core.db import db
from accountability.core.errors import Invalid, NotAllowed
from tests import factories as make
from tests.cases.test_operations import actions
from tests.cases.test_withdrawal import everything

pytestmark = pytest.mark.usefixtures("app")
NAMED = "Сувилагч Б.Долгор надад муухай хандсан. Утас 9911 2233."
KAZAKH = "Дәрігер мені қабылдамады, екі сағат кезекте тұрдым, ешкім жауап бермеді."


def reviewed(monitor, text, cleared=frozenset(), **changes):
    case = make.make_taken(monitor)
    reviewing.review(case, monitor, make.make_review(text_office=text, text_public=text, cleared=cleared, **changes))
    return case


def test_nothing_goes_to_an_office_while_a_mark_is_undecided():
    monitor = make.make_monitor()
    case = reviewed(monitor, NAMED)
    with pytest.raises(Invalid, match="undecided"):
        reviewing.route(case, monitor, case.facilities)
    assert case.status == Status.IN_REVIEW and not case.routings


def test_nothing_is_published_while_a_mark_is_undecided():
    monitor = make.make_monitor()
    case = reviewed(monitor, NAMED)
    with pytest.raises(Invalid, match="undecided"):
        reviewing.decide(case, monitor, VisibilityAction.PUBLISH)
    assert case.visibility == Visibility.UNDECIDED


def test_a_decision_for_each_mark_lets_the_text_go():
    monitor = make.make_monitor()
    case = make.make_taken(monitor)
    found = marking.marks(case, NAMED)
    assert {mark.kind for mark in found} >= {"name", "phone"}
    some, rest = frozenset([found[0].digest]), frozenset(mark.digest for mark in found)
    reviewing.review(case, monitor, make.make_review(text_office=NAMED, text_public="", cleared=some))
    with pytest.raises(Invalid, match="undecided"):
        reviewing.route(case, monitor, case.facilities)
    reviewing.review(case, monitor, make.make_review(text_office=NAMED, text_public="", cleared=rest))
    assert reviewing.route(case, monitor, case.facilities)


def test_a_decision_holds_for_its_words_only():
    monitor = make.make_monitor()
    case = reviewed(monitor, NAMED, cleared=None)
    reviewing.review(
        case, monitor, make.make_review(text_office=NAMED.replace("9911 2233", "8811 2244"), text_public="", cleared=frozenset())
    )
    with pytest.raises(Invalid, match="undecided"):
        reviewing.route(case, monitor, case.facilities)


def test_the_same_words_in_capitals_are_one_decision():
    monitor = make.make_monitor()
    case = reviewed(monitor, "Б.Долгор эмч. Б.ДОЛГОР эмч.", cleared=None)
    assert reviewing.route(case, monitor, case.facilities)


def test_the_words_of_a_cleared_mark_are_kept_only_as_a_keyed_hash():
    monitor = make.make_monitor()
    case = reviewed(monitor, NAMED, cleared=None)
    assert db.session.scalars(sa.select(ClearedMark).where(ClearedMark.case_id == case.id)).all()
    reviewing.review(case, monitor, make.make_review())
    assert "9911 2233" not in everything()


def test_words_passed_on_later_and_answers_are_looked_at_too():
    monitor = make.make_monitor()
    routing = make.make_routing(monitor)
    with pytest.raises(Invalid, match="undecided"):
        reviewing.pass_words_on(routing.case, monitor, routing, NAMED)
    reviewing.pass_words_on(routing.case, monitor, routing, NAMED, sure=True)
    answering.answer(routing, make.make_official(), answering.Reply(AnswerKind.APOLOGY, "—"))
    with pytest.raises(Invalid, match="undecided"):
        reviewing.publish_answer(routing.answer, monitor, "Ө.Сараа эмчтэй 8899 1122 дугаараар ярина уу")
    reviewing.publish_answer(routing.answer, monitor, "Эмчтэй ярина уу")


def test_thanks_with_a_name_wait_for_a_decision_as_well():
    monitor = make.make_monitor()
    case = reviewed(monitor, "Б.Долгор сувилагчид баярлалаа", kind=Kind.THANKS)
    with pytest.raises(Invalid, match="undecided"):
        reviewing.deliver_thanks(case, monitor)


def test_a_language_that_cannot_be_checked_needs_a_second_reader():
    monitor, second = make.make_monitor(), make.make_monitor()
    case = reviewed(monitor, KAZAKH, cleared=None)
    assert case.unchecked
    with pytest.raises(Invalid, match="second_reader"):
        reviewing.route(case, monitor, case.facilities)
    with pytest.raises(NotAllowed):
        reviewing.read_second(case, monitor)
    assert [row.public_id for row in queries.queue(second, queries.QueueFilter(view="unchecked"), 10)] == [case.public_id]
    reviewing.read_second(case, second)
    assert reviewing.route(case, monitor, case.facilities) and "read_second" in actions(case)


def test_a_text_changed_after_the_second_look_needs_another_one():
    monitor, second = make.make_monitor(), make.make_monitor()
    case = reviewed(monitor, KAZAKH, cleared=None)
    reviewing.read_second(case, second)
    reviewing.review(case, monitor, make.make_review(text_office=KAZAKH + " Бәрі солай болды.", text_public="", cleared=None))
    with pytest.raises(Invalid, match="second_reader"):
        reviewing.route(case, monitor, case.facilities)


def test_the_desk_shows_the_marks_and_keeps_what_was_decided(client):
    person = make.make_user()
    case = make.make_taken(make.actor_of(person))
    db.session.commit()
    make.sign_in(client, person)
    path = f"/mn/desk/cases/{case.public_id}"
    fields = {"text_office": NAMED, "criticality": "1", "facility": make.TARIALAN, "act": "send", "office": make.TARIALAN}
    answer = client.post(f"{path}/review", data={**fields, "csrf_token": make.token(client, "/mn/track")})
    assert answer.status_code == 422
    assert "<mark>9911 2233</mark>" in answer.text and NAMED in answer.text
    digests = [mark.digest for mark in marking.marks(case, NAMED)]
    answer = client.post(f"{path}/review", data={**fields, "cleared": digests, "csrf_token": make.token(client, "/mn/track")})
    assert answer.status_code == 303
    assert queries.lock(case.id).status == Status.WITH_OFFICE


def test_a_text_may_begin_with_the_proposal(client):
    person = make.make_user()
    case = make.make_taken(make.actor_of(person))
    db.session.commit()
    make.sign_in(client, person)
    page = client.get(f"/mn/desk/cases/{case.public_id}?propose=1").text
    proposed = page.split('id="text_office"', 1)[1].split(">", 1)[1].split("</textarea>")[0]
    assert "9911 2233" not in proposed and "Долгор" not in proposed and "эм" in proposed


def test_every_kind_of_mark_has_a_word():
    from accountability.cases.labels import MARK_KINDS
    from accountability.redaction.spans import KINDS

    assert set(MARK_KINDS) == set(KINDS)
