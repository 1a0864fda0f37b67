"""What happened between police and CPS on a case, from its rows, as far as the role may read."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from actionplans.models import (
    Acknowledgement,
    ActionPlan,
    ActionPlanItem,
    Advice,
    Escalation,
    PlanDate,
    PlanReview,
    Submission,
    Triage,
)
from cases.models import Case
from cases.timeline import TimelineEntry
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import Part

CPS, PLANS = "CPS", "Action plans"


def entries(case: Case, person: Person) -> list[TimelineEntry]:
    """Everything this app knows of the case, in no order; a fixed number of statements. Free text stays
    sealed.
    """
    told: list[TimelineEntry] = []
    if person.role.reads(Part.CPS):
        told += _submissions(case) + _triages(case) + _advice(case)
    if person.role.reads(Part.PLANS):
        told += _plans(case) + _dates(case) + _reviews(case) + _items(case) + _steps(case) + _answers(case)
    return told


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _plan(plan: ActionPlan) -> str:
    return reverse("action_plan_detail", args=[plan.pk])


def _submissions(case: Case) -> list[TimelineEntry]:
    rows = Submission.objects.filter(case=case).select_related("submitted_by", "cps_unit")
    return [
        TimelineEntry(
            at=one.submitted_at,
            title=f"Submitted to CPS, round {one.round}",
            detail=f"{one.get_kind_display()}, to {one.cps_unit.name}",
            by=one.submitted_by.name,
            kind=CPS,
            href=reverse("submission_detail", args=[one.pk]),
        )
        for one in rows
    ]


def _triages(case: Case) -> list[TimelineEntry]:
    rows = Triage.objects.filter(case=case).select_related("entered_by").prefetch_related("reasons")
    return [
        TimelineEntry(
            at=one.triaged_at,
            title=str(one),
            detail="; ".join(str(reason) for reason in one.reasons.all()),
            by=one.entered_by.name,
            kind=CPS,
            href=reverse("submission_detail", args=[one.submission_id]),
            note=one.mark,
        )
        for one in rows
    ]


def _advice(case: Case) -> list[TimelineEntry]:
    rows = Advice.objects.filter(case=case).select_related("entered_by")
    return [
        TimelineEntry(
            at=one.given_at,
            title="Advice given",
            detail=str(one),
            by=one.entered_by.name,
            kind=CPS,
            href=reverse("submission_detail", args=[one.submission_id]),
            note=one.mark,
        )
        for one in rows
    ]


def _plans(case: Case) -> list[TimelineEntry]:
    told = []
    for one in ActionPlan.objects.filter(case=case).select_related("issued_by"):
        asked = TimelineEntry(
            at=one.issued_at,
            title=f"{one} issued",
            detail="",
            by=one.issued_by.name,
            kind=PLANS,
            href=_plan(one),
            note=one.mark,
        )
        told.append(asked)
        if one.closed_at is not None:
            ended = TimelineEntry(
                at=one.closed_at,
                title=f"{one}: {one.get_status_display().lower()}",
                detail="",
                by="",
                kind=PLANS,
                href=_plan(one),
            )
            told.append(ended)
    return told


def _dates(case: Case) -> list[TimelineEntry]:
    rows = PlanDate.objects.filter(case=case, because="moved").select_related("plan", "set_by")
    return [
        TimelineEntry(
            at=one.set_at,
            title=f"{one.plan}: {one.get_kind_display().lower()} moved",
            detail=f"Now {_day(one.due_on)}",
            by=one.set_by.name,
            kind=PLANS,
            href=_plan(one.plan),
        )
        for one in rows
    ]


def _reviews(case: Case) -> list[TimelineEntry]:
    rows = PlanReview.objects.filter(case=case).select_related("plan", "reviewed_by")
    return [
        TimelineEntry(
            at=one.reviewed_at,
            title=f"{one.plan} reviewed",
            detail=f"{one.get_outcome_display()}."
            + (f" Next review {_day(one.next_review_on)}" if one.next_review_on else ""),
            by=one.reviewed_by.name,
            kind=PLANS,
            href=_plan(one.plan),
        )
        for one in rows
    ]


def _items(case: Case) -> list[TimelineEntry]:
    """Items that came back together are one line."""
    rows = (
        ActionPlanItem.objects.filter(case=case, returned_at__isnull=False)
        .select_related("plan", "returned_by")
        .order_by("returned_at", "number")
    )
    together: dict[tuple[UUID, datetime], list[ActionPlanItem]] = {}
    for one in rows:
        together.setdefault((one.plan_id, one.returned_at), []).append(one)
    return [
        TimelineEntry(
            at=returned_at,
            title=f"{items[0].plan}: {len(items)} {'item' if len(items) == 1 else 'items'} returned",
            detail="; ".join(item.get_type_display() for item in items),
            by=items[0].returned_by.name if items[0].returned_by else "",
            kind=PLANS,
            href=_plan(items[0].plan),
        )
        for (_, returned_at), items in together.items()
    ]


def _steps(case: Case) -> list[TimelineEntry]:
    rows = Escalation.objects.filter(plan__case=case).select_related("plan", "plan_date", "review")
    return [
        TimelineEntry(
            at=one.due_at,
            title=f"{one.plan}: step {one.step} of the ladder",
            detail="Escalated by a review"
            if one.review_id
            else f"{one.plan_date.get_kind_display()} {_day(one.plan_date.due_on)} has passed",
            by="",
            kind=PLANS,
            href=_plan(one.plan),
        )
        for one in rows
    ]


def _answers(case: Case) -> list[TimelineEntry]:
    rows = Acknowledgement.objects.filter(case=case).select_related(
        "plan", "acknowledged_by", "next_act_date", "escalation"
    )
    return [
        TimelineEntry(
            at=one.acknowledged_at,
            title=f"{one.plan}: step {one.escalation.step} acknowledged",
            detail=f"Next act by {_day(one.next_act_date.due_on)}",
            by=one.acknowledged_by.name,
            kind=PLANS,
            href=_plan(one.plan),
        )
        for one in rows
    ]
