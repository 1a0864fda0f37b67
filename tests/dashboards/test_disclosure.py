"""What leaves for people without the rows gives no small count back, and limits say what they should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasso_tracker.dashboards.performance.control import p_limits, signals, xmr_limits
from rasso_tracker.dashboards.performance.disclosure import Number, protect, protected_quantile, rounded

small_tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=2, max_size=4
    )
)


def numbers(table: list[list[int]]) -> list[list[Number]]:
    return [[Number(n) for n in row] for row in table]


@given(small_tables)
def test_no_small_count_is_shown_and_none_stands_alone_in_its_row_or_column(table: list[list[int]]) -> None:
    shown = protect(numbers(table))
    assert all(
        one is None or one == rounded(n)
        for row, line in zip(table, shown, strict=True)
        for n, one in zip(row, line, strict=True)
    )
    for i, row in enumerate(table):
        for j, n in enumerate(row):
            if 0 < n < 5:
                assert shown[i][j] is None
                assert sum(one is None for one in shown[i]) >= 2
                assert sum(line[j] is None for line in shown) >= 2


def test_a_row_that_the_reader_knows_hides_no_other() -> None:
    """The own district is exact elsewhere: two of the others are withheld, not one and the own."""
    shown = protect(numbers([[20, 20], [3, 30], [12, 40], [15, 50]]), frozenset({0}))
    assert [line[0] for line in shown] == [20, None, None, 15]


def test_a_total_that_leaves_a_few_beside_what_the_reader_knows_is_withheld() -> None:
    shown = protect([[Number(13, 11), Number(40, 20)], [Number(30, 11), Number(50, 20)]])
    assert shown[0][0] is None
    assert shown[0][1] is None


@pytest.mark.parametrize(
    ("number", "shown"),
    [(Number(9), None), (Number(10), 7), (Number(30, 25), None), (Number(30, 15), 7), (Number(30, 30), 7)],
)
def test_a_median_is_shown_of_ten_or_more_beside_those_known(number: Number, shown: int | None) -> None:
    assert protected_quantile(7, number) == shown


MONTHS = [f"M{n}" for n in range(1, 14)]


def test_a_share_has_limits_that_narrow_with_its_number() -> None:
    pairs = [(60, 100), (6, 10)] * 6 + [(1, 2)]
    limits = p_limits(pairs, 12)
    assert limits is not None
    assert round(limits.centre, 6) == 60
    assert (round(limits.lower[0] or 0, 2), round(limits.upper[0] or 0, 2)) == (45.3, 74.7)
    assert (limits.lower[1] or 0) < (limits.lower[0] or 0)
    assert p_limits(pairs[:7], 7) is None


def test_an_individuals_chart_takes_its_limits_from_the_moving_range() -> None:
    limits = xmr_limits([10.0, 12.0] * 5, 10)
    assert limits is not None
    assert (limits.centre, limits.lower[0], limits.upper[0]) == (
        11,
        pytest.approx(5.68),
        pytest.approx(16.32),
    )


def test_the_month_that_runs_and_months_without_a_figure_judge_nothing() -> None:
    values = [10.0, 12.0] * 5 + [None, 11.0, 90.0]
    limits = xmr_limits(values, 12)
    assert signals(values, limits, 12, MONTHS) == []
    beyond = signals([*values[:11], 90.0, 11.0], xmr_limits(values, 12), 12, MONTHS)
    assert [(one.rule, one.words) for one in beyond] == [
        ("One point beyond the limits", "M12 lies above the upper limit")
    ]


def test_eight_on_one_side_and_six_in_a_row_are_named_once_each() -> None:
    values: list[float | None] = [11, 12, 11, 12, 11, 12, 11, 12, 1, 2, 3, 4, 5]
    limits = xmr_limits(values, 12)
    found = [(one.rule, one.first, one.last) for one in signals(values, limits, 13, MONTHS)]
    assert ("Eight in a row on one side of the average", 0, 7) in found
    rising = [float(n) for n in range(6)]
    named = signals(rising, xmr_limits([0.0, 6.0] * 4, 8), 6, MONTHS)
    assert [one.rule for one in named if one.first == 0] == ["Six in a row rising or falling"]


def test_a_rounded_figure_stands_for_three_counts_at_least() -> None:
    found = {
        shown: [n for n in range(200) if rounded(n) == shown and not 0 < n < 5] for shown in range(0, 100, 5)
    }
    assert all(len(counts) >= 3 for shown, counts in found.items() if shown)
