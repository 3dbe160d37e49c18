"""What authors, offices and monitors read when something happened."""

import re

import pytest
import sqlalchemy as sa

from accountability.access.roles import Preset, Role
from accountability.accounts import messages as account_messages
from accountability.accounts import operations as accounts
from accountability.accounts.operations import Invitee
from accountability.cases import messages
from accountability.cases.operations import answering, authoring, reading
from accountability.core.db import db
from accountability.outbox.models import Message
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
CONTACT = {"email": "author@example.mn", "way": "email"}
TELLING = re.compile("complaint|hospital|welfare|health|гомдол|эмнэлэг|халамж|эрүүл мэнд|Тариалан|Tarialan", re.IGNORECASE)


def letters(kind):
    """The letters of a kind that wait in the outbox, written out."""
    found = db.session.scalars(sa.select(Message).where(Message.kind == kind).order_by(Message.id))
    renderers = {**messages.RENDERERS, **account_messages.RENDERERS}
    return [renderers[message.kind](message) for message in found]


def written(kind):
    return letters(kind)[-1]


def test_the_author_is_told_at_the_address_they_left():
    make.make_case(contact=CONTACT)
    letter = written("received")
    assert letter.to == "author@example.mn"
    assert letter.text.count("/mn/track") == 1


def test_the_author_reads_in_the_language_of_the_form():
    make.make_case(contact=CONTACT, locale="en")
    assert "Citizen Voice" in written("received").subject
    assert "/en/track" in written("received").text


def test_an_author_with_a_phone_only_gets_no_letter():
    make.make_case(contact={"phone": "+97699112233", "way": "phone"})
    assert written("received") is None


def test_an_author_who_took_the_words_back_gets_no_letter():
    case = make.make_case(contact=CONTACT)
    authoring.withdraw(case)
    db.session.flush()
    assert written("received") is None


def test_the_code_travels_in_groups_of_four():
    case, receipt = make.make_case_with_receipt(contact=CONTACT)
    authoring.send_receipt_to_oneself(case)
    assert " ".join(re.findall("....", receipt)) in written("receipt").text


def test_a_new_code_reaches_only_the_author():
    monitor = make.make_monitor()
    case = make.make_taken(monitor, contact=CONTACT, reissue_ok=True)
    reading.reissue_receipt(case, monitor)
    assert re.search(r"(\d{4} ){4}\d{4}", written("reissued").text)


def test_the_office_is_told_by_the_number_of_its_page():
    office = make.make_office()
    person = make.make_user(Role.OFFICIAL, office=office)
    routing = make.make_routing(office=office)
    assert written("routed").to == person.email
    assert f"/mn/office/{routing.number}" in written("routed").text


def test_an_office_without_anybody_to_write_to_gets_no_letter():
    make.make_routing()
    assert written("routed") is None


def test_staff_read_in_their_own_language():
    office = make.make_office()
    make.make_user(Role.OFFICIAL, office=office).locale = "en"
    make.make_routing(office=office)
    assert "Citizen Voice" in written("routed").subject


def test_the_monitor_is_told_when_an_answer_came():
    person = make.make_user()
    routing = make.make_answered(make.actor_of(person))
    assert written("answer_came").to == person.email
    assert routing.case.public_id in written("answer_came").text


def test_no_letter_goes_to_a_monitor_who_left():
    person = make.make_user()
    make.make_answered(make.actor_of(person))
    person.is_active = False
    db.session.flush()
    assert written("answer_came") is None


def test_every_kind_of_message_has_its_words():
    assert set(messages.RENDERERS) >= set(messages.AUTHOR) | set(messages.OFFICE) | set(messages.MONITOR)


@pytest.mark.parametrize("locale", ["mn", "en"])
@pytest.mark.parametrize("kind", list(messages.AUTHOR))
def test_no_letter_to_an_author_tells_what_it_is_about(kind, locale):
    case = make.make_case(contact=CONTACT, locale=locale)
    message = Message(kind=kind, subject_kind="case", subject_id=case.id, receiver="author", locale=locale, key="k", attempts=0)
    letter = messages.RENDERERS[kind](message)
    assert not TELLING.search(letter.subject + letter.text)
    assert case.public_id not in letter.text


def test_no_letter_to_staff_tells_what_it_is_about():
    office = make.make_office()
    make.make_user(Role.OFFICIAL, office=office)
    routing = make.make_routing(office=office)
    answering.answer(routing, make.make_official(office), answering.Reply(make.AnswerKind.APOLOGY, "Уучлаарай."))
    for kind in ("routed", "answer_came"):
        for letter in filter(None, letters(kind)):
            assert not TELLING.search(letter.subject + letter.text)
            assert make.OFFICE_TEXT not in letter.text


def test_an_invitation_carries_its_link():
    admin = make.actor_of(make.make_user(Role.ADMIN))
    _made, token = accounts.invite(admin, Invitee("Оюун", Preset.OFFICE, "o@example.mn", organisation=make.make_office()))
    assert written("invitation").to == "o@example.mn"
    assert f"/mn/account/join/{token}" in written("invitation").text


def test_a_used_invitation_is_not_sent_any_more():
    admin = make.actor_of(make.make_user(Role.ADMIN))
    made, _token = accounts.invite(admin, Invitee("Оюун", Preset.OFFICE, "o@example.mn", organisation=make.make_office()))
    accounts.join(made, "tal nutag salkhi 9", "mn")
    db.session.flush()
    assert written("invitation") is None


def test_the_link_for_a_new_password_goes_to_the_person():
    person = make.make_user()
    _made, token = accounts.reset(make.actor_of(make.make_user(Role.ADMIN)), person)
    assert written("reset").to == person.email
    assert token in written("reset").text
