"""The deeds: what each changes, and what each refuses with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplans import home, panels, timeline
from actionplans.enums import (
    CLOSED_PLANS,
    OPEN_PLANS,
    PLAN_CHANGES,
    ItemStatus,
    PlanStatus,
    RejectionReason,
    ReviewOutcome,
    SubmissionKind,
)
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    Advice,
    Escalation,
    PlanDate,
    Submission,
    Triage,
)
from actionplans.rules import check_change
from actionplans.seals import Label, Sealer
from actionplans.services import (
    acknowledge_escalation,
    check_item,
    complete_plan,
    confirm_action_plan,
    confirm_triage,
    issue_action_plan,
    raise_reminders,
    record_plan_review,
    return_items,
    set_ladder_step,
    set_plan_date,
    submit_to_cps,
    triage_submission,
    withdraw_plans_of,
    write_advice,
)
from cases.enums import MilestoneKind, Stage
from cases.models import Allegation, Case, DueItem, Milestone
from cases.services import assign_officer, record_milestone
from rasso_tracker.audit import Action
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.models import AuditEvent
from rasso_tracker.clocks import OutsideCalendar, end_of_day
from rasso_tracker.people.models import CpsUnit, Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from tests.actionplans.conftest import (
    ISSUED,
    ITEMS,
    REVIEW_ON,
    SUBMITTED,
    TARGET_ON,
    a_case,
    issued,
    moment,
    submitted,
)
from tests.decisions import by_cps, said_of, stays

REASON = [{"reason": RejectionReason.MG11, "words": "The neighbour's statement is missing."}]
LAPSED = end_of_day(REVIEW_ON)


def items_of(plan: ActionPlan) -> list[ActionPlanItem]:
    return list(ActionPlanItem.objects.filter(plan=plan))


def due_of(plan: ActionPlan) -> dict[str, date]:
    return dict(DueItem.objects.filter(source=plan.pk, settled_at__isnull=True).values_list("code", "due_on"))


# Submitting


def test_submitting_opens_the_case_to_the_unit_and_the_gatekeepers(
    case: Case, alice: Person, lena: Person, gita: Person, nora: Person, unit: CpsUnit
) -> None:
    assert not Case.objects.visible_to(gita).exists()
    assert not Case.objects.visible_to(lena).exists()
    submitted(case, alice, unit)
    for person in (gita, lena):
        assert Case.objects.visible_to(person).get() == case
    assert not Case.objects.visible_to(nora).exists()
    case.refresh_from_db()
    assert case.stage == Stage.WITH_CPS


@pytest.mark.parametrize(
    ("kind", "due_on"),
    [
        (SubmissionKind.EARLY_ADVICE, date(2026, 3, 16)),
        (SubmissionKind.WITHIN_5_DAYS, date(2026, 2, 28)),
        (SubmissionKind.WITHIN_28_DAYS, date(2026, 3, 23)),
        (SubmissionKind.PRIORITY, date(2026, 2, 23)),
    ],
)
def test_each_kind_of_submission_has_its_own_clock(
    kind: SubmissionKind, due_on: date, case: Case, alice: Person, unit: CpsUnit
) -> None:
    submission = submitted(case, alice, unit, kind=kind)
    assert submission.due_on == due_on
    owed = DueItem.objects.get(source=submission.pk)
    assert (owed.code, owed.due_on) == ("cps_answer", due_on)


def test_a_case_goes_again_as_the_next_round_once_triage_has_spoken(
    submission: Submission, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    with pytest.raises(NotAllowed, match="still waits for CPS triage"):
        submitted(submission.case, alice, unit, moment(date(2026, 2, 24)))
    triage_submission(
        by=lena,
        submission=submission,
        accepted=False,
        reasons=REASON,
        respond_by=date(2026, 3, 10),
        at=moment(date(2026, 2, 25)),
    )
    case = Case.objects.get(pk=submission.case_id)
    assert case.stage == Stage.TRIAGE_REJECTED
    assert DueItem.objects.get(code="respond_to_triage", settled_at__isnull=True).due_on == date(2026, 3, 10)
    second = submitted(case, alice, unit, moment(date(2026, 3, 2)))
    assert second.round == 2
    assert not DueItem.objects.filter(code="respond_to_triage", settled_at__isnull=True).exists()
    case.refresh_from_db()
    assert case.stage == Stage.RESUBMITTED


def test_a_submission_names_allegations_of_its_own_case(
    case: Case, alice: Person, unit: CpsUnit, charlie: Person
) -> None:
    other = Allegation.objects.get(case=a_case(charlie))
    for chosen in ([], [other]):
        with pytest.raises(Invalid) as refused:
            submit_to_cps(
                by=alice, case=case, kind="early_advice", cps_unit=unit, allegations=chosen, at=SUBMITTED
            )
        assert set(refused.value.fields) == {"allegations"}


def test_a_submission_is_neither_in_the_future_nor_before_the_report(
    case: Case, alice: Person, unit: CpsUnit
) -> None:
    for wrong in (SUBMITTED + timedelta(seconds=1), moment(date(2026, 1, 1))):
        with pytest.raises(Invalid) as refused:
            submitted(case, alice, unit, submitted_at=wrong)
        assert set(refused.value.fields) == {"submitted_at"}


@pytest.mark.parametrize("username", ["lena", "mona", "rita", "ivy", "adam", "audrey"])
def test_only_police_who_work_on_cases_submit(username: str, case: Case, unit: CpsUnit, db: None) -> None:
    with pytest.raises(NotAllowed, match="You cannot submit a case to CPS as"):
        submitted(case, Person.objects.get(username=username), unit)


# Triage and advice


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"accepted": False}, {"reasons", "respond_by"}),
        ({"accepted": False, "reasons": REASON * 2, "respond_by": date(2026, 3, 9)}, {"reasons"}),
        ({"accepted": False, "reasons": REASON, "respond_by": date(2026, 2, 24)}, {"respond_by"}),
        ({"accepted": True, "reasons": REASON, "respond_by": date(2026, 3, 9)}, {"reasons", "respond_by"}),
    ],
)
def test_a_rejection_has_reasons_and_a_date_ahead_and_an_acceptance_neither(
    more: dict[str, Any], fields: set[str], submission: Submission, lena: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        triage_submission(by=lena, submission=submission, at=moment(date(2026, 2, 24)), **more)
    assert set(refused.value.fields) == fields


@pytest.mark.parametrize("reason", ["custody_status", "insufficient"])
def test_only_a_priority_submission_is_rejected_for_a_reason_of_custody(
    reason: str, case: Case, submission: Submission, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    more: dict[str, Any] = {"accepted": False, "reasons": [{"reason": reason, "words": ""}]}
    more |= {"respond_by": date(2026, 3, 10), "at": moment(date(2026, 2, 24))}
    with pytest.raises(Invalid) as refused:
        triage_submission(by=lena, submission=submission, **more)
    assert refused.value.fields == {"reasons-0-reason": "Only a priority submission is rejected for this."}
    red = submitted(a_case(alice), alice, unit, kind=SubmissionKind.PRIORITY)
    assert triage_submission(by=lena, submission=red, **more).reasons.get().reason == reason


def test_a_submission_is_triaged_once(accepted: Submission, lena: Person) -> None:
    with pytest.raises(NotAllowed, match="was triaged already"):
        triage_submission(by=lena, submission=accepted, accepted=True, at=ISSUED)


def test_the_words_of_a_rejection_are_sealed(submission: Submission, lena: Person) -> None:
    triage = triage_submission(
        by=lena,
        submission=submission,
        accepted=False,
        reasons=REASON,
        respond_by=date(2026, 3, 10),
        at=moment(date(2026, 2, 24)),
    )
    row = triage.reasons.get()
    assert b"neighbour" not in bytes(row.words_sealed)
    opened = Sealer(triage.case_id).open(Label.TRIAGE_WORDS, row.pk, row.words_sealed)
    assert opened == "The neighbour's statement is missing."


def test_advice_is_added_and_never_changed(accepted: Submission, lena: Person) -> None:
    first = write_advice(by=lena, submission=accepted, text="First thoughts.", at=ISSUED)
    second = write_advice(by=lena, submission=accepted, text="On reflection.", at=ISSUED)
    assert list(Advice.objects.values_list("version", flat=True)) == [1, 2]
    texts = [Sealer(one.case_id).open(Label.ADVICE_TEXT, one.pk, one.text_sealed) for one in (first, second)]
    assert texts == ["First thoughts.", "On reflection."]


def test_early_advice_stops_its_clock_and_is_a_milestone(
    case: Case, alice: Person, lena: Person, unit: CpsUnit
) -> None:
    submission = submitted(case, alice, unit, kind=SubmissionKind.EARLY_ADVICE)
    write_advice(by=lena, submission=submission, kind="early", text="Ask for the phone.", at=ISSUED)
    submission.refresh_from_db()
    assert submission.answered_at == ISSUED
    assert Milestone.objects.filter(case=case, kind=MilestoneKind.EARLY_ADVICE_GIVEN).count() == 1
    assert not DueItem.objects.filter(source=submission.pk, settled_at__isnull=True).exists()


# CPS acts that police enter


def test_everything_works_with_no_cps_person(submission: Submission, gita: Person, alice: Person) -> None:
    document: dict[str, Any] = {"document_name": "mg3", "document_date": date(2026, 2, 27)}
    triage_submission(by=gita, submission=submission, accepted=True, at=ISSUED, **document)
    write_advice(by=gita, submission=submission, text="As in the MG3.", at=ISSUED, **document)
    plan = issued(submission, gita, **document)
    assert plan.mark == "Entered by police from the CPS document of 27 February 2026"
    assert (plan.prosecutor, plan.awaits_cps) == (None, True)
    return_items(by=alice, plan=plan, items=items_of(plan), at=LAPSED)
    document["document_date"] = LAPSED.date()
    record_plan_review(by=gita, plan=plan, outcome=ReviewOutcome.COMPLETE, note="", at=LAPSED, **document)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.COMPLETED


@pytest.mark.parametrize(
    ("document", "fields"),
    [
        ({}, {"document_name", "document_date"}),
        ({"document_name": "mg3"}, {"document_date"}),
        ({"document_name": "mg3", "document_date": date(2027, 1, 1)}, {"document_date"}),
        ({"document_name": "mg3", "document_date": date(1900, 1, 1)}, {"document_date"}),
    ],
)
def test_police_name_and_date_the_document(
    document: dict[str, Any], fields: set[str], submission: Submission, alice: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        issued(submission, alice, **document)
    assert set(refused.value.fields) == fields
    assert not ActionPlan.objects.exists()


def test_cps_confirms_what_police_entered_once(submission: Submission, gita: Person, lena: Person) -> None:
    plan = issued(submission, gita, document_name="mg3a", document_date=date(2026, 2, 27))
    with pytest.raises(NotAllowed):
        confirm_action_plan(by=gita, plan=plan, stands=True, at=ISSUED)
    confirm_action_plan(by=lena, plan=plan, stands=True, at=ISSUED)
    plan.refresh_from_db()
    assert (plan.confirmed_by, plan.confirmed_at, plan.is_open) == (lena, ISSUED, True)
    with pytest.raises(NotAllowed, match="confirmed or superseded already"):
        confirm_action_plan(by=lena, plan=plan, stands=False, at=ISSUED)


def test_cps_supersedes_what_police_entered_and_records_its_own(
    submission: Submission, gita: Person, lena: Person
) -> None:
    plan = issued(submission, gita, document_name="mg3a", document_date=date(2026, 2, 27))
    confirm_action_plan(by=lena, plan=plan, stands=False, at=ISSUED)
    plan.refresh_from_db()
    assert (plan.status, plan.superseded_by, plan.next_step_at) == (PlanStatus.WITHDRAWN, lena, None)
    assert issued(submission, lena).number == 2


def test_a_superseded_triage_is_asked_for_again(submission: Submission, gita: Person, lena: Person) -> None:
    document: dict[str, Any] = {"document_name": "triage_note", "document_date": date(2026, 2, 24)}
    triage = triage_submission(by=gita, submission=submission, accepted=True, at=ISSUED, **document)
    confirm_triage(by=lena, triage=triage, stands=False, at=ISSUED)
    triage_submission(
        by=lena,
        submission=submission,
        accepted=False,
        reasons=REASON,
        respond_by=date(2026, 3, 20),
        at=ISSUED,
    )
    assert Triage.objects.filter(submission=submission, superseded_at__isnull=True).get().accepted is False


# The plan and its items


def test_a_plan_takes_its_dates_from_the_rules_when_none_is_given(plan: ActionPlan) -> None:
    assert (plan.target_on, plan.review_on) == (TARGET_ON, REVIEW_ON)
    assert due_of(plan) == {"plan_target": TARGET_ON, "plan_review": REVIEW_ON}
    assert (plan.status, plan.items_open, plan.step) == (PlanStatus.ISSUED, 2, None)
    assert plan.next_step_at == LAPSED
    case = Case.objects.get(pk=plan.case_id)
    assert (case.stage, case.next_due_on) == (Stage.ACTION_PLAN, REVIEW_ON)


def test_target_and_review_fall_in_either_order_and_never_before_the_issue(
    accepted: Submission, lena: Person
) -> None:
    first = issued(accepted, lena, target_date=date(2026, 3, 5), review_date=date(2026, 4, 1))
    assert first.next_step_at == end_of_day(date(2026, 3, 5))
    assert issued(accepted, lena, review_date=date(2026, 3, 2)).review_on == date(2026, 3, 2)
    for field in ("target_date", "review_date"):
        with pytest.raises(Invalid) as refused:
            issued(accepted, lena, **{field: date(2026, 3, 1)})
        assert set(refused.value.fields) == {field}


def test_a_plan_without_items_is_refused(accepted: Submission, lena: Person) -> None:
    with pytest.raises(Invalid, match="asks for something"):
        issue_action_plan(by=lena, submission=accepted, items=[], at=ISSUED)


def test_a_date_beyond_the_bank_holidays_is_refused_and_not_guessed(
    accepted: Submission, lena: Person
) -> None:
    with pytest.raises(OutsideCalendar, match="covers 2012 to 2028"):
        issued(accepted, lena, moment(date(2028, 10, 10)), review_date=date(2028, 12, 20))


def test_part_of_the_items_and_then_the_rest_come_back(plan: ActionPlan, alice: Person, lena: Person) -> None:
    one, two = items_of(plan)
    at = moment(date(2026, 3, 9))
    plan = return_items(by=alice, plan=plan, items=[one], note="Attached.", at=at)
    assert (plan.status, plan.items_open) == (PlanStatus.PART_RETURNED, 1)
    plan = return_items(by=alice, plan=plan, items=[two], at=at)
    assert (plan.status, plan.items_open) == (PlanStatus.RETURNED, 0)
    assert due_of(plan) == {"plan_review": REVIEW_ON}
    assert Case.objects.get(pk=plan.case_id).stage == Stage.RESUBMITTED
    with pytest.raises(NotAllowed, match="Item 2 was returned and waits for CPS to check it"):
        return_items(by=alice, plan=plan, items=[two], at=at)


def test_items_of_another_plan_are_refused(
    plan: ActionPlan, make_plan: Callable[..., ActionPlan], alice: Person
) -> None:
    other = make_plan()
    with pytest.raises(Invalid):
        return_items(by=alice, plan=plan, items=[*items_of(plan), *items_of(other)], at=ISSUED)


def test_an_item_that_is_sent_back_is_owed_again_and_its_target_counts(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    at = moment(date(2026, 3, 9))
    return_items(by=alice, plan=plan, items=items_of(plan), at=at)
    item = items_of(plan)[0]
    with pytest.raises(Invalid, match="Say what is still missing"):
        check_item(by=lena, item=item, accepted=False, at=at)
    later = at + timedelta(days=1)
    check_item(by=lena, item=item, accepted=False, note="The signature is missing.", at=later)
    plan.refresh_from_db()
    assert (plan.status, plan.items_open) == (PlanStatus.REJECTED, 1)
    assert due_of(plan)["plan_target"] == TARGET_ON
    assert Case.objects.get(pk=plan.case_id).stage == Stage.ACTION_PLAN
    raise_reminders(at=end_of_day(TARGET_ON))
    assert Escalation.objects.filter(plan=plan, plan_date__kind="target").exists()


def test_time_that_cps_took_to_check_is_not_held_against_the_police(
    plan: ActionPlan, alice: Person, lena: Person
) -> None:
    """Everything came back in time; CPS sends an item back after the target date."""
    return_items(by=alice, plan=plan, items=items_of(plan), at=moment(date(2026, 3, 9)))
    at = moment(date(2026, 6, 1))
    check_item(by=lena, item=items_of(plan)[0], accepted=False, note="Sign it.", at=at)
    plan.refresh_from_db()
    assert plan.target_on == date(2026, 6, 29)
    raise_reminders(at=at)
    assert not Escalation.objects.filter(plan=plan, plan_date__kind="target").exists()
    assert PlanDate.objects.get(plan=plan, kind="target", superseded_at__isnull=True).because == "sent_back"


def test_a_plan_is_completed_only_when_nothing_is_owed(plan: ActionPlan, alice: Person, lena: Person) -> None:
    with pytest.raises(Invalid, match="2 items are still with the police"):
        complete_plan(by=lena, plan=plan, at=ISSUED)
    return_items(by=alice, plan=plan, items=items_of(plan), at=ISSUED)
    plan = complete_plan(by=lena, plan=plan, at=ISSUED)
    assert {item.status for item in items_of(plan)} == {ItemStatus.ACCEPTED}
    assert (plan.next_step_at, plan.lapses_at, due_of(plan)) == (None, None, {})
    with pytest.raises(NotAllowed, match="this action plan is closed"):
        set_plan_date(by=alice, plan=plan, kind="review", due_on=date(2026, 5, 1), reason="No.", at=ISSUED)


def test_the_open_plans_of_a_decided_case_are_withdrawn(plan: ActionPlan, lena: Person) -> None:
    raise_reminders(at=LAPSED)
    with open_door("a test decides a case"):
        assert withdraw_plans_of(case=plan.case, by=lena, at=LAPSED) == [plan]
    plan.refresh_from_db()
    assert (plan.status, plan.step, plan.next_step_at) == (PlanStatus.WITHDRAWN, None, None)


@pytest.mark.parametrize("start", PlanStatus)
def test_a_plan_changes_as_its_table_says(start: PlanStatus) -> None:
    plan = ActionPlan(status=start)
    for to in PlanStatus:
        if to == start or to in PLAN_CHANGES[start]:
            check_change(plan, to)
        else:
            with pytest.raises(NotAllowed, match="cannot become"):
                check_change(plan, to)


def test_every_status_is_either_open_or_closed() -> None:
    assert {*OPEN_PLANS, *CLOSED_PLANS} == set(PlanStatus)
    assert set(PLAN_CHANGES) == set(PlanStatus)
    assert all(set(CLOSED_PLANS) <= PLAN_CHANGES[status] for status in OPEN_PLANS)


# Dates, reviews, acknowledgements


def test_moving_a_date_keeps_the_old_one_as_a_row(plan: ActionPlan, alice: Person) -> None:
    row = set_plan_date(
        by=alice, plan=plan, kind="target", due_on=date(2026, 4, 20), reason="The laboratory.", at=ISSUED
    )
    kept = PlanDate.objects.filter(plan=plan, kind="target").order_by("due_on")
    assert [(one.due_on, one.superseded_at) for one in kept] == [
        (TARGET_ON, ISSUED),
        (date(2026, 4, 20), None),
    ]
    assert Sealer(plan.case_id).open(Label.DATE_REASON, row.pk, row.reason_sealed) == "The laboratory."
    plan.refresh_from_db()
    assert (plan.target_on, due_of(plan)["plan_target"]) == (date(2026, 4, 20), date(2026, 4, 20))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"due_on": date(2026, 3, 1)}, "due_on"),
        ({"due_on": REVIEW_ON}, "due_on"),
        ({"reason": "  "}, "reason"),
        ({"kind": "next_act"}, "kind"),
        ({"kind": "target", "due_on": date(2027, 3, 7)}, "due_on"),
    ],
)
def test_a_date_moves_ahead_with_a_reason(
    change: dict[str, Any], field: str, plan: ActionPlan, alice: Person
) -> None:
    values = {"kind": "review", "due_on": date(2026, 4, 1), "reason": "Leave.", **change}
    with pytest.raises(Invalid) as refused:
        set_plan_date(by=alice, plan=plan, at=moment(date(2026, 3, 5)), **values)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"outcome": "on_track"}, {"next_review_on"}),
        ({"outcome": "new_date", "next_review_on": date(2026, 4, 1)}, {"new_target_on", "reason"}),
        ({"outcome": "escalate", "next_review_on": date(2026, 3, 1)}, {"next_review_on"}),
        ({"outcome": "complete"}, {"outcome"}),
        (
            {
                "outcome": "new_date",
                "next_review_on": date(2026, 4, 9),
                "new_target_on": date(2036, 4, 9),
                "reason": "Leave.",
            },
            {"new_target_on"},
        ),
        (
            {
                "outcome": "on_track",
                "next_review_on": date(2026, 4, 9),
                "new_target_on": date(2026, 4, 9),
            },
            {"new_target_on"},
        ),
    ],
)
def test_a_review_says_what_its_outcome_needs(
    values: dict[str, Any], fields: set[str], plan: ActionPlan, gita: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        record_plan_review(by=gita, plan=plan, note="", at=moment(date(2026, 3, 17)), **values)
    assert set(refused.value.fields) == fields


@pytest.mark.parametrize(
    ("days", "reason", "field", "sentence"),
    [
        (29, " ", "reason", "Say why the next review is more than 28 days away."),
        (93, "Trial.", "next_review_on", "A review is at most 92 days away: 17 June 2026 at the latest."),
    ],
)
def test_a_next_review_far_away_needs_a_reason_and_has_a_limit(
    days: int, reason: str, field: str, sentence: str, plan: ActionPlan, gita: Person
) -> None:
    today = date(2026, 3, 17)
    values = {"next_review_on": today + timedelta(days=days), "reason": reason}
    with pytest.raises(Invalid) as refused:
        record_plan_review(
            by=gita,
            plan=plan,
            outcome="on_track",
            note="",
            at=moment(today),
            **values,  # type: ignore[arg-type]  # what the form would give
        )
    assert refused.value.fields == {field: sentence}


def test_a_review_far_away_keeps_its_reason_with_the_date(plan: ActionPlan, gita: Person) -> None:
    day = date(2026, 6, 17)
    record_plan_review(
        by=gita,
        plan=plan,
        outcome="on_track",
        note="",
        next_review_on=day,
        reason="The laboratory needs ten weeks.",
        at=moment(date(2026, 3, 17)),
    )
    row = PlanDate.objects.get(plan=plan, kind="review", superseded_at__isnull=True)
    assert row.due_on == day
    reason = Sealer(plan.case_id).open(Label.DATE_REASON, row.pk, row.reason_sealed)
    assert reason == "The laboratory needs ten weeks."


def test_a_review_date_is_not_moved_past_the_limit(plan: ActionPlan, gita: Person) -> None:
    with pytest.raises(Invalid) as refused:
        set_plan_date(by=gita, plan=plan, kind="review", due_on=date(2026, 6, 3), reason="Later.", at=ISSUED)
    assert refused.value.fields == {"due_on": "A review is at most 92 days away: 2 June 2026 at the latest."}


def test_a_plan_past_its_target_with_items_open_is_not_on_track(plan: ActionPlan, gita: Person) -> None:
    with pytest.raises(Invalid, match="not on track"):
        record_plan_review(
            by=gita,
            plan=plan,
            outcome="on_track",
            note="",
            next_review_on=date(2026, 5, 1),
            at=end_of_day(TARGET_ON),
        )


def test_an_officer_does_not_review_the_plan_that_they_answer_for(plan: ActionPlan, alice: Person) -> None:
    with pytest.raises(NotAllowed, match="You cannot review an action plan as Officer"):
        record_plan_review(
            by=alice, plan=plan, outcome="on_track", note="", next_review_on=date(2026, 5, 1), at=LAPSED
        )


def test_a_high_step_is_not_answered_by_the_officer_it_is_about(
    plan: ActionPlan, alice: Person, dina: Person
) -> None:
    at = end_of_day(date(2026, 3, 23))
    raise_reminders(at=at)
    act: dict[str, Any] = {"next_act": "Ring.", "next_act_on": date(2026, 3, 27), "at": at}
    for step in (0, 2):  # nor by answering a lower step of the same ladder
        row = Escalation.objects.get(plan=plan, step=step)
        with pytest.raises(NotAllowed, match="climbed to step 2"):
            acknowledge_escalation(by=alice, escalation=row, **act)
    acknowledge_escalation(by=dina, escalation=Escalation.objects.get(plan=plan, step=2), **act)
    with pytest.raises(NotAllowed, match="no longer stands"):
        acknowledge_escalation(by=dina, escalation=Escalation.objects.get(plan=plan, step=1), **act)


def test_a_promise_lies_ahead(plan: ActionPlan, alice: Person) -> None:
    raise_reminders(at=LAPSED)
    row = Escalation.objects.get(plan=plan)
    for next_act, next_act_on, field in (
        ("", date(2026, 3, 20), "next_act"),
        ("Ring.", date(2026, 3, 16), "next_act_on"),
        ("Ring.", date(2026, 4, 15), "next_act_on"),  # 29 days: that holds the ladder too long
    ):
        with pytest.raises(Invalid) as refused:
            acknowledge_escalation(
                by=alice, escalation=row, next_act=next_act, next_act_on=next_act_on, at=LAPSED
            )
        assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    ("field", "day", "sentence"),
    [
        ("review_date", date(2026, 6, 3), "A review is at most 92 days away: 2 June 2026 at the latest."),
        ("target_date", date(2027, 3, 4), "A target date is within a year: 3 March 2027 at the latest."),
    ],
)
def test_a_plan_is_issued_with_dates_that_somebody_will_live_to_see(
    field: str, day: date, sentence: str, accepted: Submission, lena: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        issued(accepted, lena, **{field: day})
    assert refused.value.fields == {field: sentence}
    assert issued(accepted, lena, **{field: day - timedelta(days=1)}).is_open


def test_a_step_of_the_ladder_never_falls_due_before_the_one_below(adam: Person) -> None:
    with pytest.raises(Invalid, match="would fall due before"):
        set_ladder_step(
            by=adam,
            kind="review",
            step=1,
            amount=6,
            unit="working_days",
            police_posts=["gatekeeper"],
            in_force_from=date(2026, 4, 1),
            at=ISSUED,
        )


def test_a_step_of_the_ladder_always_calls_on_the_police(adam: Person) -> None:
    with pytest.raises(Invalid, match="never ends at nobody"):
        set_ladder_step(
            by=adam,
            kind="review",
            step=1,
            amount=3,
            unit="working_days",
            police_posts=[],
            in_force_from=date(2026, 4, 1),
            at=ISSUED,
        )


def test_a_step_of_the_ladder_calls_each_side_by_its_own_posts_and_within_reach(
    adam: Person, sign_in: Callable[[Person], Client]
) -> None:
    given = {"kind": "review", "step": 1, "unit": "working_days", "in_force_from": date(2050, 4, 1)}
    with pytest.raises(Invalid) as refused:
        set_ladder_step(
            by=adam,
            amount=251,
            police_posts=["gatekeeper", "legal_manager"],
            cps_posts=["investigator", "other"],
            at=ISSUED,
            **given,  # type: ignore[arg-type]  # plain values of the same names
        )
    assert refused.value.fields == {
        "police_posts": "Legal manager: no police post. Choose posts that are offered.",
        "cps_posts": "Investigator and Other: no CPS post. Choose posts that are offered.",
        "amount": "Enter a whole number from 0 to 250.",
    }
    sent = {**given, "in_force_from": "2050-04-01", "amount": 999999999, "police_posts": ["legal_manager"]}
    answer = sign_in(adam).post("/api/v1/ladder-steps/", sent, content_type="application/json")
    assert answer.json()["fields"] == {
        "amount": "Enter a whole number from 0 to 250.",
        "police_posts": "Choose one of the answers that are offered.",
    }


def test_each_deed_leaves_its_event(plan: ActionPlan, alice: Person, gita: Person) -> None:
    return_items(by=alice, plan=plan, items=items_of(plan), at=ISSUED)
    record_plan_review(
        by=gita, plan=plan, outcome="on_track", note="", next_review_on=date(2026, 3, 25), at=ISSUED
    )
    names = set(AuditEvent.objects.filter(case_id=plan.case_id).values_list("action", flat=True))
    assert {
        Action.SUBMITTED_TO_CPS.name,
        Action.SUBMISSION_TRIAGED.name,
        Action.ACTION_PLAN_ISSUED.name,
        Action.ITEMS_RETURNED.name,
        Action.PLAN_REVIEWED.name,
    } <= names


# What other parts of the product show of it


def test_timeline_and_panel_cost_the_same_for_a_short_and_a_long_history(
    plan: ActionPlan, accepted: Submission, alice: Person, gita: Person, lena: Person
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            timeline.entries(plan.case, gita)
            panels.panel(plan.case, gita)
        return len(captured)

    cost()  # what is held in memory is read now
    before = cost()
    raise_reminders(at=end_of_day(TARGET_ON))
    write_advice(by=lena, submission=accepted, text="More.", at=LAPSED)
    issued(accepted, lena, items=ITEMS * 3)
    for day in (20, 21, 22):
        set_plan_date(by=lena, plan=plan, kind="target", due_on=date(2026, 5, day), reason="Bank.", at=LAPSED)
    return_items(by=alice, plan=plan, items=items_of(plan), at=LAPSED)
    assert cost() == before


def test_the_timeline_tells_of_every_deed_to_those_who_may_read_it(
    plan: ActionPlan, alice: Person, gita: Person, ivy: Person
) -> None:
    raise_reminders(at=LAPSED)
    set_plan_date(by=alice, plan=plan, kind="review", due_on=date(2026, 5, 1), reason="x", at=LAPSED)
    titles = [entry.title for entry in timeline.entries(plan.case, gita)]
    assert sorted(titles) == [
        "Accepted by triage",
        "Action plan 1 issued",
        "Action plan 1: review date moved",
        "Action plan 1: step 0 of the ladder",
        "Early advice considered: no. The file is ready for a charging decision",
        "Submitted to CPS, round 1",
    ]
    assert timeline.entries(plan.case, ivy) == []
    assert panels.panel(plan.case, ivy) is None


def test_homes_list_what_waits(plan: ActionPlan, alice: Person, gita: Person, lena: Person) -> None:
    raise_reminders(at=LAPSED)
    plan.refresh_from_db()
    assert [row["reference"] for row in home.lapsed_plans(gita, LAPSED).rows] == [plan.case.reference]
    assert home.reviews_due(gita, LAPSED).rows == []
    assert len(home.escalations_to_acknowledge(gita, LAPSED).rows) == 1
    assert len(home.my_items(alice).rows) == 2
    assert home.my_items(lena).rows == []
    assert home.submissions_to_triage(lena).rows == []
    assert home.plans_returned(lena, LAPSED).rows == []
    return_items(by=alice, plan=plan, items=items_of(plan), at=LAPSED)
    assert len(home.plans_returned(lena, LAPSED).rows) == 1
    assert home.my_items(alice).rows == []


# What a decision ends


def test_a_charge_stops_the_clock_of_cps(submission: Submission, alice: Person) -> None:
    record_milestone(
        by=alice,
        case=submission.case,
        kind=MilestoneKind.CHARGED,
        occurred_at=ISSUED,
        allegation=Allegation.objects.get(case=submission.case),
        at=ISSUED,
        **by_cps(ISSUED),
    )
    submission.refresh_from_db()
    assert submission.answered_at == ISSUED
    assert not DueItem.objects.filter(source=submission.pk, settled_at__isnull=True).exists()


def test_closing_a_case_withdraws_its_plans_and_stops_their_ladders(plan: ActionPlan, alice: Person) -> None:
    raise_reminders(at=LAPSED)
    for kind in (MilestoneKind.CHARGED, MilestoneKind.FINALISED):
        record_milestone(
            by=alice,
            case=plan.case,
            kind=kind,
            occurred_at=LAPSED,
            allegation=Allegation.objects.get(case=plan.case),
            at=LAPSED,
            open_plans=stays(plan) if kind == MilestoneKind.CHARGED else (),
            **said_of(kind, LAPSED),
        )
    plan.refresh_from_db()
    assert (plan.status, plan.next_step_at) == (PlanStatus.WITHDRAWN, None)
    assert raise_reminders(at=LAPSED + timedelta(days=60)).written == 0
    assert not DueItem.objects.filter(source=plan.pk, settled_at__isnull=True).exists()
    event = AuditEvent.objects.get(action=Action.PLANS_WITHDRAWN.name)
    assert event.subjects == [plan.pk]


def test_an_item_of_nobody_by_name_follows_the_officer_in_charge(
    plan: ActionPlan, alice: Person, bob: Person, sam: Person
) -> None:
    assert len(home.my_items(alice).rows) == 2
    assign_officer(by=sam, case=plan.case, person=bob, at=LAPSED)
    assert home.my_items(alice).rows == []
    assert len(home.my_items(bob).rows) == 2
