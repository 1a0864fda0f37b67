"""The day on which a decision is told: a supervisor signs off its order, and each step is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cases.enums import MilestoneKind
from cases.models import Case
from cases.services import raise_due, record_milestone, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, no_earlier, now
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from rasso_tracker.people.versions import touch
from reviews.check_enums import DecisionCheckKind
from reviews.checks import faults_of_checks, given
from reviews.day_enums import DayStepKind
from reviews.enums import DueCode
from reviews.models import DayStep, Decision, DecisionDay
from reviews.rules import check_role
from reviews.rules import day as rules
from reviews.rules.matches import check_looked_at_of_cps
from reviews.sealed import sealed
from reviews.services.day_steps import DUE_OF, keep_steps, late_supporters, standing_lines_of
from reviews.services.decisions import in_hand
from reviews.services.making import write_checks
from reviews.supporters import supporters_since
from victims.owning import contact_owner

Kind = DayStepKind
OWED = {Kind.SUPPORTER: "Tell whoever supports {}", Kind.SUSPECT: "Tell {}", Kind.BAIL: "End the bail of {}"}


@deed
def record_safety_plan(
    *, by: Person, decision: Decision, safety_plan: str, safety_plan_words: str, at: datetime | None = None
) -> Decision:
    """Say of a decision of CPS whether a plan for the victims' safety is in place: before anybody is told.

    Of one of the police it was said when it was put forward. Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    decision = in_hand(by, decision)
    check_role(by, "record_safety_plan")
    rules.check_can_say_safety(decision)
    kind = DecisionCheckKind.SAFETY_PLAN
    answers = given(safety_plan=safety_plan, safety_plan_words=safety_plan_words)
    said = [one for one in answers if one.kind == kind]
    if faults := faults_of_checks([kind], said):
        raise Invalid(faults)
    write_checks(decision, said, by=by, at=at)
    record(by=by, action=Action.SAFETY_PLAN_RECORDED, case=decision.case, subjects=[decision.pk])
    return decision


