"""Where a deed on a submission or a plan leads, and what stands above its form."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans.models import ActionPlan, Submission
from cases.models import Case
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person


def about_case(person: Person, case: Case) -> dict[str, Any]:
    return {"caption": case.reference}


def plan_page(result: Any) -> str:
    plan_id = result.pk if isinstance(result, ActionPlan) else result.plan_id
    return reverse("action_plan_detail", args=[plan_id])


def submission_page(result: Any) -> str:
    row_id = result.pk if isinstance(result, Submission) else result.submission_id
    return reverse("submission_detail", args=[row_id])


def about_submission(person: Person, subject: Any) -> dict[str, Any]:
    row = subject if isinstance(subject, Submission) else subject.submission
    return {"caption": f"{row.case.reference}, submission {row.round}", "submission": row}


def about_plan(person: Person, subject: Any) -> dict[str, Any]:
    plan = subject if isinstance(subject, ActionPlan) else subject.plan
    return {"caption": f"{plan.case.reference}, action plan {plan.number}", "plan": plan, "at": now()}
