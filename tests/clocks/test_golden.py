"""Dates worked out by hand, with the days that do not count, against what `flask cases clock` says."""

import json
from datetime import date
from pathlib import Path

import pytest

from accountability.access.actor import SYSTEM
from accountability.access.roles import Role
from accountability.clocks import operations
from accountability.clocks.terms import Clock, Unit
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
LINES = (Path(__file__).parent / "golden.tsv").read_text("utf-8").split("\n")
NAMES = next(line for line in LINES if line.startswith("# id\t")).removeprefix("# ").split("\t")
ROWS = [dict(zip(NAMES, line.split("\t"), strict=True)) for line in LINES if line and not line.startswith("#")]
DUE = ("review_due", "acknowledge_due", "answer_due", "legal_due", "way_up_due")


def change_rules(more):
    """A change of the rules that a row asks for; everything else are options of the command."""
    admin = make.actor_of(make.make_user(Role.ADMIN))
    words = more.split()
    if words[:1] == ["law2027"]:
        new = operations.NewRule(Clock.LEGAL, 14, Unit.WORKING_DAYS, date(2027, 1, 1), "20", "A new law", "complaint", "petition")
        operations.set_rule(admin, new)
        return []
    if words[:1] in (["free"], ["works"]):
        day = operations.NewDay(date.fromisoformat(words[1]), words[0] == "free", "Өдөр", "A day", "Order")
        operations.set_day(admin, day)
        return []
    return words


def test_there_are_sixty_dates_of_every_sort():
    assert len(ROWS) >= 60
    assert {row["track"] for row in ROWS} == {"informal", "petition", "carried"}
    assert {row["kind"] for row in ROWS} >= {"complaint", "request", "suggestion"}


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_the_clock_says_what_was_worked_out_by_hand(app, row):
    options = ["--kind", row["kind"], "--track", row["track"], "--province", row["province"], "--received", row["received"]]
    for name in ("routed", "office_received"):
        options += [f"--{name.replace('_', '-')}", row[name]] if row[name] else []
    said = app.test_cli_runner().invoke(args=["cases", "clock", *options, *change_rules(row["more"])])
    assert said.exit_code == 0, said.output
    told = json.loads(said.output)
    assert {name: told[name] or "-" for name in DUE} == {name: row[name] for name in DUE}, row["why"]
    skipped = [one["on"] for part in told["explanation"] if part["clock"] == "acknowledge" for one in part["skipped"]]
    assert [str(date.fromisoformat(on).day) for on in skipped] == row["skipped"].split(), row["why"]


@pytest.mark.parametrize(
    "wrong",
    [
        ["--received", "yesterday"], ["--received", "2026-03-02T10:00", "--province", "MN-999"],
        ["--received", "2026-03-02T10:00", "--office-received", "2026-03-02T10:00", "--extended-days", "31"],
        ["--received", "2026-03-02T10:00", "--kind", "lunch"],
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_a_reason(app, wrong):
    given = ["--kind", "complaint", "--track", "petition", "--province", "MN-041"]
    said = app.test_cli_runner().invoke(args=["cases", "clock", *given, *wrong])
    assert said.exit_code == 2 and "Error" in said.output


def test_the_system_itself_sets_no_rule():
    new = operations.NewRule(Clock.LEGAL, 14, Unit.DAYS, date(2027, 1, 1), "20", "A new law")
    with pytest.raises(Exception, match="clocks:set"):
        operations.set_rule(SYSTEM, new)
