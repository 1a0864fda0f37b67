"""A victim's record in the history of a case: alerts, circumstances, who speaks for them. Codes only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.timeline_entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from victims.models import Circumstances, ContactAlert, Spokesperson
from victims.models.base import seen_of_clients


def record_entries(whole: Whole, person: Person) -> list[TimelineEntry]:
    return [*_alerts(whole, person), *_circumstances(whole, person), *_spokespersons(whole, person)]


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
