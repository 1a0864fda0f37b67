"""Steps of what is owed on a case, and their answers, as lines of its history."""

from __future__ import annotations

from actionplans.models import Climb, ClimbAnswer, ClimbEscalation, Escalation
from actionplans.seals import Label, Sealer
from cases.models import DueItem
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address

OWED = "Limits and reviews"


def fell_due(step: ClimbEscalation | Escalation) -> str:
    """Of a step that was raised on a later day than its own, as of what was recorded late: that day."""
    if london_date(step.raised_at) == london_date(step.due_at):
        return ""
    return f"; the step fell due on {day_words(step.due_at)}, before it could be raised"


def told_of_climbs(whole: Whole, person: Person) -> list[TimelineEntry]:
    """Steps of what is owed on the case, and their answers."""
    items = {one.pk: one.what for one in whole.rows(DueItem)}
    climbs = {one.pk: one for one in whole.seen(Climb, person)}
    raised = {one.pk: one for one in whole.rows(ClimbEscalation) if one.climb_id in climbs}
    told = []
    for one in raised.values():
        climb = climbs[one.climb_id]
        told.append(
            TimelineEntry(
                at=one.raised_at,  # nobody heard of it before, however long ago it fell due
                title=f"{items[climb.item_id]}: step {one.step} of the ladder",
                detail=f"{'Promised' if climb.promised else 'Owed'} by {day_words(climb.due_on)}"
                + fell_due(one),
                by="",
                kind=OWED,
                href=address("due_item_detail", climb.item_id),
            )
        )
    for answer in whole.rows(ClimbAnswer):
        if answer.promise_id not in climbs:
            continue
        climb = climbs[answer.promise_id]
        sealer = Sealer(whole.case.pk, whole.key)
        said = sealer.open(Label.CLIMB_NEXT_ACT, answer.pk, answer.next_act_sealed)
        told.append(
            TimelineEntry(
                at=answer.acknowledged_at,
                title=f"{items[climb.item_id]}: step {raised[answer.escalation_id].step} acknowledged",
                detail=f"Next act by {day_words(climb.due_on)}: {said}",
                by=answer.acknowledged_by.name,
                kind=OWED,
                href=address("due_item_detail", climb.item_id),
            )
        )
    return told
