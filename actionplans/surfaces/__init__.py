"""The deeds of submissions and action plans as pages and API routes."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans import forms, represent, services
from actionplans.models import ActionPlan, ActionPlanItem, CaseStrategy, FileCheck, LadderStep, Submission
from actionplans.rules.ladder import check_can_withdraw_step
from actionplans.surfaces.advice import ADVICE_SURFACES
from actionplans.surfaces.board import BOARD_SURFACES
from actionplans.surfaces.climbs import CLIMB_SURFACES
from actionplans.surfaces.clinics import CLINIC_SURFACES
from actionplans.surfaces.early_advice_end import ADVICE_END_SURFACES
from actionplans.surfaces.endings import ENDING_SURFACES
from actionplans.surfaces.files import FILE_SURFACES
from actionplans.surfaces.items import ITEM_SURFACES
from actionplans.surfaces.pasting import PASTING_SURFACES
from actionplans.surfaces.plans import PLAN_SURFACES
from actionplans.surfaces.strategies import STRATEGY_SURFACES
from actionplans.surfaces.submissions import SUBMISSION_SURFACES
from actionplans.surfaces.waits import WAIT_SURFACES
from rasso_tracker.clocks import london_date, now
from rasso_tracker.clocks.words import day_words
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface


def ladder_page(_: Any) -> str:
    return reverse("ladder")


def standing_steps(_: Person) -> Any:
    """Configuration, nobody's secret; what was withdrawn is withdrawn once."""
    return LadderStep.objects.filter(voided_at__isnull=True)


def check_withdrawn(person: Person, step: LadderStep) -> None:
    check_can_withdraw_step(step, london_date(now()))


def about_step(person: Person, step: LadderStep) -> dict[str, Any]:
    return {"caption": f"{step}: {step.falls_due.lower()}, from {day_words(step.in_force_from)}"}


ONE_IN_FORCE = {
    "ladder_one_in_force": ("in_force_from", "Somebody set this step just now. Look at it again.")
}
LADDER_SURFACES = [
    Surface(
        name="set_ladder_step",
        title="Set a step of the ladder",
        service=services.set_ladder_step,
        form=forms.LadderStepForm,
        page="action-plans/ladder/new/",
        prefilled=("kind", "step", "amount", "unit", "police_posts", "cps_posts", "in_force_from"),
        api="ladder-steps/",
        said="Step set. Dates that fall due from that day on follow it.",
        done=ladder_page,
        back=ladder_page,
        constraints=ONE_IN_FORCE,
        represent=represent.ladder_step,
    ),
    Surface(
        name="withdraw_ladder_step",
        title="Withdraw a change of the ladder",
        service=services.withdraw_ladder_step,
        form=forms.WithdrawLadderStepForm,
        subject=LadderStep,
        subject_name="step",
        find=standing_steps,
        page="action-plans/ladder/<uuid:pk>/withdraw/",
        api="ladder-steps/<uuid:pk>/withdraw/",
        button="Withdraw change",
        said="Change withdrawn. What was in force before it holds on.",
        check=check_withdrawn,
        context=about_step,
        done=ladder_page,
        back=ladder_page,
        represent=represent.ladder_step,
    ),
]
SURFACES = [
    *FILE_SURFACES,
    *STRATEGY_SURFACES,
    *SUBMISSION_SURFACES,
    *PASTING_SURFACES,
    *ADVICE_SURFACES,
    *CLINIC_SURFACES,
    *ITEM_SURFACES,
    *WAIT_SURFACES,
    *PLAN_SURFACES,
    *ENDING_SURFACES,
    *ADVICE_END_SURFACES,
    *BOARD_SURFACES,
    *CLIMB_SURFACES,
    *LADDER_SURFACES,
]

# The deeds that the pages of a plan, an item and a submission offer.
PLAN_DEEDS = tuple(one for one in SURFACES if one.subject is ActionPlan)
ITEM_DEEDS = tuple(one for one in SURFACES if one.subject is ActionPlanItem)
FILE_CHECK_DEEDS = tuple(one for one in SURFACES if one.subject is FileCheck)
# What comes next on the case after the gatekeeper's answer, and after a rejection.
ONWARD_DEEDS = tuple(one for one in SURFACES if one.name in ("send_file_for_check", "submit_to_cps"))
STRATEGY_DEEDS = tuple(one for one in SURFACES if one.subject is CaseStrategy)
SUBMISSION_DEEDS = tuple(one for one in SURFACES if one.subject is Submission)
