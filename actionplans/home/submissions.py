"""What role homes ask of submissions and of the files that go with them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplans.enums import SubmissionKind, SubmissionStatus
from actionplans.home.owed import first_owed
from actionplans.home.shared import some
from actionplans.models import FileCheck, Submission, Triage
from actionplans.shown.submissions import submission_deadline
from cases.deadlines import deadline_of
from cases.enums import CLOSED_STAGES
from cases.home import MOST, Some
from rasso_tracker.clocks import date_set
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Scope


def _submissions(rows: Any) -> Some:
    found = [
        {
            "reference": one.case.reference,
            "case_id": one.case_id,
            "href": reverse("submission_detail", args=[one.pk]),
            "what": f"Submission {one.round}: {SubmissionKind(one.kind).label}",
            "status_label": one.get_status_display(),
            "deadline": submission_deadline(one.kind, one.due_on, one.submitted_at),
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
    """Submissions past triage to which CPS owes advice, a plan or a decision, the first or, once it had all
    that it asked for, the next; by when, the soonest first. Two statements.
    """
    items = first_owed(person, "answer")
    rounds = Submission.objects.in_bulk([one.source for one in items])
    return some(
        [
            {
                "reference": item.case.reference,
                "case_id": item.case_id,
                "href": reverse("submission_detail", args=[one.pk]),
                "what": f"Submission {one.round}: {SubmissionKind(one.kind).label}",
                "status_label": one.get_status_display(),
                "deadline": deadline_of(item),
            }
            for item in items
            for one in [rounds[item.source]]
        ]
    )


def submissions_rejected(person: Person) -> Some:
    """The last round of a case, rejected by triage: police owe a response by the date that CPS gave, the
    soonest first. Read as what is owed: the rejected rounds of years stay in their own table.
    """
    items = first_owed(person, "response")
    triages = Triage.objects.select_related("submission").in_bulk([one.source for one in items])
    found = [
        {
            "reference": item.case.reference,
            "case_id": item.case_id,
            "href": reverse("submission_detail", args=[sent.pk]),
            "what": f"Submission {sent.round}: {SubmissionKind(sent.kind).label}",
            "status_label": sent.get_status_display(),
            "deadline": date_set(item.due_on, start=sent.submitted_at),
        }
        for item in items
        for sent in [triages[item.source].submission]
    ]
    return some(found)


def files_to_check(person: Person) -> Some:
    """Files that wait for the gatekeeper, the soonest due first. Two statements."""
    items = first_owed(person, "file_check")
    checks = FileCheck.objects.in_bulk([item.source for item in items])
    return some(
        [
            {
                "reference": item.case.reference,
                "case_id": item.case_id,
                "href": reverse("file_check_detail", args=[one.pk]),
                "what": f"File check {one.number}: {one.get_kind_display()}",
                "deadline": deadline_of(item),
            }
            for item in items
            for one in [checks[item.source]]
        ]
    )
