"""Who may do what with submissions and action plans, and when. Each check raises a sentence that the person
reads.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from actionplans.enums import (
    PLAN_CHANGES,
    DateKind,
    ItemStatus,
    PlanStatus,
    ReviewOutcome,
    SubmissionStatus,
)
from actionplans.rules.climbs import check_can_acknowledge_due, check_within_limit
from actionplans.rules.escalations import check_high_enough, moves_date, who_may
from rasso_tracker.clocks import day_words, end_of_day, london_date
from rasso_tracker.people.enums import Agency
from rasso_tracker.people.refusals import Invalid, NotAllowed, refuse

if TYPE_CHECKING:
    from actionplans.models import ActionPlan, ActionPlanItem, CpsAct, Escalation, PlanDate, Submission
    from cases.models import Allegation, Case
    from rasso_tracker.people.models import Person

__all__ = ["check_can_acknowledge_due", "check_within_limit"]

# Why nothing can be done any more about an item that is in one of these.
DONE_WITH = {
    ItemStatus.RETURNED: "was returned and waits for CPS to check it",
    ItemStatus.ACCEPTED: "was accepted by CPS",
    ItemStatus.WITHDRAWN: "is no longer asked for",
    ItemStatus.UNANSWERED: "was not answered before CPS closed its record",
}
NOT_RETURNED = {
    ItemStatus.OPEN: "was not returned yet",
    ItemStatus.SENT_BACK: "was sent back and not returned since",
}
NOTHING_FOLLOWS = "A complete plan has no date to come: leave this empty, and say what matters in the note."
WHAT = {
    "send_file_for_check": "send a file to the gatekeeper",
    "check_file": "check a file",
    "submit_to_cps": "submit a case to CPS",
    "triage_submission": "record a triage",
    "write_advice": "write advice",
    "countersign_advice": "countersign advice",
    "record_advice_read": "record what was done with advice",
    "ask_question": "ask a question about a submission",
    "answer_question": "answer a question about a submission",
    "record_meeting": "record a meeting of police and CPS",
    "consider_early_advice": "record whether early advice was considered",
    "issue_action_plan": "issue an action plan",
    "accept_items": "accept items",
    "assign_item": "give an item to somebody",
    "link_item": "link an item to the case strategy",
    "set_item_date": "set the date of an item",
    "dispute_item": "dispute an item",
    "answer_dispute": "answer a dispute",
    "wait_on_body": "record that an item waits on a body",
    "chase_body": "record a chase",
    "end_wait": "end a wait",
    "return_items": "return items",
    "check_item": "check returned items",
    "complete_plan": "complete an action plan",
    "withdraw_item": "withdraw an item",
    "withdraw_plan": "withdraw an action plan",
    "finalise_plan": "close the record of an action plan",
    "reopen_plan": "open an action plan again",
    "take_back_plan_withdrawal": "take back the end of an action plan",
    "take_back_item_withdrawal": "take a withdrawal back",
    "finalise_early_advice": "close the record of early advice",
    "take_back_early_advice_end": "take back that CPS closed its record of early advice",
    "set_plan_date": "set a date of an action plan",
    "record_plan_review": "review an action plan",
    "reassign_plans": "give action plans to somebody",
    "assign_officer": "change the officer in charge",
    "acknowledge_escalation": "acknowledge an escalation",
    "confirm_cps_act": "confirm what police entered for CPS",
    "write_strategy": "write the case strategy",
    "agree_strategy": "agree to the case strategy",
    "review_strategy": "review the case strategy",
    "set_up_clinic": "set up an advice clinic",
    "cancel_clinic": "cancel an advice clinic",
    "swap_clinic_lawyer": "change who sits in an advice clinic",
    "change_clinic_host": "change who hosts an advice clinic",
    "book_clinic": "book an advice clinic",
    "cancel_booking": "cancel a booking of an advice clinic",
    "move_booking": "move a booking of an advice clinic",
    "record_clinic_result": "record what came of a booking",
    "correct_clinic_result": "correct what came of a booking",
    "write_clinic_advice": "write the advice of a clinic",
    "add_follow_up": "add a follow-up of an advice clinic",
    "finish_follow_up": "record that a follow-up is done",
    "move_follow_up": "move a follow-up",
    "withdraw_follow_up": "withdraw a follow-up",
    "reopen_follow_up": "reopen a follow-up",
    "set_ladder_step": "set a step of the ladder",
    "withdraw_ladder_step": "withdraw a change of the ladder",
}


def check_role(by: Person, deed: str) -> None:
    if not by.is_service and not by.role.may(deed):
        raise NotAllowed(f"You cannot {WHAT[deed]} as {by.role.title}. These can: {who_may(deed)}.")


def check_case_open(case: Case, deed: str) -> None:
    if case.is_closed:
        raise NotAllowed(
            f"You cannot {WHAT[deed]}: every allegation of this case is closed ({case.get_stage_display()})."
        )


def check_left_for_cps(deed: str, left: Collection[object]) -> None:
    """Files go to CPS before a charge: something must be open that CPS may decide on."""
    if not left:
        raise NotAllowed(
            f"You cannot {WHAT[deed]}: every allegation of this case is charged or closed, so CPS has nothing"
            " left to decide on. Add what else was reported as an allegation first, or open a decision again."
            " About what is charged, ask the CPS lawyer who has the case."
        )


def check_left_on_round(deed: str, left: Collection[object]) -> None:
    """The same of one submission: something of what it was sent about must be open."""
    if not left:
        raise NotAllowed(
            f"You cannot {WHAT[deed]}: every allegation of this submission is charged or closed, so CPS has"
            " nothing left to decide on it. What else is open in the case goes to CPS in a new submission."
            " About what is charged, ask the CPS lawyer who has the case."
        )


def check_can_submit(
    by: Person, case: Case, open_submission: Submission | None, *, left: Collection[object]
) -> None:
    """`left` is what CPS may still decide on."""
    check_role(by, "submit_to_cps")
    check_case_open(case, "submit_to_cps")
    check_left_for_cps("submit_to_cps", left)
    if open_submission is not None:
        raise NotAllowed(
            f"Submission {open_submission.round} still waits for CPS triage, so the case cannot be submitted "
            "again. Record the triage first."
        )


def check_can_triage(by: Person, submission: Submission, *, left: Collection[object]) -> None:
    """`left` is what of the case CPS may still decide on: a new round waits for the triage of this one."""
    check_role(by, "triage_submission")
    check_left_for_cps("triage_submission", left)
    if submission.status not in (SubmissionStatus.SENT, SubmissionStatus.ANSWERED):
        raise NotAllowed(
            f"Submission {submission.round} was triaged already ({submission.get_status_display()})."
        )


def check_can_advise(by: Person, submission: Submission) -> None:
    check_role(by, "write_advice")
    if submission.status == SubmissionStatus.REJECTED:
        raise NotAllowed(
            f"Submission {submission.round} was rejected by triage, so no advice is written on it. "
            "The police can submit the case again."
        )


def check_can_issue(by: Person, submission: Submission, *, left: Collection[object]) -> None:
    """`left` is what of the submission CPS may still decide on."""
    check_on_submission(by, submission)
    check_left_on_round("issue_action_plan", left)


def check_on_submission(by: Person, submission: Submission) -> None:
    """The role issues plans, and triage did not send this submission back."""
    check_role(by, "issue_action_plan")
    check_case_open(submission.case, "issue_action_plan")
    if submission.status == SubmissionStatus.REJECTED:
        raise NotAllowed(
            f"Submission {submission.round} was rejected by triage, so no action plan is issued on it. "
            "The police can submit the case again."
        )


def check_plan_open(plan: ActionPlan, deed: str) -> None:
    if not plan.is_open:
        raise NotAllowed(f"You cannot {WHAT[deed]}: this action plan is closed ({plan.state}).")


def check_on_plan(by: Person, plan: ActionPlan, deed: str) -> None:
    """The role does the deed, and the plan is open."""
    check_role(by, deed)
    check_plan_open(plan, deed)


def check_moves_past_date(by: Person, plan: ActionPlan, kind: str, standing: PlanDate, at: datetime) -> None:
    """A date that has passed and climbed above the person is moved by those who review the plan: it would
    end the escalation. Raises Invalid by kind.
    """
    if standing.due_at <= at and not moves_date(by, plan.step, "record_plan_review"):
        raise Invalid(
            {
                "kind": f"The {DateKind(kind).label.lower()} has passed and the plan has climbed to step "
                f"{plan.step}. It is moved by those who review the plan: {who_may('record_plan_review')}."
            }
        )


def check_change(plan: ActionPlan, to: PlanStatus) -> None:
    """The transition table says whether a plan may become `to`."""
    if to != plan.status and to not in PLAN_CHANGES[PlanStatus(plan.status)]:
        raise NotAllowed(f"An action plan that is “{plan.get_status_display()}” cannot become “{to.label}”.")


def check_was_returned(item: ActionPlanItem) -> None:
    """CPS checks what was returned and what it has not checked yet."""
    status = ItemStatus(item.status)
    if status != ItemStatus.RETURNED:
        why = NOT_RETURNED.get(status) or DONE_WITH[status]
        raise NotAllowed(f"Item {item.number} {why}, so there is nothing to check.")


def check_can_complete(plan: ActionPlan, field: str = "") -> None:
    """Nothing may be owed any more."""
    if plan.items_open:
        owed = "1 item is" if plan.items_open == 1 else f"{plan.items_open} items are"
        raise Invalid(
            {field: f"{owed} still with the police, so the plan is not complete. Return them first."}
        )


def check_document(
    by: Person,
    case: Case,
    *,
    document_name: str,
    document_date: date | None,
    at: datetime,
    answers: Answers | None = None,
) -> None:
    """Police name and date the CPS document that they enter an act of CPS from; CPS needs none."""
    if by.agency == Agency.CPS:
        return
    wrong = {}
    if not document_name:
        wrong["document_name"] = "Choose the CPS document that you enter this from."
    if document_date is None:
        wrong["document_date"] = "Enter the date of the CPS document."
    elif fault := fault_of_document_date(case, document_date, at, answers):
        wrong["document_date"] = fault
    if wrong:
        raise Invalid(wrong)


class Answers(NamedTuple):
    """What a CPS document speaks of, in words, and since when that is there: it is not written before."""

    moment: datetime
    what: str


def fault_of_document_date(
    case: Case, document_date: date, at: datetime, answers: Answers | None = None
) -> str:
    """Why a CPS document of this case cannot bear this date; "" where it can."""
    if document_date > london_date(at):
        return "The CPS document cannot be dated in the future."
    reported = case.reported_on
    if document_date < reported:
        return (
            f"The case was reported on {day_words(reported)}, so its CPS document cannot be dated"
            " before that. Check the date."
        )
    if answers is not None and document_date < london_date(answers.moment):
        return (
            f"The CPS document cannot be dated before {answers.what} ({day_words(answers.moment)}), which it"
            " speaks of. Check the date."
        )
    return ""


def check_moment(
    field: str, moment: datetime, *, at: datetime, not_before: datetime | None, before_what: str
) -> None:
    """Neither in the future nor before what it follows."""
    if moment > at:
        raise Invalid({field: "Enter a moment that is not in the future."})
    if not_before is not None and moment < not_before:
        raise Invalid({field: f"This cannot be before {before_what}."})


def check_plan_dates(plan_issued_on: date, dates: dict[str, date]) -> None:
    """Neither target nor review before the issue. They may fall in either order."""
    wrong = {
        field: "This date is before the action plan was issued."
        for field, due_on in dates.items()
        if due_on < plan_issued_on
    }
    if wrong:
        raise Invalid(wrong)


def check_ahead(field: str, due_on: date, at: datetime) -> None:
    """A date that is set to stop a ladder lies ahead: today at the earliest."""
    if due_on < london_date(at):
        raise Invalid({field: "Enter today's date or a date in the future."})


def check_review(
    plan: ActionPlan,
    outcome: ReviewOutcome,
    *,
    target: PlanDate,
    next_review_on: date | None,
    new_target_on: date | None,
    reason: str,
    at: datetime,
) -> None:
    """What a review of this outcome must say. Every one but a completing one sets the next review date."""
    if outcome == ReviewOutcome.COMPLETE:
        check_can_complete(plan, "outcome")
        given = {"new_target_on": new_target_on is not None, "reason": bool(reason.strip())}
        refuse({field: NOTHING_FOLLOWS for field, said in given.items() if said})
        return
    wrong = {}
    if next_review_on is None:
        wrong["next_review_on"] = "Enter the next review date: every review but a completing one sets it."
    if outcome == ReviewOutcome.NEW_DATE:
        if new_target_on is None:
            wrong["new_target_on"] = "Enter the new target date."
        if not reason.strip():
            wrong["reason"] = "Say why the target date moves."
    elif new_target_on is not None:
        wrong["new_target_on"] = (
            "Only the outcome “New target date” sets one: choose it, or leave this empty."
        )
    if outcome == ReviewOutcome.ON_TRACK and plan.items_open and end_of_day(target.due_on) <= at:
        wrong["outcome"] = (
            "The target date has passed with items open, so the plan is not on track: set a new target date "
            "with a reason, or escalate."
        )
    if wrong:
        raise Invalid(wrong)
    ahead = {"next_review_on": next_review_on, "new_target_on": new_target_on}
    for field, due_on in ahead.items():
        if due_on is not None:
            check_ahead(field, due_on, at)
    check_plan_dates(plan.issued_on, {name: due for name, due in ahead.items() if due is not None})


def check_can_acknowledge(by: Person, plan: ActionPlan, escalation: Escalation, *, stands: bool) -> None:
    """An escalation that stands is answered once, and a high one not by the officer it is about."""
    check_on_plan(by, plan, "acknowledge_escalation")
    if not stands:
        raise NotAllowed(
            "This escalation no longer stands: it was answered, or a review or a new date was recorded since."
        )
    check_high_enough(by, "acknowledge_escalation", max(plan.step or 0, escalation.step))


def check_can_confirm(by: Person, act: CpsAct) -> None:
    check_role(by, "confirm_cps_act")
    if by.agency != Agency.CPS and not by.is_service:
        raise NotAllowed("Only CPS confirms what police entered for it.")
    if not act.awaits_cps:
        raise NotAllowed("This was confirmed or superseded already, or CPS recorded it itself.")


def check_allegations(case: Case, chosen: Collection[Allegation], left: Collection[Allegation]) -> None:
    """Something is submitted, it is of this case, and CPS may still decide on it (`left`)."""
    wrong = ""
    if not chosen:
        wrong = "Choose at least one allegation."
    elif any(one.case_id != case.pk for one in chosen):
        wrong = "Choose allegations of this case."
    elif over := sorted({one.crime_reference for one in chosen} - {one.crime_reference for one in left}):
        names = " and ".join(over)
        wrong = f"Leave out {names}: charged or closed already, so CPS is not asked to decide on it."
    if wrong:
        raise Invalid({"allegations": wrong})
