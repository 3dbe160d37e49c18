"""Small numbers disappear, and nothing that is shown gives them away."""

from collections import defaultdict
from itertools import product

import pytest

from accountability.dashboards import masks, suppression
from accountability.dashboards.suppression import Why


@pytest.mark.parametrize("value", [1, 2, 3, 4])
def test_a_count_from_one_to_four_is_not_shown(value):
    assert suppression.count(value) == suppression.Count(None, Why.FEW)


@pytest.mark.parametrize("value", [0, 5, 4812])
def test_other_counts_are_shown(value):
    assert suppression.count(value).value == value


def test_a_share_of_fewer_than_ten_is_not_given():
    assert suppression.share(7, 9).why == Why.FEW
    assert suppression.share(5, 10).percent == 50


def test_a_share_comes_with_its_interval_and_its_whole():
    shown = suppression.share(45, 60)
    assert (shown.percent, shown.low, shown.high, shown.whole) == (75, 63, 84, 60)


@pytest.mark.parametrize("late", [1, 2, 3, 4])
def test_a_share_that_would_give_a_small_number_away_is_said_as_a_bound(late):
    shown = suppression.share(30 - late, 30)
    assert (shown.bound, shown.percent, shown.low, shown.high) == ("least", 86, 70, 99)


@pytest.mark.parametrize("part", [1, 2, 3, 4])
def test_a_share_made_of_a_small_number_is_said_as_a_bound_too(part):
    shown = suppression.share(part, 30)
    assert (shown.bound, shown.percent) == ("most", 14)


def test_a_share_beside_a_small_number_elsewhere_is_not_given():
    assert suppression.share(30, 60, masked=True).why == Why.BESIDE


VERDICTS = ("confirmed", "partly", "disputed", "silent")


def test_one_small_part_hides_a_second_one_and_both_are_given_together():
    parts = suppression.parts({"confirmed": 30, "partly": 3, "disputed": 9, "silent": 18})
    assert [part.codes for part in parts] == [("confirmed",), ("disputed",), ("partly", "silent")]
    assert [part.count for part in parts] == [30, 9, None]
    assert sum(part.percent for part in parts) == 100


def share_of(code, *counts):
    verdicts = dict(zip(VERDICTS, counts, strict=True))
    return suppression.share_of_part(code, verdicts, suppression.parts(verdicts))


def test_the_first_part_is_hidden_last():
    assert share_of("confirmed", 6, 3, 9, 18).percent == 17
    assert share_of("silent", 6, 3, 9, 18).why == Why.BESIDE


def test_the_first_part_is_a_bound_where_all_others_are_small():
    assert share_of("confirmed", 28, 2, 0, 0).bound == "least"


def test_where_the_parts_are_not_shown_the_share_alone_gives_nothing_away():
    verdicts = dict(zip(VERDICTS, (12, 3, 0, 9), strict=True))
    assert suppression.share_of_part("confirmed", verdicts, suppression.parts(verdicts, masked=True)).percent == 50


def test_parts_of_too_small_a_whole_are_not_given():
    assert suppression.parts({"confirmed": 5, "partly": 4}) == []


def test_a_total_is_hidden_where_it_would_tell_all_its_parts():
    counts, total = suppression.buckets({"a": 4, "b": 4})
    assert (counts["a"].why, counts["b"].why, total.why) == (Why.FEW, Why.FEW, Why.BESIDE)


def test_nothing_hides_where_nothing_is_small():
    assert masks.complement({"a": 5, "b": 0, "c": 12}) == masks.Complement(frozenset())


def test_of_two_offices_the_large_one_hides_beside_the_small_one():
    assert masks.complement({"small": 2, "large": 20}).parts == {"large"}


# --- an attacker who knows the rules and tries every table that would be shown in the same way ------------------------


def given_away(tables, shown):
    """The small numbers that only one value fits, over all tables that look alike; `tables` must be all of them."""
    alike = defaultdict(list)
    for table in tables:
        alike[shown(table)].append(table)
    return [
        (look, place)
        for look, group in alike.items()
        for place in range(len(group[0]))
        if len(values := {table[place] for table in group}) == 1 and values < set(masks.SMALL)
    ]


def tables_of(total, places):
    return [table for table in product(range(total + 1), repeat=places) if sum(table) == total]


def test_counts_with_their_total_give_no_small_number_away():
    def shown(table):
        counts, whole = suppression.buckets(dict(enumerate(table)))
        return tuple(counts.values()), whole

    assert given_away([table for total in range(1, 27) for table in tables_of(total, 3)], shown) == []


@pytest.mark.parametrize("whole", [10, 12, 14, 16, 19])
def test_shares_with_their_whole_give_no_small_number_away(whole):
    def shown(table):
        return tuple(suppression.parts(dict(zip(VERDICTS, table, strict=True)))), share_of("confirmed", *table)

    assert given_away(tables_of(whole, 4), shown) == []


@pytest.mark.parametrize("whole", range(10, 30))
def test_a_share_of_two_parts_gives_no_small_number_away(whole):
    assert given_away(tables_of(whole, 2), lambda table: suppression.share(table[0], whole)) == []


@pytest.mark.parametrize("total", [5, 8, 11, 13, 14, 16])
@pytest.mark.parametrize("offices_of_soums", [(1, 1), (2, 1), (1, 1, 1), (2, 2), (2, 1, 1)])
def test_no_place_gives_a_small_number_of_another_away(total, offices_of_soums):
    def places(table):
        left, lower = iter(table), {}
        for soum, offices in enumerate(offices_of_soums):
            lower[soum] = {10 * soum + office: next(left) for office in range(offices)}
        return {0: {soum: sum(values.values()) for soum, values in lower.items()}}, lower

    def shown(table):
        upper, lower = places(table)
        soums, offices = masks.two_levels(upper, lower)
        of_soums = [suppression.count(value, masked=soum in soums) for soum, value in upper[0].items()]
        values = {office: value for inside in lower.values() for office, value in inside.items()}
        return (*of_soums, *(suppression.count(value, masked=office in offices) for office, value in values.items()))

    def with_soums(table):
        return (*table, *places(table)[0][0].values())

    tables = [with_soums(table) for table in tables_of(total, sum(offices_of_soums))]
    assert given_away(tables, lambda table: shown(table[: sum(offices_of_soums)])) == []
