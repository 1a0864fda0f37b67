"""What was done about advice, for the timeline: countersigned, read, asked, answered, met, considered."""

from __future__ import annotations

from uuid import UUID

from actionplans.models import (
    Advice,
    AdviceAnswer,
    AdviceQuestion,
    AdviceReading,
    Countersignature,
    EarlyAdviceConsidered,
    EnteredCharge,
    JointMeeting,
)
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.web.addresses import address

CPS = "CPS"


def told_of_advice(whole: Whole) -> list[TimelineEntry]:
    """In no order. Free text stays sealed."""
    return _words(whole) + _readings(whole) + _joint(whole)


def advice_page(advice: Advice) -> str:
    """Where advice stands: its submission, or the booking of the clinic at which it was given."""
    if advice.booking_id is not None:
        return address("clinic_booking_detail", advice.booking_id)
    return address("submission_detail", advice.about_id)


def _entry(submission_id: UUID | None, **said: object) -> TimelineEntry:
    href = address("submission_detail", submission_id) if submission_id else ""
    return TimelineEntry(**{"detail": "", "kind": CPS, "href": href, **said})  # type: ignore[arg-type]  # its own names


def _readings(whole: Whole) -> list[TimelineEntry]:
    signed = [
        _entry(
            None,
            href=advice_page(one.advice),
            at=one.signed_at,
            title=f"Advice {str(one).lower()}, version {one.advice.version}",
            by=one.entered_by.name,
            note=one.mark,
            row=one,
        )
        for one in whole.rows(Countersignature)
    ]
    read = [
        _entry(
            None,
            href=advice_page(one.advice),
            at=one.read_at,
            title=f"Advice, version {one.advice.version}: {one.get_outcome_display().lower()}",
            by=one.read_by.name,
            row=one,
        )
        for one in whole.rows(AdviceReading)
    ]
    return signed + read


def _words(whole: Whole) -> list[TimelineEntry]:
    asked = [
        _entry(
            one.submission_id,
            at=one.said_at,
            title=str(one),
            by=one.entered_by.name,
            note=one.mark,
            row=one,
        )
        for one in whole.rows(AdviceQuestion)
    ]
    answered = [
        _entry(
            one.question.submission_id,
            at=one.said_at,
            title=str(one),
            by=one.entered_by.name,
            note=one.mark,
            row=one,
        )
        for one in whole.rows(AdviceAnswer)
    ]
    return asked + answered


def _joint(whole: Whole) -> list[TimelineEntry]:
    met = [
        _entry(
            one.submission_id,
            at=one.held_at or one.recorded_at,
            title="Investigator and prosecutor met"
            if one.held_at
            else "No meeting of investigator and prosecutor",
            detail=one.get_how_display() if one.held_at else "",
            by=one.recorded_by.name,
            row=one,
        )
        for one in whole.rows(JointMeeting)
    ]
    considered = [
        _entry(None, at=one.considered_at, title=str(one), by=one.considered_by.name, row=one)
        for one in whole.rows(EarlyAdviceConsidered)
    ]
    said = [
        _entry(
            None,
            at=one.confirmed_at or one.superseded_at or one.recorded_at,
            title=f"CPS says that the charge {'stands' if one.confirmed_at else 'does not stand'}",
            by=(one.confirmed_by or one.superseded_by or one.entered_by).name,
            note=one.mark,
            row=one,
        )
        for one in whole.rows(EnteredCharge)
        if one.confirmed_at or one.superseded_at
    ]
    return met + considered + said
