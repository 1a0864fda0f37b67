"""Support in the history of a case, for those who read it: each step on its day. Codes only."""

from __future__ import annotations

from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.clocks import start_of_day
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from victims.models import ContactOwner, StoDeployment, SupportEvent, SupportReferral
from victims.models.base import seen_of_clients


def support_entries(whole: Whole, person: Person) -> list[TimelineEntry]:
    return [*_referred(whole, person), *_deployed(whole, person), *_owned(whole, person)]


def _referred(whole: Whole, person: Person) -> list[TimelineEntry]:
    seen = {one.pk: one for one in seen_of_clients(whole, SupportReferral, person)}
    if not seen:
        return []
    return [_step(one) for one in whole.rows(SupportEvent) if one.referral_id in seen]


def _step(row: SupportEvent) -> TimelineEntry:
    referral, step = row.referral, row.get_step_display()
    named = f" to {row.service.name}" if row.service else ""
    voided = row.voided_by
    return TimelineEntry(
        at=start_of_day(row.happened_on),
        on=row.happened_on,
        title=f"{referral.victim.label}: {referral.get_kind_display()}, {step[:1].lower()}{step[1:]}{named}",
        detail=row.get_because_display() if row.because else "",
        by=row.recorded_by.name,
        kind="Victims",
        href=address("victim", referral.victim_id),
        note=f"Voided by {voided.name}: {row.void_reason}" if voided else "",
        row=row,
    )


def _deployed(whole: Whole, person: Person) -> list[TimelineEntry]:
    told = []
    for row in seen_of_clients(whole, StoDeployment, person):
        officer = row.officer.name if row.officer else ""
        voided = f"Voided by {row.voided_by.name}: {row.void_reason}" if row.voided_by else ""
        steps = (
            (row.asked_at, "specially trained officer asked for", "", row.recorded_by),
            (row.deployed_at, "specially trained officer deployed", officer, row.deployed_by),
            (row.met_at, "the specially trained officer met them", officer, row.met_recorded_by),
            (row.ended_at, "deployment of the specially trained officer ended", officer, row.ended_by),
        )
        told += [
            TimelineEntry(
                at=when,
                title=f"{row.victim.label}: {what}",
                detail=detail,
                by=by.name,
                kind="Victims",
                href=address("victim", row.victim_id),
                note=voided,
                row=row if what.endswith("asked for") else None,
            )
            for when, what, detail, by in steps
            if when is not None and by is not None
        ]
    return told


def _owned(whole: Whole, person: Person) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            at=row.since,
            title=f"{row.victim.label}: contact handed over",
            detail=f"To {row.owner.name}" + (", with the post of officer in charge" if row.with_post else ""),
            by=row.handed_by.name,
            kind="Contact",
            href=address("victim", row.victim_id),
        )
        for row in seen_of_clients(whole, ContactOwner, person)
    ]
