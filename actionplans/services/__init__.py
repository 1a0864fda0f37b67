"""The deeds of submissions and action plans. Other apps import from here; each module holds one noun."""

from actionplans.services.acts import (
    confirm_act,
    confirm_action_plan,
    confirm_advice,
    confirm_answer,
    confirm_countersignature,
    confirm_cps_act,
    confirm_question,
    confirm_triage,
)
from actionplans.services.advice import write_advice
from actionplans.services.bookings import book_clinic, cancel_booking, move_booking
from actionplans.services.charges import confirm_charge
from actionplans.services.checks import check_item, complete_plan
from actionplans.services.climbs import acknowledge_due_escalation, after_due_changed
from actionplans.services.clinic_corrections import correct_clinic_result
from actionplans.services.clinic_people import change_clinic_host, swap_clinic_lawyer
from actionplans.services.clinic_results import (
    add_follow_up,
    finish_follow_up,
    record_clinic_result,
    write_clinic_advice,
)
from actionplans.services.clinics import cancel_clinic, set_up_clinic
from actionplans.services.closing import after_milestone, withdraw_plans_of
from actionplans.services.dates import (
    acknowledge_escalation,
    escalation_stands,
    record_plan_review,
    set_plan_date,
)
from actionplans.services.disputes import answer_dispute, dispute_item
from actionplans.services.early_advice import consider_early_advice
from actionplans.services.early_advice_end import finalise_early_advice, take_back_early_advice_end
from actionplans.services.endings import finalise_plan, withdraw_plan
from actionplans.services.files import check_file, send_file_for_check
from actionplans.services.follow_ups import move_follow_up, reopen_follow_up, withdraw_follow_up
from actionplans.services.item_acts import (
    confirm_completion,
    confirm_dispute_answer,
    confirm_early_advice_ending,
    confirm_item_check,
    confirm_item_withdrawal,
    confirm_plan_ending,
    confirm_plan_reopening,
)
from actionplans.services.items import accept_items, assign_item, link_item, set_item_date
from actionplans.services.joint import met_about, record_meeting
from actionplans.services.ladder import set_ladder_step, withdraw_ladder_step
from actionplans.services.opening import reopen_plan, take_back_plan_withdrawal
from actionplans.services.pasting import (
    discard_document,
    issue_from_document,
    keep_corrections,
    paste_document,
)
from actionplans.services.plans import close_plan, issue_action_plan
from actionplans.services.questions import answer_question, ask_question
from actionplans.services.reading import countersign_advice, record_advice_read
from actionplans.services.reassigning import reassign_plans
from actionplans.services.restating import restate_moments
from actionplans.services.returns import return_items
from actionplans.services.strategies import (
    agree_strategy,
    confirm_strategy_agreement,
    review_strategy,
    write_strategy,
)
from actionplans.services.submissions import submit_to_cps
from actionplans.services.sweep import Swept, outstanding, raise_reminders
from actionplans.services.triage import triage_submission
from actionplans.services.waits import chase_body, end_wait, wait_on_body
from actionplans.services.withdrawals import take_back_item_withdrawal, withdraw_item

__all__ = [
    "Swept",
    "accept_items",
    "acknowledge_due_escalation",
    "acknowledge_escalation",
    "add_follow_up",
    "after_due_changed",
    "after_milestone",
    "agree_strategy",
    "answer_dispute",
    "answer_question",
    "ask_question",
    "assign_item",
    "book_clinic",
    "cancel_booking",
    "cancel_clinic",
    "change_clinic_host",
    "chase_body",
    "check_file",
    "check_item",
    "close_plan",
    "complete_plan",
    "confirm_act",
    "confirm_action_plan",
    "confirm_advice",
    "confirm_answer",
    "confirm_charge",
    "confirm_completion",
    "confirm_countersignature",
    "confirm_cps_act",
    "confirm_dispute_answer",
    "confirm_early_advice_ending",
    "confirm_item_check",
    "confirm_item_withdrawal",
    "confirm_plan_ending",
    "confirm_plan_reopening",
    "confirm_question",
    "confirm_strategy_agreement",
    "confirm_triage",
    "consider_early_advice",
    "correct_clinic_result",
    "countersign_advice",
    "discard_document",
    "dispute_item",
    "end_wait",
    "escalation_stands",
    "finalise_early_advice",
    "finalise_plan",
    "finish_follow_up",
    "issue_action_plan",
    "issue_from_document",
    "keep_corrections",
    "link_item",
    "met_about",
    "move_booking",
    "move_follow_up",
    "outstanding",
    "paste_document",
    "raise_reminders",
    "reassign_plans",
    "record_advice_read",
    "record_clinic_result",
    "record_meeting",
    "record_plan_review",
    "reopen_follow_up",
    "reopen_plan",
    "restate_moments",
    "return_items",
    "review_strategy",
    "send_file_for_check",
    "set_item_date",
    "set_ladder_step",
    "set_plan_date",
    "set_up_clinic",
    "submit_to_cps",
    "swap_clinic_lawyer",
    "take_back_early_advice_end",
    "take_back_item_withdrawal",
    "take_back_plan_withdrawal",
    "triage_submission",
    "wait_on_body",
    "withdraw_follow_up",
    "withdraw_item",
    "withdraw_ladder_step",
    "withdraw_plan",
    "withdraw_plans_of",
    "write_advice",
    "write_clinic_advice",
    "write_strategy",
]
