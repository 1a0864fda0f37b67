"""The pages of figures: who sees them, how exactly, and what they say of themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from actionplans.enums import OPEN_ITEMS
from actionplans.models import ActionPlanItem
from actionplans.services import return_items
from cases.services import restrict_case
from rasso_tracker.clocks import now
from rasso_tracker.dashboards.models import MonthlyFact
from rasso_tracker.dashboards.services import refresh_figures
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import a_case, issued, moment, submitted

AT = moment(date(2026, 5, 20))
PAGE, API = "/dashboards/action-plans/", "/api/v1/metrics/action-plans/"


@pytest.fixture
def plans(db: None, alice: Person, lena: Person, unit: CpsUnit) -> list[Any]:
    """Six plans due on 30 March in Leeds: five returned that day, one the day after."""
    found = [issued(submitted(a_case(alice), alice, unit), lena) for _ in range(6)]
    for plan, day in zip(found, [date(2026, 3, 30)] * 5 + [date(2026, 3, 31)], strict=True):
        items = list(ActionPlanItem.objects.filter(plan=plan, status__in=OPEN_ITEMS))
        return_items(by=alice, plan=plan, items=items, at=moment(day))
    refresh_figures(at=AT)
    return found


def march(browser: Client, query: str = "") -> list[Any]:
    """The row of March of the first table, as the API gives it."""
    answer = browser.get(f"{API}{query}").json()
    rows = {row[0]: row[1:] for row in answer["tables"][0]["rows"]}
    return rows["Mar 2026"]


def test_who_may_see_the_rows_has_exact_figures(
    plans: list[Any], sign_in: Any, sam: Person, gita: Person, mona: Person
) -> None:
    for person in (sam, gita, mona):
        assert march(sign_in(person)) == [6, 5, 1, pytest.approx(83.33, abs=0.01)]


def test_figures_without_the_rows_are_rounded_and_small_ones_withheld(
    plans: list[Any], sign_in: Any, mona: Person, charlie: Person, lena: Person, unit: CpsUnit
) -> None:
    """A Leeds manager looks at the force: one more plan in Bradford must not show, by difference either."""
    issued(submitted(a_case(charlie), charlie, unit), lena)
    refresh_figures(at=AT)
    assert march(sign_in(mona), "?district=") == [None, None, None, None]


def test_a_restricted_case_is_in_no_figure(
    plans: list[Any], sign_in: Any, sam: Person, alice: Person, gita: Person
) -> None:
    restrict_case(by=sam, case=plans[5].case, people=[alice, gita], reason="A colleague knows the victim.")
    refresh_figures(at=AT)
    for person in (sam, gita):
        assert march(sign_in(person)) == [5, 5, 0, 100]


def test_counting_again_changes_nothing_and_keeps_no_cell_twice(plans: list[Any]) -> None:
    before = list(MonthlyFact.objects.order_by("pk").values_list("pk", "count"))
    refresh_figures(at=AT)
    assert list(MonthlyFact.objects.order_by("pk").values_list("pk", "count")) == before


def test_roles_without_the_page_are_told_who_has_it(
    db: None, sign_in: Any, alice: Person, reg: Person
) -> None:
    for person in (alice, reg):
        answer = sign_in(person).get(PAGE)
        assert (answer.status_code, "Supervisors, gatekeepers" in answer.content.decode()) == (403, True)
        assert sign_in(person).get(API).status_code == 403


def test_a_page_says_when_its_figures_are_of_and_that_a_count_was_missed(
    plans: list[Any], sign_in: Any, sam: Person
) -> None:
    page = sign_in(sam).get(PAGE).content.decode()
    assert "Figures as at 20 May 2026, 1:00pm" in page
    assert "These figures are old" in page
    refresh_figures(at=now())
    assert "These figures are old" not in sign_in(sam).get(PAGE).content.decode()


def test_a_force_without_figures_is_told_where_they_come_from(db: None, sign_in: Any, gita: Person) -> None:
    assert "No figures for this place and time yet" in sign_in(gita).get(PAGE).content.decode()


def test_an_unknown_choice_is_everything_that_one_may_see(
    plans: list[Any], sign_in: Any, brad: Person
) -> None:
    assert sign_in(brad).get(f"{API}?district=leeds").json()["where"] == "Bradford"
    assert sign_in(brad).get(f"{API}?colour=red").status_code == 400
