"""What the people of CPS may do and read: declarations as in roles.py."""

from __future__ import annotations

from rasso_tracker.people.deed_sets import (
    CLINIC_DEEDS,
    DUTY_DEEDS,
    FILTER_DEEDS,
    FROM_A_DOCUMENT,
    INBOX_DEEDS,
    OWN_DEEDS,
    RUNNING_DEEDS,
)
from rasso_tracker.people.parts import Part, Role, Scope

CPS_LAWYER = Role(
    code="cps_lawyer",
    title="CPS lawyer",
    what="Reviews what was submitted to the unit: triage, advice, action plans, decisions. No victim "
    "address or phone.",
    scope=Scope.CPS_UNIT,
    named=True,
    reads_parts=frozenset(
        {
            Part.CASE,
            Part.INVESTIGATION,
            Part.ENGAGEMENT,
            Part.CPS,
            Part.PLANS,
            Part.DECISIONS,
            Part.PEOPLE,
        }
    ),
    deeds=frozenset(
        {
            "triage_submission",
            "write_advice",
            "ask_question",
            "answer_question",
            "record_meeting",
            "confirm_countersignature",
            "confirm_question",
            "confirm_answer",
            *FROM_A_DOCUMENT,
            "link_item",
            "issue_action_plan",
            "answer_dispute",
            "set_item_date",
            "check_item",
            "complete_plan",
            "withdraw_item",
            "take_back_item_withdrawal",
            "confirm_item_withdrawal",
            "withdraw_plan",
            "finalise_plan",
            "reopen_plan",
            "take_back_plan_withdrawal",
            "confirm_plan_ending",
            "confirm_plan_reopening",
            "finalise_early_advice",
            "take_back_early_advice_end",
            "confirm_early_advice_ending",
            "record_plan_review",
            "reassign_plans",
            "review_strategy",
            "set_plan_date",
            "acknowledge_escalation",
            "acknowledge_due_escalation",
            "confirm_cps_act",
            "agree_strategy",
            "confirm_strategy_agreement",
            "confirm_triage",
            "confirm_charge",
            "confirm_advice",
            "confirm_action_plan",
            "confirm_dispute_answer",
            "confirm_item_check",
            "confirm_completion",
            "confirm_cps_decision",
            "propose_cps_nfa",
            "reopen_decision",  # of CPS's own (reviews.rules.reopening)
            *CLINIC_DEEDS,
            *FILTER_DEEDS,
            *INBOX_DEEDS,
            *OWN_DEEDS,
        }
    ),
)
CPS_LEGAL_MANAGER = Role(
    code="cps_legal_manager",
    title="CPS legal manager",
    what="Manages the unit's lawyers and countersigns their decisions.",
    scope=Scope.CPS_UNIT,
    named=True,
    reads_parts=CPS_LAWYER.reads_parts,
    deeds=CPS_LAWYER.deeds
    | RUNNING_DEEDS
    | {"countersign_advice", "authorise_cps_nfa", "refuse_nfa", "read_performance", *DUTY_DEEDS},
)
