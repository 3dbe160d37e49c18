"""The interval of a share, against the vectors of the rules."""

import pytest

from accountability.dashboards.wilson import interval

VECTORS = [
    (6, 10, 0.313, 0.832),
    (0, 5, 0.0, 0.434),
    (5, 5, 0.566, 1.0),
    (45, 60, 0.628, 0.842),
    (278, 341, 0.771, 0.853),
]


@pytest.mark.parametrize(("part", "whole", "low", "high"), VECTORS)
def test_the_interval_equals_the_published_vector(part, whole, low, high):
    assert interval(part, whole) == (pytest.approx(low, abs=0.0005), pytest.approx(high, abs=0.0005))


@pytest.mark.parametrize("part", range(0, 41))
def test_the_interval_holds_the_share_and_stays_between_nothing_and_all(part):
    low, high = interval(part, 40)
    assert 0 <= low <= part / 40 <= high <= 1


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_has_no_interval(part, whole):
    with pytest.raises(ValueError, match="no share"):
        interval(part, whole)
