"""A chart draws exactly the table that stands beside it, and says in words what it shows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from rasso_tracker.charts import bars, lines, spark
from rasso_tracker.charts.shapes import NO_FIGURE, ceiling, figure
from tests.web.page import Page, words

MONTHS = ["Sep 2026", "Oct 2026", "Nov 2026"]
counts = st.integers(min_value=0, max_value=10_000_000)


def draw(chart: Any) -> Page:
    source = '{% from "components/charts.html" import figure %}{{ figure(chart) }}'
    return Page(engines["jinja2"].from_string(source).render({"chart": chart}))


def test_bars_are_as_long_as_their_numbers() -> None:
    chart = bars("By stage", [("Early", 10), ("Late", 40), ("Never", 0)], unit="withdrawals")
    assert [float(bar.width) for bar in chart.series[0].bars] == [102.5, 410, 0]


def test_bars_say_where_there_is_no_figure() -> None:
    chart = bars("By stage", [("Early", 10), ("Late", None)], unit="withdrawals", what="Stage")
    assert chart.table.headings == ("Stage", "Withdrawals")
    assert chart.table.rows == (("Early", "10"), ("Late", NO_FIGURE))
    assert chart.summary == "Bar chart of 2 groups. The most is Early, with 10 withdrawals."


def test_bars_refuse_a_number_below_nought() -> None:
    with pytest.raises(ValueError, match="shorter"):
        bars("By stage", [("Early", -1)], unit="withdrawals")


@pytest.mark.parametrize("rows", [[], [("Early", None)], [("Early", 0)]])
def test_bars_with_nothing_to_show_still_draw(rows: list[tuple[str, float | None]]) -> None:
    assert draw(bars("By stage", rows, unit="withdrawals")).one("svg").attrs["role"] == "img"


def test_a_line_breaks_where_there_is_no_figure() -> None:
    chart = lines("To CPS", ["A", "B", "C", "D", "E"], {"Leeds": [4, 6, None, 2, 3]}, unit="cases")
    assert len(chart.series[0].paths) == 2
    assert len(chart.series[0].points) == 4
    assert chart.table.rows[2] == ("C", NO_FIGURE)


def test_a_lone_figure_between_gaps_is_a_point() -> None:
    chart = lines("To CPS", MONTHS, {"Leeds": [None, 6, None]}, unit="cases")
    assert (chart.series[0].paths, len(chart.series[0].points)) == ((), 1)


def test_several_lines_are_named_in_the_drawing_and_in_the_table() -> None:
    chart = lines("To CPS", MONTHS, {"Leeds": [4, 6, 8], "Bradford": [3, 2, 1]}, unit="cases")
    assert [text.words for text in chart.texts][-2:] == ["Leeds", "Bradford"]
    assert chart.table.headings == ("Month", "Leeds", "Bradford")
    assert chart.summary == (
        "Line chart of cases from Sep 2026 to Nov 2026. "
        "Leeds: 4 at the start and 8 at the end; Bradford: 3 at the start and 1 at the end."
    )


def test_a_limit_is_drawn_level_and_named() -> None:
    chart = lines("To CPS", MONTHS, {"Leeds": [4, 6, 8]}, unit="cases", limits={"Upper limit": 9})
    limit = next(rule for rule in chart.rules if rule.css == "app-chart__limit")
    assert limit.y1 == limit.y2
    assert "Upper limit" in [text.words for text in chart.texts]


@pytest.mark.parametrize(
    "series",
    [
        {"Leeds": [1, 2]},
        {"Leeds": [1, 2, -3]},
        {str(n): [1, 2, 3] for n in range(5)},
    ],
)
def test_lines_that_cannot_be_read_are_refused(series: dict[str, list[float | None]]) -> None:
    with pytest.raises(ValueError, match=r"figures for|nought|told apart"):
        lines("To CPS", MONTHS, series, unit="cases")


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (3, 3), (5, 5), (6, 3), (12, 4), (36, 5)])
def test_the_words_under_an_axis_do_not_run_into_one_another(count: int, shown: int) -> None:
    moments = [f"Month {n}" for n in range(count)]
    chart = lines("To CPS", moments, {"Leeds": [1] * count}, unit="cases")
    under = [text.words for text in chart.texts if text.words.startswith("Month")]
    assert (len(under), under[-1]) == (shown, moments[-1])


@given(st.lists(counts, min_size=1, max_size=60))
def test_no_line_leaves_its_drawing(values: list[int]) -> None:
    chart = lines("To CPS", [str(n) for n in range(len(values))], {"Leeds": values}, unit="cases")
    spots = [(float(x), float(y)) for x, y in chart.series[0].points]
    assert all(0 <= x <= chart.width and 0 <= y <= chart.height for x, y in spots)


@given(st.lists(counts, max_size=20))
def test_an_axis_holds_every_value_and_wastes_less_than_half(values: list[int]) -> None:
    top, highest = ceiling(values), max(values, default=0)
    assert top >= highest
    assert top <= max(2 * highest + 1, 1)


def test_a_small_line_says_its_numbers() -> None:
    drawn = spark([3, None, 1200, 4], what="Withdrawals a month")
    assert drawn.summary == f"Withdrawals a month: 3, {NO_FIGURE}, 1,200, 4."
    assert len(drawn.paths) == 1


@pytest.mark.parametrize("values", [[], [0], [None, None], [0, 0]])
def test_a_small_line_of_nothing_is_no_error(values: list[float | None]) -> None:
    assert spark(values, what="Withdrawals").summary.startswith("Withdrawals: ")


def test_a_chart_stands_beside_its_table_under_a_name_and_a_description() -> None:
    page = draw(
        bars("By stage", [("Early", 1200), ("Late", 4)], unit="withdrawals", note="As at 24 November.")
    )
    svg = page.one("svg")
    named = [page.by_id(part).text for part in str(svg.attrs["aria-labelledby"]).split()]
    assert named == ["By stage", "Bar chart of 2 groups. The most is Early, with 1,200 withdrawals."]
    rows = [words(one.text) for one in page.all("tr")]
    assert rows == ["GroupWithdrawals", "Early1,200", "Late4"]
    assert "As at 24 November." in page.one("figure").text
    assert page.unclosed == []


def test_a_chart_has_no_style_of_its_own() -> None:
    source = '{% from "components/charts.html" import figure %}{{ figure(chart) }}'
    chart = lines("To CPS", MONTHS, {"Leeds": [4, 6, 8], "Bradford": [3, 2, 1]}, unit="cases")
    html = engines["jinja2"].from_string(source).render({"chart": chart})
    assert re.findall(r"style=|fill=|stroke=|<style", html) == []


def test_a_label_from_outside_is_escaped() -> None:
    assert draw(bars("By <team>", [("<b>", 1)], unit="cases")).all("b") == []


@pytest.mark.parametrize(("value", "shown"), [(0, "0"), (1234, "1,234"), (12.5, "12.5"), (None, NO_FIGURE)])
def test_a_figure_is_written_as_people_read_it(value: float | None, shown: str) -> None:
    assert figure(value) == shown


def test_a_card_shows_its_number_change_and_course() -> None:
    source = (
        '{% from "components/charts.html" import stat_card %}'
        '<ul>{{ stat_card("Withdrawals this month", 1234, trend="12 more", href="/x/", spark=spark) }}</ul>'
    )
    html = engines["jinja2"].from_string(source).render({"spark": spark([1, 2], what="Withdrawals")})
    page = Page(html)
    shown = [words(one.text) for one in page.elements if one.name in ("h2", "p")]
    assert shown == ["Withdrawals this month", "1,234", "12 more"]
    assert page.one("svg").attrs["aria-label"] == "Withdrawals: 1, 2."
