"""What role homes ask of submissions and of the files that go with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse

from actionplans.enums import SubmissionKind, SubmissionStatus
from actionplans.home.shared import some
from actionplans.models import (
    FileCheck,
    Submission,
    Triage,
)
from actionplans.shown.files import check_deadline
from actionplans.shown.submissions import submission_deadline
from cases.enums import CLOSED_STAGES
from cases.home import MOST, Some
from rasso_tracker.clocks import Deadline, date_set
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Scope


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
    return some(found)


def _submitted(person: Person) -> Any:
    """Submissions that the person may see; for CPS those to their own unit, found by its index."""
    rows = Submission.objects.visible_to(person)
    return rows.filter(cps_unit=person.cps_unit_id) if person.role.scope == Scope.CPS_UNIT else rows


def submissions_to_triage(person: Person) -> Some:
    """Submissions that wait for triage, the soonest due first; of a case that closed meanwhile none does."""
    rows = _submitted(person).filter(status=SubmissionStatus.SENT).exclude(case__stage__in=CLOSED_STAGES)
    return _submissions(rows.order_by("due_on", "id"))


def submissions_to_answer(person: Person) -> Some:
    """Submissions past triage to which CPS owes advice, a plan or a decision."""
    rows = _submitted(person).filter(waiting_since__isnull=False).exclude(status=SubmissionStatus.SENT)
    rows = rows.exclude(case__stage__in=CLOSED_STAGES)
    return _submissions(rows.order_by("due_on", "id"))


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


def files_to_check(person: Person) -> Some:
    """Files that wait for the gatekeeper, the soonest due first."""
    rows = FileCheck.objects.visible_to(person).filter(checked_at__isnull=True).order_by("due_on", "id")
    return some(
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
