"""The steps of the day of a decision: begun with it, and ended with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from cases.enums import MilestoneKind
from cases.models import Milestone, Suspect
from cases.services import raise_due, settle_due
from cases.services.limits import BAIL, running_limits
from cases.services.stored import need_door
from cases.stages import bears_on
from rasso_tracker.people.versions import touch
from reviews.day_enums import AFTER_THE_VICTIM, DayStepKind
from reviews.enums import DueCode
from reviews.models import DayStep, Decision, DecisionDay, DecisionLine, Notification
from reviews.rules import standing_lines, stands
from reviews.rules.day import Telling, came_late, faults_not_meant, first_telling, tellings_of
from reviews.supporters import supporters_by_victim

Kind = DayStepKind
KNOWS = frozenset({MilestoneKind.ARRESTED, MilestoneKind.INTERVIEWED, MilestoneKind.BAILED})
DECIDED = frozenset({MilestoneKind.POLICE_NFA, MilestoneKind.CPS_NFA})
DUE_OF = {
    Kind.SUPPORTER: DueCode.TELL_SUPPORTER,
    Kind.SUSPECT: DueCode.TELL_SUSPECT,
    Kind.BAIL: DueCode.END_BAIL,
}


def begin_day(decision: Decision, lines: Iterable[DecisionLine], at: datetime) -> None:
    """The steps of a decision that stands from now on, and that their order is to be signed off: inside its
    deed.
    """
    need_door("begin_day")
    keep_steps(decision, lines)
    _owe_sign_off(decision, at)


def _owe_sign_off(decision: Decision, at: datetime) -> None:
    first = min(one.tell_by for one in Notification.objects.filter(decision=decision))
    raise_due(
        case=decision.case,
        source=decision.pk,
        code=DueCode.SIGN_OFF_DAY,
        what="Sign off the order in which the decision is told",
        due_on=first,
        owner=decision.approver if decision.is_police else decision.case.officer_in_charge.supervisor,
        at=at,
    )


def end_unsafe_day(decision: Decision, at: datetime) -> list[UUID]:
    """Inside the deed that planned a telling anew, ended its plan, or said why a victim was not told: a
    signed order that is not safe with it stands no more. Nor does one with a telling of the police that is
    booked no longer.

    It is kept, a new sign-off is owed, and the steps after the victims have no time until then. One with a
    reason for the same fault stands. The ids of what ended.
    """
    need_door("end_unsafe_day")
    day = DecisionDay.objects.filter(decision=decision, superseded_at__isnull=True).first()
    if day is None:
        return []
    rows = DayStep.objects.filter(decision=decision, done_at__isnull=True, left_out=False)
    steps = list(rows.select_related("victim__case", "suspect"))
    tellings = tellings_of(decision)
    late = late_supporters(steps, tellings)
    steps = [one for one in steps if one.victim_id not in late]
    first = first_telling(tellings, {one.victim_id for one in steps})
    unbooked = bool(steps) and any(one.of_police and one.at is None for one in tellings)
    if not unbooked and not faults_not_meant(day, tellings, {one.kind for one in steps}, first):
        return []
    day.superseded_at = max(at, day.signed_off_at)
    day.save(update_fields=["superseded_at"])
    for step in steps:
        if step.kind in AFTER_THE_VICTIM:
            step.planned_at = None
            touch(step, "planned_at")
            fell_away = "the day is to be signed off anew"
            settle_due(source=step.pk, code=DUE_OF[Kind(step.kind)], at=at, fell_away=fell_away)
    _owe_sign_off(decision, at)
    return [day.pk]


def keep_steps(decision: Decision, lines: Iterable[DecisionLine]) -> None:
    """A step for each victim whom somebody supports, each suspect who knows of it, each of them on bail."""
    DayStep.objects.bulk_create(missing_steps(decision, lines))


def standing_lines_of(decision: Decision) -> Iterable[DecisionLine]:
    return standing_lines(decision).select_related("allegation__suspect", "victim__case")


def open_steps(decision: Decision) -> list[DayStep]:
    """The steps that are still to be done, among them those that came up since it was decided, unsaved."""
    rows = DayStep.objects.filter(decision=decision, done_at__isnull=True, left_out=False)
    kept = list(rows.select_related("victim__case", "suspect"))
    return kept + missing_steps(decision, standing_lines_of(decision))


def late_supporters(steps: Iterable[DayStep], tellings: Sequence[Telling]) -> set[UUID]:
    """The victims who were told before anybody supported them, out of these steps; three statements."""
    rows = [one for one in steps if one.kind == Kind.SUPPORTER and one.victim is not None]
    decided_at = rows[0].decided_at if rows else None  # of one decision
    since = supporters_by_victim((one.victim for one in rows if one.victim), decided_at)
    return {
        one.victim.pk
        for one in rows
        if one.victim and came_late(one, tellings, since[one.victim.pk].values())
    }


def kinds_to_plan(decision: Decision) -> set[DayStepKind]:
    """The kinds of step for which the sign-off sets a moment."""
    steps = open_steps(decision)
    late = late_supporters(steps, tellings_of(decision))
    return {DayStepKind(one.kind) for one in steps if one.victim_id not in late}


def missing_steps(decision: Decision, lines: Iterable[DecisionLine]) -> list[DayStep]:
    """The steps that the decision needs and has not, unsaved."""
    assert decision.decided_at is not None
    lines = list(lines)
    victims = {line.victim_id: line.victim for line in lines}
    suspects = {
        line.allegation.suspect_id: line.allegation.suspect for line in lines if line.allegation.suspect
    }
    supported = supporters_by_victim(victims.values())
    wanted = [
        *((Kind.SUPPORTER, victim, None) for victim in victims.values() if supported[victim.pk]),
        *((Kind.SUSPECT, None, one) for one in _who_know(decision, lines, suspects.values())),
        *((Kind.BAIL, None, one) for one in _on_bail(decision, suspects.values())),
    ]
    kept = set(DayStep.objects.filter(decision=decision).values_list("kind", "victim", "suspect"))
    return [
        DayStep(
            case=decision.case,
            decision=decision,
            kind=kind,
            victim=victim,
            suspect=suspect,
            decided_at=decision.decided_at,
        )
        for kind, victim, suspect in wanted
        if (kind, victim and victim.pk, suspect and suspect.pk) not in kept
    ]


def _who_know(
    decision: Decision, lines: Sequence[DecisionLine], suspects: Iterable[Suspect]
) -> list[Suspect]:
    """Those whom the police arrested, interviewed or bailed: nobody tells a suspect who never heard of it."""
    facts = list(Milestone.objects.filter(case=decision.case, kind__in=KNOWS, voided_at__isnull=True))
    return [
        suspect
        for suspect in suspects
        if any(
            bears_on(fact, line.allegation)
            for fact in facts
            for line in lines
            if line.allegation.suspect_id == suspect.pk
        )
    ]


def _on_bail(decision: Decision, suspects: Iterable[Suspect]) -> list[Suspect]:
    """Those on bail when it was decided: the decision itself ends the limit, not the bail."""
    facts = Milestone.objects.filter(
        case=decision.case, voided_at__isnull=True, kind__in=BAIL.bears - DECIDED
    ).select_related("suspect", "allegation")
    assert decision.decided_at is not None
    bailed = {one.suspect_id for one in running_limits(BAIL, facts, decision.decided_at)}
    return [one for one in suspects if one.pk in bailed]


def end_day(decision: Decision, at: datetime) -> None:
    """Nothing of the decision stands any more: what was still to be done of its day is owed no longer."""
    need_door("end_day")
    if stands(decision):
        return
    fell_away = "the decision does not stand"
    settle_due(source=decision.pk, code=DueCode.SIGN_OFF_DAY, at=at, fell_away=fell_away)
    for step in DayStep.objects.filter(decision=decision, done_at__isnull=True, left_out=False):
        settle_due(source=step.pk, code=DUE_OF[Kind(step.kind)], at=at, fell_away=fell_away)
