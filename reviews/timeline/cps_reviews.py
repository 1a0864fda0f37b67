"""Reviews under CPS's scheme as lines of the history of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.clocks import day_words, start_of_day
from rasso_tracker.people.models import Person
from rasso_tracker.web.addresses import address
from reviews.models import CpsReview, CpsReviewStage, ExpeditedReview

KIND = "Right to Review"


def told_of_cps_reviews(whole: Whole, person: Person) -> list[TimelineEntry]:
    told = []
    for one in whole.seen(CpsReview, person):
        href = address("cps_review_detail", one.pk)
        title = f"CPS asked to review its decision: {one.victim.label}"
        told.append(_on(one.received_on, title, one.recorded_by, href, one.get_reached_display(), row=one))
        if one.passed_on_at:
            told.append(_on(one.passed_on_at, "The request was passed on to CPS", one.passed_on_by, href))
        if one.again_asked_on and one.again_reached == "police":
            title = f"{one.victim.label} asked us for CPS's independent review"
            told.append(_on(one.again_asked_on, title, "", href))
    for stage in whole.seen(CpsReviewStage, person):
        href = address("cps_review_detail", stage.review_id)
        if stage.kind == "independent":
            title = f"CPS has the request of {stage.victim.label} for its independent review"
            told.append(_on(stage.began_on, title, stage.recorded_by, href, row=stage))
        if stage.decided_on:
            told.append(
                _on(
                    stage.decided_on,
                    f"CPS: {stage.get_outcome_display()[:1].lower()}{stage.get_outcome_display()[1:]}",
                    "CPS",
                    href,
                )
            )
        if stage.told_at:
            title = f"{stage.victim.label} heard what CPS's review came to"
            told.append(
                TimelineEntry(
                    at=stage.told_at,
                    title=title,
                    detail=stage.get_told_method_display(),
                    by=stage.told_by.name if stage.told_by else "",
                    kind=KIND,
                    href=href,
                )
            )
    for review in whole.seen(ExpeditedReview, person):
        told += _expedited(review)
    return told


def _expedited(one: ExpeditedReview) -> list[TimelineEntry]:
    href = address("expedited_review_detail", one.pk)
    hearing = f"Hearing on {day_words(one.hearing_on)}"
    told = [_on(one.proposed_on, "CPS means to offer no evidence", "CPS", href, hearing, row=one)]
    if one.told_on:
        title = f"{one.victim.label} heard that CPS means to offer no evidence"
        who, how = one.told_by or one.recorded_by, one.get_told_method_display() if one.told_method else ""
        told.append(_on(one.told_on, title, who, href, how))
    if one.answered_on:
        what = one.get_answer_display()
        told.append(_on(one.answered_on, f"{one.victim.label} and the expedited review", "", href, what))
    if one.decided_on:
        title = "Expedited review decided" if one.answer else "CPS goes on with the charge after all"
        told.append(_on(one.decided_on, title, "CPS", href, one.get_outcome_display() if one.answer else ""))
    if one.outcome_told_at:
        told.append(
            TimelineEntry(
                at=one.outcome_told_at,
                title=f"{one.victim.label} heard what the expedited review came to",
                detail=one.get_outcome_told_method_display(),
                by=one.outcome_told_by.name if one.outcome_told_by else "",
                kind=KIND,
                href=href,
            )
        )
    return told


def _on(day: date, title: str, by: Any, href: str, detail: str = "", row: Any = None) -> TimelineEntry:
    name = by if isinstance(by, str) else by.name
    entry = TimelineEntry(
        at=start_of_day(day), title=title, detail=detail, by=name, kind=KIND, href=href, row=row
    )
    return replace(entry, on=day)
