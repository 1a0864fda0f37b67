"""CPS withdraws a whole plan, or closes its record unanswered and opens it again: where the case goes, whose
days run, who hears, and that a mistake is taken back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from actionplans import timeline
from actionplans.enums import ItemStatus, PlanStatus
from actionplans.models import ActionPlan, PlanEnding, PlanReopening
from actionplans.notices.endings import recheck_finalised, recheck_open_again, recheck_plan_withdrawn
from actionplans.services import (
    assign_item,
    check_item,
    complete_plan,
    confirm_plan_ending,
    confirm_plan_reopening,
    finalise_plan,
    raise_reminders,
    reopen_plan,
    return_items,
    set_item_date,
    take_back_plan_withdrawal,
    withdraw_item,
    withdraw_plan,
)
from actionplans.turns import Days, days_of_rounds
from cases.enums import CLOSED_STAGES, Stage
from cases.models import Case, DueItem, Milestone
from rasso_tracker.clocks import day_words, now
from rasso_tracker.messages import NOW, Due, Gone
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.models import Message
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.web.text import within_a_sentence
from reviews.models import Decision, Notification
from tests.actionplans.conftest import ISSUED, ITEMS, REVIEW_ON, TARGET_ON, a_case, issued, moment, submitted
from tests.actionplans.test_item_pages import fresh, typed
from tests.actionplans.test_items import due_of, item_of
from tests.actionplans.test_recipients import heard
from tests.actionplans.test_superseded import document_of, of_the_plan, owed, stage
from tests.actionplans.test_withdrawals import status_of

__all__ = ["fresh"]
LATER = ISSUED + timedelta(days=1)
UNANSWERED = moment(date(2026, 6, 30))  # three months after the target date
NEW = {"target_date": date(2026, 7, 28), "review_date": date(2026, 7, 14)}


def withdrawn(plan: ActionPlan, by: Person, **more: Any) -> PlanEnding:
    more.setdefault("reason", "not_needed")
    more.setdefault("at", LATER)
    return withdraw_plan(by=by, plan=plan, **more)


def finalised(plan: ActionPlan, by: Person, **more: Any) -> PlanEnding:
    more.setdefault("at", UNANSWERED)
    return finalise_plan(by=by, plan=plan, **more)


def days(plan: ActionPlan, until: date) -> Days:
    return days_of_rounds([plan.submission_id], moment(until))[plan.submission_id]


def milestones(plan: ActionPlan) -> list[tuple[str, bool]]:
    kinds = ["action_plan_issued", "resubmitted", "admin_finalised"]
    rows = Milestone.objects.filter(case=plan.case, kind__in=kinds).order_by("occurred_at", "recorded_at")
    return [(one.kind, one.voided_at is None) for one in rows]


# CPS withdraws it


def test_a_plan_that_is_withdrawn_owes_nothing_and_cps_owes_its_answer_again(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    set_item_date(by=alice, item=item_of(plan), due_on=date(2026, 3, 20), reason="Sooner.", at=ISSUED)
    row = withdrawn(plan, lena, reason="issued_in_error", words="Of another case.")
    assert (row.ended_as, row.owed, row.stood, row.ended_at) == ("withdrawn", 2, "issued", LATER)
    assert status_of(plan) == (PlanStatus.WITHDRAWN, 0)
    assert (plan.closed_at, plan.next_step_at, plan.lapses_at) == (LATER, None, None)
    assert {one.status for one in plan.items.all()} == {ItemStatus.WITHDRAWN}
    assert owed(plan.case) == {"cps_answer"}
    due = DueItem.objects.get(case=plan.case, code="cps_answer", settled_at__isnull=True)
    assert due.due_on == date(2026, 3, 31)  # 28 days from 3 March
    assert stage(plan.case) == Stage.RESUBMITTED
    assert days(plan, date(2026, 3, 6)) == Days(police=1, cps=10)
    raise_reminders(at=UNANSWERED)
    plan.refresh_from_db()
    assert plan.step is None


def test_what_cps_owes_again_ends_with_its_next_plan(plan: ActionPlan, lena: Person) -> None:
    withdrawn(plan, lena)
    issued(plan.submission, lena, LATER + timedelta(days=1))
    assert "cps_answer" not in owed(plan.case)


def test_a_later_plan_takes_its_place_and_the_police_go_on(plan: ActionPlan, lena: Person) -> None:
    with pytest.raises(Invalid) as refused:
        withdrawn(plan, lena, reason="later_plan")
    assert refused.value.fields == {
        "reason": "No later plan is on this case. Issue that first, or choose another reason."
    }
    later = issued(plan.submission, lena, LATER)
    withdrawn(plan, lena, reason="later_plan", at=LATER + timedelta(hours=1))
    assert stage(plan.case) == Stage.ACTION_PLAN
    assert "cps_answer" not in owed(plan.case)
    assert days(plan, date(2026, 3, 6)) == Days(police=4, cps=7)
    assert status_of(later) == (PlanStatus.ISSUED, 2)


def test_a_plan_of_which_all_came_back_was_with_cps_already(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    return_items(by=alice, plan=plan, items=list(plan.items.all()), at=ISSUED)
    before = of_the_plan(plan.case)
    withdrawn(plan, lena)
    assert of_the_plan(plan.case) == before
    with pytest.raises(NotAllowed) as refused:
        withdrawn(plan, lena)
    assert str(refused.value) == "You cannot withdraw an action plan: this action plan is closed (Withdrawn)."


def test_every_fault_of_a_withdrawal_is_said_at_once(plan: ActionPlan, gita: Person, lena: Person) -> None:
    at = moment(date(2026, 3, 9))
    withdrawn_at = LATER - timedelta(days=5)
    with pytest.raises(Invalid) as refused:
        withdrawn(
            plan, gita, reason="other", withdrawn_at=withdrawn_at, at=at, document_date=date(2026, 3, 10)
        )
    assert refused.value.fields == {
        "words": "Say why CPS asks for it no more.",
        "withdrawn_at": "This cannot be before the action plan was issued.",
        "document_name": "Choose the CPS document that you enter this from.",
        "document_date": "The CPS document cannot be dated in the future.",
    }
    assert status_of(plan) == (PlanStatus.ISSUED, 2)


def test_a_mistake_is_taken_back_and_the_plan_is_as_it_was(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    set_item_date(by=alice, item=item_of(plan), due_on=date(2026, 3, 20), reason="Sooner.", at=ISSUED)
    return_items(by=alice, plan=plan, items=[item_of(plan, 2)], at=ISSUED)
    row = withdrawn(plan, lena)
    take_back_plan_withdrawal(by=lena, ending=row, reason="Wrong plan.", at=LATER)
    assert status_of(plan) == (PlanStatus.PART_RETURNED, 1)
    assert (plan.target_on, plan.review_on) == (TARGET_ON, REVIEW_ON)
    assert [one.status for one in plan.items.all()] == ["open", "returned"]
    assert due_of(item_of(plan)) == [("item_target", date(2026, 3, 20), "alice")]
    assert milestones(plan) == [("action_plan_issued", True), ("resubmitted", False)]
    assert "cps_answer" not in owed(plan.case)
    told = [one.title for one in timeline.entries(plan.case, alice)]
    assert told.count("Action plan 1: withdrawn") == 1
    assert "Action plan 1: open again" in told
    with pytest.raises(NotAllowed, match="was taken back on 3 March 2026 already"):
        take_back_plan_withdrawal(by=lena, ending=row, reason="Again.", at=LATER)


def test_dates_that_have_passed_meanwhile_are_set_anew(plan: ActionPlan, lena: Person) -> None:
    row = withdrawn(plan, lena)
    with pytest.raises(Invalid) as refused:
        take_back_plan_withdrawal(by=lena, ending=row, reason="A mistake.", at=UNANSWERED)
    assert refused.value.fields == {
        "target_date": "Enter a new target date: 30 March 2026 has passed.",
        "review_date": "Enter a new review date: 16 March 2026 has passed.",
    }
    take_back_plan_withdrawal(by=lena, ending=row, reason="A mistake.", at=UNANSWERED, **NEW)
    plan.refresh_from_db()
    assert {"target_date": plan.target_on, "review_date": plan.review_on} == NEW
    assert plan.is_lapsed(UNANSWERED) is False


def test_an_item_withdrawn_by_itself_stays_out_of_a_plan_that_is_taken_back(
    plan: ActionPlan, lena: Person
) -> None:
    withdraw_item(by=lena, item=item_of(plan), reason="not_needed", at=LATER)
    row = withdrawn(plan, lena)
    take_back_plan_withdrawal(by=lena, ending=row, reason="A mistake.", at=LATER)
    assert [one.status for one in plan.items.all()] == ["withdrawn", "open"]


# Closed unanswered


def test_only_what_is_owed_past_its_target_is_closed_unanswered(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    with pytest.raises(NotAllowed) as refused:
        finalised(plan, lena, at=LATER)
    assert str(refused.value) == (
        "The target date, 30 March 2026, has not passed, so the plan is not closed as unanswered."
        " If CPS needs it no more, withdraw the plan."
    )
    with pytest.raises(Invalid) as wrong:
        finalised(plan, lena, finalised_at=moment(date(2026, 3, 30)))
    assert wrong.value.fields == {
        "finalised_at": "The target date, 30 March 2026, had not passed then, so the plan was not unanswered"
        " yet."
    }
    return_items(by=alice, plan=plan, items=list(plan.items.all()), at=LATER)
    with pytest.raises(NotAllowed, match="Every item came back, so the police did answer"):
        finalised(plan, lena)


def test_it_is_no_decision_and_the_case_stays_with_the_police(plan: ActionPlan, lena: Person) -> None:
    finalised(plan, lena)
    assert status_of(plan) == (PlanStatus.ADMIN_FINALISED, 0)
    assert (plan.closed_at, plan.lapses_at, plan.step) == (UNANSWERED, None, None)
    case = Case.objects.get(pk=plan.case_id)
    assert (case.stage, case.is_closed) == (Stage.ADMIN_FINALISED, False)
    assert Stage.ADMIN_FINALISED not in CLOSED_STAGES
    assert not Decision.objects.exists()
    assert not Notification.objects.exists()
    assert not owed(case) & {"plan_target", "plan_review", "cps_answer", "tell_decision"}
    assert days(plan, date(2026, 7, 2)).cps == 7
    assert days(plan, date(2026, 7, 2)).police == 122


def test_officer_supervisor_and_gatekeepers_hear_at_once(
    plan: ActionPlan, alice: Person, bob: Person, lena: Person
) -> None:
    assign_item(by=alice, item=item_of(plan), owner=bob, at=ISSUED)
    row = finalised(plan, lena)
    due = recheck_finalised([row.pk], UNANSWERED)[row.pk]
    assert isinstance(due, Due)
    assert due.urgency == NOW
    assert {"alice", "gita"} <= heard(due)
    reopen_plan(by=lena, plan=plan, reason="They sent it.", at=UNANSWERED, **NEW)
    assert isinstance(recheck_finalised([row.pk], UNANSWERED)[row.pk], Gone)
    assert heard(recheck_open_again([row.pk], UNANSWERED)[row.pk]) == {"alice", "bob"}


def test_nobody_is_told_any_more_once_the_case_was_submitted_again(
    plan: ActionPlan, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    row = finalised(plan, lena)
    deliver(at=UNANSWERED)
    told = Message.objects.filter(kind="plan_finalised")
    assert {one.recipient.username for one in told} >= {"alice", "gita"}
    later = UNANSWERED + timedelta(days=1)
    submitted(plan.case, alice, unit, later)
    assert isinstance(recheck_finalised([row.pk], later)[row.pk], Gone)
    assert not told.filter(handled_at__isnull=True).exists()
    assert stage(plan.case) == Stage.RESUBMITTED


def test_the_officer_and_the_owners_hear_of_a_withdrawal(
    plan: ActionPlan, alice: Person, bob: Person, lena: Person
) -> None:
    assign_item(by=alice, item=item_of(plan), owner=bob, at=ISSUED)
    row = withdrawn(plan, lena)
    assert heard(recheck_plan_withdrawn([row.pk], LATER)[row.pk]) == {"alice", "bob"}
    take_back_plan_withdrawal(by=lena, ending=row, reason="A mistake.", at=LATER)
    assert isinstance(recheck_plan_withdrawn([row.pk], LATER)[row.pk], Gone)
    assert heard(recheck_open_again([row.pk], LATER)[row.pk]) == {"alice", "bob"}


def test_it_is_opened_again_with_new_dates(plan: ActionPlan, alice: Person, lena: Person) -> None:
    finalised(plan, lena)
    with pytest.raises(Invalid) as refused:
        reopen_plan(by=lena, plan=plan, reason="They sent it.", at=UNANSWERED)
    assert set(refused.value.fields) == {"target_date", "review_date"}
    with pytest.raises(Invalid) as refused:
        reopen_plan(
            by=lena,
            plan=plan,
            reason="They sent it.",
            target_date=date(2026, 6, 29),
            review_date=date(2027, 6, 29),
            at=UNANSWERED,
        )
    assert refused.value.fields == {
        "target_date": "Enter today's date or a date in the future.",
        "review_date": "A review is at most 92 days away: 30 September 2026 at the latest.",
    }
    reopen_plan(by=lena, plan=plan, reason="They sent it.", at=UNANSWERED, **NEW)
    assert status_of(plan) == (PlanStatus.IN_PROGRESS, 2)
    assert {"target_date": plan.target_on, "review_date": plan.review_on} == NEW
    assert stage(plan.case) == Stage.ACTION_PLAN
    return_items(by=alice, plan=plan, items=list(plan.items.all()), at=UNANSWERED)
    assert status_of(plan) == (PlanStatus.RETURNED, 0)
    assert stage(plan.case) == Stage.RESUBMITTED
    complete_plan(by=lena, plan=plan, at=UNANSWERED)
    with pytest.raises(NotAllowed, match="Only one that CPS closed unanswered"):
        reopen_plan(by=lena, plan=plan, reason="Again.", at=UNANSWERED, **NEW)


def test_a_plan_may_be_closed_unanswered_twice(plan: ActionPlan, lena: Person) -> None:
    first = finalised(plan, lena)
    reopen_plan(by=lena, plan=plan, reason="They sent it.", at=UNANSWERED, **NEW)
    much_later = moment(date(2026, 11, 2))
    second = finalised(plan, lena, at=much_later)
    first.refresh_from_db()
    assert (first.stands, second.stands) == (False, True)
    assert status_of(plan) == (PlanStatus.ADMIN_FINALISED, 0)


# Entered by police


def test_cps_supersedes_a_withdrawal_that_police_entered(
    plan: ActionPlan, gita: Person, lena: Person
) -> None:
    at = moment(date(2026, 3, 9))
    row = withdrawn(plan, gita, at=at, **document_of(moment(date(2026, 3, 5))))
    assert row.ended_at == moment(date(2026, 3, 5))
    confirm_plan_ending(by=lena, ending=row, stands=False, at=at)
    assert status_of(plan) == (PlanStatus.ISSUED, 2)
    assert milestones(plan) == [("action_plan_issued", True), ("resubmitted", False)]
    assert "cps_answer" not in owed(plan.case)
    assert days(plan, date(2026, 3, 9)) == Days(police=7, cps=7)


def test_cps_supersedes_that_its_record_was_closed_and_that_it_was_opened(
    plan: ActionPlan, gita: Person, lena: Person
) -> None:
    row = finalised(plan, gita, **document_of(UNANSWERED))
    confirm_plan_ending(by=lena, ending=row, stands=True, at=UNANSWERED)
    again = reopen_plan(
        by=gita, plan=plan, reason="By e-mail.", at=UNANSWERED, **NEW, **document_of(UNANSWERED)
    )
    confirm_plan_reopening(by=lena, reopening=again, stands=False, at=UNANSWERED)
    assert status_of(plan) == (PlanStatus.ADMIN_FINALISED, 0)
    assert stage(plan.case) == Stage.ADMIN_FINALISED
    assert plan.closed_at == UNANSWERED
    reopen_plan(by=lena, plan=plan, reason="Now.", at=UNANSWERED + timedelta(hours=1), **NEW)
    assert status_of(plan) == (PlanStatus.IN_PROGRESS, 2)


def test_what_came_back_on_a_plan_opened_by_police_is_not_lost(
    plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    finalised(plan, lena)
    again = reopen_plan(
        by=gita, plan=plan, reason="By e-mail.", at=UNANSWERED, **NEW, **document_of(UNANSWERED)
    )
    return_items(by=alice, plan=plan, items=[item_of(plan)], at=UNANSWERED + timedelta(hours=1))
    confirm_plan_reopening(by=lena, reopening=again, stands=False, at=UNANSWERED + timedelta(hours=2))
    assert status_of(plan) == (PlanStatus.PART_RETURNED, 1)


def test_an_item_that_was_checked_meanwhile_dates_the_document(
    plan: ActionPlan, alice: Person, gita: Person, lena: Person
) -> None:
    return_items(by=alice, plan=plan, items=[item_of(plan)], at=ISSUED)
    check_item(by=lena, item=item_of(plan), accepted=False, note="Unsigned.", at=moment(date(2026, 3, 9)))
    with pytest.raises(Invalid) as refused:
        withdrawn(plan, gita, at=moment(date(2026, 3, 10)), **document_of(moment(date(2026, 3, 4))))
    assert refused.value.fields == {
        "document_date": "The CPS document cannot be dated before CPS last checked an item (9 March 2026),"
        " which it speaks of. Check the date."
    }


# Pages and the API


def test_the_page_of_a_plan_says_how_it_ended_and_offers_what_comes_next(
    lapsed: list[ActionPlan], alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    plan, client = lapsed[0], sign_in(lena)
    page = reverse("action_plan_detail", args=[plan.pk])
    assert reverse("finalise_plan", args=[plan.pk]) in client.get(page).content.decode()
    given = {"version": str(plan.version), "words": "Asked three times."}
    client.post(reverse("finalise_plan", args=[plan.pk]), given)
    shown = client.get(page).content.decode()
    assert "Administratively finalised" in shown
    assert "Asked three times." in shown
    assert "This is no decision" in shown
    assert reverse("reopen_plan", args=[plan.pk]) in shown
    assert reverse("withdraw_plan", args=[plan.pk]) not in shown
    plan.refresh_from_db()
    answer = client.post(
        reverse("reopen_plan", args=[plan.pk]), {"version": str(plan.version), "reason": "They sent it."}
    )
    assert answer.status_code == 422
    assert "Enter a new target date" in answer.content.decode()
    assert "They sent it." in answer.content.decode()
    assert not PlanReopening.objects.exists()


@pytest.mark.parametrize(
    ("deed", "sent", "field"),
    [
        ("withdraw", {}, "reason"),
        ("withdraw", {"reason": "not_answered"}, "reason"),
        ("withdraw", {"reason": "later_plan"}, "reason"),
        ("withdraw", {"reason": "not_needed", "withdrawn_at": "2999-01-01T10:00:00Z"}, "withdrawn_at"),
        ("withdraw", {"reason": "not_needed", "words": ["a"]}, "words"),
        ("finalise", {"finalised_at": "2020-01-01T10:00:00Z"}, "finalised_at"),
        ("finalise", {"finalised_at": "yesterday"}, "finalised_at"),
    ],
)
def test_the_api_says_which_field_is_wrong(
    lapsed: list[ActionPlan],
    lena: Person,
    sign_in: Callable[..., Any],
    deed: str,
    sent: dict[str, Any],
    field: str,
) -> None:
    plan = lapsed[0]
    answer = sign_in(lena).post(
        f"/api/v1/action-plans/{plan.pk}/{deed}/",
        sent,
        content_type="application/json",
        headers={"If-Match": f'"{plan.version}"'},
    )
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    assert not PlanEnding.objects.exists()


def test_who_read_the_plan_before_it_came_back_does_not_withdraw_it_unseen(
    fresh: ActionPlan, alice: Person, lena: Person, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(lena)
    return_items(by=alice, plan=fresh, items=list(fresh.items.all()))
    stale = typed(item_of(fresh), {"reason": "not_needed"}) | {"version": str(fresh.version)}
    answer = client.post(reverse("withdraw_plan", args=[fresh.pk]), stale)
    assert answer.status_code == 409
    assert not PlanEnding.objects.exists()


@pytest.mark.parametrize("deed", ["finalise", "withdraw"])
def test_the_form_that_ends_a_plan_names_what_was_asked_and_not_answered(
    deed: str, alice: Person, lena: Person, unit: CpsUnit, sign_in: Callable[..., Any]
) -> None:
    at = now() - timedelta(days=60)
    late = issued(submitted(a_case(alice, at), alice, unit, at), lena, at)
    return_items(by=alice, plan=late, items=[item_of(late, 1)], note="")
    check_item(by=lena, item=item_of(late, 1), accepted=True)
    item, by = item_of(late, 2), day_words(late.target_on)
    page = sign_in(lena).get(f"/action-plans/{late.pk}/{deed}/").content.decode()
    listed = page.partition("Asked for and not answered</h2>")[2].partition("</ul>")[0]
    says = f"Item 2, {within_a_sentence(item.get_type_display())}: {ITEMS[1]['asks']} (Alice, by {by})"
    assert re.findall(r"<li>(.*?)</li>", listed) == [says]
