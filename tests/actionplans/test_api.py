"""The API: the same deeds and refusals as the pages, scoped reads, no free text in lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from actionplans.models import ActionPlan, ActionPlanItem, Escalation, Submission
from actionplans.services import raise_reminders
from cases.models import Allegation
from rasso_tracker.clocks import end_of_day, london_date, now
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import REVIEW_ON, a_case, days_ago, issued, submitted
from tests.stories import story

SignIn = Callable[..., Any]
API = "/api/v1"
TODAY = london_date(now())


def send(client: Any, path: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(f"{API}/{path}", body, content_type="application/json", headers=headers)


@story
def fresh(alice: Person, lena: Person, unit: CpsUnit) -> ActionPlan:
    at = days_ago(40)
    plan = issued(submitted(a_case(alice, at), alice, unit, at), lena, at)
    raise_reminders()
    plan.refresh_from_db()
    return plan


def test_the_chain_of_deeds_by_api(
    alice: Person, lena: Person, gita: Person, unit: CpsUnit, sign_in: SignIn
) -> None:
    case = a_case(alice, now() - timedelta(days=30))
    officer, lawyer, keeper = sign_in(alice), sign_in(lena), sign_in(gita)
    allegations = [str(one.pk) for one in Allegation.objects.filter(case=case)]
    answer = send(
        officer,
        "submissions/",
        {"case": str(case.pk), "kind": "early_advice", "cps_unit": str(unit.pk), "allegations": allegations},
    )
    assert answer.status_code == 201, answer.json()
    submission = answer.json()
    assert (submission["round"], submission["status"], submission["allegations"]) == (1, "sent", allegations)
    answer = send(lawyer, f"submissions/{submission['id']}/triage/", {"accepted": True})
    assert answer.status_code == 201, answer.json()
    answer = send(
        lawyer,
        "action-plans/",
        {
            "submission": submission["id"],
            "target_date": (TODAY + timedelta(days=30)).isoformat(),
            "review_date": (TODAY + timedelta(days=7)).isoformat(),
            "items": [{"type": "forensic", "asks": "The laboratory's report."}],
        },
    )
    assert answer.status_code == 201, answer.json()
    plan = answer.json()
    assert (plan["status"], plan["step"], plan["submission"]) == ("issued", None, submission["id"])
    assert (plan["target_date"], plan["review_date"]) == (
        (TODAY + timedelta(days=30)).isoformat(),
        (TODAY + timedelta(days=7)).isoformat(),
    )
    assert plan["items"][0]["asks"] == "The laboratory's report."
    body = {
        "outcome": "on_track",
        "next_review_on": (TODAY + timedelta(days=14)).isoformat(),
        "note": "Seen.",
    }
    assert send(keeper, f"action-plans/{plan['id']}/reviews/", body).status_code == 428
    etag = keeper.get(f"{API}/action-plans/{plan['id']}/").headers["ETag"]
    answer = send(keeper, f"action-plans/{plan['id']}/reviews/", body, **{"If-Match": etag})
    assert answer.status_code == 201, answer.json()
    assert send(keeper, f"action-plans/{plan['id']}/reviews/", body, **{"If-Match": etag}).status_code == 412
    answer = send(officer, f"action-plans/{plan['id']}/return/", {"items": [plan["items"][0]["id"]]})
    assert answer.status_code == 201, answer.json()
    assert answer.json()["status"] == "returned"
    answer = send(lawyer, f"action-plan-items/{plan['items'][0]['id']}/check/", {"accepted": True})
    assert answer.json()["status"] == "accepted"
    etag = lawyer.get(f"{API}/action-plans/{plan['id']}/").headers["ETag"]
    answer = send(lawyer, f"action-plans/{plan['id']}/complete/", {}, **{"If-Match": etag})
    assert answer.json()["status"] == "completed"


def test_an_escalation_is_acknowledged_once_by_api(fresh: ActionPlan, gita: Person, sign_in: SignIn) -> None:
    client = sign_in(gita)
    listed = client.get(f"{API}/escalations/?plan={fresh.pk}").json()["results"]
    assert {one["step"] for one in listed} == set(
        Escalation.objects.filter(plan=fresh).values_list("step", flat=True)
    )
    top = max(listed, key=lambda one: one["step"])
    body = {"next_act": "Ring the laboratory.", "next_act_on": (TODAY + timedelta(days=1)).isoformat()}
    answer = send(client, f"escalations/{top['id']}/acknowledge/", body)
    assert answer.status_code == 201, answer.json()
    assert answer.json()["next_act_on"] == body["next_act_on"]
    assert send(client, f"escalations/{top['id']}/acknowledge/", body).status_code == 403
    assert raise_reminders().written == 0


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"items": []}, {"items"}),
        ({"items": [{"type": "spell", "asks": "x"}]}, {"items-0-type"}),
        ({"items": [{"type": "forensic", "asks": "a\x00b"}]}, {"items-0-asks"}),
        ({"items": [{"type": "forensic", "asks": "x"}], "target_date": "2020-01-01"}, {"target_date"}),
        ({"items": [{"type": "forensic", "asks": "x"}], "review_date": "2020-02-30"}, {"review_date"}),
        ({"items": [{"type": "forensic", "asks": "x"}], "review_date": "2500-01-01"}, None),
        ({"items": [{"type": "forensic", "asks": "x"}], "issued_at": "2090-01-01T00:00:00Z"}, {"issued_at"}),
        ({"items": "all of them"}, {"items"}),
        ({"items": [{"type": "forensic", "asks": "x"}], "status": "completed"}, {"status"}),
    ],
)
def test_bad_input_gets_a_sentence_by_its_field(
    body: dict[str, Any], fields: set[str] | None, submission: Submission, lena: Person, sign_in: SignIn
) -> None:
    answer = send(sign_in(lena), "action-plans/", {"submission": str(submission.pk), **body})
    assert answer.status_code == 400
    if fields is not None:
        assert set(answer.json()["fields"]) == fields
    assert not ActionPlan.objects.exists()


def test_lists_hold_no_free_text(fresh: ActionPlan, gita: Person, sign_in: SignIn) -> None:
    client = sign_in(gita)
    for path in ("submissions", "advice", "action-plans", "action-plan-items", "plan-dates", "plan-reviews"):
        answer = client.get(f"{API}/{path}/")
        assert answer.status_code == 200
        assert not {"asks", "text", "note", "reason"} & set().union(*map(set, answer.json()["results"]))


@pytest.mark.parametrize("username", ["charlie", "nora", "ivy", "adam", "audrey"])
def test_nobody_reads_what_is_out_of_scope(username: str, fresh: ActionPlan, sign_in: SignIn) -> None:
    client = sign_in(Person.objects.get(username=username))
    assert client.get(f"{API}/action-plans/{fresh.pk}/").status_code == 404
    plans = client.get(f"{API}/action-plans/")
    assert (plans.status_code, plans.json().get("results")) == (
        (200, []) if username in ("charlie", "nora") else (403, None)
    )
    assert client.get(f"{API}/escalations/").json()["results"] == []
    assert client.get(f"{API}/plan-dates/").json()["results"] == []


def test_reminders_are_those_of_the_reader(
    plan: ActionPlan, alice: Person, bob: Person, sign_in: SignIn
) -> None:
    raise_reminders(at=end_of_day(REVIEW_ON))
    deliver(at=end_of_day(REVIEW_ON))
    (mine,) = sign_in(alice).get(f"{API}/reminders/").json()["results"]
    assert (mine["plan"], mine["step"], mine["why"]) == (
        str(plan.pk),
        0,
        "You are the officer in charge for this case.",
    )
    assert sign_in(bob).get(f"{API}/reminders/").json()["results"] == []


def test_action_plans_filter_by_case_status_and_step(
    fresh: ActionPlan, gita: Person, sign_in: SignIn
) -> None:
    client = sign_in(gita)

    def found(query: str) -> list[str]:
        return [one["id"] for one in client.get(f"{API}/action-plans/?{query}").json()["results"]]

    assert found(f"case={fresh.case_id}") == [str(fresh.pk)]
    assert found(f"step={fresh.step}&district=leeds") == [str(fresh.pk)]
    assert found("status=completed") == []


def test_an_idempotency_key_issues_one_plan(submission: Submission, lena: Person, sign_in: SignIn) -> None:
    client = sign_in(lena)
    body = {"submission": str(submission.pk), "items": [{"type": "forensic", "asks": "x"}]}
    key = "0b7a4d0e-6a0e-4c66-9f37-9f0b6f3a3a11"
    first = send(client, "action-plans/", body, **{"Idempotency-Key": key})
    again = send(client, "action-plans/", body, **{"Idempotency-Key": key})
    assert first.json()["id"] == again.json()["id"]
    assert ActionPlan.objects.count() == 1


def test_an_item_shows_what_it_asks_on_its_own_address(
    fresh: ActionPlan, lena: Person, sign_in: SignIn
) -> None:
    item = ActionPlanItem.objects.filter(plan=fresh).first()
    assert item is not None
    answer = sign_in(lena).get(f"{API}/action-plan-items/{item.pk}/").json()
    assert answer["asks"] == "A further statement from the first witness."
    assert date.fromisoformat(answer["returned_at"] or "2026-01-01") == date(2026, 1, 1)
