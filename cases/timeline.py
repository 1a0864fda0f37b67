"""What happened on a case, from its rows (never from the audit), as far as the role may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cases.enums import MilestoneKind
from cases.models import Allegation, Assignment, Case, Milestone, NamedAccess, Suspect, Victim
from cases.services.milestones import NOTE
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import Part
from rasso_tracker.vault import case_key, unseal

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
    told = _milestones(case, person)
    if person.role.reads(Part.INVESTIGATION):
        told += _parties(case)
    if person.role.reads(Part.PEOPLE):
        told += _people(case)
    return told


def _milestones(case: Case, person: Person) -> list[TimelineEntry]:
    in_full = person.role.reads(Part.INVESTIGATION)
    found = Milestone.objects.filter(case=case).select_related(
        "recorded_by", "voided_by", "suspect", "victim", "allegation"
    )
    if not in_full:
        found = found.filter(kind__in=KEY_DATES, voided_at__isnull=True)
    elsewhere = [kind for kind, part in TOLD_ELSEWHERE.items() if person.role.reads(part)]
    rows = list(found.exclude(kind__in=elsewhere))
    key = case_key(case.pk) if in_full and any(one.note_sealed for one in rows) else None
    told = []
    for one in rows:
        detail = about(one) if in_full else ""
        if key and one.note_sealed:
            note = unseal(case.pk, NOTE, one.pk, one.note_sealed, key=key)
            detail = f"{detail}. {note}" if detail else note
        told.append(
            TimelineEntry(
                at=one.occurred_at,
                title=one.get_kind_display(),
                detail=detail,
                by=one.recorded_by.name,
                kind="Milestones",
                note=_voided(one),
                on=london_date(one.occurred_at) if one.kind == MilestoneKind.REPORTED else None,
            )
        )
    return told


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


def _voided(milestone: Milestone) -> str:
    if milestone.stands or milestone.voided_by is None:
        return ""
    return f"Voided by {milestone.voided_by.name}: {milestone.void_reason}"


def _parties(case: Case) -> list[TimelineEntry]:
    told = []
    for allegation in Allegation.objects.filter(case=case).select_related("added_by"):
        told.append(
            TimelineEntry(
                at=allegation.added_at,
                title="Allegation recorded",
                detail=f"Crime {allegation.crime_reference}: {allegation.get_offence_type_display()}",
                by=allegation.added_by.name,
                kind="Parties",
            )
        )
    for model in (Victim, Suspect):
        for party in model.objects.filter(case=case).select_related("added_by"):
            told.append(
                TimelineEntry(
                    at=party.added_at,
                    title=f"{party.label} added",
                    detail="",
                    by=party.added_by.name,
                    kind="Parties",
                )
            )
    return told


def _people(case: Case) -> list[TimelineEntry]:
    told = [
        TimelineEntry(
            at=one.started_at,
            title=f"{one.get_duty_display()} assigned",
            detail=one.person.name,
            by=one.assigned_by.name,
            kind="People",
        )
        for one in Assignment.objects.filter(case=case).select_related("person", "assigned_by")
    ]
    named = NamedAccess.objects.filter(case=case).exclude(because="assigned")
    told += [
        TimelineEntry(
            at=one.started_at,
            title="Access given by name",
            detail=f"{one.person.name}: {one.get_because_display().lower()}",
            by=one.granted_by.name,
            kind="People",
        )
        for one in named.select_related("person", "granted_by")
    ]
    return told
