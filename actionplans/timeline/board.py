"""Plans that were given to somebody, as lines of the history of a case."""

from __future__ import annotations

from actionplans.board_enums import Handed
from actionplans.models import ReassignedPlan
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.web.addresses import address

KIND = "Action plans"
# An officer in charge is told of as such, from the assignment.
TITLES = {
    Handed.WORKER: "Action plan {} to be worked by {}",
    Handed.ITEMS: "What is owed of action plan {} given to {}",
    Handed.PROSECUTOR: "Action plan {} to be looked at by {}",
}
NOBODY = {
    Handed.WORKER: "nobody by name",
    Handed.ITEMS: "the officer in charge",
    Handed.PROSECUTOR: "the CPS unit",
}


def told_of_handing_over(whole: Whole) -> list[TimelineEntry]:
    told = []
    for one in whole.rows(ReassignedPlan):
        given = one.reassignment
        if one.not_moved or given.what == Handed.OFFICER:
            continue
        what = Handed(given.what)
        to = given.given_to.name if given.given_to else NOBODY[what]
        told.append(
            TimelineEntry(
                at=given.given_at,
                title=TITLES[what].format(one.plan.number, to),
                detail=f"Until then {one.taken_from.name}" if one.taken_from else "",
                by=given.given_by.name,
                kind=KIND,
                href=address("action_plan_detail", one.plan_id),
            )
        )
    return told
