"""What role homes ask of submissions and action plans. Plain lists of at most 25, and whether there is more.

A row has `reference`, `case_id`, `href`, `what` and `deadline` (a clocks.Deadline), and what else it names.
"""

from actionplans.home.advice import (
    advice_to_countersign,
    advice_to_read,
    clinics_this_week,
    questions_to_answer,
)
from actionplans.home.confirming import to_confirm
from actionplans.home.items import disputes_to_answer, my_items
from actionplans.home.owed import owed_list
from actionplans.home.plans import (
    climbed,
    escalations_to_acknowledge,
    lapsed_plans,
    plans_returned,
    reviews_due,
)
from actionplans.home.submissions import (
    files_to_check,
    submissions_rejected,
    submissions_to_answer,
    submissions_to_triage,
)

__all__ = [
    "advice_to_countersign",
    "advice_to_read",
    "climbed",
    "clinics_this_week",
    "disputes_to_answer",
    "escalations_to_acknowledge",
    "files_to_check",
    "lapsed_plans",
    "my_items",
    "owed_list",
    "plans_returned",
    "questions_to_answer",
    "reviews_due",
    "submissions_rejected",
    "submissions_to_answer",
    "submissions_to_triage",
    "to_confirm",
]
