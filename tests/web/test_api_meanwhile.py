"""A client of the API that says what it read is told what others did since, as a page tells it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils.http import http_date

from actionplans.models import ActionPlan, Escalation
from cases.models import Milestone
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from tests.chain import story as told
from tests.stories import story

SignIn = Callable[[Person], Client]
CHANGED = "Somebody else recorded the same since you read this: see meanwhile."


def send(browser: Client, address: str, body: dict[str, Any], **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return browser.post(f"/api/v1/{address}", body, content_type="application/json", headers=named)


def date_of(moment: datetime) -> str:
    return http_date(moment.timestamp())


@story
def story(db: None) -> told.Story:
    return told.until(told.to_cps, told.lapse)()


def test_the_same_deed_by_somebody_else_is_told_to_who_says_when_it_was_read(
    story: told.Story, alice: Person, bob: Person, sign_in: SignIn
) -> None:
    read = date_of(now() - timedelta(seconds=2))
    moment = datetime(2026, 4, 8, 9, tzinfo=UTC).isoformat()
    body = {"case": str(story.case.pk), "kind": "abe", "occurred_at": moment}
    body["victim"] = str(story.victim.pk)
    assert send(sign_in(bob), "milestones/", body).status_code == 201
    before = Milestone.objects.count()

    late = send(sign_in(alice), "milestones/", body, If_Unmodified_Since=read)

    (other,) = late.json()["meanwhile"]
    assert (late.status_code, late.json()["detail"][: len(CHANGED)]) == (412, CHANGED)
    assert (other["deed"], other["by"]) == ("record_milestone", "Bob")
    assert other["answers"]["kind"] == "Achieving Best Evidence interview"
    assert Milestone.objects.count() == before
    another, third = (body | {"occurred_at": f"2026-04-08T{hour}:00:00+00:00"} for hour in (10, 11))
    read = date_of(now() + timedelta(seconds=1))
    again = send(sign_in(alice), "milestones/", another, If_Unmodified_Since=read)
    assert (again.status_code, send(sign_in(alice), "milestones/", third).status_code) == (201, 201)


def test_a_deed_that_needs_no_version_is_held_to_the_one_that_is_sent(
    story: told.Story, alice: Person, bob: Person, sign_in: SignIn
) -> None:
    plan = ActionPlan.objects.get(case=story.case)
    address, first, second = f"action-plans/{plan.pk}/return/", *plan.items.order_by("number")
    tag = f'"{plan.version}"'
    assert send(sign_in(bob), address, {"items": [str(first.pk)]}, If_Match=tag).status_code == 201

    late = send(sign_in(alice), address, {"items": [str(second.pk)]}, If_Match=tag)

    assert (late.status_code, [one["by"] for one in late.json()["meanwhile"]]) == (412, ["Bob"])
    plan.refresh_from_db()
    assert (
        send(sign_in(alice), address, {"items": [str(second.pk)]}, If_Match=f'"{plan.version}"').status_code
        == 201
    )


def test_a_refusal_tells_it_too_and_nobody_is_told_who_may_not_do_the_deed(
    story: told.Story, sam: Person, gita: Person, lena: Person, reg: Person, sign_in: SignIn
) -> None:
    step = Escalation.objects.get(case=story.case)
    address, read = f"escalations/{step.pk}/acknowledge/", date_of(now() - timedelta(seconds=2))
    body = {"next_act": "Chase it.", "next_act_on": (london_date(now()) + timedelta(days=3)).isoformat()}
    assert send(sign_in(sam), address, body).status_code == 201

    late = send(sign_in(gita), address, body, If_Unmodified_Since=read)

    (other,) = late.json()["meanwhile"]
    assert (late.status_code, other["by"], other["deed"]) == (403, "Sam", "acknowledge_escalation")
    assert "meanwhile" not in send(sign_in(gita), address, body).json()
    refused = send(sign_in(lena), f"submissions/{story.submission.pk}/triage/", {}, If_Unmodified_Since=read)  # type: ignore[union-attr]  # it was sent
    assert (refused.status_code, "meanwhile" in refused.json()) == (403, False)
