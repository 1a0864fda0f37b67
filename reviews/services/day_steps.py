"""The steps of the day of a decision: begun with it, and ended with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from cases.enums import Duty, MilestoneKind
from cases.models import Assignment, Milestone, Suspect, Victim
from cases.services import raise_due, settle_due
from cases.services.limits import BAIL, running_limits
from cases.services.stored import need_door
from cases.stages import bears_on
from rasso_tracker.people.models import Person
from reviews.day_enums import DayStepKind
from reviews.enums import DueCode
from reviews.models import DayStep, Decision, DecisionLine, Notification
from victims.models import IsvaSupport, StoDeployment

Kind = DayStepKind
KNOWS = frozenset({MilestoneKind.ARRESTED, MilestoneKind.INTERVIEWED, MilestoneKind.BAILED})
DECIDED = frozenset({MilestoneKind.POLICE_NFA, MilestoneKind.CPS_NFA})
DUE_OF = {
    Kind.SUPPORTER: DueCode.TELL_SUPPORTER,
    Kind.SUSPECT: DueCode.TELL_SUSPECT,
    Kind.BAIL: DueCode.END_BAIL,
}


def supporters_of(victim: Victim) -> list[Person]:
    """The ISVAs whom the victim agreed to, and their specially trained officer; two or three statements."""
    found = [
        one.isva
        for one in IsvaSupport.objects.filter(victim=victim, ended_at__isnull=True).select_related("isva")
    ]
    deployed = StoDeployment.objects.standing().filter(victim=victim, ended_at=None, officer__isnull=False)
    found += [one.officer for one in deployed.select_related("officer") if one.officer]
    duty = Assignment.objects.filter(case=victim.case_id, duty=Duty.STO, ended_at__isnull=True)
    found += [one.person for one in duty.select_related("person")]
    return list(dict.fromkeys(found))


def begin_day(decision: Decision, lines: Iterable[DecisionLine], at: datetime) -> None:
    """The steps of a decision that stands from now on, and that their order is to be signed off: inside its
    deed.
    """
    need_door("begin_day")
    keep_steps(decision, lines)
    first = Notification.objects.filter(decision=decision).order_by("due_on").first()
    assert first is not None
    raise_due(
        case=decision.case,
        source=decision.pk,
        code=DueCode.SIGN_OFF_DAY,
        what="Sign off the order in which the decision is told",
        due_on=first.due_on,
        owner=decision.approver if decision.is_police else decision.case.officer_in_charge.supervisor,
        at=at,
    )


def keep_steps(decision: Decision, lines: Iterable[DecisionLine]) -> None:
    """A step for each victim whom somebody supports, each suspect who knows of it, each of them on bail."""
    DayStep.objects.bulk_create(missing_steps(decision, lines))


def standing_lines_of(decision: Decision) -> Iterable[DecisionLine]:
    lines = DecisionLine.objects.filter(decision=decision, ended_at__isnull=True)
    return lines.select_related("allegation__suspect", "victim")


def kinds_open(decision: Decision) -> set[DayStepKind]:
    """The kinds of step that are still to be done, among them those that came up since it was decided."""
    open_steps = DayStep.objects.filter(decision=decision, done_at__isnull=True, left_out=False)
    kinds = {DayStepKind(one) for one in open_steps.values_list("kind", flat=True)}
    return kinds | {DayStepKind(one.kind) for one in missing_steps(decision, standing_lines_of(decision))}


def missing_steps(decision: Decision, lines: Iterable[DecisionLine]) -> list[DayStep]:
    """The steps that the decision needs and has not, unsaved."""
    assert decision.decided_at is not None
    lines = list(lines)
    victims = {line.victim_id: line.victim for line in lines}
    suspects = {
        line.allegation.suspect_id: line.allegation.suspect for line in lines if line.allegation.suspect
    }
    wanted = [
        *((Kind.SUPPORTER, victim, None) for victim in victims.values() if supporters_of(victim)),
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
    if DecisionLine.objects.filter(decision=decision, ended_at__isnull=True).exists():
        return
    settle_due(source=decision.pk, code=DueCode.SIGN_OFF_DAY, at=at)
    for step in DayStep.objects.filter(decision=decision, done_at__isnull=True, left_out=False):
        settle_due(source=step.pk, code=DUE_OF[Kind(step.kind)], at=at)
