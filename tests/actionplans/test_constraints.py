"""The database refuses what cannot be: every constraint of the app, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

from actionplans.models import (
    Acknowledgement,
    ActionPlan,
    ActionPlanItem,
    Advice,
    AdviceAnswer,
    AdviceQuestion,
    AdviceReading,
    CaseStrategy,
    Climb,
    ClimbEscalation,
    Clinic,
    ClinicAttendance,
    ClinicBooking,
    ClinicCorrection,
    ClinicFollowUp,
    ClinicHostChange,
    ClinicLawyer,
    ClinicSlot,
    Countersignature,
    DisputeAnswer,
    DueSoon,
    EarlyAdviceConsidered,
    EarlyAdviceEnding,
    EnteredCharge,
    Escalation,
    FileCheck,
    FileCheckLine,
    FollowUpChange,
    ItemChase,
    ItemCheck,
    ItemDate,
    ItemDispute,
    ItemGiven,
    ItemReturn,
    ItemWait,
    ItemWithdrawal,
    JointMeeting,
    LadderStep,
    PastedDocument,
    PlanBesideCharge,
    PlanCompletion,
    PlanDate,
    PlanEnding,
    PlanPresence,
    PlanReopening,
    PlanReview,
    ReassignedPlan,
    Reassignment,
    StrategyAgreement,
    StrategyLine,
    StrategyReview,
    Submission,
    SubmissionAllegation,
    Triage,
    TriageReason,
)
from actionplans.services import (
    acknowledge_due_escalation,
    acknowledge_escalation,
    agree_strategy,
    answer_dispute,
    answer_question,
    ask_question,
    assign_item,
    book_clinic,
    change_clinic_host,
    chase_body,
    check_file,
    check_item,
    complete_plan,
    consider_early_advice,
    correct_clinic_result,
    countersign_advice,
    dispute_item,
    end_wait,
    finalise_early_advice,
    finalise_plan,
    finish_follow_up,
    paste_document,
    raise_reminders,
    reassign_plans,
    record_advice_read,
    record_clinic_result,
    record_meeting,
    record_plan_review,
    reopen_follow_up,
    reopen_plan,
    return_items,
    review_strategy,
    send_file_for_check,
    set_item_date,
    set_up_clinic,
    submit_to_cps,
    triage_submission,
    wait_on_body,
    withdraw_item,
    write_advice,
    write_strategy,
)
from actionplans.services.presence import note_presence
from cases.models import Allegation, Case, Milestone
from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import end_of_day
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import CpsUnit, Person
from tests.actionplans.conftest import (
    ISSUED,
    REVIEW_ON,
    a_case,
    issued,
    moment,
    on_bail,
    states,
    submitted,
)
from tests.refusals import constraint_of

BEFORE = date(2020, 1, 1)
LONG_AGO = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
ENDED = {"next_step_at": None, "urgency": None}
FAR = datetime.fromisoformat("2090-01-01T00:00:00+00:00")
FURTHER = FAR + timedelta(hours=1)
NOT_DONE = {"done_at": None, "done_by": None, "done_sealed": None}
UNANSWERED = {"outcome": "", "checked_at": None, "checked_by": None, "remark_sealed": None}


@dataclass(frozen=True)
class Bad:
    """A row that the database must refuse: `values` on a standing row, changed (or copied as a new one).

    A value may be a function of the row.
    """

    name: str
    model: type[Model]
    values: dict[str, Any]
    copied: bool = False


def a_booking(_: Any) -> Any:
    return ClinicBooking.objects.get().pk


def a_correction(_: Any) -> Any:
    return ClinicCorrection.objects.get().pk


def another_clinic(row: Any) -> Any:
    return Clinic.objects.exclude(pk=row.clinic_id).get().pk


def a_free_slot(row: Any) -> Any:
    return ClinicSlot.objects.get(clinic=row.clinic_id, taken=False).pk


def of_acts(name: str, model: type[Model]) -> list[Bad]:
    return [
        Bad(f"{name}_document_named_by_police", model, {"document_name": "mg3", "document_date": BEFORE}),
        Bad(f"{name}_document_named_by_police", model, {"source": "police_from_document"}),
        Bad(f"{name}_confirmed_together", model, {"confirmed_at": ISSUED}),
        Bad(f"{name}_superseded_together", model, {"superseded_at": ISSUED}),
    ]


BADS = [
    Bad("submission_round_once", Submission, {}, copied=True),
    Bad("submission_kind_known", Submission, {"kind": "whenever"}),
    Bad("submission_status_known", Submission, {"status": "lost"}),
    Bad("submission_not_in_future", Submission, {"submitted_at": FAR}),
    Bad("submission_round_from_one", Submission, {"round": 0}),
    Bad("entered_charge_document_named_by_police", EnteredCharge, {"document_name": ""}),
    Bad("entered_charge_confirmed_together", EnteredCharge, {"confirmed_at": ISSUED}),
    Bad("entered_charge_superseded_together", EnteredCharge, {"superseded_at": ISSUED}),
    *of_acts("countersign", Countersignature),
    Bad("countersign_stands_once", Countersignature, {}, copied=True),
    Bad("countersign_by_somebody_else", Countersignature, {"lawyer": lambda row: row.author}),
    Bad("countersign_refused_with_reason", Countersignature, {"holds": False}),
    Bad("countersign_not_in_future", Countersignature, {"signed_at": FAR}),
    Bad("reading_outcome_known", AdviceReading, {"outcome": "shredded"}),
    Bad("reading_not_in_future", AdviceReading, {"read_at": FAR}),
    *of_acts("question", AdviceQuestion),
    Bad("question_not_in_future", AdviceQuestion, {"said_at": FAR, "answered_at": FAR}),
    Bad("question_answered_after_asked", AdviceQuestion, {"answered_at": LONG_AGO}),
    *of_acts("answer", AdviceAnswer),
    Bad("answer_not_in_future", AdviceAnswer, {"said_at": FAR}),
    Bad("answer_stands_once", AdviceAnswer, {}, copied=True),
    Bad("early_advice_not_sought_says_why", EarlyAdviceConsidered, {"because": ""}),
    Bad("early_advice_not_in_future", EarlyAdviceConsidered, {"considered_at": FAR}),
    Bad("meeting_how_known", JointMeeting, {"how": "by_owl"}),
    Bad("meeting_names_both_sides", JointMeeting, {"prosecutor_name": ""}),
    Bad("meeting_not_in_future", JointMeeting, {"held_at": FAR}),
    Bad("submission_urn_form", Submission, {"urn": "13LD"}),
    Bad("submission_file_check_once", Submission, {"round": 99}, copied=True),
    Bad("submission_checked_or_why_not", Submission, {"unchecked_because": "custody"}),
    Bad("file_check_number_once", FileCheck, {}, copied=True),
    Bad("file_check_one_waiting", FileCheck, {"number": 9, **UNANSWERED}, copied=True),
    Bad("file_check_number_from_one", FileCheck, {"number": 0}),
    Bad("file_check_kind_known", FileCheck, {"kind": "early_advice"}),
    Bad("file_check_answered_together", FileCheck, {"checked_by": None}),
    Bad("file_check_returned_says_by_when", FileCheck, {"again_by": BEFORE}),
    Bad("file_check_after_sending", FileCheck, {"checked_at": LONG_AGO}),
    Bad("file_check_by_somebody_else", FileCheck, {"checked_by": lambda row: row.sent_by}),
    Bad("file_line_once", FileCheckLine, {}, copied=True),
    Bad("file_line_material_known", FileCheckLine, {"material": "tea_leaves"}),
    Bad("file_line_state_known", FileCheckLine, {"state": "perhaps"}),
    Bad("submission_allegation_once", SubmissionAllegation, {}, copied=True),
    *of_acts("triage", Triage),
    Bad("triage_stands_once", Triage, {}, copied=True),
    Bad("triage_rejection_has_date", Triage, {"accepted": True}),
    Bad("triage_respond_by_after_it", Triage, {"respond_by": date(1999, 12, 31)}),
    Bad("triage_not_in_future", Triage, {"triaged_at": FAR}),
    Bad("triage_reason_once", TriageReason, {}, copied=True),
    Bad("triage_reason_known", TriageReason, {"reason": "did_not_like_it"}),
    *of_acts("advice", Advice),
    Bad("advice_version_once", Advice, {}, copied=True),
    Bad("advice_kind_known", Advice, {"kind": "idle"}),
    Bad("advice_not_in_future", Advice, {"given_at": FAR}),
    *of_acts("plan", ActionPlan),
    Bad("plan_number_once_a_case", ActionPlan, {}, copied=True),
    Bad("plan_status_known", ActionPlan, {"status": "lapsed"}),
    Bad("plan_step_on_ladder", ActionPlan, {"step": 5}),
    Bad("plan_closed_has_its_moment", ActionPlan, {"closed_at": ISSUED}),
    Bad("plan_closed_climbs_no_more", ActionPlan, {"status": "completed", "closed_at": ISSUED}),
    Bad("plan_open_knows_when_it_lapses", ActionPlan, {"lapses_at": None}),
    Bad("plan_target_not_before_issue", ActionPlan, {"target_on": BEFORE}),
    Bad("plan_review_not_before_issue", ActionPlan, {"review_on": BEFORE}),
    Bad("plan_not_in_future", ActionPlan, {"issued_at": FAR}),
    Bad("item_number_once_a_plan", ActionPlanItem, {}, copied=True),
    Bad("item_type_known", ActionPlanItem, {"type": "spell"}),
    Bad("item_status_known", ActionPlanItem, {"status": "eaten"}),
    Bad("plan_reworks_another", ActionPlan, {"rework_of": lambda row: row}),
    Bad("item_agreed_together", ActionPlanItem, {"agreed_at": ISSUED}),
    Bad("item_return_round_once", ItemReturn, {}, copied=True),
    Bad("item_return_round_from_one", ItemReturn, {"round": 0}),
    *of_acts("item_check", ItemCheck),
    Bad("item_check_stands_once", ItemCheck, {}, copied=True),
    Bad("item_check_mark_agrees", ItemCheck, {"quality": "good"}),
    Bad("item_check_completion_accepts", ItemCheck, {"completion": lambda row: PlanCompletion.objects.get()}),
    *of_acts("completion", PlanCompletion),
    Bad("completion_stands_once", PlanCompletion, {}, copied=True),
    Bad("wait_one_open_a_body", ItemWait, {"ended_at": None, "ended_by": None, "ended_how": ""}, copied=True),
    Bad("wait_body_known", ItemWait, {"body": "oracle"}),
    Bad("wait_requested_by_then", ItemWait, {"requested_on": date(2026, 3, 3)}),
    Bad("wait_promised_after_request", ItemWait, {"promised_on": BEFORE}),
    Bad("wait_promised_after_request", ItemWait, {"first_promised_on": BEFORE}),
    Bad("wait_chased_after_request", ItemWait, {"chase_on": BEFORE}),
    Bad("wait_ended_together", ItemWait, {"ended_how": ""}),
    Bad("wait_ended_after_start", ItemWait, {"ended_at": LONG_AGO}),
    Bad("chase_again_ahead", ItemChase, {"chase_on": BEFORE}),
    Bad("item_date_one_current", ItemDate, {}, copied=True),
    Bad("item_date_not_before_issue", ItemDate, {"due_on": BEFORE}),
    Bad("item_date_moved_with_reason", ItemDate, {"reason_sealed": None}),
    Bad("item_date_superseded_after_set", ItemDate, {"superseded_at": LONG_AGO}),
    Bad("item_given_to_another", ItemGiven, {"given_to": None, "taken_from": None}),
    Bad("item_given_to_another", ItemGiven, {"taken_from_id": lambda row: row.given_to_id}),
    Bad("dispute_one_open", ItemDispute, {"settled_at": None, "outcome": ""}, copied=True),
    Bad("dispute_reason_known", ItemDispute, {"reason": "spite"}),
    Bad("dispute_channel_known", ItemDispute, {"channel": "pigeon"}),
    Bad("dispute_settled_with_outcome", ItemDispute, {"outcome": ""}),
    Bad("dispute_settled_after_raised", ItemDispute, {"settled_at": LONG_AGO}),
    *of_acts("dispute_answer", DisputeAnswer),
    Bad("dispute_answer_known", DisputeAnswer, {"outcome": "fell_away"}),
    Bad("dispute_answer_stands_once", DisputeAnswer, {}, copied=True),
    *of_acts("item_withdrawal", ItemWithdrawal),
    Bad("item_withdrawal_stands_once", ItemWithdrawal, {}, copied=True),
    Bad("item_withdrawal_reason_known", ItemWithdrawal, {"reason": "whim"}),
    Bad("item_withdrawal_other_in_words", ItemWithdrawal, {"reason": "other"}),
    Bad("item_withdrawal_stood", ItemWithdrawal, {"stood": "accepted"}),
    Bad("item_withdrawal_not_in_future", ItemWithdrawal, {"withdrawn_at": FAR}),
    *of_acts("plan_ending", PlanEnding),
    Bad("plan_ending_not_in_future", PlanEnding, {"ended_at": FAR, "reopened_at": None}),
    Bad("plan_ending_stands_once", PlanEnding, {"reopened_at": None}, copied=True),
    Bad("plan_ending_fits_its_reason", PlanEnding, {"reason": "not_needed"}),
    Bad("plan_ending_fits_its_reason", PlanEnding, {"ended_as": "withdrawn"}),
    Bad(
        "plan_ending_other_in_words",
        PlanEnding,
        {"ended_as": "withdrawn", "reason": "other", "reopened_at": None},
    ),
    Bad("plan_ending_stood", PlanEnding, {"stood": "completed"}),
    Bad("plan_ending_unanswered_owed", PlanEnding, {"owed": 0}),
    Bad("plan_ending_opened_again_if_finalised", PlanEnding, {"reopened_at": LONG_AGO}),
    Bad("plan_ending_back_is_superseded", PlanEnding, {"back_sealed": b"sealed"}),
    *of_acts("early_advice_ending", EarlyAdviceEnding),
    Bad("early_advice_ending_not_in_future", EarlyAdviceEnding, {"ended_at": FAR}),
    Bad("early_advice_ending_stands_once", EarlyAdviceEnding, {}, copied=True),
    Bad("early_advice_ending_back_is_superseded", EarlyAdviceEnding, {"back_sealed": b"sealed"}),
    *of_acts("plan_reopening", PlanReopening),
    Bad("plan_reopening_not_in_future", PlanReopening, {"reopened_at": FAR}),
    Bad("plan_reopening_stands_once", PlanReopening, {}, copied=True),
    Bad("item_withdrawal_back_is_superseded", ItemWithdrawal, {"back_sealed": b"sealed"}),
    Bad("item_returned_together", ActionPlanItem, {"returned_at": ISSUED}),
    Bad("item_checked_together", ActionPlanItem, {"checked_at": ISSUED}),
    Bad("item_returned_says_when", ActionPlanItem, {"status": "returned"}),
    Bad("plan_review_outcome_known", PlanReview, {"outcome": "fine"}),
    Bad("plan_review_sets_the_next", PlanReview, {"next_review_on": None}),
    Bad("plan_date_one_current", PlanDate, {}, copied=True),
    Bad("plan_date_kind_known", PlanDate, {"kind": "someday"}),
    Bad("plan_date_not_before_issue", PlanDate, {"due_on": BEFORE}),
    Bad("plan_date_moved_with_reason", PlanDate, {"because": "moved"}),
    Bad("plan_date_superseded_after_set", PlanDate, {"superseded_at": LONG_AGO}),
    Bad("plan_date_answered_after_set", PlanDate, {"answered_at": LONG_AGO}),
    Bad("plan_date_from_a_step", PlanDate, {"from_step": 9}),
    Bad("plan_date_has_every_step", PlanDate, {"step_due_at": [ISSUED]}),
    Bad("ladder_step_known", LadderStep, {"step": 9}),
    Bad("ladder_kind_known", LadderStep, {"kind": "whim"}),
    Bad("ladder_unit_known", LadderStep, {"unit": "moons"}),
    Bad("ladder_step_calls_somebody", LadderStep, {"police_posts": []}),
    Bad("ladder_posts_of_their_side", LadderStep, {"police_posts": ["gatekeeper", "legal_manager"]}),
    Bad("ladder_posts_of_their_side", LadderStep, {"cps_posts": ["investigator"]}),
    Bad("ladder_amount_within_reach", LadderStep, {"amount": 251}),
    Bad("ladder_ends_after_start", LadderStep, {"in_force_until": BEFORE, "in_force_from": BEFORE}),
    Bad("ladder_set_together", LadderStep, {"set_at": ISSUED}),
    Bad("ladder_void_together", LadderStep, {"voided_at": ISSUED, "void_reason": "Wrong."}),
    Bad("ladder_void_together", LadderStep, {"void_reason": "Wrong."}),
    Bad("ladder_limit_met_ahead", LadderStep, {"kind": "bail_limit"}),
    Bad("ladder_one_in_force", LadderStep, {"in_force_from": BEFORE}, copied=True),
    Bad("escalation_once_a_step", Escalation, {}, copied=True),
    Bad("escalation_step_known", Escalation, {"step": 7}),
    Bad("escalation_raised_when_due", Escalation, {"due_at": FAR}),
    Bad("acknowledgement_once_an_escalation", Acknowledgement, {}, copied=True),
    Bad("reassignment_what_known", Reassignment, {"what": "everything"}),
    Bad("reassignment_names_an_officer", Reassignment, {"what": "officer", "given_to": None}),
    Bad("reassigned_plan_once", ReassignedPlan, {}, copied=True),
    Bad("reassigned_plan_reason_known", ReassignedPlan, {"not_moved": "no"}),
    Bad("plan_beside_charge_once", PlanBesideCharge, {}, copied=True),
    Bad("plan_beside_charge_becomes_known", PlanBesideCharge, {"becomes": "lost"}),
    Bad("plan_beside_charge_stays_for_a_reason", PlanBesideCharge, {"reason_sealed": None}),
    Bad("presence_once_a_person", PlanPresence, {}, copied=True),
    Bad("presence_form_known", PlanPresence, {"doing": "knitting"}),
    Bad("presence_ends_after_opening", PlanPresence, {"until": LONG_AGO}),
    Bad("pasted_document_name_known", PastedDocument, {"document_name": "postcard"}),
    Bad("pasted_document_not_dated_ahead", PastedDocument, {"document_date": date(2090, 1, 1)}),
    Bad("pasted_document_words_until_it_ends", PastedDocument, {"text_sealed": None}),
    Bad(
        "pasted_document_words_until_it_ends",
        PastedDocument,
        {"ended_at": FAR, "ended_by": lambda row: row.pasted_by},
    ),
    Bad(
        "pasted_document_ended_by_somebody_or_lapsed",
        PastedDocument,
        {"ended_at": FAR, "text_sealed": None, "typed_sealed": None, "typed_at": None},
    ),
    Bad("pasted_document_typed_together", PastedDocument, {"typed_at": FAR}),
    Bad(
        "pasted_document_ended_after_pasted",
        PastedDocument,
        {"ended_at": LONG_AGO, "ended_by": lambda row: row.pasted_by, "text_sealed": None},
    ),
    *of_acts("strategy_agreement", StrategyAgreement),
    Bad("strategy_version_once", CaseStrategy, {"superseded_at": FAR}, copied=True),
    Bad("strategy_one_stands", CaseStrategy, {"version": 9}, copied=True),
    Bad("strategy_dates_not_before_writing", CaseStrategy, {"review_on": BEFORE}),
    Bad("strategy_dates_not_before_writing", CaseStrategy, {"next_decision_on": BEFORE}),
    Bad("strategy_superseded_after_written", CaseStrategy, {"superseded_at": LONG_AGO}),
    Bad("strategy_line_number_once", StrategyLine, {}, copied=True),
    Bad("strategy_line_kind_known", StrategyLine, {"kind": "perhaps"}),
    Bad("strategy_line_not_pursued_says_why", StrategyLine, {"kind": "not_pursued"}),
    Bad("strategy_agreed_once", StrategyAgreement, {}, copied=True),
    Bad("strategy_agreement_not_in_future", StrategyAgreement, {"agreed_at": FAR}),
    Bad("strategy_review_outcome_known", StrategyReview, {"outcome": "maybe"}),
    Bad("strategy_review_next_not_before", StrategyReview, {"next_review_on": BEFORE}),
    Bad("advice_on_one_thing", Advice, {"submission": None}),
    Bad("clinic_advice_version_once", Advice, {"submission": None, "booking_id": a_booking}, copied=True),
    Bad("clinic_ends_after_start", Clinic, {"ends_at": lambda row: row.starts_at}),
    Bad("clinic_within_one_day", Clinic, {"ends_at": lambda row: row.starts_at + timedelta(days=1)}),
    Bad("clinic_set_up_before_start", Clinic, {"set_up_at": FAR}),
    Bad("clinic_slot_length", Clinic, {"slot_minutes": 5}),
    Bad("clinic_has_a_place", Clinic, {"place": ""}),
    Bad("clinic_cancelled_together", Clinic, {"cancelled_at": FAR}),
    Bad("clinic_slot_number_once", ClinicSlot, {"starts_at": FAR, "ends_at": FURTHER}, copied=True),
    Bad("clinic_slot_ends_after_start", ClinicSlot, {"ends_at": lambda row: row.starts_at}),
    Bad("clinic_slots_do_not_overlap", ClinicSlot, {"number": 9}, copied=True),
    Bad("clinic_lawyer_left_together", ClinicLawyer, {"left_at": FAR}),
    Bad("clinic_host_is_another", ClinicHostChange, {"host_id": lambda row: row.left_id}),
    Bad("clinic_host_change_says_why", ClinicHostChange, {"because": "tired"}),
    Bad("clinic_lawyer_in_one_at_a_time", ClinicLawyer, {}, copied=True),
    Bad("booking_kind_known", ClinicBooking, {"kind": "chat"}),
    Bad("booking_one_a_slot", ClinicBooking, {"clinic_id": another_clinic}, copied=True),
    Bad("booking_case_once_a_clinic", ClinicBooking, {"slot_id": a_free_slot}, copied=True),
    Bad("booking_in_a_slot_or_waiting", ClinicBooking, {"slot": None}),
    Bad("booking_cancelled_together", ClinicBooking, {"cancelled_at": FAR}),
    Bad("booking_recorded_together", ClinicBooking, {"recorded_by": None}),
    Bad("booking_heard_has_outcome", ClinicBooking, {"outcome": ""}),
    Bad("booking_absent_says_who", ClinicBooking, {"absent": "officer"}),
    Bad("booking_heard_not_in_future", ClinicBooking, {"heard_at": FAR}),
    Bad("booking_kept_not_heard", ClinicBooking, {"kept_until": FAR}),
    Bad("clinic_attended_once", ClinicAttendance, {"corrected_in": None}, copied=True),
    Bad("clinic_attended_once_before", ClinicAttendance, {}, copied=True),
    Bad("clinic_correction_number_once", ClinicCorrection, {}, copied=True),
    Bad("clinic_correction_of_what_came", ClinicCorrection, {"status": "booked", "outcome": ""}),
    Bad("clinic_correction_heard_has_outcome", ClinicCorrection, {"outcome": ""}),
    Bad("clinic_correction_absent_says_who", ClinicCorrection, {"absent": "officer"}),
    Bad("clinic_correction_after_recorded", ClinicCorrection, {"corrected_at": LONG_AGO}),
    Bad("advice_not_given_stands_no_more", Advice, {"not_given_in_id": a_correction}),
    Bad("follow_up_number_once", ClinicFollowUp, {}, copied=True),
    Bad("follow_up_due_not_before", ClinicFollowUp, {"due_on": BEFORE}),
    Bad("follow_up_done_together", ClinicFollowUp, {"done_by": None}),
    Bad("follow_up_done_after_set", ClinicFollowUp, {"done_at": LONG_AGO}),
    Bad("follow_up_withdrawn_together", ClinicFollowUp, {"withdrawn_by": lambda row: row.set_by}),
    Bad(
        "follow_up_ends_one_way",
        ClinicFollowUp,
        {"withdrawn_at": FAR, "withdrawn_by": lambda row: row.set_by},
    ),
    Bad(
        "follow_up_withdrawn_after_set",
        ClinicFollowUp,
        {**NOT_DONE, "withdrawn_at": LONG_AGO, "withdrawn_by": lambda row: row.set_by},
    ),
    Bad("follow_up_change_known", FollowUpChange, {"kind": "lost", **NOT_DONE}),
    Bad("follow_up_change_done_together", FollowUpChange, {"done_by": None}),
    Bad("follow_up_change_done_together", FollowUpChange, {"kind": "moved"}),
    Bad("follow_up_change_after_done", FollowUpChange, {"changed_at": LONG_AGO}),
    Bad("climb_one_current", Climb, {}, copied=True),
    Bad("climb_code_climbs", Climb, {"code": "tell_right"}),
    Bad("climb_from_a_step", Climb, {"from_step": 5}),
    Bad("climb_step_on_ladder", Climb, {"step": 9}),
    Bad("climb_has_every_step", Climb, {"step_due_at": []}),
    Bad("climb_superseded_after_set", Climb, {**ENDED, "superseded_at": LONG_AGO}),
    Bad("climb_superseded_climbs_no_more", Climb, {"superseded_at": FAR}),
    Bad("climb_superseded_climbs_no_more", Climb, {"urgency": None}),
    Bad("climb_escalation_once_a_step", ClimbEscalation, {}, copied=True),
    Bad("climb_escalation_step_known", ClimbEscalation, {"step": 5}),
    Bad("climb_escalation_raised_when_due", ClimbEscalation, {"due_at": FAR}),
    Bad("due_soon_once_a_date", DueSoon, {}, copied=True),
    Bad("due_soon_raised_when_due", DueSoon, {"due_at": FAR}),
]


def _agreed_strategy(case: Case, alice: Person, lena: Person, sam: Person) -> None:
    strategy = write_strategy(
        by=alice,
        case=case,
        lines=[{"kind": "pursued", "words": "The friend."}],
        next_decision_on=date(2026, 4, 10),
        review_on=date(2026, 4, 10),
        at=moment(date(2026, 3, 18)),
    )
    agree_strategy(by=lena, strategy=strategy, at=moment(date(2026, 3, 19)))
    review_strategy(
        by=sam,
        strategy=strategy,
        outcome="stands",
        next_review_on=date(2026, 4, 20),
        at=moment(date(2026, 3, 20)),
    )


def _beside_a_charge(plan: ActionPlan, alice: Person) -> None:
    """Said of a plan beside a milestone, as if that were a charge: another app holds that it is one."""
    with open_door("a test"):
        EnteredCharge.objects.create(
            case=plan.case,
            charge=Milestone.objects.filter(case=plan.case).earliest("pk"),
            source="police_from_document",
            document_name="mg3",
            document_date=BEFORE,
            entered_by=alice,
            recorded_at=ISSUED,
        )
        PlanBesideCharge.objects.create(
            case=plan.case,
            plan=plan,
            charge=Milestone.objects.filter(case=plan.case).earliest("pk"),
            becomes="stays",
            reason_sealed=b"sealed",
            said_at=ISSUED,
            said_by=alice,
        )


def _answered_limit(case: Case, alice: Person, gwen: Person) -> None:
    """Bail whose limit escalated and was answered."""
    on_bail(case, alice, limit_on=date(2026, 4, 10), at=moment(date(2026, 3, 18)))
    raise_reminders(at=moment(date(2026, 4, 2)))
    acknowledge_due_escalation(
        by=gwen,
        escalation=ClimbEscalation.objects.get(climb__case=case, climb__code="bail_limit"),
        next_act="Extend it.",
        next_act_on=date(2026, 4, 7),
        at=moment(date(2026, 4, 2), 15),
    )


def _heard_at_clinic(case: Case, alice: Person, gita: Person, lena: Person, gwen: Person) -> None:
    """Two clinics, one with another host since; the case was heard in the first, and its rest done."""
    clinics = [
        set_up_clinic(
            by=gita,
            district=case.district,
            place="Room 4",
            on=date(2026, 4, day),
            from_time=time(10),
            to_time=time(11),
            slot_minutes=30,
            lawyers=[lena],
            host=gita,
            at=moment(date(2026, 4, 2), 16),
        )
        for day in (8, 9)
    ]
    at = moment(date(2026, 4, 3))
    change_clinic_host(by=gita, clinic=clinics[1], host=gwen, because="away", at=at)
    first = clinics[0].slots.get(number=1)
    booking = book_clinic(
        by=alice, case=case, slot=first, kind="other", asks="What next?", at=moment(date(2026, 4, 3))
    )
    record_clinic_result(
        by=lena,
        booking=booking,
        status="heard",
        outcome="advice",
        attended=[alice],
        advice="Do this.",
        advice_kind="charging",
        follow_ups=[{"what": "This.", "due_on": date(2026, 4, 20)}],
        at=moment(date(2026, 4, 8)),
    )
    follow_up = ClinicFollowUp.objects.get()
    finish_follow_up(by=alice, follow_up=follow_up, done="Done.", at=moment(date(2026, 4, 9)))
    reopen_follow_up(by=alice, follow_up=follow_up, reason="Not so.", at=moment(date(2026, 4, 9)))
    finish_follow_up(by=alice, follow_up=follow_up, done="Done.", at=moment(date(2026, 4, 9)))
    correct_clinic_result(
        by=lena,
        booking=booking,
        status="heard",
        outcome="advice",
        attended=[alice, lena],
        reason="Lena sat.",
        at=moment(date(2026, 4, 9)),
    )


@pytest.fixture
def rows(
    plan: ActionPlan, gita: Person, gwen: Person, lena: Person, alice: Person, sam: Person, unit: CpsUnit
) -> Callable[[type[Model]], Any]:
    """One standing row of every model of the app."""
    case = plan.case
    advised(plan.submission, lena, alice)
    check_file(
        by=gita,
        file_check=send_file_for_check(by=alice, case=case, kind="priority", at=ISSUED),
        states=states(),
        signed_off=True,
        at=ISSUED,
    )
    third = submitted(case, alice, unit, kind="priority", at=moment(date(2026, 3, 2), 18))
    triage_submission(by=lena, submission=third, accepted=True, at=moment(date(2026, 3, 2), 19))
    second = submit_to_cps(
        by=alice,
        case=case,
        kind="early_advice",
        cps_unit=unit,
        allegations=list(Allegation.objects.filter(case=case)),
        at=moment(date(2026, 3, 3)),
    )
    triage_submission(
        by=lena,
        submission=second,
        accepted=False,
        reasons=[{"reason": "mg11", "words": "Two are missing."}],
        respond_by=date(2026, 3, 20),
        at=moment(date(2026, 3, 4)),
    )
    _disputed(plan, alice, lena)
    _waited(plan, alice)
    day = {"document_name": "mg3", "document_date": ISSUED.date()}
    paste_document(by=alice, submission=plan.submission, text="Obtain the CCTV.", at=ISSUED, **day)
    send_file_for_check(by=alice, case=case, kind="priority", at=moment(date(2026, 3, 5)))
    _completed(issued(plan.submission, lena), alice, lena)
    _unanswered(issued(submitted(a_case(alice), alice, unit), lena), lena)
    _early_advice_closed(a_case(alice), alice, lena, unit)
    raise_reminders(at=end_of_day(REVIEW_ON))
    acknowledge_escalation(
        by=alice,
        escalation=Escalation.objects.get(plan=plan),
        next_act="Ring.",
        next_act_on=date(2026, 3, 20),
        at=moment(date(2026, 3, 17)),
    )
    record_plan_review(
        by=gita,
        plan=plan,
        outcome="on_track",
        note="",
        next_review_on=date(2026, 3, 25),
        at=moment(date(2026, 3, 18)),
    )
    raise_reminders(at=moment(date(2026, 3, 18)))  # the answer to the triage is due soon
    reassign_plans(by=gita, plans={plan.pk: None}, what="worker", to=gita, at=moment(date(2026, 3, 18)))
    note_presence(by=gita, plan=plan, doing="record_plan_review", at=moment(date(2026, 3, 18)))
    plan.refresh_from_db()
    _agreed_strategy(case, alice, lena, sam)
    _answered_limit(case, alice, gwen)
    _heard_at_clinic(case, alice, gita, lena, gwen)
    _beside_a_charge(plan, alice)

    def one(model: type[Model]) -> Any:
        found = model._default_manager.all()
        if model in (PlanDate, Climb):
            found = found.filter(superseded_at__isnull=True)
        if model is ItemCheck:
            found = found.filter(accepted=False)
        if model is ActionPlan:
            found = found.filter(pk=plan.pk)
        if model is ActionPlanItem:
            found = found.filter(plan=plan)
        if model is ItemWait:
            found = found.filter(ended_at__isnull=False)
        if model is ItemDispute:
            found = found.filter(settled_at__isnull=False)
        if model is Triage:
            found = found.filter(accepted=False)
        if model in (AdviceQuestion, AdviceAnswer):
            found = found.filter(side="cps")
        if model is Submission:
            found = found.filter(file_check__isnull=False)
        if model is LadderStep:
            found = found.filter(kind="review", step=0)
        row = found.order_by("pk").first()
        assert row is not None, model
        return row

    return one


def _disputed(plan: ActionPlan, alice: Person, lena: Person) -> None:
    """An item with a date of its own, one dispute that was answered and one that is open."""
    first = plan.items.get(number=1)
    assign_item(by=alice, item=first, owner=alice, at=ISSUED)
    set_item_date(by=alice, item=first, due_on=date(2026, 3, 20), reason="Needed first.", at=ISSUED)
    settled = dispute_item(by=alice, item=first, reason="not_obtainable", channel="phone", at=ISSUED)
    answer_dispute(by=lena, dispute=settled, outcome="not_accepted", words="Try again.", at=ISSUED)
    dispute_item(by=alice, item=first, reason="already_supplied", channel="email", at=ISSUED)


def _waited(plan: ActionPlan, alice: Person) -> None:
    """A wait that was chased and ended, and one that runs."""
    item = plan.items.get(number=2)
    wait = wait_on_body(by=alice, item=item, body="council", requested_on=date(2026, 3, 1), at=ISSUED)
    chase_body(by=alice, wait=wait, at=ISSUED)
    end_wait(by=alice, wait=wait, how="refused", at=ISSUED)
    later = {"requested_on": date(2026, 3, 2), "chase_on": date(2026, 3, 30)}
    wait_on_body(by=alice, item=item, body="council", **later, at=ISSUED)


def _completed(plan: ActionPlan, alice: Person, lena: Person) -> None:
    """Another plan on the case: an item that CPS sent back, one that it withdrew, and the completion."""
    items = list(plan.items.all())
    return_items(by=alice, plan=plan, items=items, at=ISSUED)
    check_item(by=lena, item=items[0], accepted=False, note="Unsigned.", at=ISSUED)
    withdraw_item(by=lena, item=items[1], reason="not_needed", at=ISSUED)
    return_items(by=alice, plan=plan, items=items[:1], at=ISSUED)
    complete_plan(by=lena, plan=plan, at=ISSUED)


def _unanswered(plan: ActionPlan, lena: Person) -> None:
    """A plan that CPS closed unanswered, opened again and closed again."""
    for month in (6, 9):
        finalise_plan(by=lena, plan=plan, at=moment(date(2026, month, 1)))
        if month == 6:
            ahead = {"target_date": date(2026, 7, 1), "review_date": date(2026, 6, 15)}
            reopen_plan(by=lena, plan=plan, reason="It came.", at=moment(date(2026, 6, 2)), **ahead)


def _early_advice_closed(case: Case, alice: Person, lena: Person, unit: CpsUnit) -> None:
    early = submitted(case, alice, unit, kind="early_advice")
    write_advice(by=lena, submission=early, text="Early.", kind="early", at=ISSUED)
    finalise_early_advice(by=lena, submission=early, at=ISSUED)


def advised(submission: Submission, lena: Person, alice: Person) -> None:
    """Advice countersigned and read, a question answered, a meeting, early advice considered."""
    advice = write_advice(by=lena, submission=submission, text="Advice.", countersign_wanted=True, at=ISSUED)
    countersign_advice(by=Person.objects.get(username="max"), advice=advice, at=ISSUED)
    record_advice_read(by=alice, advice=advice, outcome="read", at=ISSUED)
    question = ask_question(by=lena, submission=submission, text="When?", at=ISSUED)
    answer_question(by=alice, question=question, text="Soon.", at=ISSUED)
    asked = ask_question(by=alice, submission=submission, text="Why?", at=ISSUED)
    answer_question(by=lena, question=asked, text="Because.", at=ISSUED)
    record_meeting(
        by=alice,
        submission=submission,
        how="phone",
        held_at=ISSUED,
        investigator=alice,
        prosecutor_name="Lena",
        at=ISSUED,
    )
    consider_early_advice(by=alice, case=submission.case, sought=False, because="ready", at=ISSUED)


def refusal_of(bad: Bad, row: Any) -> str:
    """The name of the constraint that refused the row, "" when none did."""
    for field, value in bad.values.items():
        setattr(row, field, value(row) if callable(value) else value)
    if bad.copied:
        row.pk = uuid7()
        if bad.model is Acknowledgement:
            row.next_act_date = PlanDate.objects.get(
                plan=row.plan_id, superseded_at__isnull=True, kind="target"
            )
    try:
        with open_door("a test writes what cannot be"), transaction.atomic():
            row.save(force_insert=bad.copied, force_update=not bad.copied)
            transaction.set_rollback(True)
    except (IntegrityError, DatabaseError) as refused:
        return constraint_of(refused)
    return ""


def test_the_database_refuses_each_row_by_the_constraint_meant_for_it(
    rows: Callable[[type[Model]], Any],
) -> None:
    """One test for all: the rows that stand take longer to make than the refusals."""
    found = [(bad.name, refusal_of(bad, rows(bad.model))) for bad in BADS]
    assert found == [(bad.name, bad.name) for bad in BADS]


def test_every_constraint_has_its_row() -> None:
    """A constraint that nobody tests is one that a migration may lose unseen."""
    declared = {
        constraint.name
        for model in apps.get_app_config("actionplans").get_models()
        for constraint in model._meta.constraints
    }
    assert declared == {bad.name for bad in BADS}


def test_the_database_holds_every_constraint_that_is_declared(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        stored = {name for (name,) in cursor.fetchall()}
    assert {bad.name for bad in BADS} <= stored


def test_an_escalation_of_a_date_that_is_not_there_is_refused(rows: Callable[[type[Model]], Any]) -> None:
    row = rows(Escalation)
    row.pk, row.plan_date_id, row.step = uuid7(), uuid7(), 1
    with open_door("a test writes what cannot be"), transaction.atomic():
        row.save(force_insert=True)
        with connection.cursor() as cursor, pytest.raises(IntegrityError):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_the_app_role_may_delete_nothing(plan: ActionPlan) -> None:
    with open_door("a test tries to delete"), pytest.raises(DatabaseError), transaction.atomic():
        PlanDate.objects.filter(plan=plan).delete()
    assert PlanDate.objects.filter(plan=plan).count() == 2
