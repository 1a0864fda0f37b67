"""What happened on a case, from its rows (never from the audit), as far as the role may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cases.enums import MilestoneKind, NamedBecause
from cases.facts import Facts, facts_of
from cases.models import Case, Milestone
from cases.services.milestones import NOTE
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import Part
from rasso_tracker.vault import unseal

# The dates that somebody who supports a victim is told; they are no evidence.
KEY_DATES = (
    MilestoneKind.REPORTED,
    MilestoneKind.SUBMITTED,
    MilestoneKind.CHARGED,
    MilestoneKind.TRIAL_BEGUN,
    MilestoneKind.FINALISED,
    MilestoneKind.POLICE_NFA,
    MilestoneKind.CPS_NFA,
    MilestoneKind.REOPENED,
    MilestoneKind.TRANSFERRED,
)


# What another part of the case tells in full: its milestone is left out for those who read that part.
TOLD_ELSEWHERE = {
    MilestoneKind.SUBMITTED: Part.CPS,
    MilestoneKind.EARLY_ADVICE_REQUESTED: Part.CPS,
    MilestoneKind.EARLY_ADVICE_GIVEN: Part.CPS,
    MilestoneKind.TRIAGE_ACCEPTED: Part.CPS,
    MilestoneKind.TRIAGE_REJECTED: Part.CPS,
    MilestoneKind.ACTION_PLAN_ISSUED: Part.PLANS,
    MilestoneKind.POLICE_NFA: Part.DECISIONS,
    MilestoneKind.CPS_NFA: Part.DECISIONS,
}


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the history. `note` says what is unusual about it: that it was voided, and why.

    `on` is the date, where only the date is known; `at` then is its first moment, for the order of the lines.
    """

    at: datetime
    title: str
    detail: str
    by: str
    kind: str
    href: str = ""
    note: str = ""
    on: date | None = None


def entries(case: Case, person: Person) -> list[TimelineEntry]:
    """Everything this app knows of the case, in no order; a fixed number of statements."""
    facts = facts_of(case)
    if not person.role.reads(Part.INVESTIGATION):
        told = _key_dates(facts)
    else:
        told = _milestones(facts) + _parties(facts)
    if person.role.reads(Part.PEOPLE):
        told += _people(facts)
    return told


def _key_dates(facts: Facts) -> list[TimelineEntry]:
    rows = Milestone.objects.filter(case=facts.case.pk, kind__in=KEY_DATES, voided_at__isnull=True)
    return [_of_milestone(facts, one, "") for one in rows.select_related("recorded_by")]


def _milestones(facts: Facts) -> list[TimelineEntry]:
    told = []
    for one in facts.milestones:
        detail = about(one)
        if one.note_sealed:
            note = unseal(facts.case.pk, NOTE, one.pk, one.note_sealed, key=facts.key)
            detail = f"{detail}. {note}" if detail else note
        told.append(_of_milestone(facts, one, detail))
    return told


def _of_milestone(facts: Facts, one: Milestone, detail: str) -> TimelineEntry:
    voided = "" if one.stands else f"Voided by {facts.name(one.voided_by_id)}: {one.void_reason}"
    return TimelineEntry(
        at=one.occurred_at,
        title=one.get_kind_display(),
        detail=detail,
        by=facts.name(one.recorded_by_id),
        kind="Milestones",
        note=voided,
        on=london_date(one.occurred_at) if one.kind == MilestoneKind.REPORTED else None,
    )


def about(milestone: Milestone) -> str:
    """Whom a milestone is about and what it says: "Suspect 1, after arrest"."""
    parts = [part.label for part in (milestone.suspect, milestone.victim) if part is not None]
    if milestone.allegation is not None:
        parts.append(f"crime {milestone.allegation.crime_reference}")
    if milestone.interview_by:
        label = milestone.get_interview_by_display()
        parts.append(label[:1].lower() + label[1:] if parts else label)
    if milestone.limit_on:
        parts.append(f"until {milestone.limit_on.day} {milestone.limit_on:%B %Y}")
    return ", ".join(parts)


def _parties(facts: Facts) -> list[TimelineEntry]:
    told = [
        TimelineEntry(
            at=one.added_at,
            title="Allegation recorded",
            detail=f"Crime {one.crime_reference}: {one.get_offence_type_display()}",
            by=facts.name(one.added_by_id),
            kind="Parties",
        )
        for one in facts.allegations
    ]
    told += [
        TimelineEntry(
            at=one.added_at,
            title=f"{one.label} added",
            detail="",
            by=facts.name(one.added_by_id),
            kind="Parties",
        )
        for one in (*facts.victims, *facts.suspects)
    ]
    return told


def _people(facts: Facts) -> list[TimelineEntry]:
    told = [
        TimelineEntry(
            at=one.started_at,
            title=f"{one.get_duty_display()} assigned",
            detail=facts.name(one.person_id),
            by=facts.name(one.assigned_by_id),
            kind="People",
        )
        for one in facts.assignments
    ]
    told += [
        TimelineEntry(
            at=one.started_at,
            title="Access given by name",
            detail=f"{facts.name(one.person_id)}: {one.get_because_display().lower()}",
            by=facts.name(one.granted_by_id),
            kind="People",
        )
        for one in facts.named
        if one.because != NamedBecause.ASSIGNED
    ]
    return told
