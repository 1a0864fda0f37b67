"""Each move of a date in the history of a case, with the day that it was until then."""

from __future__ import annotations

from datetime import date, timedelta

from actionplans.models import ActionPlan
from actionplans.services import set_item_date, set_plan_date
from rasso_tracker.clocks import day_words
from rasso_tracker.dashboards.case_page import entries, find
from rasso_tracker.people.access import acting
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import ISSUED, TARGET_ON


def test_each_move_is_told_with_the_day_before_it(plan: ActionPlan, alice: Person) -> None:
    item = plan.items.get(number=1)
    first, second, later = date(2026, 3, 20), date(2026, 3, 27), TARGET_ON + timedelta(days=3)
    for place, day in enumerate((first, second)):
        set_item_date(
            by=alice, item=item, due_on=day, reason="The laboratory.", at=ISSUED + timedelta(hours=place)
        )
        item.refresh_from_db()
    set_plan_date(by=alice, plan=plan, kind="target", due_on=later, reason="Later.", at=ISSUED)
    with acting(alice):
        told = [one for one in entries(find(alice, plan.case_id), alice) if "date moved" in one.title]
    assert sorted((one.title, one.detail) for one in told) == [
        ("Action plan 1, item 1: target date moved", f"From {day_words(first)} to {day_words(second)}"),
        (
            "Action plan 1, item 1: target date moved",
            f"From the target date of the plan to {day_words(first)}",
        ),
        ("Action plan 1: target date moved", f"From {day_words(TARGET_ON)} to {day_words(later)}"),
    ]
