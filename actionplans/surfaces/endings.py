"""The deeds with which CPS ends a whole plan of its own accord, and with which it is open again."""

from __future__ import annotations

from typing import Any

from actionplans import forms, rules, services
from actionplans.enums import OPEN_ITEMS
from actionplans.forms.endings import FinaliseForm, ReopenForm, TakePlanBackForm, WithdrawPlanForm
from actionplans.models import ActionPlan, PlanEnding, PlanReopening
from actionplans.represent import endings as represent_endings
from actionplans.represent import recorded
from actionplans.rules.endings import (
    check_can_finalise,
    check_can_reopen,
    check_can_take_plan_back,
    check_can_withdraw_plan,
)
from actionplans.seals import Label, Sealer
from actionplans.services.decided_since import decided_since_over
from actionplans.services.endings import round_again, with_cps
from actionplans.services.undecided import open_to_cps_now
from actionplans.shown.entered import from_where
from actionplans.surfaces.places import about_plan, plan_page
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface


def check_finalise(person: Person, plan: ActionPlan) -> None:
    check_can_finalise(person, plan, now(), with_cps(plan))


def check_reopen(person: Person, plan: ActionPlan) -> None:
    check_can_reopen(person, plan, round_again(plan), left=open_to_cps_now(plan.case))


def check_take_back(person: Person, row: PlanEnding) -> None:
    left, decided_at = open_to_cps_now(row.case), decided_since_over(row.plan, row.recorded_at)
    check_can_take_plan_back(person, row, row.plan, left=left, decided_at=decided_at)


def about_ending(person: Person, row: PlanEnding) -> dict[str, Any]:
    words = Sealer(row.case_id).open(Label.ENDED_WORDS, row.pk, row.words_sealed)
    entered = [
        (row.get_ended_as_display(), row.when),
        ("Because", row.get_reason_display()),
        ("More about why", words or "No more was said"),
    ]
    return {**about_plan(person, row), "entered": [*entered, *from_where(row)]}


def about_reopening(person: Person, row: PlanReopening) -> dict[str, Any]:
    why = Sealer(row.case_id).open(Label.REOPENED_BECAUSE, row.pk, row.reason_sealed)
    entered = [("Opened again", row.when), ("Because", why)]
    return {**about_plan(person, row.ending), "entered": [*entered, *from_where(row)]}


def about_what_is_left(person: Person, plan: ActionPlan) -> dict[str, Any]:
    """The plan, with every item that the police still owe: what the deed leaves unanswered."""
    sealer = Sealer(plan.case_id)
    left = plan.items.filter(status__in=OPEN_ITEMS).select_related("owner").order_by("number")
    rows = [(one, sealer.open(Label.ITEM_ASKS, one.pk, one.asks_sealed)) for one in left]
    return {**about_plan(person, plan), "left": rows}


def ending_page(result: Any) -> str:
    return plan_page(result.ending if isinstance(result, PlanReopening) else result)


OF_PLAN: dict[str, Any] = {
    "subject": ActionPlan,
    "subject_name": "plan",
    "select": ("case", "case__officer_in_charge"),
    "versioned": True,
    "template": "actionplans/plan_deed.html",
    "done": ending_page,
    "back": plan_page,
}
OF_ENDING: dict[str, Any] = {
    "subject": PlanEnding,
    "subject_name": "ending",
    "select": ("plan__case", "entered_by"),
    "context": about_ending,
    "template": "actionplans/plan_deed.html",
    "done": plan_page,
    "back": plan_page,
    "represent": represent_endings.ending_in_full,
}
ONCE = {"plan_ending_stands_once": ("", "Somebody ended this action plan at the same moment.")}
ENDING_SURFACES = [
    Surface(
        name="withdraw_plan",
        title="Withdraw the action plan",
        from_document="Enter from a document that CPS withdrew the plan",
        service=services.withdraw_plan,
        form=WithdrawPlanForm,
        page="action-plans/<uuid:pk>/withdraw/",
        api="action-plans/<uuid:pk>/withdraw/",
        button="Withdraw the plan",
        context=about_what_is_left,
        said="Action plan withdrawn. The officer in charge and the owners of its items hear of it.",
        check=check_can_withdraw_plan,
        represent=represent_endings.ending_in_full,
        constraints=ONCE,
        **OF_PLAN,
    ),
    Surface(
        name="finalise_plan",
        title="Close the record: police did not answer",
        from_document="Enter from a document that CPS closed its record unanswered",
        service=services.finalise_plan,
        form=FinaliseForm,
        page="action-plans/<uuid:pk>/finalise/",
        api="action-plans/<uuid:pk>/finalise/",
        button="Close the record",
        context=about_what_is_left,
        said="Administratively finalised. That is no decision: the case stays with the police, whose"
        " supervisor and gatekeepers hear at once.",
        check=check_finalise,
        represent=represent_endings.ending_in_full,
        constraints=ONCE,
        **OF_PLAN,
    ),
    Surface(
        name="reopen_plan",
        title="Open the action plan again",
        from_document="Enter from a document that CPS opened the plan again",
        service=services.reopen_plan,
        form=ReopenForm,
        page="action-plans/<uuid:pk>/reopen/",
        api="action-plans/<uuid:pk>/reopen/",
        button="Open it again",
        said="Opened again, with the dates you gave.",
        context=about_plan,
        check=check_reopen,
        represent=represent_endings.reopening_in_full,
        recorded=recorded.of_reopening,
        **OF_PLAN,
    ),
    Surface(
        name="take_back_plan_withdrawal",
        title="Take back the end of a plan, recorded by mistake",
        service=services.take_back_plan_withdrawal,
        form=TakePlanBackForm,
        page="plan-endings/<uuid:pk>/take-back/",
        api="plan-endings/<uuid:pk>/take-back/",
        button="Take it back",
        said="Taken back: the action plan is again what it was.",
        check=check_take_back,
        recorded=recorded.of_plan_taken_back,
        **OF_ENDING,
    ),
    Surface(
        name="confirm_plan_ending",
        title="Confirm the end of a plan that police entered",
        service=services.confirm_plan_ending,
        form=forms.ConfirmForm,
        page="plan-endings/<uuid:pk>/confirm/",
        api="plan-endings/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        check=rules.check_can_confirm,
        **OF_ENDING,
    ),
    Surface(
        name="confirm_plan_reopening",
        title="Confirm that a plan is open again, as police entered",
        service=services.confirm_plan_reopening,
        form=forms.ConfirmForm,
        page="plan-reopenings/<uuid:pk>/confirm/",
        api="plan-reopenings/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        check=rules.check_can_confirm,
        **{
            **OF_ENDING,
            "subject": PlanReopening,
            "subject_name": "reopening",
            "select": ("ending__plan__case", "entered_by"),
            "context": about_reopening,
            "done": ending_page,
            "back": ending_page,
            "represent": represent_endings.reopening_in_full,
        },
    ),
]
