"""What tests of every app say of a decision alike."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from actionplans.models import ActionPlan
from cases.models import Case
from cases.services import record_milestone
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person

# What a decision of the police rests on beside its outcome, whatever that is.
CHECKED = {
    "evidence_led": "Without her account nothing is left to prove the offence.",
    "evidential_review": "Reviewed by DI Hall on 1 September: no line of enquiry is left.",
    "safety_plan": "in_place",
    "safety_plan_words": "Her locks were changed, and she has the number of the team.",
}


def with_cps(by: Person, case: Case, sent_at: datetime) -> None:
    """The case has gone to CPS: what only CPS may charge can be charged from then on."""
    record_milestone(by=by, case=case, kind="submitted", occurred_at=sent_at, at=sent_at)


def by_cps(day: date | datetime) -> dict[str, Any]:
    """What a charge says of its decision where CPS decided on that day."""
    on = london_date(day) if isinstance(day, datetime) else day
    return {
        "charge_by": "cps",
        "cps_lawyer": "Nora Pell",
        "cps_decided_on": on,
        "document_name": "mg3",
        "document_date": on,
    }


def stays(plan: ActionPlan) -> list[dict[str, Any]]:
    """What a charge says of the one action plan that is open beside it."""
    return [{"plan": plan.pk, "becomes": "stays", "reason": "The download is wanted for disclosure."}]


def said_of(kind: str, day: date | datetime) -> dict[str, Any]:
    """The same for a charge among milestones of other kinds, of which nothing is said."""
    return by_cps(day) if kind == "charged" else {}
