"""The pages and the API of items: a deed done there is the deed of the service, and refuses in its words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans.models import ActionPlan, ActionPlanItem, ItemDispute
from actionplans.services import assign_item, complete_plan, dispute_item, return_items, set_item_date
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import a_case, issued, submitted
from tests.actionplans.test_items import item_of
from tests.actionplans.test_pages import boxes
from tests.stories import story

SignIn = Callable[..., Any]
TODAY = london_date(now())
DISPUTE = {"reason": "not_obtainable", "channel": "phone", "words": "The shop has closed."}


@story
def fresh(alice: Person, lena: Person, unit: CpsUnit) -> ActionPlan:
    """A plan issued two days ago by the real clock."""
    at = now() - timedelta(days=2)
    return issued(submitted(a_case(alice, at), alice, unit, at), lena, at)


def typed(item: ActionPlanItem, data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "version": str(item.version)}


def test_the_page_of_an_item_shows_the_dates_of_its_plan_and_what_is_asked(
    fresh: ActionPlan, alice: Person, sign_in: SignIn
) -> None:
    item = item_of(fresh)
    text = sign_in(alice).get(reverse("action_plan_item_detail", args=[item.pk])).content.decode()
    assert "A further statement from the first witness." in text
    assert "Only this witness saw the door." in text
    for words in ("Target date of the plan", "Review date of the plan", "Dispute an item"):
        assert words in text
    assert "Check a returned item" not in text


def test_a_closed_plan_still_shows_both_its_dates(
    fresh: ActionPlan, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    return_items(by=alice, plan=fresh, items=list(fresh.items.all()))
    complete_plan(by=lena, plan=fresh)
    text = sign_in(alice).get(reverse("action_plan_detail", args=[fresh.pk])).content.decode()
    strip = text[text.index("app-identity") : text.index("</dl>")]
    fresh.refresh_from_db()
    for label, day in (("Target date", fresh.target_on), ("Review date", fresh.review_on)):
        assert f"<dt>{label}</dt>" in strip
        assert f"{day.day} {day:%B %Y}" in strip


def test_an_item_is_disputed_and_answered_on_its_pages(
    fresh: ActionPlan, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    item = item_of(fresh)
    sent = sign_in(alice).post(reverse("dispute_item", args=[item.pk]), typed(item, DISPUTE), follow=True)
    assert "Item disputed. It stays owed" in sent.content.decode()
    dispute = ItemDispute.objects.get(item=item)
    plan_page = sign_in(lena).get(reverse("action_plan_detail", args=[fresh.pk])).content.decode()
    assert "Disputed" in plan_page
    client = sign_in(lena)
    shown = client.get(reverse("answer_dispute", args=[dispute.pk])).content.decode()
    assert "The shop has closed." in shown
    answered = client.post(reverse("answer_dispute", args=[dispute.pk]), {"outcome": "not_accepted"})
    assert answered.status_code == 422
    assert "Say why it is still asked for." in answered.content.decode()
    said = {"outcome": "accepted_in_part", "words": "The stills alone."}
    answered = client.post(reverse("answer_dispute", args=[dispute.pk]), said, follow=True)
    assert "accepted in part: CPS asks for less." in answered.content.decode()
    dispute_item(by=alice, item=item_of(fresh), **DISPUTE)
    dispute = ItemDispute.objects.latest("raised_at")
    answered = client.post(reverse("answer_dispute", args=[dispute.pk]), {"outcome": "accepted"}, follow=True)
    assert "No longer asked for" in answered.content.decode()


def test_an_item_of_a_completed_plan_is_disputed_no_more_by_page_and_api(
    fresh: ActionPlan, alice: Person, lena: Person, sign_in: SignIn
) -> None:
    return_items(by=alice, plan=fresh, items=list(fresh.items.all()))
    complete_plan(by=lena, plan=fresh)
    item, client = item_of(fresh), sign_in(alice)
    sentence = "You cannot dispute an item: this action plan is closed (Completed)."
    page = client.post(reverse("dispute_item", args=[item.pk]), typed(item, DISPUTE))
    assert page.status_code == 403
    assert sentence in page.content.decode()
    answer = client.post(
        f"/api/v1/action-plan-items/{item.pk}/disputes/",
        DISPUTE,
        content_type="application/json",
        headers={"If-Match": f'"{item.version}"'},
    )
    assert (answer.status_code, answer.json()["detail"]) == (403, sentence)


def test_two_people_at_one_item_the_second_is_told_and_loses_nothing(
    fresh: ActionPlan, alice: Person, sam: Person, sign_in: SignIn
) -> None:
    seen = item_of(fresh)
    assign_item(by=sam, item=seen, owner=sam)
    day = TODAY + timedelta(days=9)
    data = {**boxes("due_on", day), "reason": "The shop closes."}
    client = sign_in(alice)
    late = client.post(reverse("set_item_date", args=[seen.pk]), typed(seen, data))
    assert late.status_code == 409
    assert "Something else about this changed while you were working on it" in late.content.decode()
    assert "The shop closes." in late.content.decode()
    assert item_of(fresh).target_on is None
    again = client.post(reverse("set_item_date", args=[seen.pk]), typed(item_of(fresh), data))
    assert again.status_code == 302
    assert item_of(fresh).target_on == day


def test_a_plan_is_issued_by_api_with_why_owner_and_date_and_answers_with_its_warnings(
    fresh: ActionPlan, lena: Person, alice: Person, sign_in: SignIn
) -> None:
    target, review = TODAY + timedelta(days=20), TODAY + timedelta(days=25)
    item = {
        "type": "media_cctv",
        "asks": "The camera of the door.",
        "why": "It shows who came.",
        "owner": str(alice.pk),
        "target_date": (TODAY + timedelta(days=22)).isoformat(),
    }
    answer = sign_in(lena).post(
        "/api/v1/action-plans/",
        {
            "submission": str(fresh.submission_id),
            "items": [item],
            "target_date": target.isoformat(),
            "review_date": review.isoformat(),
        },
        content_type="application/json",
    )
    assert answer.status_code == 201
    told = answer.json()
    assert told["rework_of"] == str(fresh.pk)
    assert {name: told["items"][0][name] for name in item} == item
    assert [one for one in told["warnings"] if "bank holiday" not in one] == [
        f"The review date, {review.day} {review:%B %Y}, is after the target date, {target.day} {target:%B %Y}"
        ", so nobody is asked to look at this plan before its target has passed.",
        f"Item 1 is due after the target date of the plan, {target.day} {target:%B %Y}.",
    ]
    page = sign_in(lena).get(reverse("action_plan_detail", args=[told["id"]])).content.decode()
    assert "Check these dates" in page
    assert "Rework of" in page
    assert (
        "Asked again by" in sign_in(lena).get(reverse("action_plan_detail", args=[fresh.pk])).content.decode()
    )


def test_a_page_of_200_items_is_sent_whole_and_shown(
    fresh: ActionPlan, lena: Person, sign_in: SignIn
) -> None:
    client = sign_in(lena)
    data = {"items-count": "200"}
    for place in range(200):
        row = {"type": "statement", "asks": f"Statement {place}", "why": "", "owner": ""}
        data |= {f"items-{place}-{name}": value for name, value in row.items()}
        data |= boxes(f"items-{place}-target_date", TODAY + timedelta(days=3))
    sent = client.post(reverse("issue_action_plan", args=[fresh.submission_id]), data)
    assert sent.status_code == 302
    plan = ActionPlan.objects.get(number=2)
    assert plan.items_open == 200
    text = client.get(reverse("action_plan_detail", args=[plan.pk])).content.decode()
    assert text.count("Statement 199") == 1


def test_a_faulty_date_of_a_row_is_shown_by_its_row(fresh: ActionPlan, lena: Person, sign_in: SignIn) -> None:
    data = {
        "items-count": "1",
        "items-0-type": "statement",
        "items-0-asks": "A statement",
        **boxes("items-0-target_date", TODAY - timedelta(days=9)),
    }
    sent = sign_in(lena).post(reverse("issue_action_plan", args=[fresh.submission_id]), data)
    assert sent.status_code == 422
    text = sent.content.decode()
    assert "Item 1: This date is before the action plan was issued." in text
    assert 'value="A statement"' in text or ">A statement<" in text or "A statement</textarea>" in text


def test_the_dates_of_items_and_of_the_plan_are_told_at_once(
    fresh: ActionPlan, lena: Person, sign_in: SignIn
) -> None:
    early, far = TODAY - timedelta(days=9), TODAY + timedelta(days=400)
    item = {"type": "statement", "asks": "A statement", "target_date": early.isoformat()}
    body = {
        "submission": str(fresh.submission_id),
        "items": [item],
        "target_date": early.isoformat(),
        "review_date": far.isoformat(),
    }
    sent = sign_in(lena).post("/api/v1/action-plans/", body, content_type="application/json")
    assert (sent.status_code, sorted(sent.json()["fields"])) == (
        400,
        ["items-0-target_date", "review_date", "target_date"],
    )


def test_the_page_of_an_item_costs_the_same_for_one_date_and_for_three(
    fresh: ActionPlan, alice: Person, gita: Person, sign_in: SignIn
) -> None:
    client, counts = sign_in(gita), []
    for day in (5, 6, 7):
        set_item_date(by=alice, item=item_of(fresh), due_on=TODAY + timedelta(days=day), reason="Why.")
        client.get(reverse("action_plan_item_detail", args=[item_of(fresh).pk]))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("action_plan_item_detail", args=[item_of(fresh).pk]))
        counts.append(len(captured))
    assert len(set(counts)) == 1


def test_the_api_tells_of_disputes_and_dates_without_their_words(
    fresh: ActionPlan, alice: Person, sign_in: SignIn
) -> None:
    item = item_of(fresh)
    dispute = dispute_item(by=alice, item=item, **DISPUTE)
    client = sign_in(alice)
    (row,) = client.get(f"/api/v1/item-disputes/?plan={fresh.pk}").json()["results"]
    assert (row["id"], row["outcome"], "words" in row) == (str(dispute.pk), None, False)
    told = client.get(f"/api/v1/action-plan-items/{item.pk}/").json()
    assert told["disputes"][0]["words"] == "The shop has closed."
