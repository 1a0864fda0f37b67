"""Lessons as lines of the history of a case, without their words."""

from __future__ import annotations

from cases.models import Lesson
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.clocks import day_words
from rasso_tracker.web.addresses import address

KIND = "Learning"


def told_of_lessons(whole: Whole) -> list[TimelineEntry]:
    told = []
    for row in whole.rows(Lesson):
        href = address("lesson_detail", row.pk)
        detail = f"To {row.owner.name}, by {day_words(row.due_on)}"
        told.append(TimelineEntry(row.given_at, f"{row} given", detail, row.given_by.name, KIND, href))
        if row.done_at and row.done_by:
            what = row.get_outcome_display()
            told.append(TimelineEntry(row.done_at, f"{row} done", what, row.done_by.name, KIND, href))
        elif row.ended_at:
            told.append(TimelineEntry(row.ended_at, f"{row} fell away", "", "", KIND, href))
    return told
