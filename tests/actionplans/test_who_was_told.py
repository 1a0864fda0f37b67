"""The history of what climbed says whom each step reached, on the page and by API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplans.models import ActionPlan, Climb, ClimbEscalation, Escalation
from actionplans.services import assign_item, raise_reminders
from cases.services import assign_officer
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import end_of_day, now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message, Raised
from rasso_tracker.people.models import Person
from tests.actionplans.conftest import REVIEW_ON, a_case, days_ago, issued, moment, on_bail, submitted
from tests.actionplans.test_climbing_passed import STEP_1, climbing
from tests.actionplans.test_items import item_of
from tests.actionplans.test_plans_shut_out import MINUTE

SignIn = Callable[[Person], Client]
LAPSED = end_of_day(REVIEW_ON)
STEP_2 = LAPSED + timedelta(days=7)


def steps_by_api(client: Client, plan: ActionPlan) -> dict[int, dict[str, Any]]:
    answer = client.get(f"/api/v1/escalations/?plan={plan.pk}")
    return {one["step"]: one for one in answer.json()["results"]}


def cells(client: Client, address: str) -> list[str]:
    """What the page says in the column of who was told, newest step first."""
    text = client.get(address).content.decode()
    parts = text.split('data-label="Told">')[1:]
    return [" ".join(part.split("</td>")[0].replace("<br>", " ").split()) for part in parts]


def told_at(source: str, username: str) -> str:
    return Message.objects.get(source=source, recipient__username=username).created_at.isoformat()


def test_each_step_says_whom_it_reached(
    plan: ActionPlan, gita: Person, lena: Person, sign_in: SignIn
) -> None:
    raise_reminders(at=LAPSED)
    deliver(at=LAPSED)
    raise_reminders(at=STEP_2)
    deliver(at=STEP_2)
    for reader in (gita, lena):
        found = steps_by_api(sign_in(reader), plan)
        assert {step: {each["name"] for each in one["told"]} for step, one in found.items()} == {
            0: {"Alice", "Lena"},
            1: {"Gita", "Sam", "Max"},
            2: {"Dina"},
        }
        assert {one["told_nobody_because"] for one in found.values()} == {None}
    first = found[0]["told"][0]
    assert first == {
        "person": str(Person.objects.get(username="alice").pk),
        "name": "Alice",
        "told_at": told_at(found[0]["id"], "alice"),
        "in_place_of": None,
        "passed_on": False,
    }
    detail = sign_in(gita).get(f"/api/v1/escalations/{found[2]['id']}/").json()
    assert [one["name"] for one in detail["told"]] == ["Dina"]
    highest, *_, lowest = cells(sign_in(gita), f"/action-plans/{plan.pk}/")
    assert "Dina, Detective Inspector, district" in highest
    assert "Alice" in lowest
    assert "Lena, Reviewing prosecutor" in lowest


def test_a_step_that_reached_nobody_says_why(plan: ActionPlan, gita: Person, sign_in: SignIn) -> None:
    raise_reminders(at=LAPSED)
    client = sign_in(gita)
    assert cells(client, f"/action-plans/{plan.pk}/") == ["<div>Nobody yet: it is about to be sent.</div>"]
    step = Escalation.objects.get(plan=plan)
    for outcome, words in (
        ("dropped", "Nobody: it was over before it was to be sent."),
        ("covered", "Nobody anew: they heard of a later step at the same time."),
        ("dead", "Nobody: it could not be delivered. An administrator sees why."),
    ):
        with open_door("a test settles what was raised"):
            Raised.objects.filter(source=step.pk).update(outcome=outcome)
        (told,) = steps_by_api(client, plan).values()
        assert (told["told"], told["told_nobody_because"]) == ([], words)
        assert cells(client, f"/action-plans/{plan.pk}/") == [f"<div>{words}</div>"]


def test_what_is_owed_on_a_case_says_it_too(
    alice: Person, gita: Person, sam: Person, sign_in: SignIn
) -> None:
    case = a_case(alice)
    on_bail(case, alice, limit_on=date(2026, 4, 10), at=moment(date(2026, 3, 18)))
    climb = Climb.objects.get(case=case, code="bail_limit", superseded_at__isnull=True)
    at = moment(date(2026, 4, 1))
    raise_reminders(at=at)
    deliver(at=at)
    row = ClimbEscalation.objects.filter(climb=climb).order_by("step").first()
    assert row is not None
    client = sign_in(sam)
    answer = client.get(f"/api/v1/due-escalations/{row.pk}/").json()
    recipients = Message.objects.filter(source=row.pk).values_list("recipient__name", flat=True)
    assert [one["name"] for one in answer["told"]] == sorted(recipients) != []
    listed = client.get(f"/api/v1/due-escalations/?due_item={climb.item_id}").json()["results"]
    assert [one["told"] for one in listed] == [answer["told"]]
    assert answer["told"][0]["name"] in cells(client, f"/due-items/{climb.item_id}/")[0]


def test_who_heard_since_it_passed_to_them_stands_under_the_step_on_which_it_stood(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person, dina: Person, sign_in: SignIn
) -> None:
    item = climbing(plan, bob, STEP_1)
    client, page = sign_in(sam), f"/due-items/{item.pk}/"
    step_1, step_0 = ClimbEscalation.objects.filter(climb__item=item).order_by("-step")

    def told(step: ClimbEscalation) -> dict[str, bool]:
        shown = client.get(f"/api/v1/due-escalations/{step.pk}/").json()["told"]
        return {one["name"]: one["passed_on"] for one in shown}

    before = told(step_1)
    assert (told(step_0), set(before.values())) == ({"Bob": False}, {False})
    assign_item(by=alice, item=item_of(plan), owner=dina, at=STEP_1 + MINUTE)
    assert "Dina" not in told(step_1)
    deliver(at=STEP_1 + 2 * MINUTE)
    assert (told(step_1), told(step_0)) == (before | {"Dina": True}, {"Bob": False})
    highest, lowest = cells(client, page)
    assert "Dina, Detective Inspector, district, as it passed to them" in highest
    assert ("Dina" in lowest, "as it passed" in lowest) == (False, False)
    listed = client.get(f"/api/v1/due-escalations/?due_item={item.pk}").json()["results"]
    assert {one["name"] for row in listed for one in row["told"] if one["passed_on"]} == {"Dina"}


def test_so_it_is_of_a_plan_that_passed_with_its_case(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person, gita: Person, sign_in: SignIn
) -> None:
    raise_reminders(at=LAPSED)
    deliver(at=LAPSED)
    assign_officer(by=sam, case=plan.case, person=bob, at=LAPSED + MINUTE)
    deliver(at=LAPSED + 2 * MINUTE)
    raise_reminders(at=STEP_2)
    deliver(at=STEP_2)
    found = steps_by_api(sign_in(gita), plan)
    passed = {step: [one["name"] for one in row["told"] if one["passed_on"]] for step, row in found.items()}
    assert passed == {0: ["Bob"], 1: [], 2: []}
    assert "Bob, as it passed to them" in cells(sign_in(gita), f"/action-plans/{plan.pk}/")[-1]


def test_it_takes_no_query_a_row(
    alice: Person, lena: Person, gita: Person, unit: Any, sign_in: SignIn
) -> None:
    plan = issued(submitted(a_case(alice), alice, unit), lena, days_ago(40))
    client = sign_in(gita)
    counts = []
    for at in (plan.issued_at + timedelta(days=15), now()):
        raise_reminders(at=at)
        deliver(at=at)
        client.get(f"/action-plans/{plan.pk}/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"/action-plans/{plan.pk}/")
        counts.append((Escalation.objects.filter(plan=plan).count(), len(asked)))
    (few, before), (many, after) = counts
    assert many > few + 2
    assert after <= before + 1
