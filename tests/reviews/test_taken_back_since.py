"""What ended by mistake is not asked for again by taking that back, once a decision closed the case since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan, Submission
from actionplans.services import (
    confirm_action_plan,
    take_back_item_withdrawal,
    take_back_plan_withdrawal,
    withdraw_item,
    withdraw_plan,
)
from cases.models import Allegation
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from reviews import services
from tests.actionplans.conftest import ITEMS
from tests.actionplans.test_superseded import document_of
from tests.reviews.test_never_decided import as_it_is, decided, entered_plan, sent

__all__ = ["sent"]  # a fixture
DAY = timedelta(days=1)
SAID = (
    "By what was entered on 15 March 2026 the case was closed, or somebody charged, and the plan would have"
    " ended with that. If CPS asks for it now, it issues another plan."
)


def decided_and_opened(sent: Submission, about: Allegation, alice: Person, sam: Person, at: datetime) -> None:
    decision = decided(alice, about, at)
    services.reopen_decision(
        by=sam, decision=decision, reason="A witness came forward.", at=at + DAY, **document_of(at + DAY)
    )


@pytest.mark.parametrize("ended", ["the plan", "its only item"])
def test_a_case_that_was_decided_and_opened_again_keeps_the_end_of_a_plan(
    ended: str,
    sent: Submission,
    interviewed: Allegation,
    alice: Person,
    sam: Person,
    gita: Person,
    sign_in: Callable[..., Any],
) -> None:
    plan: ActionPlan = entered_plan(sent, gita, items=ITEMS[:1])
    item, at = plan.items.get(), sent.submitted_at + 4 * DAY
    said: Any = {"reason": "not_needed", "withdrawn_at": at, "at": at, **document_of(at)}
    if ended == "the plan":
        row: Any = withdraw_plan(by=gita, plan=plan, **said)
        place, detail = "take_back_plan_withdrawal", reverse("action_plan_detail", args=[plan.pk])
        take_back: Callable[..., Any] = partial(take_back_plan_withdrawal, ending=row)
    else:
        row = withdraw_item(by=gita, item=item, **said)
        place, detail = "take_back_item_withdrawal", reverse("action_plan_item_detail", args=[item.pk])
        take_back = partial(take_back_item_withdrawal, withdrawal=row)
    link, browser = reverse(place, args=[row.pk]), sign_in(gita)
    assert link in browser.get(detail).content.decode()
    decided_and_opened(sent, interviewed, alice, sam, at + 2 * DAY)
    before = as_it_is(sent)
    assert link not in browser.get(detail).content.decode()
    with pytest.raises(NotAllowed) as refused:
        take_back(by=gita, reason="Another plan.", at=at + 4 * DAY)
    assert str(refused.value) == SAID
    assert SAID in browser.get(link).content.decode()
    assert as_it_is(sent) == before


def test_an_item_of_a_plan_that_was_never_issued_is_not_asked_for_again(
    sent: Submission, gita: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    plan: ActionPlan = entered_plan(sent, gita, items=ITEMS[:1])
    item, at = plan.items.get(), sent.submitted_at + 4 * DAY
    said: Any = {"reason": "not_needed", "withdrawn_at": at, "at": at, **document_of(at)}
    row = withdraw_item(by=gita, item=item, **said)
    confirm_action_plan(by=lena, plan=plan, stands=False, at=at + DAY)
    before = as_it_is(sent)
    with pytest.raises(NotAllowed, match="that it did not issue this plan"):
        take_back_item_withdrawal(by=gita, withdrawal=row, reason="Another one.", at=at + 2 * DAY)
    place = reverse("take_back_item_withdrawal", args=[row.pk])
    assert place not in sign_in(gita).get(f"/action-plan-items/{item.pk}/").content.decode()
    assert as_it_is(sent) == before
