"""Real facilities come in by a table: all rows or none, and each bad row is named."""

import pytest
import sqlalchemy as sa
import xlsxwriter

from accountability.core.db import db
from accountability.directory import facilities, operations, queries
from accountability.directory.labels import OfficeKind, ServiceLevel, Standing
from accountability.directory.models import Area, Category, Organisation, Service
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
HEADER = "code,soum_code,kind,name_mn,name_en,supervisor_code,standing,merged_into,service_level,staff_band,source"


def table(tmp_path, *rows, name="f.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes("\n".join([HEADER, *rows]).encode(encoding))
    return path


def test_the_country_is_whole():
    counts = operations.load()
    assert counts == {"areas": 366, "organisations": 768, "services": 45, "categories": 36}
    assert len([area for area in queries.provinces() if area.level == "province"]) == 21
    assert db.session.scalar(sa.select(sa.func.count()).where(Area.level == "soum")) == 330


def test_mixed_kinds_of_rows_are_kept_apart():
    assert not db.session.scalars(sa.select(Category).where(Category.code.like("kind-%"))).all()
    assert not db.session.scalars(sa.select(Service).where(Service.code.like("hf-%"))).all()
    assert db.session.scalars(sa.select(Category).where(Category.code == "is-attitude")).one().about_conduct


def test_every_facility_is_supervised_by_the_body_above_and_says_that_it_is_to_be_confirmed():
    health_centre = queries.facility(make.TARIALAN)
    assert health_centre.source == operations.SOURCE
    assert queries.organisation(health_centre.supervisor_id).kind == OfficeKind.HEALTH_DEPARTMENT


def test_a_facility_is_added_with_the_next_code(tmp_path):
    report = facilities.import_file(
        table(tmp_path, ",18540,FHC,Тариалан шинэ төв,New centre,18501-HD-01,,,open,under_5,MoH list")
    )
    assert (report.added, report.problems) == (1, [])
    assert queries.facility("18540-FHC-01").service_level == ServiceLevel.OPEN


def test_correcting_keeps_the_code_and_renews_the_search(tmp_path):
    facilities.import_file(table(tmp_path, f"{make.TARIALAN},18540,HC,Хангай эмнэлэг,,,,,,,"))
    assert make.TARIALAN in [found.code for found in queries.search("khangai emneleg")]


def test_a_merged_facility_leads_to_the_one_that_took_over_and_its_code_is_never_used_again(tmp_path):
    facilities.import_file(table(tmp_path, "18540-WEL-01,18540,WEL,,,,merged,18501-WEL-01,,,".replace("WEL,,,,", "WEL,Х,,,")))
    merged = queries.facility("18540-WEL-01")
    assert (merged.standing, merged.merged_into.code) == (Standing.MERGED, "18501-WEL-01")
    facilities.import_file(table(tmp_path, ",18540,WEL,Шинэ халамж,,,,,,,"))
    assert queries.facility("18540-WEL-02").name_mn == "Шинэ халамж"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",99999,HC,Нэр,,,,,,,", "soum_code"), (",18540,ZZ,Нэр,,,,,,,", "kind"), (",18540,HC,,,,,,,,", "name_mn"), (",18540,MIN,Нэр,,,,,,,", "kind"),
        ("18540-HC-77,18540,HC,Нэр,,,,,,,", "code"), (f"{make.TARIALAN},18540,WEL,Нэр,,,,,,,", "kind"), (",18540,HC,Нэр,,NOPE,,,,,", "supervisor_code"),
        (f"{make.TARIALAN},18540,HC,Нэр,,,merged,,,,", "merged_into"), (",18540,HC,Нэр,,,,,fast,,", "service_level"), (f",18540,HC,{'Н' * 201},,,,,,,", "name_mn"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_its_line_and_column(tmp_path, row, column):
    report = facilities.import_file(table(tmp_path, ",18540,FHC,Сайн мөр,,,,,,,", row))
    assert [(problem.line, problem.column) for problem in report.problems] == [(3, column)]


def test_one_bad_row_refuses_the_whole_table(app, tmp_path):
    path = table(tmp_path, ",18540,FHC,Сайн мөр,,,,,,,", ",99999,HC,Муу,,,,,,,")
    result = app.test_cli_runner().invoke(args=["directory", "import-facilities", str(path)])
    assert result.exit_code == 1
    assert "line 3, soum_code" in result.output
    assert not db.session.scalars(sa.select(Organisation).where(Organisation.name_mn == "Сайн мөр")).all()


def test_a_dry_run_changes_nothing(app, tmp_path):
    path = table(tmp_path, ",18540,FHC,Сайн мөр,,,,,,,")
    result = app.test_cli_runner().invoke(args=["directory", "import-facilities", str(path), "--dry-run"])
    assert (result.exit_code, "checked, nothing changed" in result.output) == (0, True)
    assert not db.session.scalars(sa.select(Organisation).where(Organisation.name_mn == "Сайн мөр")).all()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00broken", b"a,b,c\n1,2,3", "код,нэр\n1,2".encode("cp1251"), b'"unclosed'])
def test_a_file_that_is_no_table_is_refused_in_words(tmp_path, content):
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    assert "cannot be read" in str(facilities.import_file(path).problems[0])


def test_an_xlsx_file_is_read_like_a_csv(tmp_path):
    path = tmp_path / "f.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER.split(","))
    sheet.write_row(1, 0, ["", 18540, "FHC", "Хүснэгтээс", "", "", "", "", "", "", ""])
    book.close()
    assert facilities.import_file(path).added == 1


@pytest.mark.parametrize("typed", ["zzz", "", "   ", "!!!", "ъ" * 90])
def test_nonsense_finds_nothing_and_harms_nothing(typed):
    assert queries.search(typed) == []
