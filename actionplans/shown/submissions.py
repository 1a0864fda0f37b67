"""What pages and panels show of a submission: plain values, in a fixed number of statements."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from actionplans.models import ActionPlan, Advice, Submission
from actionplans.seals import Label, Sealer
from actionplans.services.submissions import CLOCK_OF
from actionplans.shown import ruled
from rasso_tracker.clocks import Deadline, date_set
from rasso_tracker.people.models import Person


def submission_deadline(kind: str, due_on: date, submitted_at: datetime) -> Deadline:
    """When CPS's answer is due, by the rule of the kind of submission."""
    by_rule = ruled(CLOCK_OF[kind], submitted_at)  # type: ignore[index]  # the enumeration's own values
    if by_rule is not None and by_rule.due_on == due_on:
        return by_rule
    return date_set(due_on, start=submitted_at)


def submission_context(person: Person, submission: Submission, at: datetime) -> dict[str, Any]:
    sealer = Sealer(submission.case_id)
    triages = list(submission.triages.select_related("lawyer", "entered_by").prefetch_related("reasons"))
    advice = list(submission.advice.select_related("author", "entered_by").order_by("-version"))
    may = person.role.may("confirm_cps_act")
    return {
        "submission": submission,
        "case": submission.case,
        "at": at,
        "deadline": submission_deadline(submission.kind, submission.due_on, submission.submitted_at),
        "note": sealer.open(Label.SUBMISSION_NOTE, submission.pk, submission.note_sealed),
        "lines": list(submission.lines.select_related("allegation")),
        "triages": [
            {
                "row": one,
                "reasons": [
                    (r.get_reason_display(), sealer.open(Label.TRIAGE_WORDS, r.pk, r.words_sealed))
                    for r in one.reasons.all()
                ],
                "confirm": reverse("confirm_triage", args=[one.pk]) if may and one.awaits_cps else "",
            }
            for one in triages
        ],
        "advice": [_advice_row(one, sealer, may) for one in advice],
        "plans": list(ActionPlan.objects.filter(submission=submission)),
    }


def _advice_row(one: Advice, sealer: Sealer, may: bool) -> dict[str, Any]:
    return {
        "row": one,
        "text": sealer.open(Label.ADVICE_TEXT, one.pk, one.text_sealed),
        "confirm": reverse("confirm_advice", args=[one.pk]) if may and one.awaits_cps else "",
    }
