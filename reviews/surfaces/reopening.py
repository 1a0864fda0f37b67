"""Opening a decision again, and cancelling a crime, as pages and API routes."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from rasso_tracker.people.models import Person
from rasso_tracker.web.surfaces import Surface
from reviews import forms, services
from reviews.models import Decision, DecisionLine
from reviews.represent import decisions as represent
from reviews.rules import reopening as rules
from reviews.rules import standing_lines
from reviews.surfaces.shared import decision_page, on_decision


def check_reopen(person: Person, decision: Decision) -> None:
    rules.check_can_reopen(person, decision)


def check_cancel(person: Person, line: DecisionLine) -> None:
    rules.check_can_cancel(person, line)


def reopen_initial(person: Person, decision: Decision) -> dict[str, Any]:
    """All that the decision stands on: what stays decided is taken out."""
    return {"allegations": list(standing_lines(decision).values_list("pk", flat=True))}


def about_line(person: Person, line: DecisionLine) -> dict[str, Any]:
    return {"caption": line.case.reference, "case": line.case, "line": line}


def line_page(result: Any) -> str:
    return reverse("decision_detail", args=[result.decision_id])


def lines_of(person: Person) -> Any:
    return DecisionLine.objects.visible_to(person)


SURFACES = [
    on_decision(
        "reopen_decision",
        "Open this decision again",
        forms.ReopenForm,
        "reopen",
        "decisions/<uuid:pk>/reopen/",
        button="Open it again",
        said="Opened again. The officer can investigate, and it can be decided anew.",
        template="reviews/decision_settle.html",
        check=check_reopen,
        initial=reopen_initial,
        represent=represent.decision_in_full,
        done=decision_page,
    ),
    Surface(
        name="cancel_crime",
        title="Cancel this crime",
        service=services.cancel_crime,
        form=forms.CancelForm,
        subject=DecisionLine,
        subject_name="line",
        page="decision-lines/<uuid:pk>/cancel/",
        api="decision-lines/<uuid:pk>/cancel/",
        button="Cancel the crime",
        said="Cancelled. The crime has no outcome any more.",
        select=("case", "decision__case", "victim", "allegation"),
        template="reviews/crime_cancel.html",
        find=lines_of,
        check=check_cancel,
        context=about_line,
        done=line_page,
        back=line_page,
        represent=represent.line_shown,
    ),
    Surface(
        name="cancel_recorded_crime",
        title="Cancel a crime by its reference",
        service=services.cancel_recorded_crime,
        form=forms.CancelRecordedForm,
        page="crimes/cancel/",
        api="crimes/cancel/",
        button="Cancel the crime",
        said="Cancelled. It counts as no crime any more.",
        template="reviews/crime_cancel.html",
        back=lambda subject: "/",
    ),
]
