"""The day of a decision as lines of the history of a case, for those who read the investigation."""

from __future__ import annotations

from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from reviews.models import DayStep, DecisionDay

KIND = "Decisions"


def told_of_day(whole: Whole, person: Person) -> list[TimelineEntry]:
    told = [
        TimelineEntry(
            at=one.signed_off_at,
            title="Order of the day of a decision signed off",
            detail="Not the safe order: the reason is kept with it" if one.reason_sealed else "",
            by=one.signed_off_by.name,
            kind=KIND,
            href=address("decision_day", one.decision_id),
            row=one,
        )
        for one in whole.seen(DecisionDay, person)
    ]
    for step in whole.seen(DayStep, person):
        if step.recorded_at is None or step.recorded_by is None:
            continue
        how = f"{step.supporter.name} was told" if step.supporter else ""
        if step.left_out:
            how = "Left out: the reason is kept with it"
        told.append(
            TimelineEntry(
                at=step.done_at or step.recorded_at,
                title=str(step),
                detail=how,
                by=step.recorded_by.name,
                kind=KIND,
                href=address("decision_day", step.decision_id),
                row=step,
            )
        )
    return told
