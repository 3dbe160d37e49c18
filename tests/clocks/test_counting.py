"""How days are counted: day zero, working days, special days, pauses, zones, and which rule holds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.clocks.calendar import Calendar, SpecialDay
from accountability.clocks.deadlines import Pause, due, extended
from accountability.clocks.rulebook import Rule, Rulebook
from accountability.clocks.terms import Clock, Term, Unit
from accountability.core import clock

ULAANBAATAR, HOVD = "Asia/Ulaanbaatar", "Asia/Hovd"
PLAIN = Calendar()
TWO_WORKING_DAYS = Term(Clock.ACKNOWLEDGE, 2, Unit.WORKING_DAYS, "charter 2")
A_WEEK = Term(Clock.ANSWER, 7, Unit.DAYS, "charter 3")
TWO_DAYS_OF_HOURS = Term(Clock.REVIEW, 48, Unit.HOURS, "charter 1")


def at(day, hour=2):
    """A moment in November 2026, in UTC; two o'clock is the morning of the same day everywhere in Mongolia."""
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def test_working_days_leave_out_weekends_and_lunar_holidays():
    deadline = due(datetime(2026, 2, 17, 2, tzinfo=UTC), TWO_WORKING_DAYS, ULAANBAATAR, PLAIN)
    assert clock.day_of(deadline.at) == date(2026, 2, 24)
    assert [skipped.on.day for skipped in deadline.skipped] == [18, 19, 20, 21, 22]


@pytest.mark.parametrize(("zone", "hour"), [(HOVD, 16), (ULAANBAATAR, 15)])
def test_a_day_ends_where_the_office_is(zone, hour):
    assert due(at(18), A_WEEK, zone, PLAIN).at == datetime(2026, 11, 25, hour, 59, 59, tzinfo=UTC)


def test_a_day_given_free_is_skipped_and_says_why():
    calendar = Calendar({date(2026, 11, 19): SpecialDay(rests=True, name_mn="Нэмэлт амралт", name_en="Extra day off")})
    deadline = due(at(18), TWO_WORKING_DAYS, ULAANBAATAR, calendar)
    assert clock.day_of(deadline.at) == date(2026, 11, 23)
    assert deadline.skipped[0].why_en == "Extra day off"


def test_a_saturday_to_which_work_was_moved_counts():
    calendar = Calendar({date(2026, 11, 21): SpecialDay(rests=False, name_mn="Шилжүүлсэн", name_en="Moved")})
    assert clock.day_of(due(at(19), TWO_WORKING_DAYS, ULAANBAATAR, calendar).at) == date(2026, 11, 21)


def test_while_the_author_is_asked_the_clock_stands_still():
    pause = Pause(at(19), at(24))
    deadline = due(at(18), A_WEEK, ULAANBAATAR, PLAIN, [pause])
    assert clock.day_of(deadline.at) == date(2026, 11, 30)
    assert [skipped.on.day for skipped in deadline.skipped] == [20, 21, 22, 23, 24]
    assert deadline.pauses == [pause]


def test_hours_stand_still_to_the_minute():
    deadline = due(at(18), TWO_DAYS_OF_HOURS, ULAANBAATAR, PLAIN, [Pause(at(18, 12), at(19, 12))])
    assert deadline.at == at(21)


@pytest.mark.parametrize("pause", [Pause(at(1), at(10)), Pause(at(26), at(29))])
def test_what_was_over_before_or_began_after_changes_nothing(pause):
    assert due(at(18), A_WEEK, ULAANBAATAR, PLAIN, [pause]) == due(at(18), A_WEEK, ULAANBAATAR, PLAIN)


def test_an_extension_counts_from_the_end_of_the_term():
    deadline = extended(due(at(18), A_WEEK, HOVD, PLAIN), 30, "16")
    assert clock.day_of(deadline.at, HOVD) == date(2026, 12, 25)


@given(
    st.integers(0, 800), st.integers(1, 90), st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]), st.sampled_from([ULAANBAATAR, HOVD])
)
@settings(max_examples=300, deadline=None)
def test_counted_and_skipped_days_are_all_days_between_and_the_last_one_counts(offset, number, unit, zone):
    start = at(18) + timedelta(hours=offset * 7)
    deadline = due(start, Term(Clock.ANSWER, number, unit, "x"), zone, PLAIN)
    span = (clock.day_of(deadline.at, zone) - clock.day_of(start, zone)).days
    assert span == number + len(deadline.skipped)
    assert clock.day_of(deadline.at, zone) not in {skipped.on for skipped in deadline.skipped}


# --- which rule --------------------------------------------------------------------------------------------------------

BOOK = Rulebook(
    [
        Rule(date(2020, 1, 1), Term(Clock.LEGAL, 30, Unit.DAYS, "16"), "", "petition"),
        Rule(date(2020, 1, 1), Term(Clock.LEGAL, 90, Unit.DAYS, "16"), "suggestion", "petition"),
        Rule(date(2027, 1, 1), Term(Clock.LEGAL, 14, Unit.WORKING_DAYS, "20"), "", "petition"),
    ],
    PLAIN,
    0,
)


@pytest.mark.parametrize(
    ("kind", "track", "on", "term"),
    [
        ("complaint", "petition", date(2026, 12, 31), 30),
        ("suggestion", "petition", date(2026, 12, 31), 90),
        ("complaint", "petition", date(2027, 1, 1), 14),
        ("suggestion", "petition", date(2027, 1, 1), 90),
        ("complaint", "informal", date(2026, 12, 31), None),
        ("complaint", "petition", date(2019, 12, 31), None),
    ],
)
def test_the_rule_of_the_day_it_began_holds_and_the_most_particular_one_wins(kind, track, on, term):
    found = BOOK.term(Clock.LEGAL, on, kind, track)
    assert (found.term if found else None) == term


def test_a_change_of_the_law_touches_only_what_begins_after_it():
    before, after = datetime(2026, 12, 31, 8, tzinfo=UTC), datetime(2027, 1, 1, 8, tzinfo=UTC)
    assert BOOK.due(Clock.LEGAL, before, ULAANBAATAR, "complaint", "petition").term.term == 30
    assert BOOK.due(Clock.LEGAL, after, ULAANBAATAR, "complaint", "petition").term.term == 14
