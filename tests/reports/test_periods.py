"""Months and quarters close on a day that is a setting."""

from datetime import date
from itertools import pairwise

import pytest

from accountability.core.errors import Invalid
from accountability.reports.periods import offered, period


@pytest.mark.parametrize(
    ("name", "cutoff", "since", "until"),
    [
        ("2026-Q4", 20, date(2026, 9, 21), date(2026, 12, 20)),
        ("2026-Q1", 20, date(2025, 12, 21), date(2026, 3, 20)),
        ("2026-Q1", 31, date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-03", 20, date(2026, 2, 21), date(2026, 3, 20)),
        ("2026-02", 31, date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-03", 30, date(2024, 3, 1), date(2024, 3, 30)),
        ("2026-01", 20, date(2025, 12, 21), date(2026, 1, 20)),
    ],
)
def test_a_period_runs_from_cut_off_to_cut_off(name, cutoff, since, until):
    found = period(name, cutoff)
    assert (found.since, found.until) == (since, until)


@pytest.mark.parametrize("name", ["", "2026", "2026-Q5", "2026-13", "2026-00", "1999-Q1", "2026-Q1 ", "2026-Q1'--"])
def test_what_is_no_period_is_refused(name):
    with pytest.raises(Invalid):
        period(name, 20)


def test_periods_follow_one_another_without_a_gap():
    for cutoff in (1, 20, 28, 31):
        months = [period(f"2026-{month:02d}", cutoff) for month in range(1, 13)]
        assert all((after.since - before.until).days == 1 for before, after in pairwise(months))
        assert period("2026-Q1", cutoff).since == months[0].since and period("2026-Q1", cutoff).until == months[2].until


def test_what_has_not_begun_is_not_offered():
    names = [one.name for one in offered(date(2026, 9, 20), 20)]
    assert names[0] == "2026-Q3" and "2026-Q4" not in names and "2026-10" not in names
    assert offered(date(2026, 9, 21), 20)[0].name == "2026-Q4"
