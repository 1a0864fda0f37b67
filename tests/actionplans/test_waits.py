"""An item that waits on a named body: requested, promised, chased; nothing of its plan pauses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans import timeline
from actionplans.item_enums import WaitsOn
from actionplans.models import ActionPlan, ClimbEscalation, Escalation, ItemChase, ItemWait
from actionplans.notices.climbs import recheck_climbs
from actionplans.rules.waits import chase_day
from actionplans.rules.warnings import late_promise
from actionplans.services import (
    assign_item,
    chase_body,
    complete_plan,
    end_wait,
    raise_reminders,
    return_items,
    wait_on_body,
)
from actionplans.shown.waits import wait_caution
from cases.models import DueItem
from rasso_tracker.clocks import day_words, end_of_day, is_working_day, london_date, now, working_days_between
from rasso_tracker.messages import Due
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import ISSUED, REVIEW_ON, a_case, issued, moment, submitted
from tests.actionplans.test_items import item_of
from tests.actionplans.test_items_at_once import opened
from tests.actionplans.test_sitting import typed

ASKED_ON = date(2026, 3, 2)
PROMISED_ON = date(2026, 3, 6)  # a Friday
CHASE_ON = date(2026, 3, 9)


def waiting(plan: ActionPlan, by: Person, **more: Any) -> ItemWait:
    values = {"body": "laboratory", "requested_on": ASKED_ON, "promised_on": PROMISED_ON, "at": ISSUED}
    return wait_on_body(by=by, item=item_of(plan), **(values | more))


def to_chase(wait: ItemWait) -> list[tuple[date, str]]:
    owed = DueItem.objects.filter(source=wait.pk, code="item_chase", settled_at__isnull=True)
    return list(owed.values_list("due_on", "owner__username"))


def test_somebody_is_to_chase_on_the_working_day_after_the_promise_and_the_plan_stands(
    plan: ActionPlan, alice: Person
) -> None:
    before = (plan.items_open, plan.target_on, plan.review_on, plan.next_step_at, plan.status)
    wait = waiting(plan, alice, words="The toxicology desk, reference 7.")
    assert (wait.first_promised_on, wait.promised_on, wait.chase_on) == (PROMISED_ON, PROMISED_ON, CHASE_ON)
    assert to_chase(wait) == [(CHASE_ON, "alice")]
    assert DueItem.objects.get(source=wait.pk).what == "Chase for plan 1, item 1: laboratory"
    assert b"toxicology" not in bytes(wait.words_sealed or b"")
    plan.refresh_from_db()
    assert (plan.items_open, plan.target_on, plan.review_on, plan.next_step_at, plan.status) == before


def test_the_ladder_of_the_plan_climbs_while_its_item_waits(plan: ActionPlan, alice: Person) -> None:
    waiting(plan, alice, chase_on=date(2026, 4, 3))  # the latest day
    raise_reminders(at=end_of_day(REVIEW_ON))
    assert Escalation.objects.filter(plan=plan).count() == 1


def test_a_chase_that_is_missed_climbs_its_own_ladder_and_a_chase_stops_it(
    plan: ActionPlan, alice: Person
) -> None:
    wait = waiting(plan, alice)
    raise_reminders(at=end_of_day(CHASE_ON))
    missed = ClimbEscalation.objects.get(climb__item__source=wait.pk)
    assert (missed.step, missed.due_at) == (0, end_of_day(CHASE_ON))
    chase_body(by=alice, wait=wait, chase_on=date(2026, 3, 20), at=moment(date(2026, 3, 10)))
    raise_reminders(at=end_of_day(date(2026, 3, 19)))
    assert ClimbEscalation.objects.filter(climb__item__source=wait.pk).count() == 1
    assert to_chase(wait) == [(date(2026, 3, 20), "alice")]


def told_at(step: int, wait: ItemWait, at: datetime) -> dict[str, str]:
    """Who hears of a step of the chase of a wait, and why."""
    row = ClimbEscalation.objects.get(climb__item__source=wait.pk, step=step)
    due = recheck_climbs([row.pk], at)[row.pk]
    assert isinstance(due, Due)
    names = dict(Person.objects.values_list("pk", "username"))
    return {names[one.person_id]: one.why for one in due.recipients}


def test_a_chase_climbs_to_whoever_answers_for_the_queue_and_first_to_who_owes_it(
    plan: ActionPlan, alice: Person, bob: Person, dina: Person
) -> None:
    assign_item(by=alice, item=item_of(plan), owner=bob, at=ISSUED)
    wait = waiting(plan, alice, queue_owner=dina)
    at = end_of_day(date(2026, 3, 11))  # two working days past the chase: step 1
    raise_reminders(at=at)
    assert set(told_at(0, wait, at)) == {"bob"}
    told = told_at(1, wait, at)
    assert told.pop("dina") == "You answer for the queue that this waits in, or cover for who does."
    assert told
    assert "dina" not in told


@pytest.mark.parametrize("username", ["alice", "brad", "lena"])
def test_who_answers_for_a_queue_may_see_the_case_and_decide(
    username: str, plan: ActionPlan, alice: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        waiting(plan, alice, queue_owner=Person.objects.get(username=username))
    assert set(refused.value.fields) == {"queue_owner"}


def test_pages_and_api_take_and_show_who_answers_for_a_queue(
    plan: ActionPlan, alice: Person, dina: Person, sign_in: Callable[..., Any]
) -> None:
    item, client = item_of(plan), sign_in(alice)
    form = client.get(reverse("wait_on_body", args=[item.pk])).content.decode()
    assert dina.name in form
    body = {"body": "digital_unit", "requested_on": "2026-03-02", "queue_owner": str(dina.pk)}
    answer = client.post(
        f"/api/v1/action-plan-items/{item.pk}/waits/",
        body,
        content_type="application/json",
        headers={"If-Match": f'"{item.version}"'},
    )
    assert (answer.status_code, answer.json()["queue_owner"]) == (201, str(dina.pk))
    page = client.get(reverse("action_plan_item_detail", args=[item.pk])).content.decode()
    assert f"{dina.name} answers for the queue." in page


def test_without_a_promise_the_chase_is_due_in_a_fortnight(plan: ActionPlan, alice: Person) -> None:
    assert to_chase(waiting(plan, alice, promised_on=None)) == [(date(2026, 3, 16), "alice")]


def test_the_day_to_chase_lies_ahead_and_after_a_promise_is_a_working_day(db: None) -> None:
    """Every day of a year with every promise within a fortnight of it."""
    for today in (date(2026, 1, 1) + timedelta(days=n) for n in range(365)):
        assert chase_day(None, moment(today)) == today + timedelta(days=14)
        for promised in (today + timedelta(days=n) for n in range(-2, 15)):
            found = chase_day(promised, moment(today))
            if promised < today:
                assert found == today + timedelta(days=14)
            else:
                assert promised < found
                assert is_working_day(found)
                assert working_days_between(promised, found) == 1


def test_every_promise_is_kept_with_its_chase(plan: ActionPlan, alice: Person, sam: Person) -> None:
    wait = waiting(plan, alice)
    later = date(2026, 3, 13)
    chase_body(by=sam, wait=wait, note="A week more.", promised_on=later, at=moment(date(2026, 3, 9)))
    chase_body(by=alice, wait=wait, at=moment(date(2026, 3, 16)))
    assert list(ItemChase.objects.values_list("chased_by__username", "promised_on", "chase_on")) == [
        ("sam", later, date(2026, 3, 16)),
        ("alice", None, date(2026, 3, 30)),
    ]
    wait.refresh_from_db()
    assert (wait.first_promised_on, wait.promised_on, wait.chase_on) == (
        PROMISED_ON,
        later,
        date(2026, 3, 30),
    )
    assert to_chase(wait) == [(date(2026, 3, 30), "alice")]


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        (
            {"requested_on": date(2026, 3, 3)},
            "requested_on",
            "Enter the day on which it was requested, which cannot be in the future.",
        ),
        ({"promised_on": date(2026, 3, 1)}, "promised_on", "The promised date is before the request."),
        ({"chase_on": date(2026, 3, 1)}, "chase_on", "Enter today's date or a date in the future."),
        (
            {"requested_on": date(2026, 2, 1)},
            "requested_on",
            "The case was reported on 2 February 2026: enter that day or later.",
        ),
        (
            {"promised_on": date(2027, 3, 3)},
            "promised_on",
            "That is more than a year ahead: check the year.",
        ),
        (
            {"chase_on": date(2026, 4, 4)},
            "chase_on",
            "Chase it by 3 April 2026: within four weeks of what was promised, or of today.",
        ),
    ],
)
def test_dates_of_a_request_that_do_not_fit_are_refused_by_their_field(
    more: dict[str, Any], field: str, sentence: str, plan: ActionPlan, alice: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        waiting(plan, alice, **more)
    assert refused.value.fields == {field: sentence}
    assert not ItemWait.objects.exists()


def test_the_next_chase_sleeps_no_longer_either(plan: ActionPlan, alice: Person) -> None:
    wait, at = waiting(plan, alice), moment(date(2026, 3, 9))
    with pytest.raises(Invalid) as refused:
        chase_body(by=alice, wait=wait, promised_on=date(2026, 4, 1), chase_on=date(2026, 4, 30), at=at)
    assert list(refused.value.fields) == ["chase_on"]
    chase_body(by=alice, wait=wait, promised_on=date(2026, 4, 1), chase_on=date(2026, 4, 29), at=at)
    assert to_chase(wait) == [(date(2026, 4, 29), "alice")]


def test_an_item_waits_on_a_body_once_and_on_two_bodies_at_once(plan: ActionPlan, alice: Person) -> None:
    waiting(plan, alice)
    with pytest.raises(NotAllowed, match=r"Item 1 waits on this body already \(laboratory\)"):
        waiting(plan, alice)
    assert waiting(plan, alice, body="council").body == WaitsOn.COUNCIL


def test_a_wait_that_ended_is_not_chased(plan: ActionPlan, alice: Person) -> None:
    wait = waiting(plan, alice)
    end_wait(by=alice, wait=wait, how="received", at=ISSUED)
    assert to_chase(wait) == []
    with pytest.raises(NotAllowed, match="This wait ended already: Received"):
        chase_body(by=alice, wait=wait, at=ISSUED)
    with pytest.raises(Invalid):
        end_wait(by=alice, wait=waiting(plan, alice), how="fell_away", at=ISSUED)


def test_a_wait_falls_away_with_its_item_and_the_chase_follows_the_owner(
    plan: ActionPlan, alice: Person, sam: Person, lena: Person
) -> None:
    wait = waiting(plan, alice)
    assign_item(by=sam, item=item_of(plan), owner=sam, at=ISSUED)
    assert to_chase(wait) == [(CHASE_ON, "sam")]
    return_items(by=alice, plan=plan, items=list(plan.items.all()), at=ISSUED)
    wait.refresh_from_db()
    assert (wait.ended_how, wait.ended_by, to_chase(wait)) == ("fell_away", alice, [])
    complete_plan(by=lena, plan=plan, at=ISSUED)
    with pytest.raises(NotAllowed, match="this action plan is closed"):
        waiting(plan, alice)


def test_the_timeline_tells_of_the_wait(plan: ActionPlan, alice: Person) -> None:
    wait = waiting(plan, alice)
    chase_body(by=alice, wait=wait, promised_on=date(2026, 3, 13), at=moment(date(2026, 3, 9)))
    end_wait(by=alice, wait=wait, how="received", at=moment(date(2026, 3, 13)))
    told = {one.title: one.detail for one in timeline.entries(plan.case, alice)}
    assert (
        told["Action plan 1, item 1: waits on a body"]
        == "Laboratory, requested 2 March 2026, promised for 6 March 2026"
    )
    assert told["Action plan 1, item 1: chased"] == "Laboratory. Promised for 13 March 2026, not 6 March 2026"
    assert told["Action plan 1, item 1: wait ended"] == "Laboratory. Received"


def test_a_wait_is_recorded_chased_and_ended_on_pages_and_seen_by_api(
    plan: ActionPlan, alice: Person, sign_in: Any
) -> None:
    client, item, today = sign_in(alice), item_of(plan), london_date(now())
    asked = {
        "requested_on_day": today.day,
        "requested_on_month": today.month,
        "requested_on_year": today.year,
    }
    sent = client.post(
        reverse("wait_on_body", args=[item.pk]),
        {"body": "digital_unit", "words": "Queue 4", **asked, "version": str(item.version)},
        follow=True,
    )
    assert "Waiting: digital unit" in sent.content.decode()
    assert "Queue 4" in sent.content.decode()
    wait = ItemWait.objects.get()
    assert (
        "Waiting: digital unit" in client.get(reverse("action_plan_detail", args=[plan.pk])).content.decode()
    )
    chased = client.post(
        reverse("chase_body", args=[wait.pk]), {"note": "Third in line", "version": "1"}, follow=True
    )
    assert "Third in line" in chased.content.decode()
    stale = client.post(reverse("end_wait", args=[wait.pk]), {"how": "received", "version": "1"})
    assert stale.status_code == 409
    (row,) = client.get(f"/api/v1/item-waits/?plan={plan.pk}&body=digital_unit").json()["results"]
    assert (row["id"], row["version"], row["ended_how"]) == (str(wait.pk), 2, None)
    done = client.post(reverse("end_wait", args=[wait.pk]), {"how": "received", "version": "2"}, follow=True)
    assert "Nothing is left to chase." in done.content.decode()


class TestPromisedForTooLate:
    @pytest.fixture
    def late(self, plan: ActionPlan, alice: Person) -> ItemWait:
        after = plan.target_on + timedelta(days=1)
        return waiting(plan, alice, promised_on=after)

    def test_one_by_the_target_date_says_nothing(self, plan: ActionPlan, alice: Person) -> None:
        assert wait_caution(waiting(plan, alice, promised_on=plan.target_on)) == ""
        assert wait_caution(waiting(plan, alice, promised_on=None, body="council")) == ""

    def test_it_is_said_of_the_wait_of_its_item_and_of_the_plan(
        self, late: ItemWait, alice: Person, sign_in: Any
    ) -> None:
        plan, client = late.item.plan, sign_in(alice)
        words = late_promise(late.promised_on, plan.target_on)
        assert late.promised_on is not None
        assert words == (
            f"What is promised for {day_words(late.promised_on)} comes after the target date of the plan,"
            f" {day_words(plan.target_on)}, which stands: agree another date with CPS, or ask for it sooner."
        )
        item = client.get(reverse("action_plan_item_detail", args=[late.item_id])).content.decode()
        whole = client.get(reverse("action_plan_detail", args=[plan.pk])).content.decode()
        of_item = f"Item {late.item.number}: w{words[1:]}"
        assert (words in item, of_item in whole) == (True, True)
        assert client.get(f"/api/v1/item-waits/{late.pk}/").json()["warnings"] == [words]
        assert of_item in client.get(f"/api/v1/action-plans/{plan.pk}/").json()["warnings"]

    def test_it_is_said_as_it_is_recorded_and_nothing_is_refused(
        self, plan: ActionPlan, alice: Person, sign_in: Any
    ) -> None:
        client, today = sign_in(alice), london_date(now())
        address = reverse("wait_on_body", args=[item_of(plan).pk])
        sent = opened(client, address) | {"body": "laboratory", **typed("requested_on", today)}
        sent |= typed("promised_on", today + timedelta(days=3))
        page = client.post(address, sent, follow=True).content.decode()
        assert (ItemWait.objects.count(), "comes after the target date of the plan" in page) == (1, True)

    def test_it_is_over_with_the_wait(self, late: ItemWait, alice: Person, sign_in: Any) -> None:
        ended = end_wait(by=alice, wait=late, how="received", at=ISSUED)
        assert wait_caution(ended) == ""
        assert sign_in(alice).get(f"/api/v1/item-waits/{late.pk}/").json()["warnings"] == []


def test_a_chase_by_api_warns_of_a_promise_past_the_target_of_the_plan(
    alice: Person, lena: Person, unit: Any, sign_in: Any
) -> None:
    at = now() - timedelta(days=3)
    plan = issued(submitted(a_case(alice, at), alice, unit, at), lena, at)
    today = london_date(now())
    wait = wait_on_body(by=alice, item=item_of(plan), body="laboratory", requested_on=today)
    late = plan.target_on + timedelta(days=2)  # type: ignore[operator]  # an issued plan has one

    def chased(promised_on: date) -> Any:
        return sign_in(alice).post(
            f"/api/v1/item-waits/{wait.pk}/chase/",
            {"promised_on": promised_on.isoformat()},
            content_type="application/json",
            headers={"If-Match": f'"{ItemWait.objects.get().version}"'},
        )

    answer = chased(late)
    said = sign_in(alice).get(f"/api/v1/item-waits/{wait.pk}/").json()["warnings"]
    assert (answer.status_code, answer.json()["warnings"]) == (201, said)
    assert len(said) == 1
    assert chased(today).json()["warnings"] == []
