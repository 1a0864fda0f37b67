"""How CPS ended a plan of its own accord, as the page of the plan shows it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from actionplans.models import ActionPlan, PlanEnding, PlanReopening
from actionplans.models.acts import WHO_OF_CPS
from actionplans.rules.endings import check_can_take_plan_back
from actionplans.seals import Label, Sealer
from actionplans.shown.items import confirm_link
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import would_pass


def plan_endings(plan: ActionPlan, person: Person, sealer: Sealer) -> list[dict[str, Any]]:
    """Every end, the last first, with what became of it. Three statements."""
    again = PlanReopening.objects.select_related("entered_by", *WHO_OF_CPS)
    rows = PlanEnding.objects.filter(plan=plan).select_related("entered_by", *WHO_OF_CPS)
    return [
        {
            "row": one,
            "words": sealer.open(Label.ENDED_WORDS, one.pk, one.words_sealed),
            "back": sealer.open(Label.ENDED_BACK, one.pk, one.back_sealed),
            "confirm": confirm_link(person, "confirm_plan_ending", one),
            "take_back": (
                reverse("take_back_plan_withdrawal", args=[one.pk])
                if would_pass(check_can_take_plan_back, person, one, plan)
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
        for one in rows.prefetch_related(Prefetch("reopenings", again)).order_by("-ended_at", "-id")
    ]
