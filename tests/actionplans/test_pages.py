"""The pages: who sees what, and that a deed done on a page is the deed of the service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans.models import (
    Acknowledgement,
    ActionPlan,
    ActionPlanItem,
    Advice,
    Escalation,
    PlanReview,
    Submission,
    Triage,
)
from actionplans.services import raise_reminders, return_items
from cases import panels
from cases.models import Allegation, Case, DueItem
from rasso_tracker.audit import Action
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import a_case, days_ago, issued, submitted
from tests.stories import story

SignIn = Callable[..., Any]
TODAY = london_date(now())


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


@story
def fresh(alice: Person, lena: Person, unit: CpsUnit) -> ActionPlan:
    """A plan issued 40 days ago by the real clock: past both dates, with a step raised."""
    at = days_ago(40)
    plan = issued(submitted(a_case(alice, at), alice, unit, at), lena, at)
    raise_reminders()
    plan.refresh_from_db()
    return plan


def post(client: Any, name: str, pk: Any, data: dict[str, Any], version: int | None = None) -> Any:
    address = reverse(name, args=[pk] if pk else [])
    extra = {"version": str(version)} if version is not None else {}
    return client.post(address, {**data, **extra})


@pytest.mark.parametrize("username", ["alice", "sam", "gita", "lena", "max", "mona"])
@pytest.mark.parametrize("name", ["action_plan_list", "overdue_board", "submission_list", "ladder"])
def test_every_list_opens_for_those_who_may(
    name: str, username: str, fresh: ActionPlan, sign_in: SignIn
) -> None:
    response = sign_in(Person.objects.get(username=username)).get(reverse(name))
    assert response.status_code == 200
    if name != "ladder":
        assert fresh.case.reference in response.content.decode()


@pytest.mark.parametrize("username", ["charlie", "nora", "ivy", "reg", "audrey", "adam", "rita"])
def test_a_plan_out_of_scope_is_not_there(username: str, fresh: ActionPlan, sign_in: SignIn) -> None:
    client = sign_in(Person.objects.get(username=username))
    assert client.get(reverse("action_plan_detail", args=[fresh.pk])).status_code == 404
    assert client.get(reverse("submission_detail", args=[fresh.submission_id])).status_code == 404
    assert fresh.case.reference not in client.get(reverse("overdue_board")).content.decode()


def test_the_board_shows_step_age_side_and_owner(fresh: ActionPlan, gita: Person, sign_in: SignIn) -> None:
    text = sign_in(gita).get(reverse("overdue_board")).content.decode()
    assert f"Step {fresh.step}" in text
    assert "26 days" in text  # the review date was 14 days after the issue
    assert "Police: Alice" in text
    assert f"review={fresh.pk}#plan-{fresh.pk}" in text


def test_the_board_filters_by_district_and_step(fresh: ActionPlan, gita: Person, sign_in: SignIn) -> None:
    client = sign_in(gita)

    def shows(query: str) -> bool:
        return fresh.case.reference in client.get(f"{reverse('overdue_board')}?{query}").content.decode()

    assert shows("district=leeds")
    assert not shows("district=bradford")
    assert shows(f"step={fresh.step}")
    assert not shows("step=0")


def test_a_plan_that_is_not_past_a_date_is_not_on_the_board(
    alice: Person, lena: Person, unit: CpsUnit, gita: Person, sign_in: SignIn
) -> None:
    plan = issued(submitted(a_case(alice), alice, unit), lena, now() - timedelta(days=3))
    text = sign_in(gita).get(reverse("overdue_board")).content.decode()
    assert plan.case.reference not in text
    assert "No action plan is past" in text


def test_the_board_is_ordered_by_step_and_then_age(
    alice: Person, lena: Person, unit: CpsUnit, gita: Person, sign_in: SignIn
) -> None:
    ages = [16, 60, 30]
    plans = [issued(submitted(a_case(alice), alice, unit), lena, now() - timedelta(days=n)) for n in ages]
    raise_reminders()
    text = sign_in(gita).get(reverse("overdue_board")).content.decode()
    places = [text.index(plan.case.reference) for plan in plans]
    assert places[1] < places[2] < places[0]


def test_the_board_logs_every_id_it_shows(fresh: ActionPlan, gita: Person, sign_in: SignIn) -> None:
    sign_in(gita).get(reverse("overdue_board"))
    event = AuditEvent.objects.filter(action=Action.PLANS_LISTED.name).latest("seq")
    assert event.subjects == [fresh.pk]


@pytest.mark.parametrize("name", ["action_plan_list", "overdue_board", "submission_list"])
def test_a_list_costs_the_same_for_one_row_and_for_three(
    name: str, fresh: ActionPlan, alice: Person, lena: Person, unit: CpsUnit, gita: Person, sign_in: SignIn
) -> None:
    client = sign_in(gita)
    counts = [_queries(client, reverse(name))]
    for _ in range(2):
        issued(submitted(a_case(alice), alice, unit), lena, days_ago(40))
    raise_reminders()
    counts.append(_queries(client, reverse(name)))
    assert counts[0] == counts[1]


def test_the_page_of_a_plan_costs_the_same_for_one_item_and_for_many(
    alice: Person, lena: Person, unit: CpsUnit, gita: Person, sign_in: SignIn
) -> None:
    client, counts = sign_in(gita), []
    for number in (1, 5):
        items = [{"type": "statement", "asks": f"Statement {n}"} for n in range(number)]
        plan = issued(
            submitted(a_case(alice), alice, unit), lena, now() - timedelta(days=10 + 30 * number), items=items
        )
        raise_reminders()
        counts.append(_queries(client, reverse("action_plan_detail", args=[plan.pk])))
    assert counts[0] == counts[1]


def _queries(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_page_of_a_plan_says_why_each_date_and_shows_its_history(
    fresh: ActionPlan, gita: Person, sign_in: SignIn
) -> None:
    text = sign_in(gita).get(reverse("action_plan_detail", args=[fresh.pk])).content.decode()
    assert text.count("Why this date?") == 2
    assert "Our own starting value, not a published rule" in text
    assert "A further statement from the first witness." in text
    assert "Set when the plan was issued" in text
    assert "Acknowledge" in text
    assert "This plan is past a date, and at step" in text


def test_the_chain_of_deeds_on_pages_from_submission_to_completion(
    alice: Person, lena: Person, gita: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    case = a_case(alice, now() - timedelta(days=60))
    officer, lawyer, keeper = sign_in(alice), sign_in(lena), sign_in(gita)
    response = post(
        officer,
        "submit_to_cps",
        case.pk,
        {
            "kind": "within_28_days",
            "cps_unit": unit.pk,
            "allegations": [one.pk for one in Allegation.objects.filter(case=case)],
            "note": "The download of the phone is awaited.",
            "unchecked_because": "cps_asked",
            "early_advice": "ready",
        },
    )
    submission = Submission.objects.get(case=case)
    assert response.headers["Location"] == reverse("submission_detail", args=[submission.pk])
    assert post(lawyer, "triage_submission", submission.pk, {"accepted": "yes"}).status_code == 302
    text = "Consider the third-party material before a decision is sought."
    assert post(lawyer, "write_advice", submission.pk, {"kind": "charging", "text": text}).status_code == 302
    response = post(
        lawyer,
        "issue_action_plan",
        submission.pk,
        {
            "items-count": "2",
            "items-0-type": "statement",
            "items-0-asks": "A statement from the neighbour.",
            "items-1-type": "third_party",
            "items-1-asks": "The school's records, as agreed.",
            **boxes("review_date", TODAY + timedelta(days=10)),
        },
    )
    plan = ActionPlan.objects.get(case=case)
    assert response.headers["Location"] == reverse("action_plan_detail", args=[plan.pk])
    assert plan.review_on == TODAY + timedelta(days=10)
    response = post(
        keeper,
        "record_plan_review",
        plan.pk,
        {"outcome": "on_track", "note": "Seen.", **boxes("next_review_on", TODAY + timedelta(days=20))},
        plan.version,
    )
    assert response.status_code == 302
    assert PlanReview.objects.get(plan=plan).next_review_on == TODAY + timedelta(days=20)
    items = [item.pk for item in ActionPlanItem.objects.filter(plan=plan)]
    assert post(officer, "return_items", plan.pk, {"items": items, "note": "All."}).status_code == 302
    assert post(lawyer, "check_item", items[0], {"accepted": "yes"}).status_code == 302
    plan.refresh_from_db()
    assert post(lawyer, "complete_plan", plan.pk, {}, plan.version).status_code == 302
    plan.refresh_from_db()
    assert plan.status == "completed"
    for name, pk in (("action_plan_detail", plan.pk), ("submission_detail", submission.pk)):
        for client in (officer, lawyer, keeper):
            assert client.get(reverse(name, args=[pk])).status_code == 200
    assert text in lawyer.get(reverse("submission_detail", args=[submission.pk])).content.decode()


def test_an_escalation_is_acknowledged_on_its_page(fresh: ActionPlan, gita: Person, sign_in: SignIn) -> None:
    client = sign_in(gita)
    top = Escalation.objects.filter(plan=fresh).order_by("-step").first()
    assert top is not None
    assert client.get(reverse("acknowledge_escalation", args=[top.pk])).status_code == 200
    response = post(
        client,
        "acknowledge_escalation",
        top.pk,
        {"next_act": "See the sergeant today.", **boxes("next_act_on", TODAY + timedelta(days=2))},
    )
    assert response.status_code == 302
    assert Acknowledgement.objects.get(escalation=top).acknowledged_by == gita
    text = client.get(reverse("overdue_board")).content.decode()
    assert "Acknowledged" in text
    assert raise_reminders().written == 0


def test_police_enter_a_cps_act_from_the_document_and_it_is_marked_so(
    alice: Person, gita: Person, lena: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    submission = submitted(a_case(alice, now() - timedelta(days=30)), alice, unit, now() - timedelta(days=9))
    client = sign_in(gita)
    response = post(client, "triage_submission", submission.pk, {"accepted": "yes"})
    assert response.status_code == 422
    assert "Enter the date of the CPS document" in response.content.decode()
    document = {"document_name": "mg3", **boxes("document_date", TODAY - timedelta(days=1))}
    assert (
        post(client, "triage_submission", submission.pk, {"accepted": "yes", **document}).status_code == 302
    )
    triage = Triage.objects.get(submission=submission)
    page = client.get(reverse("submission_detail", args=[submission.pk])).content.decode()
    assert triage.mark in page
    assert triage.mark.startswith("Entered by police from the CPS document of ")
    assert post(sign_in(lena), "confirm_triage", triage.pk, {"stands": "yes"}).status_code == 302
    triage.refresh_from_db()
    assert triage.mark.endswith("; confirmed by CPS")


def test_a_cps_lawyer_is_not_asked_for_a_document(
    submission: Submission, lena: Person, sign_in: SignIn
) -> None:
    text = sign_in(lena).get(reverse("triage_submission", args=[submission.pk])).content.decode()
    assert "document_date" not in text


def test_what_was_typed_is_kept_when_somebody_else_was_first(
    fresh: ActionPlan, gita: Person, alice: Person, sign_in: SignIn
) -> None:
    seen = fresh.version
    return_items(by=alice, plan=fresh, items=list(ActionPlanItem.objects.filter(plan=fresh)))
    typed = "Rang the sergeant; the laboratory has answered."
    response = post(
        sign_in(gita),
        "record_plan_review",
        fresh.pk,
        {"outcome": "on_track", "note": typed, **boxes("next_review_on", TODAY + timedelta(days=9))},
        seen,
    )
    assert response.status_code == 409
    assert typed in response.content.decode()
    assert not PlanReview.objects.exists()


def test_a_sweep_between_opening_and_saving_a_form_is_no_lost_race(
    alice: Person, lena: Person, gita: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    plan = issued(submitted(a_case(alice), alice, unit), lena, days_ago(40))
    raise_reminders()
    response = post(
        sign_in(gita),
        "record_plan_review",
        plan.pk,
        {"outcome": "escalate", "note": "", **boxes("next_review_on", TODAY + timedelta(days=9))},
        plan.version,
    )
    assert response.status_code == 302


def test_sealed_texts_are_nowhere_in_the_tables(fresh: ActionPlan, lena: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT asks_sealed FROM actionplans_actionplanitem")
        assert not [row for (row,) in cursor.fetchall() if b"statement" in bytes(row)]
    assert Advice.objects.count() == 0
    assert Case.objects.filter(pk=fresh.case_id).exists()


@pytest.mark.parametrize("username", ["alice", "gita", "lena", "mona", "sam"])
def test_the_case_page_shows_the_plan_to_those_who_may(
    username: str, fresh: ActionPlan, sign_in: SignIn
) -> None:
    text = sign_in(Person.objects.get(username=username)).get(f"/cases/{fresh.case_id}/").content.decode()
    assert "Action plan 1" in text


def test_what_cps_owes_names_no_officer_beside_it(submission: Submission, alice: Person) -> None:
    panel = panels.panel(submission.case, alice)
    assert panel is not None
    owed = {one["what"]: one["owner"] for one in panel["due"]}
    assert owed["CPS: Charging decision within 28 days"] is None
    assert DueItem.objects.get(code="cps_answer").owner == alice  # who keeps an eye on it


def test_an_administrator_sets_a_step_of_the_ladder(adam: Person, sign_in: SignIn) -> None:
    client = sign_in(adam)
    response = post(
        client,
        "set_ladder_step",
        None,
        {
            "kind": "review",
            "step": "1",
            "amount": "3",
            "unit": "working_days",
            "police_posts": ["gatekeeper"],
            "cps_posts": ["legal_manager"],
            **boxes("in_force_from", TODAY + timedelta(days=1)),
        },
    )
    assert response.status_code == 302
    assert "3 working days after" in client.get(reverse("ladder")).content.decode()


def test_a_page_offers_no_deed_that_would_only_be_refused(
    fresh: ActionPlan, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    officer, lawyer = sign_in(alice), sign_in(lena)
    address = reverse("action_plan_detail", args=[fresh.pk])

    def offered(client: Any, name: str) -> bool:
        return reverse(name, args=[fresh.pk]) in client.get(address).content.decode()

    assert offered(officer, "return_items")
    assert not offered(lawyer, "complete_plan")
    return_items(by=alice, plan=fresh, items=list(ActionPlanItem.objects.filter(plan=fresh)))
    assert not offered(officer, "return_items")
    assert offered(lawyer, "complete_plan")
    fresh.refresh_from_db()
    post(lawyer, "complete_plan", fresh.pk, {}, fresh.version)
    assert not offered(lawyer, "complete_plan")
    assert not offered(officer, "set_plan_date")


@pytest.mark.parametrize(
    ("username", "offered"),
    [
        (
            "alice",
            ["Enter the CPS triage from a document", "Enter CPS advice from a document"],
        ),
        ("lena", ["Record the triage", "Write advice"]),
    ],
)
def test_an_act_of_cps_is_named_for_who_does_it(
    username: str, offered: list[str], submission: Submission, sign_in: SignIn
) -> None:
    client = sign_in(Person.objects.get(username=username))
    page = client.get(reverse("submission_detail", args=[submission.pk])).content.decode()
    both = ["Enter the CPS triage from a document", "Record the triage"]
    both += ["Enter CPS advice from a document", "Write advice"]
    assert [one for one in both if f">{one}</a>" in page] == [one for one in both if one in offered]
    form = client.get(reverse("write_advice", args=[submission.pk])).content.decode()
    assert f"{offered[1]}</h1>" in form


def test_police_do_their_own_deeds_first(submission: Submission, alice: Person, sign_in: SignIn) -> None:
    page = sign_in(alice).get(reverse("submission_detail", args=[submission.pk])).content.decode()
    own, entered = "Ask a question</a>", "Enter CPS advice from a document</a>"
    assert 0 < page.index(own) < page.index(entered)


def test_an_answer_and_a_countersignature_are_named_for_who_does_them(
    advice: Advice, alice: Person, chief: Person, sign_in: SignIn
) -> None:
    address = reverse("submission_detail", args=[advice.submission_id])
    seen, seen_by_cps = (sign_in(one).get(address).content.decode() for one in (alice, chief))
    assert "Enter from a document what the second lawyer said of version 1" in seen
    assert ">Countersign version 1, or say why not</a>" in seen_by_cps
