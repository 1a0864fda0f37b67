"""The deeds on an action plan, its items, its dates and its escalations."""

from __future__ import annotations

from typing import Any

from actionplans import forms, represent, rules, services
from actionplans.models import ActionPlan, ActionPlanItem, Escalation, PlanCompletion
from actionplans.represent import items as represent_items
from actionplans.represent import recorded
from actionplans.rules.warnings import promise_said
from actionplans.services.presence import note_presence
from actionplans.shown import ordinary_review
from actionplans.shown.entered import completion_entered, items_entered, plan_entered
from actionplans.surfaces.items import OF_ITEM
from actionplans.surfaces.places import about_plan, plan_page
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.surfaces import Surface


def opens(deed: str) -> Any:
    """Others are told that the form is open (PlanPresence)."""

    def note(person: Person, plan: ActionPlan) -> None:
        note_presence(by=person, plan=plan, doing=deed)

    return note


def ordinary_dates(person: Person, plan: ActionPlan) -> dict[str, Any]:
    """The page begins with the next review of the rule in force; by API the date is always said."""
    return {"next_review_on": ordinary_review(now())}


def about_escalation(person: Person, escalation: Escalation) -> dict[str, Any]:
    return {**about_plan(person, escalation), "escalation": escalation}


def about_entered(person: Person, plan: ActionPlan) -> dict[str, Any]:
    return {
        **about_plan(person, plan),
        "entered": plan_entered(plan),
        "items_entered": items_entered(plan),
    }


def about_completion(person: Person, completion: PlanCompletion) -> dict[str, Any]:
    return {**about_plan(person, completion), "entered": completion_entered(completion)}


def check_on_plan(deed: str) -> Any:
    def check(person: Person, plan: ActionPlan) -> None:
        rules.check_on_plan(person, plan, deed)

    return check


def check_return(person: Person, plan: ActionPlan) -> None:
    rules.check_on_plan(person, plan, "return_items")
    if not plan.items_open:
        raise NotAllowed("Every item of this action plan was returned already.")


def check_complete(person: Person, plan: ActionPlan) -> None:
    rules.check_on_plan(person, plan, "complete_plan")
    if plan.items_open:
        are = "is" if plan.items_open == 1 else "are"
        raise NotAllowed(
            f"{plan.items_open} of its items {are} still with the police, so the plan is not complete."
        )


def check_check(person: Person, item: ActionPlanItem) -> None:
    rules.check_on_plan(person, item.plan, "check_item")
    rules.check_was_returned(item)


def check_acknowledge(person: Person, escalation: Escalation) -> None:
    plan = escalation.plan
    stands = services.escalation_stands(escalation)
    rules.check_can_acknowledge(person, plan, escalation, stands=stands)


OF_PLAN: dict[str, Any] = {
    "subject": ActionPlan,
    "subject_name": "plan",
    "select": ("case",),
    "context": about_plan,
    "done": plan_page,
    "back": plan_page,
}
PLAN_SURFACES = [
    Surface(
        name="return_items",
        title="Return items to CPS",
        service=services.return_items,
        form=forms.ReturnForm,
        page="action-plans/<uuid:pk>/return/",
        api="action-plans/<uuid:pk>/return/",
        button="Return the items",
        said="Items returned.",
        check=check_return,
        recorded_by_act=recorded.of_return,
        represent=represent.plan_in_full,
        opened=opens("return_items"),
        template="actionplans/plan_deed.html",
        **OF_PLAN,
    ),
    Surface(
        name="record_plan_review",
        title="Record a review",
        service=services.record_plan_review,
        form=forms.ReviewForm,
        page="action-plans/<uuid:pk>/reviews/new/",
        api="action-plans/<uuid:pk>/reviews/",
        versioned=True,
        opened_from="overdue_board",
        said="Review recorded.",
        check=check_on_plan("record_plan_review"),
        represent=represent.review,
        recorded=recorded.of_review,
        suggests=ordinary_dates,
        template="actionplans/plan_deed.html",
        opened=opens("record_plan_review"),
        **OF_PLAN,
    ),
    Surface(
        name="set_plan_date",
        title="Move a date",
        service=services.set_plan_date,
        form=forms.DateForm,
        page="action-plans/<uuid:pk>/dates/new/",
        api="action-plans/<uuid:pk>/dates/",
        versioned=True,
        said="Date moved. The old date stays in its history.",
        check=check_on_plan("set_plan_date"),
        represent=represent.plan_date,
        recorded=recorded.of_date,
        template="actionplans/plan_deed.html",
        opened=opens("set_plan_date"),
        **OF_PLAN,
    ),
    Surface(
        name="complete_plan",
        title="Complete the action plan",
        from_document="Enter from a document that CPS completed the plan",
        service=services.complete_plan,
        form=forms.CompleteForm,
        page="action-plans/<uuid:pk>/complete/",
        api="action-plans/<uuid:pk>/complete/",
        versioned=True,
        button="Accept what was returned and complete",
        said="Action plan completed.",
        check=check_complete,
        recorded_by_act=recorded.of_completion,
        represent=represent.plan_in_full,
        template="actionplans/plan_deed.html",
        opened=opens("complete_plan"),
        **OF_PLAN,
    ),
    Surface(
        name="check_item",
        title="Check a returned item",
        from_document="Enter CPS's check of an item from a document",
        service=services.check_item,
        form=forms.CheckForm,
        page="action-plan-items/<uuid:pk>/check/",
        api="action-plan-items/<uuid:pk>/check/",
        said="Item checked.",
        check=check_check,
        recorded_by_act=recorded.of_check,
        represent=represent_items.item_in_full,
        **{**OF_ITEM, "versioned": False, "done": plan_page},
    ),
    Surface(
        name="acknowledge_escalation",
        title="Acknowledge the escalation",
        service=services.acknowledge_escalation,
        form=forms.AcknowledgeForm,
        subject=Escalation,
        subject_name="escalation",
        select=("plan__case", "plan_date", "review"),
        page="escalations/<uuid:pk>/acknowledge/",
        api="escalations/<uuid:pk>/acknowledge/",
        button="Acknowledge",
        said="Acknowledged. The ladder waits until the date you gave.",
        says=lambda act: promise_said(act.next_act_date.due_on),
        check=check_acknowledge,
        context=about_escalation,
        template="actionplans/plan_deed.html",
        done=plan_page,
        back=plan_page,
        represent=represent.acknowledgement,
        constraints={
            "acknowledgement_once_an_escalation": ("", "Somebody acknowledged this escalation already.")
        },
    ),
    Surface(
        name="confirm_completion",
        title="Confirm a completion that police entered",
        service=services.confirm_completion,
        form=forms.ConfirmForm,
        subject=PlanCompletion,
        subject_name="completion",
        select=("plan__case", "entered_by"),
        page="plan-completions/<uuid:pk>/confirm/",
        api="plan-completions/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        check=rules.check_can_confirm,
        context=about_completion,
        template="actionplans/plan_deed.html",
        done=plan_page,
        back=plan_page,
        represent=represent_items.completion,
    ),
    Surface(
        name="confirm_action_plan",
        title="Confirm an action plan that police entered",
        service=services.confirm_action_plan,
        form=forms.ConfirmPlanForm,
        page="action-plans/<uuid:pk>/confirm/",
        api="action-plans/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        check=rules.check_can_confirm,
        represent=represent.plan_in_full,
        recorded=recorded.of_confirmation,
        template="actionplans/confirm.html",
        **{**OF_PLAN, "select": ("case", "entered_by"), "context": about_entered},
    ),
]
