"""The case page: the hub of a case, put together from what every app says of it."""

from __future__ import annotations

import uuid
from operator import attrgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

import actionplans.panels
import actionplans.surfaces
import actionplans.timeline
import cases.panels
import cases.surfaces
import cases.timeline
import reviews.panels
import reviews.surfaces
import reviews.timeline
import victims.panels
import victims.surfaces
import victims.timeline
from actionplans.models import (
    Acknowledgement,
    ActionPlan,
    ActionPlanItem,
    Advice,
    AdviceAnswer,
    AdviceQuestion,
    AdviceReading,
    CaseStrategy,
    Climb,
    ClimbAnswer,
    ClimbEscalation,
    ClinicBooking,
    ClinicCorrection,
    ClinicFollowUp,
    Countersignature,
    DisputeAnswer,
    EarlyAdviceConsidered,
    EarlyAdviceEnding,
    EnteredCharge,
    Escalation,
    FileCheck,
    FileCheckLine,
    FollowUpChange,
    ItemChase,
    ItemCheck,
    ItemDate,
    ItemDispute,
    ItemGiven,
    ItemReturn,
    ItemWait,
    ItemWithdrawal,
    JointMeeting,
    PlanBesideCharge,
    PlanCompletion,
    PlanDate,
    PlanEnding,
    PlanReopening,
    PlanReview,
    ReassignedPlan,
    StrategyAgreement,
    StrategyReview,
    Submission,
    Triage,
    TriageReason,
)
from cases.models import (
    Allegation,
    Assignment,
    Case,
    CaseBearing,
    Direction,
    DirectionDate,
    DueItem,
    Lesson,
    MatchLook,
    MatchVerdict,
    Milestone,
    NamedAccess,
    SupervisoryReview,
    Suspect,
    Victim,
)
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole, read_whole, whole_of
from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import is_supporter
from rasso_tracker.web.details import deed_links
from rasso_tracker.web.scope import in_scope
from reviews.models import (
    CpsLetter,
    CpsReview,
    CpsReviewStage,
    DayStep,
    Decision,
    DecisionDay,
    DecisionLetter,
    DecisionLine,
    EligibilityOverride,
    ExpeditedReview,
    MissedTelling,
    Notification,
    NotToldBefore,
    ReviewAsker,
    ReviewEnquiries,
    ReviewExtension,
    ReviewRequest,
    ReviewUpdate,
    RightTold,
    TellingDelay,
    TellingPlan,
    VictimQuestion,
)
from victims.models import (
    Circumstances,
    Contact,
    ContactAlert,
    ContactOwner,
    EventTelling,
    IsvaSupport,
    JointAppointment,
    LookBack,
    MaterialRequest,
    NeedsAssessment,
    Reengagement,
    RightsChoice,
    SafeguardingConcern,
    Spokesperson,
    StoDeployment,
    SupportEvent,
    SupportReferral,
    UpdateAgreement,
    Withdrawal,
    WithdrawalDayChange,
    WithdrawalStageChange,
    WithdrawalTold,
)
from victims.models.base import victims_seen

# In the order of the page: title, anchor, the app that tells of it.
SECTIONS = (
    ("Investigation", "investigation", cases, "cases/_case_panel.html"),
    ("Victims", "victims", victims, "victims/_case_panel.html"),
    ("CPS and action plans", "cps", actionplans, "actionplans/_case_panel.html"),
    ("Decisions and the Right to Review", "decisions", reviews, "reviews/_case_panel.html"),
)
LATEST = 12
# The rows that the sections tell of. Who a victim is and how to reach them is on a page of its own.
TOLD_OF: tuple[type[CaseBearing], ...] = (
    *(Allegation, Assignment, DueItem, Milestone, NamedAccess, Suspect, Victim),
    *(Direction, DirectionDate, Lesson, LookBack, SupervisoryReview),
    *(MatchLook, MatchVerdict),
    *(EventTelling, UpdateAgreement),
    *(Circumstances, ContactAlert, NeedsAssessment, RightsChoice, Spokesperson),
    *(Contact, IsvaSupport, MaterialRequest, Reengagement, SafeguardingConcern, Withdrawal),
    *(ContactOwner, StoDeployment, SupportEvent, SupportReferral),
    *(JointAppointment, WithdrawalDayChange, WithdrawalStageChange, WithdrawalTold),
    *(Acknowledgement, ActionPlan, ActionPlanItem, Advice, Escalation, PlanDate, PlanReview, ReassignedPlan),
    *(CaseStrategy, Climb, ClimbAnswer, ClimbEscalation, StrategyAgreement, StrategyReview),
    *(ClinicBooking, ClinicCorrection, ClinicFollowUp, FollowUpChange),
    *(AdviceAnswer, AdviceQuestion, AdviceReading, Countersignature, EarlyAdviceConsidered, EnteredCharge),
    JointMeeting,
    *(FileCheck, FileCheckLine, Submission, Triage, TriageReason),
    *(
        DisputeAnswer,
        ItemChase,
        ItemCheck,
        ItemDate,
        ItemDispute,
        ItemGiven,
        ItemReturn,
        ItemWait,
        PlanCompletion,
    ),
    *(EarlyAdviceEnding, ItemWithdrawal, PlanEnding, PlanReopening),
    PlanBesideCharge,
    *(
        DayStep,
        DecisionDay,
        Decision,
        DecisionLine,
        DecisionLetter,
        CpsLetter,
        CpsReview,
        CpsReviewStage,
        EligibilityOverride,
        ExpeditedReview,
        Notification,
        ReviewAsker,
        ReviewEnquiries,
        ReviewExtension,
        ReviewRequest,
        ReviewUpdate,
        RightTold,
    ),
    *(MissedTelling, NotToldBefore, TellingDelay, TellingPlan, VictimQuestion),
)


