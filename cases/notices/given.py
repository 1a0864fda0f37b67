"""What delivery asks of the notice that somebody was given a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cases.enums import Duty
from cases.models import Assignment
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import DIGEST, Addressee, Due, Gone

CASE_GIVEN = "case_given"
NOW_YOU_ARE = {
    Duty.OIC: "You are now its officer in charge",
    Duty.STO: "You are now its specially trained officer",
}


def recheck_given(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Whoever took over a duty on a case, for as long as they have it. One statement."""
    rows = Assignment.objects.filter(pk__in=sources).select_related("case", "person", "assigned_by")
    return {row.pk: _answer(row, at) for row in rows}


def _answer(row: Assignment, at: datetime) -> Due | Gone:
    if row.ended_at is not None:
        return Gone("It passed to somebody else.")
    if row.case.is_closed:
        return Gone("The case is closed.")
    if not row.person.serves_on(london_date(at)):
        return Gone("They are not in post.")
    return Due(
        recipients=(Addressee(row.person_id, f"{row.assigned_by.name} gave it to you."),),
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline=NOW_YOU_ARE[Duty(row.duty)],
        ends_when="you mark it as read, or the case passes to somebody else",
        path=f"/cases/{row.case_id}/",
        urgency=DIGEST,
    )
