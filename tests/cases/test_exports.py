"""The office's register as CSV and XLSX."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from accountability.cases import exports, queries
from accountability.cases.models import Kind
from accountability.cases.operations import answering, reviewing
from accountability.cases.queries import RegisterFilter
from accountability.core import sheets
from tests import factories as make


@pytest.fixture(autouse=True)
def in_a_request(app):
    with app.test_request_context("/en/office"):
        yield


def register(actor, **chosen):
    return queries.register_rows(actor, RegisterFilter(**chosen))


def read(lines):
    return list(csv.reader(io.StringIO("".join(lines).removeprefix(sheets.MARK))))


def test_the_file_says_that_it_is_utf_8():
    assert "".join(exports.as_csv([])).startswith("\ufeff")


def test_each_row_has_a_cell_for_each_column():
    routing = make.make_routing()
    assert len(exports.row(routing)) == len(exports.columns())


def test_the_csv_holds_what_the_register_holds():
    routing = make.make_answered()
    rows = read(exports.as_csv(register(make.make_official(routing.addressee), view="all")))
    cells = dict(zip(*rows, strict=True))
    assert (cells["Дугаар"], cells["Байгууллагын код"], cells["Хугацаандаа"]) == (routing.number, make.TARIALAN, "Тийм")


def test_the_filter_of_the_inbox_holds_for_the_file():
    routing = make.make_answered()
    assert len(read(exports.as_csv(register(make.make_official(routing.addressee), view="open")))) == 1


def test_the_file_of_another_office_is_empty():
    make.make_routing()
    stranger = make.make_official(make.make_office("18543-HC-01"))
    assert len(read(exports.as_csv(register(stranger, view="all")))) == 1


def test_no_file_holds_the_story_or_the_public_number():
    routing = make.make_routing()
    text = "".join(exports.as_csv(register(make.make_official(routing.addressee), view="all")))
    assert routing.number in text
    assert routing.case.public_id not in text
    assert make.OFFICE_TEXT not in text


@pytest.mark.parametrize("cell", ["=1+1", "+976", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_runs_as_a_formula(cell):
    assert sheets.harmless(cell) == f"'{cell}"


def test_a_role_that_looks_like_a_formula_stays_text():
    routing = make.make_routing()
    official = make.make_official(routing.addressee)
    answering.acknowledge(routing, official, "=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in "".join(exports.as_csv(register(official, view="all")))


def test_the_xlsx_holds_the_same_cells():
    routing = make.make_routing()
    official = make.make_official(routing.addressee)
    answering.acknowledge(routing, official, "=1+1")
    book = CalamineWorkbook.from_filelike(io.BytesIO(exports.as_xlsx(register(official, view="all"))))
    titles, cells = book.get_sheet_by_index(0).to_python()
    assert titles == exports.columns()
    assert cells == exports.row(routing)


def test_the_kind_is_a_word():
    monitor = make.make_monitor()
    routing = make.make_routing(monitor)
    reviewing.review(routing.case, monitor, make.make_review(kind=Kind.COMPLAINT))
    assert "Гомдол" in exports.row(routing)
