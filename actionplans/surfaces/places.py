"""Where a deed on a submission or a plan leads, and what stands above its form."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans.models import ActionPlan, Submission
from actionplans.shown.presence import others_on
from cases.models import Case
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person


def about_case(person: Person, case: Case) -> dict[str, Any]:
    return {"caption": case.reference}


def plan_page(result: Any) -> str:
    plan_id = result.pk if isinstance(result, ActionPlan) else result.plan_id
    return reverse("action_plan_detail", args=[plan_id])


def submission_page(result: Any) -> str:
    """Where it stands: the page of its submission, or of the booking of an advice clinic."""
    row_id = result.pk if isinstance(result, Submission) else result.submission_id
    if row_id is None:
        return reverse("clinic_booking_detail", args=[result.booking_id])
    return reverse("submission_detail", args=[row_id])


def about_submission(person: Person, subject: Any) -> dict[str, Any]:
    row = subject if isinstance(subject, Submission) else subject.submission
    if row is None:
        return {"caption": f"{subject.case.reference}, advice clinic", "booking": subject.booking}
    return {"caption": f"{row.case.reference}, submission {row.round}", "submission": row}


def about_plan(person: Person, subject: Any) -> dict[str, Any]:
    plan = subject if isinstance(subject, ActionPlan) else subject.plan
    at = now()
    return {
        "caption": f"{plan.case.reference}, action plan {plan.number}",
        "plan": plan,
        "at": at,
        "present": others_on(person, [plan.pk], at)[plan.pk],
    }
