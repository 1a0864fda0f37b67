"""A plan that is written down after steps of its ladder passed: its page says what was, not what will be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from actionplans.enums import DateKind
from actionplans.models import ActionPlan, Climb
from actionplans.services import dispute_item, raise_reminders
from actionplans.services.standing import current_dates
from actionplans.shown import missed_on
from rasso_tracker.clocks import day_words, now
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import a_case, issued, submitted
from tests.stories import story

SignIn = Callable[..., Any]


@story
def late(alice: Person, lena: Person, unit: CpsUnit) -> ActionPlan:
    """Issued 20 days ago by the real clock, and written down now: its review date has passed."""
    then = now() - timedelta(days=20)
    submission = submitted(a_case(alice, then), alice, unit, then)
    return issued(submission, lena, now(), issued_at=then)


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())


def test_a_step_that_passed_before_the_plan_was_entered_fell_due(
    late: ActionPlan, gita: Person, sign_in: SignIn
) -> None:
    client, review = sign_in(gita), current_dates(late)[DateKind.REVIEW]
    first = day_words(missed_on(review.step_due_at[0]))
    path = f"/action-plans/{late.pk}/"
    before = text(client.get(path))
    assert f"Step 0 of the ladder (review date) fell due at the end of {first}, before it could be" in before
    assert f"is raised at the end of {first}" not in before
    raise_reminders()
    coming = next(one for one in review.step_due_at if one is not None and one > now())
    step = review.step_due_at.index(coming)
    after = text(client.get(path))
    assert "before it could be raised" not in after
    day = day_words(missed_on(coming))
    assert (
        f"If nothing is recorded, step {step} of the ladder (review date) is raised at the end of {day}"
        in after
    )


@pytest.mark.parametrize("swept", [False, True])
def test_so_does_one_of_what_is_owed(
    swept: bool, alice: Person, lena: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    then = now() - timedelta(days=20)
    plan = issued(submitted(a_case(alice, then), alice, unit, then), lena, then)
    dispute = dispute_item(
        by=alice,
        item=plan.items.first(),
        reason="other",
        channel="phone",
        words="No.",
        at=now() - timedelta(days=12),
    )
    if swept:
        raise_reminders()
    climb = Climb.objects.get(code="dispute", superseded_at__isnull=True)
    client = sign_in(lena)
    page = text(client.get(f"/due-items/{climb.item_id}/"))
    first = day_words(climb.step_due_at[0])
    assert (f"Step 0 of the ladder fell due as {first} began, before it" in page) == (not swept)
    assert f"step 0 of the ladder is raised as {first} begins" not in page
    listed = text(client.get("/due-items/", {"kind": "dispute"}))
    assert ("Next step fell due" in listed) == (not swept)
    assert dispute.due_on < climb.step_due_at[0].date()
