"""What victims chose and when they heard from us, for the history of a case. Codes only: no words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases.models import Case
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole, whole_of
from rasso_tracker.clocks import day_words, moment_words, start_of_day
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from victims.enums import DayFact
from victims.models import (
    Contact,
    LookBack,
    MaterialRequest,
    Reengagement,
    SafeguardingConcern,
    Withdrawal,
    WithdrawalDayChange,
    WithdrawalStageChange,
)
from victims.models.base import seen_of_clients
from victims.shown import about_in_words
from victims.then import in_words
from victims.timeline.record import record_entries
from victims.timeline.support import support_entries
from victims.words import about_read, day_facts, fact_told


def entries(case: Case, person: Person) -> list[TimelineEntry]:
    """Everything this app knows of the case, in no order; a fixed number of statements."""
    whole = whole_of(case)
    return [
        *_withdrawals(whole, person),
        *_changes(whole, person),
        *_look_backs(whole, person),
        *_again(whole, person),
        *_contacts(whole, person),
        *_concerns(whole, person),
        *record_entries(whole, person),
        *_material(whole, person),
        *support_entries(whole, person),
    ]


def _voided(row: Withdrawal | Reengagement | Contact | LookBack) -> str:
    if row.stands or row.voided_by is None:
        return ""
    return f"Voided by {row.voided_by.name}: {row.void_reason}"


def _withdrawals(whole: Whole, person: Person) -> list[TimelineEntry]:
    rows = seen_of_clients(whole, Withdrawal, person)
    told = [
        TimelineEntry(
            at=row.occurred_at,
            title=f"{row.victim.label}: {row.get_kind_display()[:1].lower()}{row.get_kind_display()[1:]}",
            detail=_in_codes(row),
            by=row.recorded_by.name,
            kind="Victims",
            href=address("withdrawal", row.pk),
            note=_voided(row),
            row=row,
        )
        for row in rows
    ]
    return told + [
        TimelineEntry(
            at=row.corroborated_at,
            title=f"{row.victim.label}: withdrawal corroborated",
            detail="",
            by=row.corroborated_by.name,
            kind="Victims",
            href=address("withdrawal", row.pk),
        )
        for row in rows
        if row.corroborated_at and row.corroborated_by
    ]


def _in_codes(row: Withdrawal) -> str:
    reason = f". Main reason: {row.get_primary_reason_display()}" if row.primary_reason else ""
    return f"{row.get_stage_display()}{reason}"


def _changes(whole: Whole, person: Person) -> list[TimelineEntry]:
    rows = seen_of_clients(whole, WithdrawalStageChange, person)
    stages = [
        TimelineEntry(
            at=row.changed_at,
            title=f"{row.victim.label}: stage of the withdrawal computed again",
            detail=f"From “{row.get_old_stage_display()}” to “{row.get_new_stage_display()}”. {row.why}",
            by=row.changed_by.name,
            kind="Victims",
            href=address("withdrawal", row.withdrawal_id),
        )
        for row in rows
    ]
    return stages + [
        TimelineEntry(
            at=row.changed_at,
            title=f"{row.victim.label}: a fact of the day of the withdrawal computed again",
            detail=f"{row.get_fact_display()}: from “{_said(person, row, row.before)}” "
            f"to “{_said(person, row, row.after)}”. {row.why}",
            by=row.changed_by.name,
            kind="Victims",
            href=address("withdrawal", row.withdrawal_id),
        )
        for row in seen_of_clients(whole, WithdrawalDayChange, person)
        if row.fact in day_facts(person)
    ]


def _look_backs(whole: Whole, person: Person) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            at=row.looked_back_at,
            title=f"{row.victim.label}: look back on the withdrawal",
            detail=f"Could we have prevented it? {row.get_preventable_display()}",
            by=row.looked_back_by.name,
            kind="Learning",
            href=address("look_back", row.pk),
            note=_voided(row),
        )
        for row in seen_of_clients(whole, LookBack, person)
    ]


def _said(person: Person, row: WithdrawalDayChange, codes: str) -> str:
    return in_words(DayFact(row.fact), fact_told(person, row.fact, codes))


def _again(whole: Whole, person: Person) -> list[TimelineEntry]:
    rows = seen_of_clients(whole, Reengagement, person)
    wrong: dict[UUID | None, Reengagement] = {row.pk: row for row in rows}
    return [
        TimelineEntry(
            at=row.occurred_at,
            title=f"{row.victim.label}: takes part again",
            detail=row.get_told_by_display(),
            by=row.recorded_by.name,
            kind="Victims",
            href=address("victim", row.victim_id),
            note=_voided(row) or _corrected(row, wrong.get(row.corrects_id)),
            row=row,
        )
        for row in rows
    ]


def _corrected(row: Reengagement, wrong: Reengagement | None) -> str:
    if wrong is None:
        return ""
    return f"Corrected by {row.recorded_by.name} from {moment_words(wrong.occurred_at)}: {wrong.void_reason}"


def _sort(row: Contact) -> str:
    if row.from_others:
        return "somebody else was in touch"
    return "contact" if row.reached else "attempt at contact"


def _contacts(whole: Whole, person: Person) -> list[TimelineEntry]:
    rows = seen_of_clients(whole, Contact, person)
    return [
        TimelineEntry(
            at=row.occurred_at,
            title=f"{row.victim.label}: {_sort(row)}",
            detail=f"{row.get_method_display()}. {about_in_words(about_read(person, row))}",
            by=row.recorded_by.name,
            kind="Contact",
            href=address("victim", row.victim_id),
            note=_voided(row),
            row=row,
        )
        for row in rows
    ]


def _concerns(whole: Whole, person: Person) -> list[TimelineEntry]:
    """That a concern was raised and resolved; the words are on the victim's page alone."""
    told = []
    for row in seen_of_clients(whole, SafeguardingConcern, person):
        href = address("victim", row.victim_id)
        raised = TimelineEntry(
            at=row.raised_at,
            title=f"{row.victim.label}: safeguarding concern raised",
            detail=f"To be acted on by {day_words(row.act_by)}",
            by=row.raised_by.name,
            kind="Victims",
            href=href,
        )
        told.append(raised)
        if row.resolved_at is not None and row.resolved_by is not None:
            resolved = TimelineEntry(
                at=row.resolved_at,
                title=f"{row.victim.label}: safeguarding concern resolved",
                detail=row.get_outcome_display(),
                by=row.resolved_by.name,
                kind="Victims",
                href=href,
            )
            told.append(resolved)
    return told


def _material(whole: Whole, person: Person) -> list[TimelineEntry]:
    """The steps of requests for private material; their words are on the page of the request alone."""
    told = []
    for row in seen_of_clients(whole, MaterialRequest, person):
        ended = row.get_outcome_display()
        decided = "counselling records " + ("approved" if row.approved else "not approved")
        steps = (
            (row.planned_at, "grounds of a request for private material written", row.planned_by),
            (row.decided_at, decided, row.decided_by),
            (row.noticed_on, "written notice given", row.noticed_by),
            (row.requested_on, "requested", row.requested_by),
            (row.taken_on, "device taken, with the victim's agreement", row.taken_by),
            (row.ended_on, f"{ended[:1].lower()}{ended[1:]}", row.ended_by),
        )
        told += [
            TimelineEntry(
                at=when if isinstance(when, datetime) else start_of_day(when),
                on=None if isinstance(when, datetime) else when,
                title=f"{row.victim.label}: {what}",
                detail=str(row),
                by=by.name,
                kind="Victims",
                href=address("material_request", row.pk),
            )
            for when, what, by in steps
            if when is not None and by is not None
        ]
    return told
