"""Outcomes of allegations, under the Home Office's numbers."""

from __future__ import annotations

from datetime import datetime

from cases import rules
from cases.enums import Outcome
from cases.models import Allegation
from cases.services.stored import locked, restage
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from rasso_tracker.people.versions import touch


@deed
def record_outcome(
    *,
    by: Person,
    allegation: Allegation,
    outcome: str,
    outcome_at: datetime | None,
    at: datetime | None = None,
) -> Allegation:
    """Store the outcome of an allegation, or lift it ("" and None) when a decision is overturned.

    The decision itself, with its maker and approver, is the caller's row. Raises NotAllowed or Invalid.
    """
    at = at or now()
    case = locked(by, allegation.case_id)
    allegation = Allegation.objects.select_for_update(no_key=True, of=("self",)).get(pk=allegation.pk)
    rules.check_gives_outcome(by, case, outcome, outcome_at, at)
    allegation.outcome = Outcome(outcome) if outcome else ""
    allegation.outcome_at = outcome_at if outcome else None
    touch(allegation, "outcome", "outcome_at")
    restage(case, at)
    allegation.refresh_from_db()
    record(by=by, action=Action.OUTCOME_RECORDED, case=case, subjects=[allegation.pk])
    return allegation
