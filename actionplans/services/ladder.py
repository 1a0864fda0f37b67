"""Setting a step of the ladder; every running date that falls due from then on gets its moments again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from actionplans import rules
from actionplans.enums import LadderUnit
from actionplans.ladder import current_ladder
from actionplans.models import LadderStep
from actionplans.models.ladder import LONGEST_AMOUNT
from actionplans.rules.ladder import check_ladder_rises, faults_of_posts
from actionplans.services.restating import restate_moments
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.clocks.tables import forget
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid


@deed
def set_ladder_step(
    *,
    by: Person,
    kind: str,
    step: int,
    amount: int,
    unit: str,
    police_posts: Sequence[str],
    cps_posts: Sequence[str] = (),
    in_force_from: date,
    at: datetime | None = None,
) -> LadderStep:
    """Set a step of the ladder from a day on; the one in force until then ends, and stands for dates before
    it.

    Every running date that falls due from that day on gets its moments again. Raises Invalid for a day in
    the past, no police post, a post of the other side, or a step that would fall due before the one below it.
    """
    at = at or now()
    rules.check_role(by, "set_ladder_step")
    _check(kind, step, amount, unit, police_posts, cps_posts, in_force_from, at)
    overlapping = LadderStep.objects.filter(kind=kind, step=step).filter(
        Q(in_force_until__isnull=True) | Q(in_force_until__gt=in_force_from)
    )
    if overlapping.filter(in_force_from__gte=in_force_from).exists():
        raise Invalid({"in_force_from": "A later change of this step is set already: choose a day after it."})
    overlapping.update(in_force_until=in_force_from)
    row = LadderStep(
        kind=kind,
        step=step,
        amount=amount,
        unit=unit,
        police_posts=list(police_posts),
        cps_posts=list(cps_posts),
        in_force_from=in_force_from,
        set_at=at,
        set_by=by,
    )
    row.save(force_insert=True)
    forget()
    restate_moments(due_from=in_force_from)
    record(by=by, action=Action.LADDER_STEP_SET, subjects=[row.pk])
    return row


def _check(
    kind: str,
    step: int,
    amount: int,
    unit: str,
    police_posts: Sequence[str],
    cps_posts: Sequence[str],
    in_force_from: date,
    at: datetime,
) -> None:
    wrong = faults_of_posts(police_posts, cps_posts)
    if in_force_from < london_date(at):
        wrong["in_force_from"] = "A change of the ladder begins today at the earliest."
    if not 0 <= amount <= LONGEST_AMOUNT:
        wrong["amount"] = f"Enter a whole number from 0 to {LONGEST_AMOUNT}."
    if wrong:
        raise Invalid(wrong)
    others = [rung for rung in current_ladder().of(kind, in_force_from) if rung.step != step]
    check_ladder_rises(
        [(amount, LadderUnit(unit), step), *((rung.amount, rung.unit, rung.step) for rung in others)]
    )
