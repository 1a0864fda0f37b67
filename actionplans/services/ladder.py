"""Setting a step of the ladder and withdrawing one set in error; every running date that falls due from then
on gets its moments again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from actionplans import rules
from actionplans.ladder import rung_of
from actionplans.models import LadderStep
from actionplans.models.ladder import LONGEST_AMOUNT
from actionplans.rules.ladder import check_can_withdraw_step, faults_of_posts, order_fault, unit_fault
from actionplans.services.restating import restate_moments
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.clocks.tables import forget
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed

REPLACED = "Set again for the same day."


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
    """Set a step of the ladder from a day on, until the next change of it that is set already.

    The one in force until then ends, and stands for dates before it; one that begins on the same day is
    withdrawn, this one in its place. Every running date that falls due from that day on gets its moments
    again. Raises Invalid for a day in the past, no police post, a post of the other side, a step after a
    limit of the law, or one that on some day would fall due before the one below it.
    """
    at = at or now()
    rules.check_role(by, "set_ladder_step")
    _check(kind, amount, unit, police_posts, cps_posts, in_force_from, at)
    standing = _held(kind)
    own = [row for row in standing if row.step == step]
    later = [row.in_force_from for row in own if row.in_force_from > in_force_from]
    row = LadderStep(
        kind=kind,
        step=step,
        amount=amount,
        unit=unit,
        police_posts=list(police_posts),
        cps_posts=list(cps_posts),
        in_force_from=in_force_from,
        in_force_until=min(later, default=None),
        set_at=at,
        set_by=by,
    )
    if fault := order_fault([rung_of(one) for one in standing if one.step != step], rung_of(row)):
        raise Invalid({"amount": fault})
    for one in own:
        if one.in_force_from == in_force_from:
            _void(one, by, REPLACED, at)
        elif rung_of(one).is_in_force(in_force_from):
            _ends(one, in_force_from)
    row.save(force_insert=True)
    record(by=by, action=Action.LADDER_STEP_SET, subjects=[row.pk])
    _changed(in_force_from)
    return row


@deed
def withdraw_ladder_step(
    *, by: Person, step: LadderStep, reason: str, at: datetime | None = None
) -> LadderStep:
    """Take back a change of the ladder that was set in error; the step before it holds on, if there is one.

    Raises NotAllowed for one that has held for a whole day or was withdrawn already, and Invalid where
    without it a step would fall due before the one below it.
    """
    at = at or now()
    rules.check_role(by, "withdraw_ladder_step")
    standing = _held(step.kind)
    row = next((one for one in standing if one.pk == step.pk), None)
    if row is None:
        raise NotAllowed("This change was withdrawn already.")
    check_can_withdraw_step(row, london_date(at))
    before = next(
        (one for one in standing if one.step == row.step and one.in_force_until == row.in_force_from), None
    )
    _void(row, by, reason, at)
    if before is not None:
        _ends(before, row.in_force_until)
        others = [rung_of(one) for one in standing if one.step != row.step]
        if fault := order_fault(others, rung_of(before), begins=row.in_force_from):
            raise Invalid(
                {"": f"Without it {fault[0].lower()}{fault[1:]} Withdraw or set the other step first."}
            )
    _changed(row.in_force_from)
    return row


def _held(kind: str) -> list[LadderStep]:
    """The standing steps of a ladder, held so that two changes of it are checked one after the other."""
    of_kind = LadderStep.objects.filter(kind=kind).order_by("pk")
    list(of_kind.select_for_update(no_key=True).values_list("pk"))  # the reading below sees what they wrote
    return list(of_kind.filter(voided_at__isnull=True))


def _void(row: LadderStep, by: Person, reason: str, at: datetime) -> None:
    row.voided_at, row.voided_by, row.void_reason = at, by, reason
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    record(by=by, action=Action.LADDER_STEP_WITHDRAWN, subjects=[row.pk])


def _ends(row: LadderStep, until: date | None) -> None:
    row.in_force_until = until
    row.save(update_fields=["in_force_until"])


def _changed(due_from: date) -> None:
    forget()
    restate_moments(due_from=due_from)


def _check(
    kind: str,
    amount: int,
    unit: str,
    police_posts: Sequence[str],
    cps_posts: Sequence[str],
    in_force_from: date,
    at: datetime,
) -> None:
    wrong = faults_of_posts(police_posts, cps_posts)
    if fault := unit_fault(kind, unit):
        wrong["unit"] = fault
    if in_force_from < london_date(at):
        wrong["in_force_from"] = "A change of the ladder begins today at the earliest."
    if not 0 <= amount <= LONGEST_AMOUNT:
        wrong["amount"] = f"Enter a whole number from 0 to {LONGEST_AMOUNT}."
    if wrong:
        raise Invalid(wrong)
