"""The managers' four counts: what is counted, in which month, and what never is."""

from __future__ import annotations

from typing import Any

from cases.services import restrict_case
from rasso_tracker.clocks import now
from rasso_tracker.dashboards.counts import Asked, asked_by, figures, months_to
from rasso_tracker.dashboards.services import refresh_figures
from rasso_tracker.people.models import District
from tests.chain import story as told

AT = told.at(5, 1)


def series(district: District | None = None) -> dict[str, list[int]]:
    """By count, its last three months: March, April and May 2026."""
    refresh_figures(at=AT)
    asked = Asked(district, exact=True)
    return {one.code: [int(row[1]) for row in one.chart.table.rows][-3:] for one in figures(asked, AT)}


def test_each_count_falls_in_the_month_in_which_it_happened(
    db: None, leeds: District, bradford: District
) -> None:
    told.until(told.withdraw, told.re_engage, told.to_cps, told.lapse)("13260000001")
    told.until(told.propose, told.authorise, told.notify)("13260000002")
    expected = {
        "withdrawals": [1, 0, 0],
        "lapsed": [0, 1, 1],  # past its date at the end of April, and still
        "submissions": [1, 0, 0],
        "told": [0, 100, 0],
    }
    assert series() == expected
    assert series(leeds) == expected
    assert series(bradford) == {code: [0, 0, 0] for code in expected}


def test_a_restricted_case_is_in_no_count(db: None) -> None:
    story = told.until(told.withdraw, told.re_engage, told.to_cps, told.lapse)()
    restrict_case(
        by=told.person("sam"),
        case=story.case,
        people=[told.person("alice"), told.person("gita")],
        reason="A colleague knows the victim.",
    )
    assert series() == {code: [0, 0, 0] for code in ("withdrawals", "lapsed", "submissions", "told")}


def test_the_months_are_this_one_and_the_twelve_before_it() -> None:
    months = months_to(AT.date())
    assert (len(months), months[0].isoformat(), months[-1].isoformat()) == (13, "2025-05-01", "2026-05-01")


def test_the_manager_sees_the_force_or_a_district(db: None, sign_in: Any) -> None:
    browser = sign_in(told.person("mona"))
    assert "Leeds, not counted yet" in browser.get("/").content.decode()
    refresh_figures(at=now())
    assert "Leeds, as at" in browser.get("/").content.decode()
    assert "The whole force, as at" in browser.get("/?district=").content.decode()
    refused = browser.get("/?district=nowhere")
    assert (refused.status_code, "There is no such district" in refused.content.decode()) == (404, True)


def test_small_counts_of_other_districts_and_of_the_force_are_withheld_from_a_manager(
    db: None, sign_in: Any, leeds: District, bradford: District
) -> None:
    told.until(told.withdraw, told.re_engage, told.to_cps, told.lapse)("13260000001")
    refresh_figures(at=AT)
    mona = told.person("mona")
    own, other, force = (asked_by(mona, one) for one in (leeds, bradford, None))
    assert [one.exact for one in (own, other, force)] == [True, False, False]
    shown = {one.code: (one.now, one.trend) for one in figures(own, AT)}
    assert shown["lapsed"][0] == "1"
    assert {one.now for one in figures(other, AT)} == {"0", "0%"}
    of_force = {one.code: [row[1] for row in one.chart.table.rows] for one in figures(force, AT)}
    assert of_force["submissions"][-3:-2] == ["No figure"]
    assert of_force["submissions"].count("No figure") == 2  # a second month, so that no total gives it back
    assert next(one for one in figures(force, AT) if one.code == "lapsed").now == "No figure"
    page = sign_in(mona).get("/?district=").content.decode()
    assert "counts are rounded to 5" in page
    assert "counts are rounded to 5" not in sign_in(mona).get("/").content.decode()
