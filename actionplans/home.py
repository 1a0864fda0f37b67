"""What role homes ask of submissions and action plans. Plain lists of at most 25, and whether there is more.

A row has `reference`, `case_id`, `href`, `what` and `deadline` (a clocks.Deadline), and what else it names.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from actionplans.enums import OPEN_ITEMS, LadderKind, SubmissionKind, SubmissionStatus
from actionplans.ladder import STEP_WIDTH, band
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    Advice,
    AdviceReading,
    Climb,
    Countersignature,
    FileCheck,
    ItemDispute,
    Submission,
    Triage,
)
from actionplans.shown import PLAN_FIELDS, plan_deadline, plan_row
from actionplans.shown.by_rule import as_ruled
from actionplans.shown.climbs import CLIMB_FIELDS, climb_row
from actionplans.shown.clinics import clinics_between
from actionplans.shown.files import check_deadline
from actionplans.shown.submissions import submission_deadline
from cases.home import MOST, Some
from rasso_tracker.clocks import ClockCode, Deadline, date_set, london_date, start_of_day
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Scope


def _some(rows: list[dict[str, Any]]) -> Some:
    return Some(rows[:MOST], len(rows) > MOST)


def _plans(rows: Any, at: datetime) -> Some:
    found = []
    for record in rows.values(*PLAN_FIELDS)[: MOST + 1]:
        row = plan_row(record, at)
        row |= {
            "reference": record["case__reference"],
            "deadline": _deciding(row, record["lapses_at"], at),
            "what": _words(row),
        }
        found.append(row)
    return _some(found)


def _deciding(row: dict[str, Any], lapses_at: datetime | None, at: datetime) -> Deadline:
    """The date that lapsed, or else the next review."""
    lapsed = lapses_at is not None and lapses_at <= at
    target_lapsed = lapsed and row["review"].due_at != lapses_at
    return row["target"] if target_lapsed else row["review"]


def _words(row: dict[str, Any]) -> str:
    status = row["status_label"]
    words = f"Action plan {row['number']}: {status[:1].lower()}{status[1:]}"
    if row["step"] is not None:
        words += f", step {row['step']}"
    if not row["next_act_on"]:
        return words
    told = "next act by" if row["answered"] else "not done by the promised"
    return f"{words}, {told} {row['next_act_on']:%-d %B %Y}"


def lapsed_plans(person: Person, at: datetime) -> Some:
    """Plans past their target or review date that the person may see: highest step first, then the oldest."""
    rows = ActionPlan.objects.visible_to(person).filter(
        urgency__lt=band(None) * STEP_WIDTH + int(at.timestamp()) + 1, lapses_at__lte=at
    )
    return _plans(rows.order_by("urgency", "id"), at)


def reviews_due(person: Person, at: datetime) -> Some:
    """Open plans that have not lapsed, by review date: what to look at next."""
    rows = ActionPlan.objects.visible_to(person).filter(
        closed_at__isnull=True, lapses_at__gt=at, review_on__gte=london_date(at)
    )
    return _plans(rows.order_by("review_on", "id"), at)


def escalations_to_acknowledge(person: Person, at: datetime) -> Some:
    """Plans on a step of the ladder that nobody has answered, or that were promised an act by a day that
    passed: highest first.
    """
    unanswered = Q(next_act_on__isnull=True) | Q(next_act_on__lt=london_date(at))
    rows = ActionPlan.objects.visible_to(person).filter(unanswered, urgency__lt=band(None) * STEP_WIDTH)
    return _plans(rows.order_by("urgency", "id"), at)


def climbed(person: Person, at: datetime) -> Some:
    """What is owed on cases and has climbed, unless an answer holds: the highest step first.

    Without supervisory reviews and what is owed to victims, which have lists of their own and would crowd out
    the limits.
    """
    rows = (
        Climb.objects.visible_to(person)
        .filter(
            Q(promised=False) | Q(next_step_at__isnull=True) | Q(next_step_at__lte=at),
            urgency__lt=band(None) * STEP_WIDTH,
        )
        .exclude(code__in=[LadderKind.SUPERVISORY_REVIEW, LadderKind.VICTIM_OWED])
    )
    found = []
    for record in rows.order_by("urgency", "id").values(*CLIMB_FIELDS)[: MOST + 1]:
        row = climb_row(record, person, at)
        found.append(
            {
                "reference": record["case__reference"],
                "case_id": record["case_id"],
                "href": row["href"],
                "what": f"{row['what']}, step {record['step']}",
                "deadline": row["deadline"],
            }
        )
    return _some(found)


def my_items(person: Person) -> Some:
    """Items that this person owns and has not returned: those given to them by name, and those of nobody by
    name on the cases they are in charge of. The earliest date first: an item's own, else its plan's target.
    """
    owed = (
        ActionPlanItem.objects.visible_to(person)
        .filter(status__in=OPEN_ITEMS, plan__closed_at__isnull=True)
        .select_related("plan__case")
        .annotate(due_on=Coalesce("target_on", "plan__target_on"))
        .order_by("due_on", "plan_id", "number")
    )
    # Two walks along an index each; an OR of the two would walk every open item of the force.
    named = list(owed.filter(owner=person.pk)[: MOST + 1])
    in_charge = list(owed.filter(owner__isnull=True, case__officer_in_charge=person.pk)[: MOST + 1])
    rows = sorted([*named, *in_charge], key=lambda one: (one.due_on, one.plan_id, one.number))
    return _some(
        [
            {
                "reference": one.plan.case.reference,
                "case_id": one.case_id,
                "href": reverse("action_plan_item_detail", args=[one.pk]),
                "what": str(one),
                "deadline": plan_deadline("target", one.due_on, one.plan.issued_on),
            }
            for one in rows
        ]
    )


def _submissions(rows: Any, due: Callable[[Submission], Deadline] | None = None) -> Some:
    found = [
        {
            "reference": one.case.reference,
            "case_id": one.case_id,
            "href": reverse("submission_detail", args=[one.pk]),
            "what": f"Submission {one.round}: {SubmissionKind(one.kind).label}",
            "status_label": one.get_status_display(),
            "deadline": due(one) if due else submission_deadline(one.kind, one.due_on, one.submitted_at),
        }
        for one in rows.select_related("case")[: MOST + 1]
    ]
    return _some(found)


def _submitted(person: Person) -> Any:
    """Submissions that the person may see; for CPS those to their own unit, found by its index."""
    rows = Submission.objects.visible_to(person)
    return rows.filter(cps_unit=person.cps_unit_id) if person.role.scope == Scope.CPS_UNIT else rows


def submissions_to_triage(person: Person) -> Some:
    """Submissions that wait for triage, the soonest due first."""
    rows = _submitted(person).filter(status=SubmissionStatus.SENT)
    return _submissions(rows.order_by("due_on", "id"))


def submissions_to_answer(person: Person) -> Some:
    """Submissions past triage to which CPS owes advice, a plan or a decision."""
    rows = _submitted(person).filter(waiting_since__isnull=False).exclude(status=SubmissionStatus.SENT)
    return _submissions(rows.order_by("due_on", "id"))


def advice_to_read(person: Person) -> Some:
    """Advice on cases that this person is in charge of, of which nobody has recorded that it was read."""
    read = AdviceReading.objects.filter(advice=OuterRef("pk"))
    rows = Advice.objects.visible_to(person).filter(
        ~Exists(read), case__officer_in_charge=person.pk, superseded_at__isnull=True
    )
    return _when(rows.order_by("given_at", "id"), "given_at", str)


def advice_to_countersign(person: Person) -> Some:
    """Advice to the unit's submissions and at its clinics that waits for a second lawyer, the oldest first.

    Without what this person wrote: somebody else countersigns that.
    """
    signed = Countersignature.objects.filter(advice=OuterRef("pk"), superseded_at__isnull=True)
    rows = Advice.objects.visible_to(person).filter(
        ~Exists(signed), countersign_wanted=True, superseded_at__isnull=True
    )
    if person.role.scope == Scope.CPS_UNIT:
        unit = person.cps_unit_id
        rows = rows.filter(Q(submission__cps_unit=unit) | Q(booking__clinic__cps_unit=unit))
    return _when(rows.exclude(author=person.pk).order_by("given_at", "id"), "given_at", str)


def cps_words_to_confirm(person: Person) -> Some:
    """Triage and advice that police entered for the unit and CPS has not confirmed, the oldest first."""
    waiting = Q(source="police_from_document", confirmed_at__isnull=True, superseded_at__isnull=True)
    ours, at_clinics = Q(), Q()
    if person.role.scope == Scope.CPS_UNIT:
        ours = Q(submission__cps_unit=person.cps_unit_id)
        at_clinics = ours | Q(booking__clinic__cps_unit=person.cps_unit_id)
    triages = Triage.objects.visible_to(person).filter(waiting, ours).order_by("triaged_at", "id")
    advice = Advice.objects.visible_to(person).filter(waiting, at_clinics).order_by("given_at", "id")
    both = [*_when(triages, "triaged_at", str).rows, *_when(advice, "given_at", str).rows]
    return _some(sorted(both, key=lambda row: (row["when"], row["href"])))


def _stands_on(one: Triage | Advice) -> str:
    if isinstance(one, Advice) and one.booking_id is not None:
        return reverse("clinic_booking_detail", args=[one.booking_id])
    return reverse("submission_detail", args=[one.submission_id])


def _when(rows: Any, moment: str, what: Callable[[Any], str]) -> Some:
    return _some(
        [
            {
                "reference": one.case.reference,
                "case_id": one.case_id,
                "href": _stands_on(one),
                "what": what(one),
                "when": getattr(one, moment),
            }
            for one in rows.select_related("case")[: MOST + 1]
        ]
    )


def files_to_check(person: Person) -> Some:
    """Files that wait for the gatekeeper, the soonest due first."""
    rows = FileCheck.objects.visible_to(person).filter(checked_at__isnull=True).order_by("due_on", "id")
    return _some(
        [
            {
                "reference": one.case.reference,
                "case_id": one.case_id,
                "href": reverse("file_check_detail", args=[one.pk]),
                "what": f"File check {one.number}: {one.get_kind_display()}",
                "deadline": check_deadline(one.due_on, one.sent_at),
            }
            for one in rows.select_related("case")[: MOST + 1]
        ]
    )


def clinics_this_week(person: Person, at: datetime) -> list[dict[str, Any]]:
    """Advice clinics of the seven days from today, the earliest first."""
    today = london_date(at)
    return clinics_between(person, start_of_day(today), start_of_day(today + timedelta(days=7)))


def submissions_rejected(person: Person) -> Some:
    """The last round of a case, rejected by triage: police owe a response by the date that CPS gave."""
    later = Submission.objects.filter(case=OuterRef("case"), round__gt=OuterRef("round"))
    standing = Triage.objects.filter(submission=OuterRef("pk"), superseded_at__isnull=True)
    rows = (
        Submission.objects.visible_to(person)
        .filter(~Exists(later), status=SubmissionStatus.REJECTED)
        .annotate(respond_by=Subquery(standing.values("respond_by")[:1]))
    )
    return _submissions(
        rows.order_by("respond_by", "id"),
        due=lambda one: date_set(one.respond_by or one.due_on, start=one.submitted_at),  # type: ignore[attr-defined]  # annotated by the query
    )


def plans_returned(person: Person, at: datetime) -> Some:
    """Plans of which every item came back: CPS checks them."""
    rows = ActionPlan.objects.visible_to(person).filter(closed_at__isnull=True, items_open=0)
    return _plans(rows.order_by("review_on", "id"), at)


def disputes_to_answer(person: Person, at: datetime) -> Some:
    """Items that the police dispute and CPS has not answered, the oldest first."""
    rows = (
        ItemDispute.objects.visible_to(person)
        .filter(settled_at__isnull=True)
        .select_related("item__plan__case")
        .order_by("raised_at", "id")[: MOST + 1]
    )
    return _some(
        [
            {
                "reference": one.item.plan.case.reference,
                "case_id": one.case_id,
                "href": reverse("action_plan_item_detail", args=[one.item_id]),
                "what": f"Plan {one.item.plan.number}, {one.item}. {one}",
                "deadline": as_ruled(ClockCode.DISPUTE, one.due_on, one.raised_at),
            }
            for one in rows
        ]
    )


def acts_to_confirm(person: Person, at: datetime) -> Some:
    """Plans that police entered from a CPS document and CPS has neither confirmed nor superseded."""
    waiting = Q(source="police_from_document", confirmed_at__isnull=True, superseded_at__isnull=True)
    rows = ActionPlan.objects.visible_to(person).filter(waiting, closed_at__isnull=True)
    return _plans(rows.order_by("review_on", "id"), at)
