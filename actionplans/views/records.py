"""The pages of one record: a plan, an item, a submission, a file check, a strategy, a handing over."""

from __future__ import annotations

from typing import Any

from actionplans.checklist import FileOutcome
from actionplans.enums import PlanStatus, SubmissionKind, SubmissionStatus
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    CaseStrategy,
    FileCheck,
    Reassignment,
    Submission,
)
from actionplans.models.acts import WHO_OF_CPS
from actionplans.services.in_step import next_round
from actionplans.services.unanswered import way_on_due
from actionplans.shown import plan_context
from actionplans.shown.files import file_check_context
from actionplans.shown.items import item_context
from actionplans.shown.reassigned import reassignment_context
from actionplans.shown.strategies import strategy_context
from actionplans.shown.submissions import submission_context
from actionplans.surfaces import (
    FILE_CHECK_DEEDS,
    ITEM_DEEDS,
    ONWARD_DEEDS,
    PLAN_DEEDS,
    STRATEGY_DEEDS,
    SUBMISSION_DEEDS,
)
from cases.deadlines import deadline_of
from rasso_tracker.audit import Action
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.web.details import Detail, deed_links

# What CPS may have closed its record of.
EARLY, UNANSWERED = SubmissionKind.EARLY_ADVICE, PlanStatus.ADMIN_FINALISED


def ids_of_plan(context: dict[str, Any]) -> list[Any]:
    return [row["row"].pk for name in ("items", "dates", "reviews", "ledger") for row in context[name]]


def ids_of_item(context: dict[str, Any]) -> list[Any]:
    return [
        context["plan"].pk,
        *(row["row"].pk for name in ("dates", "disputes", "returns", "waits") for row in context[name]),
    ]


def ids_of_submission(context: dict[str, Any]) -> list[Any]:
    named = ("triages", "advice", "questions", "meetings")
    return [row["row"].pk for name in named for row in context[name]]


def about_submission(person: Person, submission: Submission) -> dict[str, Any]:
    """With what comes next, on the case, after a rejection: until it has gone to CPS again."""
    known = {**submission_context(person, submission, now()), **way_on(person, submission)}
    if submission.status == SubmissionStatus.REJECTED and next_round(submission) is None:
        known["onward"] = deed_links(ONWARD_DEEDS, person, submission.case)
    return known


def about_plan(person: Person, plan: ActionPlan) -> dict[str, Any]:
    return {**plan_context(person, plan, now()), **way_on(person, plan)}


def way_on(person: Person, closed: ActionPlan | Submission) -> dict[str, Any]:
    """What the police owe on the case after CPS closed its record unanswered, and the deeds that do it."""
    may_be = closed.kind == EARLY if isinstance(closed, Submission) else closed.status == UNANSWERED
    owed = way_on_due(closed.pk) if may_be else None
    return {
        "way_on": owed,
        "way_on_date": deadline_of(owed) if owed else None,
        "onward": deed_links(ONWARD_DEEDS, person, closed.case) if owed else [],
    }


def about_file_check(person: Person, check: FileCheck) -> dict[str, Any]:
    """With what comes next, on the case, once the gatekeeper answered: until somebody did it."""
    known = file_check_context(person, check, now())
    later = FileCheck.objects.filter(case=check.case_id, number__gt=check.number).exists()
    done = check.is_waiting or later or known["submission"] is not None
    return {**known, "onward": [] if done else onward_of(person, check)}


def onward_of(person: Person, check: FileCheck) -> list[dict[str, str]]:
    """A file that was signed off goes to CPS; one that came back goes to the gatekeeper again, or without."""
    links = deed_links(ONWARD_DEEDS, person, check.case)
    signed = check.outcome == FileOutcome.SIGNED_OFF
    return [one for one in links if not signed or one["name"] == "submit_to_cps"]


PLAN_DETAIL = Detail(
    name="action_plan_detail",
    path="action-plans/<uuid:pk>/",
    model=ActionPlan,
    template="actionplans/plan_detail.html",
    action=Action.PLAN_VIEWED,
    context=about_plan,
    select=(
        "case__district",
        "case__officer_in_charge",
        "submission",
        "issued_by",
        "prosecutor",
        "worked_by",
        *WHO_OF_CPS,
    ),
    surfaces=PLAN_DEEDS,
    shows=ids_of_plan,
)
ITEM_DETAIL = Detail(
    name="action_plan_item_detail",
    path="action-plan-items/<uuid:pk>/",
    model=ActionPlanItem,
    template="actionplans/item_detail.html",
    action=Action.PLAN_VIEWED,
    context=lambda person, item: item_context(person, item, now()),
    select=(
        "plan__case__district",
        "plan__case__officer_in_charge",
        "owner",
        "agreed_by",
        "returned_by",
        "strategy_line__strategy",
    ),
    surfaces=ITEM_DEEDS,
    shows=ids_of_item,
)
STRATEGY_DETAIL = Detail(
    name="strategy_detail",
    path="strategies/<uuid:pk>/",
    model=CaseStrategy,
    template="actionplans/strategy_detail.html",
    action=Action.STRATEGY_VIEWED,
    context=lambda person, strategy: strategy_context(person, strategy, now()),
    select=("case__district", "case__officer_in_charge", "written_by"),
    surfaces=STRATEGY_DEEDS,
)
SUBMISSION_DETAIL = Detail(
    name="submission_detail",
    path="submissions/<uuid:pk>/",
    model=Submission,
    template="actionplans/submission_detail.html",
    action=Action.SUBMISSION_VIEWED,
    context=about_submission,
    select=(
        "case__district",
        "case__officer_in_charge",
        "submitted_by",
        "cps_unit",
        "file_check__checked_by",
    ),
    surfaces=SUBMISSION_DEEDS,
    shows=ids_of_submission,
)

FILE_CHECK_DETAIL = Detail(
    name="file_check_detail",
    path="file-checks/<uuid:pk>/",
    model=FileCheck,
    template="actionplans/file_check_detail.html",
    action=Action.FILE_CHECK_VIEWED,
    context=about_file_check,
    select=("case__district", "sent_by", "checked_by"),
    surfaces=FILE_CHECK_DEEDS,
)
REASSIGNMENT_DETAIL = Detail(
    name="reassignment_detail",
    path="action-plans/reassignments/<uuid:pk>/",
    model=Reassignment,
    template="actionplans/reassignment_detail.html",
    action=Action.REASSIGNMENT_VIEWED,
    context=reassignment_context,
    select=("given_to", "given_by"),
    shows=lambda context: [one.plan_id for one in context["lines"]],
)
