"""An acknowledged plan whose promised day has passed is work again, on the board and at home."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from actionplans.home import escalations_to_acknowledge
from actionplans.services import acknowledge_escalation
from rasso_tracker.people.models import Person
from tests.chain import story as told


def test_a_promise_counts_until_its_day_has_passed_and_then_no_more(gita: Person, sign_in: Any) -> None:
    story = told.until(told.to_cps, told.lapse)()
    assert story.escalation is not None
    assert story.plan is not None
    acknowledge_escalation(
        by=gita,
        escalation=story.escalation,
        next_act="Ask the laboratory.",
        next_act_on=date(2026, 4, 9),
        at=told.at(4, 7),
    )
    assert not escalations_to_acknowledge(gita, told.at(4, 9)).rows
    [row] = escalations_to_acknowledge(gita, told.at(4, 10)).rows
    assert row["what"].endswith("not done by the promised 9 April 2026")
    board = sign_in(gita).get(reverse("overdue_board")).content.decode()
    assert "Promised by 9 Apr 2026: not done" in board
    assert f"review={story.plan.pk}" in board  # and is to be looked at again
