"""How CPS ended a plan of its own accord, as the page of the plan shows it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from actionplans.enums import SubmissionKind
from actionplans.models import ActionPlan, EarlyAdviceEnding, PlanEnding, PlanReopening, Submission
from actionplans.models.acts import WHO_OF_CPS
from actionplans.rules.early_advice_end import check_can_take_advice_end_back
from actionplans.rules.endings import check_can_take_plan_back
from actionplans.seals import Label, Sealer
from actionplans.services.decided_since import decided_since_over
from actionplans.services.rounds import went_again
from actionplans.services.undecided import open_to_cps_now
from actionplans.shown.items import confirm_link
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import would_pass


def plan_endings(plan: ActionPlan, person: Person, sealer: Sealer) -> list[dict[str, Any]]:
    """Every end, the last first, with what became of it. Seven statements at most."""
    left = open_to_cps_now(plan.case) if not plan.is_open else []
    again = PlanReopening.objects.select_related("entered_by", *WHO_OF_CPS)
    found = PlanEnding.objects.filter(plan=plan).select_related("entered_by", *WHO_OF_CPS)
    rows = list(found.prefetch_related(Prefetch("reopenings", again)).order_by("-ended_at", "-id"))
    standing = next((one for one in rows if one.stands and one.reopened_at is None), None)
    decided_at = decided_since_over(plan, standing.recorded_at) if standing is not None else None
    rule = partial(check_can_take_plan_back, left=left, decided_at=decided_at)
    return [
        {
            "row": one,
            "words": sealer.open(Label.ENDED_WORDS, one.pk, one.words_sealed),
            "back": sealer.open(Label.ENDED_BACK, one.pk, one.back_sealed),
            "confirm": confirm_link(person, "confirm_plan_ending", one),
            "take_back": (
                reverse("take_back_plan_withdrawal", args=[one.pk])
                if would_pass(rule, person, one, plan)
                else ""
            ),
            "reopenings": [
                {
                    "row": row,
                    "reason": sealer.open(Label.REOPENED_BECAUSE, row.pk, row.reason_sealed),
                    "confirm": confirm_link(person, "confirm_plan_reopening", row),
                }
                for row in one.reopenings.all()
            ],
        }
        for one in rows
    ]


def advice_endings(submission: Submission, person: Person, sealer: Sealer) -> list[dict[str, Any]]:
    """When CPS closed its record of early advice, the last first. Two statements, none of another kind."""
    if submission.kind != SubmissionKind.EARLY_ADVICE:
        return []
    rows = EarlyAdviceEnding.objects.filter(submission=submission).select_related("entered_by", *WHO_OF_CPS)
    later = went_again(submission)
    again = later.round if later else None
    return [
        {
            "row": one,
            "words": sealer.open(Label.ADVICE_ENDED_WORDS, one.pk, one.words_sealed),
            "back": sealer.open(Label.ADVICE_ENDED_BACK, one.pk, one.back_sealed),
            "confirm": confirm_link(person, "confirm_early_advice_ending", one),
            "take_back": (
                reverse("take_back_early_advice_end", args=[one.pk])
                if would_pass(check_can_take_advice_end_back, person, one, again)
                else ""
            ),
        }
        for one in rows.order_by("-ended_at", "-id")
    ]
