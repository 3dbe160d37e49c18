"""Taking one's words back: what is erased, what stays, and what becomes of those who joined."""

import pytest
import sqlalchemy as sa

from accountability.audit import queries as audit
from accountability.cases import queries
from accountability.cases.models import AnswerKind, Attachment, Note, NoteKind
from accountability.cases.operations import answering, authoring, reading, reviewing
from accountability.cases.workflow import Status, VisibilityAction
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import DomainError, NotFound
from accountability.directory.labels import ServiceLevel
from accountability.outbox import operations as outbox
from accountability.outbox.models import Message
from tests import factories as make
from tests.cases.test_operations import folded, recounted

pytestmark = pytest.mark.usefixtures("app")

WORDS = "Танай ээжийн эмийг Баярмаа өгнө"


def everything():
    """All that the database holds, as one text."""
    db.session.flush()
    return "".join(repr(db.session.execute(sa.select(table)).all()) for table in db.metadata.sorted_tables)


def answered_and_published(monitor):
    case = make.make_public(monitor)
    routing = reviewing.route(case, monitor, [case.facilities[0]])[0]
    reply = answering.Reply(AnswerKind.EXPLANATION, WORDS)
    answer = answering.answer(routing, make.make_official(routing.addressee), reply)
    reviewing.publish_answer(answer, monitor, WORDS, sure=True)
    return case


def test_withdrawing_erases_the_words_of_the_office_too():
    case = answered_and_published(make.make_monitor())
    authoring.withdraw(queries.lock(case.id))
    assert WORDS not in everything()
    assert make.OFFICE_TEXT not in everything()


def test_withdrawing_erases_why_an_office_returned_it():
    routing = make.make_routing()
    answering.give_back(routing, make.make_official(routing.addressee), "other_office", WORDS)
    authoring.withdraw(queries.lock(routing.case_id))
    assert WORDS not in everything()


def test_withdrawing_erases_the_scan_of_an_answer_on_paper():
    monitor = make.make_monitor()
    routing = make.make_routing(monitor, facilities=[make.make_office(level=ServiceLevel.LETTERS_ONLY)])
    answering.deliver(routing, monitor, clock.now(), "—")
    answering.answer(routing, monitor, answering.Reply(AnswerKind.EXPLANATION, WORDS, scan=make.photo()))
    authoring.withdraw(queries.lock(routing.case_id))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attachment)) == 0
    assert WORDS not in everything()


def test_withdrawing_erases_notes_and_what_went_out_about_it():
    monitor = make.make_monitor()
    case = make.make_taken(monitor, contact={"email": "dulmaa@example.mn"})
    reading.add_note(case, monitor, NoteKind.NOTE, WORDS)
    reading.open_contact(case, monitor, WORDS)
    db.session.flush()
    outbox.deliver(lambda letter, _id: "sample")
    authoring.withdraw(queries.lock(case.id))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Note)) == 0
    kept = db.session.scalars(sa.select(Message).where(Message.subject_kind == "case")).all()
    assert kept and all(message.sealed_copy is None and message.done_at for message in kept)
    assert WORDS not in everything()
    assert not list(audit.broken())


def test_withdrawing_keeps_the_figures_equal_to_the_rows():
    case = answered_and_published(make.make_monitor())
    authoring.withdraw(queries.lock(case.id))
    assert folded() == recounted()


def test_those_who_joined_a_case_that_is_taken_back_are_read_on_their_own_again():
    monitor = make.make_monitor()
    parent, joined = make.make_taken(monitor), make.make_taken(monitor, contact={"email": "saraa@example.mn"})
    reviewing.merge(joined, monitor, parent)
    authoring.withdraw(queries.lock(parent.id))
    assert (joined.status, joined.parent_id) == (Status.IN_REVIEW, None)
    assert db.session.scalars(sa.select(Message).where(Message.kind == "separated")).one().subject_id == joined.id
    assert folded() == recounted()


def test_a_case_that_was_public_and_then_taken_back_can_not_be_read():
    case = make.make_public()
    authoring.withdraw(queries.lock(case.id))
    assert case.visibility.value == "withdrawn"
    with pytest.raises(NotFound):
        queries.get_public(case.public_id)
    with pytest.raises(DomainError):
        reviewing.decide(case, make.make_senior(), VisibilityAction.PUBLISH)
