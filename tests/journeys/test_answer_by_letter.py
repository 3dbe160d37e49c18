"""An office without an account gets a letter; its clock starts with the delivery, and its answer comes back on paper."""

import pytest

from accountability.access.roles import Role
from accountability.cases import queries
from accountability.core import clock
from accountability.core.db import db
from accountability.directory.labels import ServiceLevel
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ANSWER = "Хүүхдийн мөнгийг аравдугаар сарын 25-нд нөхөж олгосон."


@pytest.fixture
def sent(house):
    """A case that a monitor is about to send to a welfare office which never signs in."""
    with house.app.app_context():
        monitor = make.make_user(Role.MONITOR, name="Жишээ: Увсын хянагч", email="monitor@example.mn")
        make.make_user(Role.COORDINATOR, area=make.province(), name="Жишээ: зохицуулагч", email="coordinator@example.mn")
        office = make.make_office("18540-WEL-01", ServiceLevel.LETTERS_ONLY)
        case, receipt = make.make_case_with_receipt(facilities=[office], story="Хүүхдийн мөнгө гурван сар орж ирсэнгүй.")
        make.reviewing.take(case, make.actor_of(monitor))
        make.reviewing.review(case, make.actor_of(monitor), make.make_review(text_office="Хүүхдийн мөнгө гурван сар орсонгүй."))
        routing = make.reviewing.route(case, make.actor_of(monitor), [office])[0]
        db.session.commit()
        return case.public_id, routing.number, receipt


def test_a_letter_goes_out_and_an_answer_comes_back_on_paper(house, sent, person, tmp_path):
    _public_id, number, receipt = sent
    scan = tmp_path / "scan.jpg"
    scan.write_bytes(make.photo((900, 1200)))
    coordinator = person()
    coordinator.goto("/mn/account/sign-in")
    coordinator.fill("#login", "coordinator@example.mn")
    coordinator.fill("#password", make.PASSWORD)
    coordinator.click("main form button")

    letter = coordinator.request.get(f"/mn/office/{number}/letter.pdf")
    assert letter.headers["content-type"] == "application/pdf"
    assert letter.body().startswith(b"%PDF")

    coordinator.goto(f"/mn/office/{number}")
    coordinator.fill("#delivered_on", clock.today("Asia/Hovd").isoformat())
    coordinator.fill("#delivery_words", "Гардан өгсөн, хүлээн авагч гарын үсэг зурсан")
    coordinator.click("form[action$='/deliver'] button")
    with house.app.app_context():
        assert queries.by_receipt(receipt).routings[0].answer_due is not None

    coordinator.goto(f"/mn/office/{number}")
    coordinator.fill("#answered_on", clock.today("Asia/Hovd").isoformat())
    coordinator.check("form[action$='/answer'] input[name=kind][value=correction]")
    coordinator.fill("form[action$='/answer'] textarea[name=text]", ANSWER)
    coordinator.set_input_files("form[action$='/answer'] input[type=file]", str(scan))
    coordinator.click("form[action$='/answer'] button")

    author = person(360, script=False)
    author.goto("/mn/track")
    author.fill("#receipt", receipt)
    author.click("main form button")
    words = author.inner_text("main")
    assert ANSWER in words
    with house.app.app_context():
        answer = queries.by_receipt(receipt).routings[0].answer
        assert (answer.on_paper, answer.scan_id is not None) == (True, True)