@deed
def sign_off_day(
    *,
    by: Person,
    decision: Decision,
    supporter_at: datetime | None = None,
    suspect_at: datetime | None = None,
    bail_at: datetime | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> DecisionDay:
    """Sign off when each step of the day is to come, once the telling of every victim is booked.

    Each step is owed from then on by whoever does it. Whoever came to support a victim after that victim was
    told is owed word at once, and has no place in the order. `reason` says why the order is not the safe one.
    Raises NotAllowed, or Invalid by field for an order that is not safe and has no reason.
    """
    at = at or now()
    decision = in_hand(by, decision)
    tellings = rules.check_can_sign_off(by, decision)
    check_looked_at_of_cps(by, decision)
    assert decision.decided_at is not None
    keep_steps(decision, standing_lines_of(decision))
    steps = list(DayStep.objects.filter(decision=decision).select_related("victim__case", "suspect"))
    planned = {Kind.SUPPORTER: supporter_at, Kind.SUSPECT: suspect_at, Kind.BAIL: bail_at}
    late = late_supporters([one for one in steps if one.is_open], tellings)
    to_plan = [one for one in steps if one.is_open and one.victim_id not in late]
    _check_planned(to_plan, planned, at)
    first = rules.first_telling(tellings, {one.victim_id for one in to_plan})
    rules.check_order(
        rules.faults_of_order(
            tellings, supporter_at=supporter_at, suspect_at=suspect_at, bail_at=bail_at, first=first
        ),
        reason,
    )
    DecisionDay.objects.filter(decision=decision, superseded_at__isnull=True).update(superseded_at=at)
    row = DecisionDay(
        case=decision.case,
        decision=decision,
        decided_at=decision.decided_at,
        first_telling=first,
        last_telling=rules.last_telling(tellings),
        supporter_at=supporter_at,
        suspect_at=suspect_at,
        bail_at=bail_at,
        somebody_untold=any(one.untold for one in tellings),
        signed_off_at=at,
        signed_off_by=by,
    )
    row.reason_sealed = sealed(row, "reason", reason) if reason.strip() else None
    row.save(force_insert=True)
    for step in to_plan:
        _plan(step, decision.case, planned[Kind(step.kind)], at)
    for step in steps:
        if step.is_open and step.victim_id in late:
            _plan(step, decision.case, None, at)
    settle_due(source=decision.pk, code=DueCode.SIGN_OFF_DAY, at=at)
    record(by=by, action=Action.DAY_SIGNED_OFF, case=decision.case, subjects=[decision.pk, row.pk])
    return row


def _check_planned(steps: Sequence[DayStep], planned: dict[Kind, datetime | None], at: datetime) -> None:
    """A moment for each kind of step that is to be planned, and for no other. Raises Invalid by field."""
    wanted = {Kind(one.kind) for one in steps}
    wrong = {}
    for kind, moment in planned.items():
        if kind in wanted and moment is None:
            wrong[f"{kind.value}_at"] = rules.WHEN[kind]
        elif kind not in wanted and moment is not None:
            wrong[f"{kind.value}_at"] = "There is no such step on this day: leave it empty."
        elif moment is not None and moment < at:
            wrong[f"{kind.value}_at"] = "Enter a moment that is still to come."
    if wrong:
        raise Invalid(wrong)


def _plan(step: DayStep, case: Case, moment: datetime | None, at: datetime) -> None:
    """It is owed on that day; where no moment is planned, at once."""
    step.planned_at = moment
    touch(step, "planned_at")
    kind = Kind(step.kind)
    raise_due(
        case=case,
        source=step.pk,
        code=DUE_OF[kind],
        what=OWED[kind].format(step.about),
        due_on=london_date(moment or at),
        owner=contact_owner(step.victim) if step.victim else case.officer_in_charge,
        at=at,
    )


@deed
def record_day_step(
    *,
    by: Person,
    step: DayStep,
    done_at: datetime | None = None,
    supporter: Person | None = None,
    left_out: bool = False,
    reason: str = "",
    at: datetime | None = None,
) -> DayStep:
    """Record that a step of the day was done and when, or (`left_out`) why it never will be.

    `supporter` is who was told, of those who support the victim: the decision is open to them from then on.
    The end of bail is written as its milestone. A step that was not safe at `done_at` needs a `reason`.
    Raises NotAllowed, or Invalid by field.
    """
    at = at or now()
    decision = in_hand(by, step.decision)
    rows = DayStep.objects.select_for_update(no_key=True, of=("self",))
    step = rows.select_related("victim__case", "suspect").get(pk=step.pk)
    step.decision = decision
    rules.check_can_record(by, step)
    if left_out:
        _leave_out(step, done_at, supporter, reason)
    else:
        _do(step, by, done_at, supporter, reason, at)
    step.reason_sealed = sealed(step, "reason", reason) if reason.strip() else None
    step.recorded_at, step.recorded_by = at, by
    step.version += 1
    step.save()
    settle_due(source=step.pk, code=DUE_OF[Kind(step.kind)], at=at)
    record(
        by=by,
        action=Action.SUPPORTER_TOLD if step.supporter else Action.DAY_STEP_RECORDED,
        case=decision.case,
        subjects=[step.pk, decision.pk],
        recipient=step.supporter.name if step.supporter else "",
    )
    return step


def _leave_out(step: DayStep, done_at: datetime | None, supporter: Person | None, reason: str) -> None:
    if done_at is not None or supporter is not None:
        raise Invalid({"left_out": "Say either that it was done or that it will not be, not both."})
    if not reason.strip():
        raise Invalid({"reason": "Say why this step is left out."})
    step.left_out = True


def _do(
    step: DayStep, by: Person, done_at: datetime | None, supporter: Person | None, reason: str, at: datetime
) -> None:
    if done_at is None:
        raise Invalid({"done_at": "Enter when it was done, or say that it is left out."})
    done_at = no_earlier(done_at, step.decided_at)
    if done_at > at:
        raise Invalid({"done_at": "Enter a moment that is not in the future."})
    if done_at < step.decided_at:
        raise Invalid({"done_at": "This cannot have come before the decision."})
    if step.victim is not None:
        if supporter is None:
            raise Invalid({"supporter": "Choose who was told."})
        since = supporters_since(step.victim, done_at)
        if supporter not in since:
            raise Invalid({"supporter": f"Choose one of those who supported {step.about} then."})
        step.supported_from = since[supporter]
    step.not_before, step.not_after = rules.bounds_of(step)
    fault = rules.fault_of_step(step, done_at, step.not_before, step.not_after, step.supported_from)
    rules.check_order(fault, reason)
    step.done_at, step.done_by, step.supporter = done_at, by, supporter
    if step.kind == Kind.BAIL:
        record_milestone(
            by=by,
            case=step.decision.case,
            kind=MilestoneKind.BAIL_ENDED,
            suspect=step.suspect,
            occurred_at=done_at,
            at=at,
        )
