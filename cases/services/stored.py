"""The case under lock, and the stored copies that services alone write: stage, outcome_recorded, next due."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import F

from cases.enums import MilestoneKind, Outcome, Stage
from cases.hooks import closing_changed
from cases.models import Allegation, Case, DueItem, Milestone
from cases.stages import bears_on, case_stage, stage_of, standing
from cases.supervision_enums import NOT_FOR_CPS
from rasso_tracker.audit.doors import current_door
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import NotAllowed


def locked(by: Person, case: Case | uuid.UUID) -> Case:
    """The case, fresh and locked until the deed ends. Raises NotAllowed when `by` may not know of it."""
    key = case.pk if isinstance(case, Case) else case
    found = Case.objects.visible_to(by).select_for_update(no_key=True, of=("self",)).filter(pk=key).first()
    if found is None:
        raise NotAllowed("This case is not open to you. Its officer in charge or their supervisor can help.")
    assert isinstance(found, Case)
    return found


def need_door(what: str) -> None:
    """Refuse to run outside a deed: these functions record nothing themselves."""
    if current_door() is None:
        raise RuntimeError(f"{what} is called inside a deed, which records what it did")


def restage(case: Case, at: datetime) -> None:
    """Compute again what is stored of the case's allegations and of the case, after a fact about them
    changed.
    """
    need_door("restage")
    was_closed = case.is_closed
    facts = list(Milestone.objects.filter(case=case, voided_at__isnull=True))
    allegations = list(Allegation.objects.filter(case=case))
    for allegation in allegations:
        events = [one for one in facts if bears_on(one, allegation)]
        stage = stage_of(events, at)
        outcome, outcome_at = _outcome_after(allegation, events, at)
        if (stage, outcome, outcome_at) != (allegation.stage, allegation.outcome, allegation.outcome_at):
            allegation.stage, allegation.outcome, allegation.outcome_at = stage, outcome, outcome_at
            Allegation.objects.filter(pk=allegation.pk).update(
                stage=stage, outcome=outcome, outcome_at=outcome_at, version=F("version") + 1
            )
    case.stage = case_stage(allegation.stage for allegation in allegations)
    # A crime that the registrar cancelled has no outcome any more, and stays theirs to see.
    case.outcome_recorded = any(one.outcome or one.stage == Stage.CANCELLED for one in allegations)
    Case.objects.filter(pk=case.pk).update(stage=case.stage, outcome_recorded=case.outcome_recorded)
    if case.is_closed != was_closed:
        closing_changed(case=case, at=at)


def _outcome_after(
    allegation: Allegation, events: list[Milestone], at: datetime
) -> tuple[str, datetime | None]:
    """A charge is outcome 1 from its own moment; when the last charge is voided that outcome goes with it."""
    charges = [one for one in standing(events, at) if one.kind == MilestoneKind.CHARGED]
    if charges and not allegation.outcome:
        return Outcome.CHARGED, charges[0].occurred_at
    if not charges and allegation.outcome == Outcome.CHARGED:
        return "", None
    return allegation.outcome, allegation.outcome_at


def open_to_registrar(case: Case) -> None:
    """The crime registrar has a crime of this case in hand, which has no outcome yet: inside the deed that
    cancels it, after which restage says the same.
    """
    need_door("open_to_registrar")
    Case.objects.filter(pk=case.pk).update(outcome_recorded=True)


def restore_next_due(case_id: uuid.UUID) -> None:
    """Store the earliest open due date of a case again. CPS reads it: what is not theirs does not count."""
    need_door("restore_next_due")
    first = (
        DueItem.objects.filter(case=case_id, settled_at__isnull=True)
        .exclude(code__in=NOT_FOR_CPS)
        .order_by("due_on", "raised_at")
        .values_list("due_on", "what")
        .first()
    )
    due_on, what = first or (None, "")
    Case.objects.filter(pk=case_id).update(next_due_on=due_on, next_due_what=what)
