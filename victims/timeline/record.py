"""A victim's record in the history of a case: alerts, circumstances, who speaks for them. Codes only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from cases.models import Victim
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.clocks import day_words, in_london
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.web.addresses import address
from victims.appointment_enums import Ended
from victims.models import (
    Circumstances,
    ContactAlert,
    EventTelling,
    IsvaSupport,
    JointAppointment,
    NeedsAssessment,
    RightsChoice,
    Spokesperson,
    UpdateAgreement,
    WithdrawalTold,
)
from victims.models.base import seen_of_clients


def record_entries(whole: Whole, person: Person) -> list[TimelineEntry]:
    return [
        *_alerts(whole, person),
        *_circumstances(whole, person),
        *_spokespersons(whole, person),
        *_needs(whole, person),
        *_updates(whole, person),
        *_merged(whole, person),
        *_shared(whole, person),
        *_told(whole, person),
        *_appointments(whole, person),
    ]


def told(row: Any, at: datetime, what: str, detail: str, by: Any) -> TimelineEntry:
    """One line about a victim, which leads to their page."""
    return TimelineEntry(
        at=at,
        title=f"{row.victim.label}: {what}",
        detail=detail,
        by=by.name,
        kind="Victims",
        href=address("victim", row.victim_id),
    )


def _alerts(whole: Whole, person: Person) -> list[TimelineEntry]:
    lines = []
    for row in seen_of_clients(whole, ContactAlert, person):
        detail = f"{row.get_about_display()}. Closed: {row.stops_in_words}"
        lines.append(told(row, row.raised_at, "alert on how to reach them", detail, row.raised_by))
        if row.confirmed_at and row.confirmed_by:
            lines.append(told(row, row.confirmed_at, "confirmed which ways are safe", "", row.confirmed_by))
    return lines


def _circumstances(whole: Whole, person: Person) -> list[TimelineEntry]:
    return [
        told(row, row.recorded_at, "circumstances recorded", "", row.recorded_by)
        for row in seen_of_clients(whole, Circumstances, person)
    ]


def _spokespersons(whole: Whole, person: Person) -> list[TimelineEntry]:
    lines = []
    for row in seen_of_clients(whole, Spokesperson, person):
        detail = row.get_is_their_display()
        lines.append(told(row, row.named_at, "spokesperson recorded", detail, row.named_by))
        if row.agreed_at and row.agreed_by:
            lines.append(told(row, row.agreed_at, "spokesperson agreed to", detail, row.agreed_by))
        if row.ended_at and row.ended_by:
            lines.append(told(row, row.ended_at, "spokesperson ended", detail, row.ended_by))
    return lines


def _needs(whole: Whole, person: Person) -> list[TimelineEntry]:
    assessed = [
        told(row, row.assessed_at, "needs assessed", row.get_because_display(), row.recorded_by)
        for row in seen_of_clients(whole, NeedsAssessment, person)
    ]
    chosen = [
        told(
            row,
            row.chosen_at,
            "takes up enhanced rights" if row.takes_up else "declines enhanced rights",
            row.get_told_by_display(),
            row.recorded_by,
        )
        for row in seen_of_clients(whole, RightsChoice, person)
    ]
    return assessed + chosen


def _merged(whole: Whole, person: Person) -> list[TimelineEntry]:
    """For those who read who victims are: that two records turned out to be one person."""
    if not person.is_service and not person.role.reads(Part.VICTIM_NEEDS):
        return []
    return [
        TimelineEntry(
            at=row.merged_at,
            title=f"{row.label} merged into {row.merged_into.label}",
            detail="Both records were of the same person",
            by=row.merged_by.name,
            kind="Victims",
            href=address("victim", row.merged_into.pk),
        )
        for row in whole.seen(Victim, person)
        if row.merged_at and row.merged_into and row.merged_by
    ]


def _updates(whole: Whole, person: Person) -> list[TimelineEntry]:
    agreed = [
        told(row, row.recorded_at, "how often they hear from us", row.in_words, row.recorded_by)
        for row in seen_of_clients(whole, UpdateAgreement, person)
    ]
    return agreed + [
        told(
            row,
            row.not_told_at,
            f"not told: {row.what_happened}",
            row.get_not_told_because_display(),
            row.not_told_by,
        )
        for row in seen_of_clients(whole, EventTelling, person)
        if row.not_told_at and row.not_told_by
    ]


def _shared(whole: Whole, person: Person) -> list[TimelineEntry]:
    """With which ISVA the record was shared, and until when; why it ended for those who read contact."""
    lines = []
    why = person.is_service or person.role.reads(Part.VICTIM_CONTACT)
    for row in seen_of_clients(whole, IsvaSupport, person):
        agreed = f"{row.isva.name}; agreed on {day_words(row.consented_on)}"
        lines.append(told(row, row.started_at, "shared with their ISVA", agreed, row.recorded_by))
        if row.ended_at and row.ended_by:
            said = f"{row.isva.name}. {row.get_ended_because_display()}" if why else row.isva.name
            lines.append(told(row, row.ended_at, "no longer shared with an ISVA", said, row.ended_by))
    return lines


def _told(whole: Whole, person: Person) -> list[TimelineEntry]:
    """What an ISVA told, which is no withdrawal: that has a line of its own once it is confirmed."""
    lines = []
    for row in seen_of_clients(whole, WithdrawalTold, person):
        href = address("told_withdrawal", row.pk)
        line = told(row, row.told_at, "told through the ISVA", "Waits for an answer", row.told_by)
        if row.answered_at and row.answered_by:
            line = replace(line, detail="")
            answer = "confirmed" if row.is_confirmed else "not confirmed"
            said = told(row, row.answered_at, f"what the ISVA told was {answer}", "", row.answered_by)
            lines.append(replace(said, href=href))
        lines.append(replace(line, href=href))
    return lines


def _appointments(whole: Whole, person: Person) -> list[TimelineEntry]:
    """When one was arranged, and how it ended; the contact of a held one has a line of its own."""
    lines = []
    for row in seen_of_clients(whole, JointAppointment, person):
        href = address("appointment", row.pk)
        what = "new time of an appointment" if row.moved_from_id else "appointment arranged with the ISVA"
        line = told(row, row.arranged_at, what, f"For {day_words(in_london(row.starts_at))}", row.arranged_by)
        lines.append(replace(line, href=href))
        if row.ended == Ended.CANCELLED and row.ended_at and row.ended_by:
            why = row.get_cancelled_because_display()
            off = told(row, row.ended_at, "appointment with the ISVA called off", why, row.ended_by)
            lines.append(replace(off, href=href))
    return lines
