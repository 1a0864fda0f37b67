"""The CPS and action plans part of the case page."""

from __future__ import annotations

from typing import Any

from actionplans.models import ActionPlan, Submission
from actionplans.shown import age, plan_deadline, submission_deadline, word_of
from cases.models import Case
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import Part


def panel(case: Case, person: Person) -> dict[str, Any] | None:
    """Submissions with their answers, and action plans with their dates; None for a role that reads
    neither.
    """
    if not (person.role.reads(Part.CPS) or person.role.reads(Part.PLANS)):
        return None
    at = now()
    submissions: list[Submission] = []
    plans: list[ActionPlan] = []
    if person.role.reads(Part.CPS):
        rows = Submission.objects.filter(case=case).select_related("cps_unit")
        submissions = list(rows.prefetch_related("triages", "advice"))
    if person.role.reads(Part.PLANS):
        plans = list(ActionPlan.objects.filter(case=case).order_by("-number"))
    return {
        "at": at,
        "submissions": [
            {
                "row": one,
                "deadline": submission_deadline(one.kind, one.due_on, one.submitted_at),
                "triage": next((t for t in one.triages.all() if t.superseded_at is None), None),
                "advice": len(one.advice.all()),
            }
            for one in submissions
        ],
        "plans": [
            {
                "row": one,
                "word": word_of(one, at),
                "age": age(one.lapses_at, at) if one.is_lapsed(at) and one.lapses_at else None,
                "review": plan_deadline("review", one.review_on, one.issued_on),
                "target": plan_deadline("target", one.target_on, one.issued_on),
            }
            for one in plans
        ],
        "may_plan": person.role.may("issue_action_plan"),
    }
