"""What happened on a case, from its rows (never from the audit), as far as the role may read."""

from __future__ import annotations

from cases.enums import BailSetBy, MilestoneKind, NamedBecause
from cases.models import (
    Allegation,
    Assignment,
    Case,
    CaseBearing,
    Direction,
    DirectionDate,
    DueItem,
    Lesson,
    MatchLook,
    MatchVerdict,
    Milestone,
    NamedAccess,
    SupervisoryReview,
    Suspect,
    Victim,
)
from cases.services.milestones import NOTE
from cases.timeline.entries import TimelineEntry
from cases.timeline.lessons import told_of_lessons
from cases.timeline.matches import told_of_matches
from cases.timeline.supervision import told_of_supervision
from cases.whole import Whole, whole_of
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.vault import unseal

# What panel and timeline of this app read of a case.
KINDS = (Victim, Suspect, Allegation, Milestone, Assignment, NamedAccess, DueItem)
OF_SUPERVISION = (SupervisoryReview, Direction, DirectionDate, Lesson)
OF_MATCHES = (MatchLook, MatchVerdict)
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
    MilestoneKind.RESUBMITTED: Part.CPS,
    MilestoneKind.EARLY_ADVICE_REQUESTED: Part.CPS,
    MilestoneKind.EARLY_ADVICE_GIVEN: Part.CPS,
    MilestoneKind.TRIAGE_ACCEPTED: Part.CPS,
    MilestoneKind.TRIAGE_REJECTED: Part.CPS,
    MilestoneKind.ADMIN_FINALISED: Part.PLANS,
    MilestoneKind.ACTION_PLAN_ISSUED: Part.PLANS,
    MilestoneKind.POLICE_NFA: Part.DECISIONS,
    MilestoneKind.CPS_NFA: Part.DECISIONS,
}


def kinds_for(person: Person) -> tuple[type[CaseBearing], ...]:
    """What a page reads of a case for this person."""
    further: tuple[type[CaseBearing], ...] = ()
    if person.role.reads(Part.SUPERVISION):
        further += OF_SUPERVISION
    if person.role.reads(Part.MATCHES):
        further += OF_MATCHES
    return KINDS + further


def entries(case: Case, person: Person) -> list[TimelineEntry]:
    """Everything this app knows of the case, in no order; a fixed number of statements."""
    whole = whole_of(case)
    whole.read(kinds_for(person))
    if person.role.reads(Part.INVESTIGATION):
        told = _milestones(whole, person) + _parties(whole)
    else:
        told = _key_dates(whole, person)
    if person.role.reads(Part.PEOPLE):
        told += _people(whole)
    if person.role.reads(Part.SUPERVISION):
        told += told_of_supervision(whole) + told_of_lessons(whole)
    if person.role.reads(Part.MATCHES):
        told += told_of_matches(whole)
    return told


def _told_here(whole: Whole, person: Person) -> list[Milestone]:
    """One line each deed: those that no other part tells this person of."""
    elsewhere = {kind for kind, part in TOLD_ELSEWHERE.items() if person.role.reads(part)}
    return [one for one in whole.rows(Milestone) if one.kind not in elsewhere]


def _key_dates(whole: Whole, person: Person) -> list[TimelineEntry]:
    told = _told_here(whole, person)
    return [_of_milestone(one, "") for one in told if one.kind in KEY_DATES and one.stands]


def _milestones(whole: Whole, person: Person) -> list[TimelineEntry]:
    rows = _told_here(whole, person)
    key = whole.key if any(one.note_sealed for one in rows) else None
    told = []
    for one in rows:
        detail = about(one)
        if one.note_sealed:
            note = unseal(whole.case.pk, NOTE, one.pk, one.note_sealed, key=key)
            detail = f"{detail}. {note}" if detail else note
        told.append(_of_milestone(one, detail))
    return told


def _of_milestone(one: Milestone, detail: str) -> TimelineEntry:
    voided = f"Voided by {one.voided_by.name}: {one.void_reason}" if one.voided_by else ""
    # Who wrote it down from which document goes with what the document says: not with a bare date.
    mark = one.mark if detail else ""
    return TimelineEntry(
        at=one.occurred_at,
        title=one.happened,
        detail=detail,
        by=one.recorded_by.name,
        kind="Milestones",
        note=". ".join(part for part in (mark, voided) if part),
        on=london_date(one.occurred_at) if one.kind == MilestoneKind.REPORTED else None,
        row=one,
    )


def about(milestone: Milestone) -> str:
    """Whom a milestone is about and what it says: "Suspect 1, after arrest"."""
    parts = [part.label for part in (milestone.suspect, milestone.victim) if part is not None]
    if milestone.allegation is not None:
        parts.append(f"crime {milestone.allegation.crime_reference}")
    if milestone.interview_by:
        label = milestone.get_interview_by_display()
        parts.append(label[:1].lower() + label[1:] if parts else label)
    if milestone.limit_set_by not in ("", BailSetBy.STANDARD):
        label = milestone.get_limit_set_by_display()
        parts.append(label[:1].lower() + label[1:] if parts else label)
    if milestone.charge_decided:
        parts.append(milestone.charge_decided)
    if milestone.limit_on:
        parts.append(f"until {day_words(milestone.limit_on)}")
    return ", ".join(parts)


def _parties(whole: Whole) -> list[TimelineEntry]:
    parties: list[Victim | Suspect] = [*whole.rows(Victim), *whole.rows(Suspect)]
    told = [
        TimelineEntry(
            at=one.added_at,
            title="Allegation recorded",
            detail=f"Crime {one.crime_reference}: {one.get_offence_type_display()}",
            by=one.added_by.name,
            kind="Parties",
        )
        for one in whole.rows(Allegation)
    ]
    told += [
        TimelineEntry(
            at=one.added_at,
            title=f"{one.label} added",
            detail="",
            by=one.added_by.name,
            kind="Parties",
            note=_voided(one) if isinstance(one, Suspect) else "",
            row=None if one.merged_into_id else one,
        )
        for one in parties
    ]
    told += [
        TimelineEntry(
            at=one.voided_at,
            title=f"{one.label} merged into {one.merged_into.label}",
            detail="Both records were of the same person",
            by=one.voided_by.name,
            kind="Parties",
        )
        for one in whole.rows(Suspect)
        if one.voided_at and one.voided_by and one.merged_into
    ]
    return told


def _voided(suspect: Suspect) -> str:
    if suspect.voided_by is None or suspect.merged_into_id is not None:
        return ""
    return f"Voided by {suspect.voided_by.name}: {suspect.void_reason}"


def _people(whole: Whole) -> list[TimelineEntry]:
    told = [
        TimelineEntry(
            at=one.started_at,
            title=f"{one.get_duty_display()} assigned",
            detail=one.person.name,
            by=one.assigned_by.name,
            kind="People",
        )
        for one in whole.rows(Assignment)
    ]
    named = [one for one in whole.rows(NamedAccess) if one.because != NamedBecause.ASSIGNED]
    told += [
        TimelineEntry(
            at=one.started_at,
            title="Access given by name",
            detail=f"{one.person.name}: {one.get_because_display().lower()}",
            by=one.granted_by.name,
            kind="People",
        )
        for one in named
    ]
    told += [  # by whom is in the audit log: the row keeps the moment alone
        TimelineEntry(
            at=one.ended_at,
            title="Access by name ended",
            detail=one.person.name,
            by="",
            kind="People",
        )
        for one in named
        if one.ended_at
    ]
    return told
