"""The office's own book: quick to enter, sealed, numbered by the year, dated by the law, and in no public figure."""

import io
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy.exc import IntegrityError

from accountability.access import policy
from accountability.access.permissions import Permission
from accountability.access.roles import Role
from accountability.audit import queries as audit
from accountability.core import clock
from accountability.core.db import db
from accountability.core.errors import Invalid, MoveNotAllowed, NotAllowed, NotFound
from accountability.counter import exports, operations, queries
from accountability.counter.models import Channel, CounterEntry, Kind, Outcome
from accountability.counter.queries import BookFilter
from accountability.counter.sealed import text
from accountability.facts.models import FactDelta
from accountability.reports import counting, scopes
from accountability.reports.periods import Period
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
WORDS, NAME = "Тэтгэврийн лавлагаа хэрэгтэй байна", "Жишээгийн Болд, 99110000"


def told(**changes):
    return operations.Told(
        **{
            "kind": Kind.APPLICATION,
            "channel": Channel.IN_PERSON,
            "received_on": clock.today(),
            "about": WORDS,
            "who": NAME,
            **changes,
        }
    )


def enter(actor=None, code=make.TARIALAN, **changes):
    office = make.make_office(code)
    return operations.enter(actor or make.make_official(office), office, told(**changes))


def test_an_entry_has_the_next_number_of_its_office_and_year_and_its_words_are_sealed():
    official = make.make_official()
    first, second = enter(official), enter(official)
    assert (first.number, second.number) == (1, 2) and first.name == f"1/{clock.today().year}"
    assert enter(code="18401-HOSP-01").number == 1
    row = db.session.execute(sa.select(CounterEntry.about, CounterEntry.who).where(CounterEntry.id == first.id)).one()
    assert not any(word.encode() in sealed for sealed in row for word in (WORDS, "Болд"))
    assert text(first.about) == WORDS and text(first.who) == NAME
    lines = audit.history(f"counter:{first.office_id}")
    assert [line.action for line in lines] == ["counter_enter", "counter_enter"] and not any(
        NAME in str(line.content) for line in lines
    )


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (Kind.APPLICATION, date(2026, 4, 1)), (Kind.REQUEST, date(2026, 4, 1)), (Kind.COMPLAINT, date(2026, 4, 1)),
        (Kind.CRITICISM, date(2026, 4, 1)), (Kind.SUGGESTION, date(2026, 5, 31)), (Kind.THANKS, None), (Kind.INFORMATION, None),
    ],
)  # fmt: skip
def test_the_law_says_until_when(kind, due):
    with time_machine.travel("2026-03-02T03:00:00+00:00"):
        assert enter(kind=kind).due_on == due


def test_a_longer_term_is_given_once_with_reason_and_notice():
    with time_machine.travel("2026-03-02T03:00:00+00:00"):
        official = make.make_official()
        entry = enter(official)
        for wrong in ((31, "Лавлагаа", clock.today()), (5, " ", clock.today()), (5, "x", clock.today() + timedelta(days=1))):
            with pytest.raises(Invalid):
                operations.make_longer(official, entry, *wrong)
        operations.make_longer(official, entry, 30, "Лавлагаа хүлээж байна", clock.today())
        assert entry.due_on == date(2026, 5, 1)
        with pytest.raises(Invalid):
            operations.make_longer(official, entry, 5, "Дахиад", clock.today())


def test_what_is_over_is_not_made_longer():
    with time_machine.travel("2026-03-02T03:00:00+00:00"):
        official = make.make_official()
        entry, thanks = enter(official), enter(official, kind=Kind.THANKS)
        with pytest.raises(MoveNotAllowed):
            operations.make_longer(official, thanks, 5, "x", clock.today())
    with time_machine.travel("2026-04-09T03:00:00+00:00"), pytest.raises(Invalid):
        operations.make_longer(official, entry, 5, "x", clock.today())


def test_settling_says_what_became_of_it_once():
    official = make.make_official()
    entry = enter(official, received_on=clock.today() - timedelta(days=3))
    for on in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=9)):
        with pytest.raises(Invalid):
            operations.settle(official, entry, Outcome.SOLVED, on, "")
    operations.settle(official, entry, Outcome.SOLVED, clock.today(), "Лавлагаа өгсөн")
    assert text(entry.outcome_words) == "Лавлагаа өгсөн"
    with pytest.raises(MoveNotAllowed):
        operations.settle(official, entry, Outcome.REFUSED, clock.today(), "")


@pytest.mark.parametrize("changes", [{"received_on": date(2090, 1, 1)}, {"received_on": date(1990, 1, 1)}, {"about": " "}])
def test_what_makes_no_sense_is_refused(changes):
    with pytest.raises(Invalid):
        enter(**changes)


@pytest.mark.parametrize(
    "changes", [{"longer_by": 5}, {"longer_by": 31, "longer_why": b"x", "noticed_on": date(2026, 1, 1)}, {"outcome": "solved"}]
)
def test_the_database_holds_reason_notice_and_outcome(changes):
    entry = enter()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.update(CounterEntry).where(CounterEntry.id == entry.id).values(**changes))


# --- whose book it is ------------------------------------------------------------------------------------------------------


