"""Where what this app owes on a case is done."""

from __future__ import annotations

from actionplans.enums import LadderKind
from actionplans.services.countersigning import AGAIN_DUE
from actionplans.services.files import AGAIN, CHECK
from actionplans.services.in_step import ANSWER
from actionplans.services.items import ITEM_DUE
from actionplans.services.plans import REVIEW_DUE, TARGET_DUE
from actionplans.services.questions import QUESTION
from actionplans.services.submissions import RESPOND
from cases.due_places import Place, register

OF_ADVICE = Place(
    "submission_detail",
    "actionplans.Advice",
    "submission",
    otherwise=Place("clinic_booking_detail", "actionplans.Advice", "booking"),
)
PLACES = {
    TARGET_DUE: Place("action_plan_detail"),
    REVIEW_DUE: Place("action_plan_detail"),
    ANSWER: Place("submission_detail"),
    QUESTION: Place("submission_detail", "actionplans.AdviceQuestion", "submission"),
    RESPOND: Place("submission_detail", "actionplans.Triage", "submission"),
    CHECK: Place("file_check_detail"),
    AGAIN: Place("file_check_detail"),
    LadderKind.UNANSWERED.value: Place(
        "action_plan_detail", "actionplans.ActionPlan", otherwise=Place("submission_detail")
    ),
    ITEM_DUE: Place("action_plan_item_detail"),
    LadderKind.DISPUTE.value: Place("action_plan_item_detail", "actionplans.ItemDispute", "item"),
    LadderKind.COUNTERSIGN.value: OF_ADVICE,
    AGAIN_DUE: OF_ADVICE,
    LadderKind.ITEM_CHASE.value: Place("action_plan_item_detail", "actionplans.ItemWait", "item"),
    LadderKind.CLINIC_FOLLOW_UP.value: Place(
        "clinic_booking_detail", "actionplans.ClinicFollowUp", "booking"
    ),
    LadderKind.STRATEGY_REVIEW.value: Place("strategy_detail", "actionplans.CaseStrategy", by="case"),
    LadderKind.SUPERVISORY_REVIEW.value: Place("record_supervisory_review"),
    LadderKind.DIRECTION.value: Place("direction_detail"),
}


def register_places() -> None:
    for code, place in PLACES.items():
        register(code, place)
