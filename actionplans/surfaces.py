"""The deeds of submissions and action plans as pages and API routes."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans import forms, represent, rules, services
from actionplans.enums import OPEN_ITEMS, ItemStatus
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    Advice,
    Escalation,
    Submission,
    Triage,
)
from actionplans.seals import Label, Sealer
from cases.models import Allegation, Case
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed
from rasso_tracker.web.surfaces import Surface

BEFORE_ISSUE = "This date is before the action plan was issued."


# Where a deed leads


def plan_page(result: Any) -> str:
    plan_id = result.pk if isinstance(result, ActionPlan) else result.plan_id
    return reverse("action_plan_detail", args=[plan_id])


def submission_page(result: Any) -> str:
    row_id = result.pk if isinstance(result, Submission) else result.submission_id
    return reverse("submission_detail", args=[row_id])


# What stands above a form


def about_case(person: Person, case: Case) -> dict[str, Any]:
    return {"caption": case.reference}


def about_submission(person: Person, subject: Any) -> dict[str, Any]:
    row = subject if isinstance(subject, Submission) else subject.submission
    return {"caption": f"{row.case.reference}, submission {row.round}", "submission": row}


def about_plan(person: Person, subject: Any) -> dict[str, Any]:
    plan = subject if isinstance(subject, ActionPlan) else subject.plan
    return {"caption": f"{plan.case.reference}, action plan {plan.number}", "plan": plan, "at": now()}


def about_item(person: Person, item: ActionPlanItem) -> dict[str, Any]:
    sealer = Sealer(item.case_id)
    return {
        **about_plan(person, item),
        "item": item,
        "asks": sealer.open(Label.ITEM_ASKS, item.pk, item.asks_sealed),
        "return_note": sealer.open(Label.ITEM_RETURN_NOTE, item.pk, item.return_note_sealed),
    }


def about_escalation(person: Person, escalation: Escalation) -> dict[str, Any]:
    return {**about_plan(person, escalation), "escalation": escalation}


# What a form begins with


def submit_initial(person: Person, case: Case) -> dict[str, Any]:
    return {
        "allegations": list(Allegation.objects.filter(case=case).values_list("pk", flat=True)),
        "cps_unit": case.cps_unit_id,
        "urn": case.urn,
    }


def return_initial(person: Person, plan: ActionPlan) -> dict[str, Any]:
    return {"items": list(plan.items.filter(status__in=OPEN_ITEMS).values_list("pk", flat=True))}


# Asked before a form is shown, so that nobody fills one in for nothing


def check_submit(person: Person, case: Case) -> None:
    waiting = Submission.objects.filter(case=case, status="sent").first()
    rules.check_can_submit(person, case, waiting)


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
        raise NotAllowed(
            f"{plan.items_open} of its items are still with the police, so the plan is not complete."
        )


def check_check(person: Person, item: ActionPlanItem) -> None:
    rules.check_on_plan(person, item.plan, "check_item")
    rules.check_item_change(item, ItemStatus.ACCEPTED)


def check_acknowledge(person: Person, escalation: Escalation) -> None:
    plan = escalation.plan
    stands = services.escalation_stands(plan, escalation)
    rules.check_can_acknowledge(person, plan, escalation, stands=stands, at=now())


OF_PLAN: dict[str, Any] = {
    "subject": ActionPlan,
    "subject_name": "plan",
    "select": ("case",),
    "context": about_plan,
    "done": plan_page,
    "back": plan_page,
}
OF_SUBMISSION: dict[str, Any] = {
    "subject": Submission,
    "subject_name": "submission",
    "select": ("case",),
    "context": about_submission,
    "done": submission_page,
    "back": submission_page,
}

SURFACES = [
    Surface(
        name="submit_to_cps",
        title="Submit to CPS",
        service=services.submit_to_cps,
        form=forms.SubmitForm,
        subject=Case,
        subject_name="case",
        page="cases/<uuid:pk>/submissions/new/",
        api="submissions/",
        button="Submit to CPS",
        said="Submitted to CPS.",
        context=about_case,
        check=check_submit,
        initial=submit_initial,
        done=submission_page,
        represent=represent.submission_in_full,
        constraints={
            "submission_round_once": (
                "",
                "Somebody submitted this case at the same moment. Look at it first.",
            )
        },
    ),
    Surface(
        name="triage_submission",
        title="Record the triage",
        service=services.triage_submission,
        form=forms.TriageForm,
        page="submissions/<uuid:pk>/triage/",
        api="submissions/<uuid:pk>/triage/",
        said="Triage recorded.",
        check=rules.check_can_triage,
        represent=represent.triage,
        **OF_SUBMISSION,
    ),
    Surface(
        name="write_advice",
        title="Write advice",
        service=services.write_advice,
        form=forms.AdviceForm,
        page="submissions/<uuid:pk>/advice/new/",
        api="advice/",
        said="Advice added. Earlier versions stay as they are.",
        check=rules.check_can_advise,
        represent=represent.advice_in_full,
        **OF_SUBMISSION,
    ),
    Surface(
        name="issue_action_plan",
        title="Issue an action plan",
        service=services.issue_action_plan,
        form=forms.PlanForm,
        page="submissions/<uuid:pk>/action-plans/new/",
        api="action-plans/",
        button="Issue the action plan",
        said="Action plan issued. Its officer in charge will be told.",
        check=rules.check_can_issue,
        represent=represent.plan_in_full,
        **{**OF_SUBMISSION, "done": plan_page},
    ),
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
        initial=return_initial,
        represent=represent.plan_in_full,
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
        said="Review recorded.",
        check=check_on_plan("record_plan_review"),
        represent=represent.review,
        template="actionplans/plan_deed.html",
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
        template="actionplans/plan_deed.html",
        **OF_PLAN,
    ),
    Surface(
        name="complete_plan",
        title="Complete the action plan",
        service=services.complete_plan,
        form=forms.CompleteForm,
        page="action-plans/<uuid:pk>/complete/",
        api="action-plans/<uuid:pk>/complete/",
        versioned=True,
        button="Accept what was returned and complete",
        said="Action plan completed.",
        check=check_complete,
        represent=represent.plan_in_full,
        template="actionplans/plan_deed.html",
        **OF_PLAN,
    ),
    Surface(
        name="check_item",
        title="Check a returned item",
        service=services.check_item,
        form=forms.CheckForm,
        subject=ActionPlanItem,
        subject_name="item",
        select=("plan__case",),
        page="action-plan-items/<uuid:pk>/check/",
        api="action-plan-items/<uuid:pk>/check/",
        said="Item checked.",
        check=check_check,
        context=about_item,
        template="actionplans/item_check.html",
        done=plan_page,
        back=plan_page,
        represent=represent.item_in_full,
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
        name="confirm_triage",
        title="Confirm a triage that police entered",
        service=services.confirm_triage,
        form=forms.ConfirmForm,
        subject=Triage,
        subject_name="triage",
        select=("submission__case",),
        page="triages/<uuid:pk>/confirm/",
        api="triages/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        check=rules.check_can_confirm,
        context=about_submission,
        done=submission_page,
        back=submission_page,
        represent=represent.triage,
    ),
    Surface(
        name="confirm_advice",
        title="Confirm advice that police entered",
        service=services.confirm_advice,
        form=forms.ConfirmForm,
        subject=Advice,
        subject_name="advice",
        select=("submission__case",),
        page="advice/<uuid:pk>/confirm/",
        api="advice/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        check=rules.check_can_confirm,
        context=about_submission,
        done=submission_page,
        back=submission_page,
        represent=represent.advice_in_full,
    ),
    Surface(
        name="confirm_action_plan",
        title="Confirm an action plan that police entered",
        service=services.confirm_action_plan,
        form=forms.ConfirmForm,
        page="action-plans/<uuid:pk>/confirm/",
        api="action-plans/<uuid:pk>/confirm/",
        said="Recorded what CPS says of it.",
        check=rules.check_can_confirm,
        represent=represent.plan_in_full,
        **OF_PLAN,
    ),
    Surface(
        name="set_ladder_step",
        title="Set a step of the ladder",
        service=services.set_ladder_step,
        form=forms.LadderStepForm,
        page="action-plans/ladder/new/",
        api="ladder-steps/",
        said="Step set. Dates that fall due from that day on follow it.",
        done=lambda result: reverse("ladder"),
        back=lambda subject: reverse("ladder"),
        represent=represent.ladder_step,
    ),
]

# The deeds that a page of a plan or a submission offers
PLAN_DEEDS = tuple(one for one in SURFACES if one.subject is ActionPlan)
SUBMISSION_DEEDS = tuple(one for one in SURFACES if one.subject is Submission)