def test_only_the_office_itself_reads_its_book():
    entry = enter()
    above = make.actor_of(make.make_user(Role.COORDINATOR, area=make.province()))
    others = [
        above,
        make.make_senior(),
        make.actor_of(make.make_user(Role.ADMIN)),
        make.make_official(make.make_office("18401-HOSP-01")),
    ]
    for other in others:
        assert not policy.may(other, Permission.COUNTER_USE, entry)
        assert queries.book(other, BookFilter("all"), 10) == []
        with pytest.raises(NotFound):
            queries.entry(other, entry.id)
        with pytest.raises(NotAllowed):
            operations.settle(other, entry, Outcome.SOLVED, clock.today(), "")


def test_the_book_stands_in_no_public_figure_and_apart_in_the_report():
    before = db.session.scalar(sa.select(sa.func.count()).select_from(FactDelta))
    official = make.make_official()
    enter(official)
    settled = enter(official, kind=Kind.COMPLAINT, channel=Channel.PHONE)
    operations.settle(official, settled, Outcome.EXPLAINED, clock.today(), "")
    make.make_routing()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(FactDelta)) >= before
    period = Period("2026-Q4", clock.today() - timedelta(days=5), clock.today())
    for code in (f"office:{make.TARIALAN}", "province:MN-046", "nation"):
        cells = counting.count(scopes.scope(code), period)["cells"]
        assert cells["book application in_person pending"] == 1 and cells["book complaint phone in_time"] == 1
        assert counting.total({"cells": cells}, "unsigned") == 1
    assert not any("book" in name for name in counting.count(scopes.scope("province:MN-043"), period)["cells"])


# --- finding and taking along ------------------------------------------------------------------------------------------------


def test_the_book_is_found_by_name_words_number_kind_and_day():
    official = make.make_official()
    wanted = enter(official)
    enter(official, kind=Kind.COMPLAINT, about="Өөр хэрэг", who="", received_on=clock.today() - timedelta(days=40))

    def found(**chosen):
        return [one.id for one in queries.book(official, BookFilter(**{"view": "all", **chosen}), 10)]

    for chosen in ({"q": "болд"}, {"q": "лавлагаа"}, {"q": wanted.name}, {"kind": Kind.APPLICATION}, {"since": clock.today()}):
        assert found(**chosen) == [wanted.id], chosen
    assert len(found(view="late")) == 1 and queries.counts(official)["open"] == 2


def test_a_name_that_is_sought_stands_in_no_address(client):
    person = make.make_user(Role.OFFICIAL, office=make.make_office())
    enter(make.actor_of(person))
    db.session.commit()
    make.sign_in(client, person)
    page = client.post(
        "/en/office/counter/search", data={"csrf_token": make.token(client, "/en/office/counter"), "q": "Болд"}
    ).text
    assert "Болд" in page and "%D0%91" not in page and "q=" not in page
    assert "csv" not in page, "the file would hold more than is shown"
    other_language = client.get("/mn/office/counter/search?view=all")
    assert (other_language.status_code, other_language.location) == (303, "/mn/office/counter?view=all")


def test_the_file_holds_exactly_what_is_filtered_and_no_formula(app):
    official = make.make_official()
    enter(official, about="=2+2", who="+97699110000")
    rows = queries.book(official, BookFilter("all"), 10)
    with app.test_request_context("/mn/"):
        lines = "".join(exports.as_csv(rows)).splitlines()
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(exports.as_xlsx(rows))).get_sheet_by_index(0).to_python()
    assert len(lines) == 2 and "'=2+2" in lines[1] and "'+976" in lines[1]
    assert sheet[1][6] == "=2+2"


def test_somebody_at_the_counter_is_entered_found_settled_and_printed(client):
    person = make.make_user(Role.OFFICIAL, office=make.make_office())
    db.session.commit()
    make.sign_in(client, person)
    send = {"csrf_token": make.token(client, "/en/office/counter"), "office": make.TARIALAN, "channel": "in_person"}
    wrong = client.post("/en/office/counter", data={**send, "kind": "application", "about": WORDS, "received_on": "2090-01-01"})
    assert wrong.status_code == 422 and WORDS in wrong.text and "future" in wrong.text
    today = clock.today().isoformat()
    filled = {**send, "kind": "application", "about": WORDS, "who": NAME, "received_on": today}
    assert client.post("/en/office/counter", data=filled).status_code == 303
    entry = db.session.scalars(sa.select(CounterEntry)).one()
    sought = {"csrf_token": send["csrf_token"], "q": "Болд"}
    assert WORDS in client.post("/en/office/counter/search?view=all", data=sought).text
    assert WORDS not in client.post("/en/office/counter/search?view=settled", data=sought).text
    assert WORDS not in client.post("/en/office/counter/search", data={**sought, "q": "Сараа"}).text
    empty = client.post("/en/office/counter/search?view=all", data={**sought, "q": " "})
    assert (empty.status_code, empty.location) == (303, "/en/office/counter?view=all")
    page = client.get(f"/en/office/counter/{entry.id}").text
    assert NAME in page and "By law it has to be answered by" in page
    settle = {"csrf_token": send["csrf_token"], "outcome": "solved", "settled_on": today}
    assert client.post(f"/en/office/counter/{entry.id}/settle", data=settle).status_code == 303
    assert "Solved" in client.get(f"/en/office/counter/{entry.id}/card").text
    assert client.get("/en/office/counter/book.csv?view=all").text.count(NAME) == 1
    assert audit.history(f"counter:{entry.office_id}")[-1].action == "counter_export"
    assert client.get("/en/office/counter?view=all&kind=&since=&until=").status_code == 200
    assert client.get("/en/office/counter?view=all&kind=application").status_code == 200
    assert client.get("/en/office/counter/999").status_code == 404
