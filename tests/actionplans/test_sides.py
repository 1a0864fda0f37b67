"""“Held by” on the board is a stored count; whose turn it is, is a fact of the events. They never differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplans.board.filters import of_side
from actionplans.enums import OPEN_ITEMS, Side
from actionplans.models import ActionPlan, ActionPlanItem, ItemDispute, PlanCompletion
from actionplans.services import (
    answer_dispute,
    check_item,
    complete_plan,
    confirm_completion,
    dispute_item,
    record_plan_review,
    return_items,
)
from actionplans.turns import holder
from cases.models import Allegation, Case, Milestone
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Refusal
from tests.actionplans.conftest import ISSUED, ITEMS, issued, submitted

Deed = Callable[[ActionPlan, ActionPlanItem, Person, Person, datetime], object]


def _answered(plan: ActionPlan, item: ActionPlanItem, lena: Person, at: datetime, outcome: str) -> object:
    dispute = ItemDispute.objects.filter(item=item).latest("raised_at")
    return answer_dispute(by=lena, dispute=dispute, outcome=outcome, words="See the file.", at=at)


def _completed_by_police(plan: ActionPlan, alice: Person, at: datetime) -> object:
    return complete_plan(by=alice, plan=plan, document_name="mg3a", document_date=london_date(at), at=at)


DEEDS: dict[str, Deed] = {
    "return one": lambda plan, item, alice, lena, at: return_items(by=alice, plan=plan, items=[item], at=at),
    "return what is open": lambda plan, item, alice, lena, at: return_items(
        by=alice, plan=plan, items=list(plan.items.filter(status__in=OPEN_ITEMS)), at=at
    ),
    "accept the return": lambda plan, item, alice, lena, at: check_item(
        by=lena, item=item, accepted=True, at=at
    ),
    "send it back": lambda plan, item, alice, lena, at: check_item(
        by=lena, item=item, accepted=False, note="Page two is missing.", at=at
    ),
    "dispute": lambda plan, item, alice, lena, at: dispute_item(
        by=alice, item=item, reason="already_supplied", channel="phone", at=at
    ),
    "take it back": lambda plan, item, alice, lena, at: _answered(plan, item, lena, at, "accepted"),
    "insist": lambda plan, item, alice, lena, at: _answered(plan, item, lena, at, "not_accepted"),
    "review": lambda plan, item, alice, lena, at: record_plan_review(
        by=lena, plan=plan, outcome="escalate", note="", next_review_on=london_date(at) + timedelta(7), at=at
    ),
    "complete": lambda plan, item, alice, lena, at: complete_plan(by=lena, plan=plan, at=at),
    "police enter that it is complete": lambda plan, item, alice, lena, at: _completed_by_police(
        plan, alice, at
    ),
    "CPS says that it is not": lambda plan, item, alice, lena, at: confirm_completion(
        by=lena,
        completion=PlanCompletion.objects.filter(plan=plan).latest("completed_at"),
        stands=False,
        at=at,
    ),
}
steps = st.lists(
    st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, len(ITEMS) - 1), st.integers(1, 4_000)),
    max_size=9,
)


@settings(max_examples=40)
@given(told=steps)
def test_the_side_of_the_board_is_the_turn_of_the_events(
    told: list[tuple[str, int, int]], case: Case, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    """Whatever is done to a plan in whatever order; what may not be done changes neither."""
    with transaction.atomic():
        plan, at = issued(submitted(case, alice, unit), lena), ISSUED
        agrees(case, plan, at)
        for name, number, minutes in told:
            at += timedelta(minutes=minutes)
            plan = ActionPlan.objects.select_related("case").get(pk=plan.pk)
            item = plan.items.select_related("plan__case").order_by("number")[number]
            try:
                with transaction.atomic():
                    DEEDS[name](plan, item, alice, lena, at)
            except (Refusal, ItemDispute.DoesNotExist, PlanCompletion.DoesNotExist):
                pass
            agrees(case, plan, at)
        transaction.set_rollback(True)


def agrees(case: Case, plan: ActionPlan, at: datetime) -> None:
    plan = ActionPlan.objects.get(pk=plan.pk)
    found = {side for side in Side if ActionPlan.objects.filter(of_side(side), pk=plan.pk).exists()}
    assert found == {plan.side}
    if plan.is_open:
        held = holder(
            list(Milestone.objects.filter(case=case)), list(Allegation.objects.filter(case=case)), at
        )
        assert held == found
