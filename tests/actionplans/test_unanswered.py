"""What the police owe after CPS closed its record of a plan unanswered: by when, what ends it, who hears
where nobody does it; and that a close or an opening that CPS did not make leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from actionplans.enums import ItemStatus
from actionplans.models import ActionPlan, ClimbEscalation, ItemDispute, ItemWait
from actionplans.notices.climbs import recheck_climbs
from actionplans.notices.endings import recheck_finalised, recheck_open_again
from actionplans.services import (
    confirm_plan_ending,
    confirm_plan_reopening,
    raise_reminders,
    reopen_plan,
    submit_to_cps,
    take_back_plan_withdrawal,
    wait_on_body,
)
from cases.models import Allegation, DueItem, Milestone
from cases.services import add_allegation, record_milestone, void_milestone
from rasso_tracker.messages import Due, Gone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import ISSUED, REVIEW_ON, TARGET_ON, issued, moment
from tests.actionplans.test_disputes import disputed
from tests.actionplans.test_endings import LATER, NEW, UNANSWERED, finalised, withdrawn
from tests.actionplans.test_items import item_of
from tests.actionplans.test_recipients import heard
from tests.actionplans.test_superseded import document_of, owed
from tests.actionplans.test_withdrawals import status_of
from tests.decisions import by_cps

AFTER = UNANSWERED + timedelta(days=1)
BY = date(2026, 7, 7)  # five working days after Tuesday 30 June


def way_on(plan: ActionPlan) -> list[tuple[date, str]]:
    rows = DueItem.objects.filter(source=plan.pk, code="unanswered", settled_at__isnull=True)
    return [(one.due_on, one.owner.username if one.owner else "") for one in rows]


def test_the_way_on_is_owed_by_the_officer_from_the_day_on_which_the_close_was_written_down(
    plan: ActionPlan, gita: Person
) -> None:
    finalised(plan, gita, **document_of(moment(date(2026, 5, 4))))
    assert way_on(plan) == [(BY, "alice")]


def test_opening_the_plan_again_ends_it_and_taking_back_the_close_does_too(
    plan: ActionPlan, lena: Person
) -> None:
    finalised(plan, lena)
    reopen_plan(by=lena, plan=plan, reason="They sent it.", at=UNANSWERED, **NEW)
    assert way_on(plan) == []
    row = finalised(plan, lena, at=moment(date(2026, 11, 2)))
    assert way_on(plan) == [(date(2026, 11, 9), "alice")]
    take_back_plan_withdrawal(by=lena, ending=row, reason="Wrong plan.", at=moment(date(2026, 11, 3)))
    assert way_on(plan) == []
    assert {"plan_target", "plan_review"} <= owed(plan.case)


def test_submitting_the_same_allegation_ends_it_and_another_does_not(
    plan: ActionPlan, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    first = set(Allegation.objects.filter(case=plan.case).values_list("pk", flat=True))
    finalised(plan, lena)
    add_allegation(
        by=alice, case=plan.case, crime_reference="13260099001", offence_type="rape_adult", at=AFTER
    )
    submit_to_cps(
        by=alice, case=plan.case, kind="within_28_days", cps_unit=unit, unchecked_because="inspector",
        allegations=list(Allegation.objects.filter(case=plan.case).exclude(pk__in=first)), at=AFTER,
    )  # fmt: skip
    assert way_on(plan) == [(BY, "alice")]
    confirmed = plan.case.submissions.get(round=2)
    issued(confirmed, lena, AFTER)
    assert way_on(plan) == [(BY, "alice")]
    submit_to_cps(
        by=alice, case=plan.case, kind="within_28_days", cps_unit=unit, unchecked_because="inspector",
        allegations=list(Allegation.objects.filter(pk__in=first)), at=AFTER + timedelta(hours=1),
    )  # fmt: skip
    assert way_on(plan) == []


def test_another_plan_on_the_same_allegation_takes_its_place(plan: ActionPlan, lena: Person) -> None:
    second = issued(plan.submission, lena, ISSUED + timedelta(hours=1))
    finalised(second, lena)
    assert way_on(second) == []  # the first still asks
    withdrawn(plan, lena, at=AFTER)
    assert way_on(second) == [(BY, "alice")]
    third = issued(plan.submission, lena, AFTER + timedelta(hours=1))
    assert way_on(second) == []
    assert status_of(third)[0] == "issued"


def test_a_decision_ends_it_and_where_it_was_a_mistake_it_is_owed_again(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    finalised(plan, lena)
    (one,) = Allegation.objects.filter(case=plan.case)
    made = record_milestone(
        by=alice,
        case=plan.case,
        kind="charged",
        allegation=one,
        occurred_at=AFTER,
        at=AFTER,
        **by_cps(AFTER),
    )
    assert way_on(plan) == []
    void_milestone(by=alice, milestone=made, reason="Of another case.", at=AFTER)
    assert way_on(plan) == [(BY, "alice")]


def test_it_climbs_among_the_police_until_somebody_says_what_comes_next(
    plan: ActionPlan, lena: Person, sign_in: Callable[..., Any], alice: Person
) -> None:
    finalised(plan, lena)
    raise_reminders(at=moment(BY))
    assert not ClimbEscalation.objects.filter(climb__code="unanswered").exists()
    at = moment(date(2026, 7, 10))
    raise_reminders(at=at)
    rows = list(ClimbEscalation.objects.filter(climb__code="unanswered").order_by("step"))
    assert [one.step for one in rows] == [0, 1]
    told = recheck_climbs([one.pk for one in rows], at)
    assert heard(told[rows[0].pk]) == {"alice"}
    assert "gita" in heard(told[rows[1].pk])
    assert "lena" not in heard(told[rows[1].pk])
    due = DueItem.objects.get(code="unanswered")
    page = sign_in(alice).get(f"/due-items/{due.pk}/").content.decode()
    assert reverse("action_plan_detail", args=[plan.pk]) in page
    page = sign_in(alice).get(reverse("action_plan_detail", args=[plan.pk])).content.decode()
    assert reverse("submit_to_cps", args=[plan.case_id]) in page
    assert f"/due-items/{due.pk}/" in page
    reopen_plan(by=lena, plan=plan, reason="They sent it.", at=at, **NEW)
    assert all(isinstance(one, Gone) for one in recheck_climbs([one.pk for one in rows], at).values())


def test_a_close_that_cps_supersedes_leaves_nothing_owed(
    plan: ActionPlan, gita: Person, lena: Person
) -> None:
    row = finalised(plan, gita, **document_of(UNANSWERED))
    assert way_on(plan) == [(BY, "alice")]
    confirm_plan_ending(by=lena, ending=row, stands=False, at=AFTER)
    assert way_on(plan) == []


def test_an_opening_that_cps_supersedes_leaves_no_date_and_everybody_hears_again(
    plan: ActionPlan, gita: Person, lena: Person
) -> None:
    row = finalised(plan, lena)
    deliver(at=UNANSWERED)
    dates = list(plan.dates.filter(superseded_at__isnull=True).order_by("kind").values_list("pk", flat=True))
    again = reopen_plan(
        by=gita, plan=plan, reason="By e-mail.", at=UNANSWERED, **NEW, **document_of(UNANSWERED)
    )
    deliver(at=UNANSWERED)
    assert isinstance(recheck_finalised([row.pk], UNANSWERED)[row.pk], Gone)
    assert isinstance(recheck_open_again([again.pk], UNANSWERED)[again.pk], Due)
    confirm_plan_reopening(by=lena, reopening=again, stands=False, at=AFTER)
    plan.refresh_from_db()
    assert (plan.target_on, plan.review_on) == (TARGET_ON, REVIEW_ON)
    standing = plan.dates.filter(superseded_at__isnull=True).order_by("kind")
    assert list(standing.values_list("pk", flat=True)) == dates
    assert way_on(plan) == [(BY, "alice")]
    deliver(at=AFTER)
    waits = Message.objects.filter(kind="plan_finalised", handled_at__isnull=True)
    assert {one.recipient.username for one in waits} >= {"alice", "gita"}
    assert {one.source for one in waits} == {again.pk}


def test_who_opens_it_twice_tells_the_officer_twice(plan: ActionPlan, lena: Person) -> None:
    for at in (UNANSWERED, moment(date(2026, 11, 2))):
        finalised(plan, lena, at=at)
        dates = {"target_date": (at + timedelta(days=28)).date(), "review_date": (at + timedelta(14)).date()}
        reopen_plan(by=lena, plan=plan, reason="They sent it.", at=at, **dates)
        deliver(at=at)
    told = Message.objects.filter(kind="plan_open_again", recipient__username="alice")
    assert len(set(told.values_list("source", flat=True))) == 2


# What ended with the plan


def test_items_that_were_owed_say_that_they_were_not_answered(
    plan: ActionPlan, lena: Person, sign_in: Callable[..., Any]
) -> None:
    finalised(plan, lena)
    assert {one.status for one in plan.items.all()} == {ItemStatus.UNANSWERED}
    for name in ("action_plan_detail", "return_schedule"):
        page = sign_in(lena).get(reverse(name, args=[plan.pk])).content.decode()
        assert "No longer asked for" not in page
        assert "Not answered" in page


def test_disputes_and_waits_that_ended_with_a_plan_go_on_with_it(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    dispute = disputed(plan, alice)
    wait = wait_on_body(
        by=alice, item=item_of(plan, 2), body="laboratory", requested_on=ISSUED.date(),
        chase_on=date(2026, 3, 20), at=ISSUED,
    )  # fmt: skip
    row = withdrawn(plan, lena)
    assert not owed(plan.case) & {"dispute", "item_chase"}
    take_back_plan_withdrawal(by=lena, ending=row, reason="A mistake.", at=LATER)
    dispute = ItemDispute.objects.get(pk=dispute.pk)
    assert (dispute.settled_at, dispute.outcome) == (None, "")
    wait = ItemWait.objects.get(pk=wait.pk)
    assert (wait.ended_at, wait.ended_how, wait.chase_on) == (None, "", date(2026, 3, 20))
    assert {"dispute", "item_chase"} <= owed(plan.case)


def test_a_wait_goes_on_where_cps_opens_the_plan_again(plan: ActionPlan, alice: Person, lena: Person) -> None:
    wait = wait_on_body(
        by=alice, item=item_of(plan, 2), body="laboratory", requested_on=ISSUED.date(),
        chase_on=date(2026, 3, 20), at=ISSUED,
    )  # fmt: skip
    finalised(plan, lena)
    assert "item_chase" not in owed(plan.case)
    reopen_plan(by=lena, plan=plan, reason="They sent it.", at=AFTER, **NEW)
    wait.refresh_from_db()
    assert wait.ended_at is None
    assert "item_chase" in owed(plan.case)


def test_why_a_milestone_is_void_says_who_was_wrong(plan: ActionPlan, gita: Person, lena: Person) -> None:
    row = withdrawn(plan, lena)
    take_back_plan_withdrawal(by=lena, ending=row, reason="A mistake.", at=LATER)
    again = withdrawn(plan, gita, at=AFTER, **document_of(UNANSWERED))
    confirm_plan_ending(by=lena, ending=again, stands=False, at=AFTER)
    rows = Milestone.objects.filter(case=plan.case, kind="resubmitted").order_by("recorded_at")
    assert [one.void_reason for one in rows] == [
        "What it rested on was recorded by mistake and taken back.",
        "CPS superseded what police entered.",
    ]


def test_a_plan_of_which_cps_owes_an_answer_to_a_dispute_offers_no_close(
    plan: ActionPlan, alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    link = reverse("finalise_plan", args=[plan.pk])
    page = sign_in(lena).get(reverse("action_plan_detail", args=[plan.pk])).content.decode()
    assert link in page
    disputed(plan, alice)
    page = sign_in(lena).get(reverse("action_plan_detail", args=[plan.pk])).content.decode()
    assert link not in page