def entries(case: Case, person: Person) -> list[TimelineEntry]:
    """Everything that happened on a case, newest first, as far as the role may read it."""
    told = [entry for _, _, app, _ in SECTIONS for entry in app.timeline.entries(case, person)]
    return sorted(told, key=attrgetter("at"), reverse=True)


def history(case: Case, person: Person) -> list[dict[str, Any]]:
    """The entries in the words of the timeline component."""
    return [_shown(entry) for entry in entries(case, person)]


def _shown(entry: TimelineEntry) -> dict[str, Any]:
    """An entry in the words of the timeline component."""
    return {
        "title": entry.title,
        "at": entry.on or entry.at,
        "by": entry.by,
        "detail": entry.detail,
        "note": entry.note,
        "href": entry.href,
        "kind": entry.kind,
    }


def find(person: Person, pk: uuid.UUID) -> Case:
    """The case, in the person's scope. Raises Http404 for one that the person may not know of."""
    case: Case | None = in_scope(
        Case, person, pk, select=("district", "team", "officer_in_charge", "cps_unit")
    )
    if case is None:
        raise Http404
    told = {kind for kind in TOLD_OF if person.role.reads(kind.part)}
    read_whole(case, told | {Contact}, seen_by=person)  # whether contact is lost hangs on contacts
    return case


def case_context(case: Case, person: Person) -> dict[str, Any]:
    sections = []
    for title, anchor, app, template in SECTIONS:
        panel = app.panels.panel(case, person)
        if panel is None:
            continue
        surfaces = [one for one in app.surfaces.SURFACES if one.subject is Case]
        deeds = deed_links(surfaces, person, case)
        sections.append(
            {"title": title, "anchor": anchor, "template": template, "panel": panel, "deeds": deeds}
        )
    mark_escalated(sections, whole_of(case), person)
    told = entries(case, person)
    return {
        "case": case,
        "sections": sections,
        "parts": [
            *((one["title"], f"#{one['anchor']}", False) for one in sections),
            ("History", "#history", False),
        ],
        "latest": [_shown(entry) for entry in told[:LATEST]],
        "more_history": len(told) > LATEST,
        "due": sections[0]["panel"]["due"] if sections else [],
        "at": now(),
    }


def mark_escalated(sections: list[dict[str, Any]], whole: Whole, person: Person) -> None:
    """Say of reviews and directions which have climbed: the app of cases does not know of the ladder."""
    supervision = sections[0]["panel"].get("supervision") if sections else None
    if supervision:
        climbs = [one for one in whole.seen(Climb, person) if one.is_current and one.step is not None]
        supervision["escalated"] = {one.item.source for one in climbs}


def clients_page(person: Person, pk: uuid.UUID) -> HttpResponse:
    """Where an ISVA reads of a case: the page of their client on it. Raises Http404 for a case of none."""
    theirs = list(victims_seen(person).filter(case=pk).values_list("pk", flat=True)[:2])
    if not theirs:
        raise Http404
    return redirect("victim", theirs[0]) if len(theirs) == 1 else redirect("client_list")


@require_safe
def case_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person: Any = request.user
    if is_supporter(person):
        return clients_page(person, pk)
    case = find(person, pk)
    context = case_context(case, person)
    record_read(by=person, action=Action.CASE_VIEWED, case=case, subjects=[case.pk])
    return render(request, "dashboards/case_detail.html", context)


@require_safe
def case_history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The whole timeline, by kind if asked for; made to be printed."""
    person: Any = request.user
    if is_supporter(person):
        return clients_page(person, pk)
    case = find(person, pk)
    told = history(case, person)
    kinds = sorted({entry["kind"] for entry in told})
    kind = request.GET.get("kind", "")
    if kind in kinds:
        told = [entry for entry in told if entry["kind"] == kind]
    record_read(by=person, action=Action.CASE_VIEWED, case=case, subjects=[case.pk])
    context = {"case": case, "told": told, "kinds": kinds, "kind": kind if kind in kinds else ""}
    return render(request, "dashboards/case_history.html", context)
