"""An act promised for a day off is taken with a caution: the ladder waits for no working day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from actionplans.models import ActionPlan, Climb, ClimbEscalation, Escalation
from actionplans.rules.warnings import promise_caution
from actionplans.services import raise_reminders
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import a_case, days_ago, issued, on_bail, submitted
from tests.actionplans.test_pages import boxes

SignIn = Callable[[Person], Client]
REST = "if it is not done, the ladder goes on as that day ends."


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 25), "25 December 2026, a bank holiday (Christmas Day)"),
        (date(2026, 11, 28), "28 November 2026, a Saturday"),
        (date(2026, 11, 29), "29 November 2026, a Sunday"),
    ],
)
def test_which_days_are_cautioned(day: date, words: str, db: None) -> None:
    assert promise_caution(day) == f"The next act is promised for {words}: {REST}"


def test_a_working_day_is_not(db: None) -> None:
    assert promise_caution(date(2026, 12, 1)) == ""


def next_sunday() -> date:
    today = london_date(now())
    return today + timedelta(days=6 - today.weekday() or 7)


def test_page_and_api_of_a_plan_say_it(
    alice: Person, lena: Person, gita: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    plan: ActionPlan = issued(submitted(a_case(alice), alice, unit), lena, days_ago(40))
    raise_reminders()
    top = Escalation.objects.filter(plan=plan).order_by("-step").first()
    assert top is not None
    client, caution = sign_in(gita), promise_caution(next_sunday())
    answer = client.post(
        f"/api/v1/escalations/{top.pk}/acknowledge/",
        {"next_act": "Ring the laboratory.", "next_act_on": next_sunday().isoformat()},
        content_type="application/json",
    )
    assert answer.status_code == 201, answer.json()
    assert answer.json()["warnings"] == [caution]
    assert caution in client.get(f"/api/v1/action-plans/{plan.pk}/").json()["warnings"]
    assert caution in client.get(f"/action-plans/{plan.pk}/").content.decode()


def test_page_and_api_of_what_is_owed_on_a_case_say_it(alice: Person, dina: Person, sign_in: SignIn) -> None:
    case = a_case(alice)
    on_bail(case, alice, limit_on=next_sunday() + timedelta(days=1), at=now() - timedelta(days=10))
    raise_reminders()
    climb = Climb.objects.get(case=case, code="bail_limit", superseded_at__isnull=True)
    top = ClimbEscalation.objects.filter(climb=climb).order_by("-step").first()
    assert top is not None
    client, caution = sign_in(dina), promise_caution(next_sunday())
    sent = {"next_act": "See the custody sergeant.", **boxes("next_act_on", next_sunday())}
    done = client.post(f"/due-escalations/{top.pk}/acknowledge/", sent, follow=True).content.decode()
    assert f"Acknowledged. The ladder waits until the date you gave. {caution}" in done
    assert done.count(caution) == 2  # said once, and kept on the page
    (row,) = [
        one for one in client.get("/api/v1/due-items/").json()["results"] if one["id"] == str(climb.item_id)
    ]
    assert row["warnings"] == [caution]
