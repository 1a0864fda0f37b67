"""Versions of the case strategy, CPS's agreement and reviews, as lines of the history of a case."""

from __future__ import annotations

from actionplans.models import CaseStrategy, StrategyAgreement, StrategyReview
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.clocks import day_words
from rasso_tracker.web.addresses import address

KIND = "Case strategy"


def told_of_strategies(whole: Whole) -> list[TimelineEntry]:
    versions = {one.pk: one for one in whole.rows(CaseStrategy)}
    told = [
        TimelineEntry(
            at=one.written_at,
            title=f"{one} written",
            detail=f"Next decision {day_words(one.next_decision_on)}",
            by=one.written_by.name,
            kind=KIND,
            href=address("strategy_detail", one.pk),
        )
        for one in versions.values()
    ]
    told += [
        TimelineEntry(
            at=one.agreed_at,
            title=f"{versions[one.strategy_id]} agreed by CPS",
            detail="",
            by=one.entered_by.name,
            kind=KIND,
            href=address("strategy_detail", one.strategy_id),
            note=one.mark,
            row=one,
        )
        for one in whole.rows(StrategyAgreement)
    ]
    told += [
        TimelineEntry(
            at=one.reviewed_at,
            title=f"{versions[one.strategy_id]} reviewed",
            detail=f"{one.get_outcome_display()}. Next review {day_words(one.next_review_on)}",
            by=one.reviewed_by.name,
            kind=KIND,
            href=address("strategy_detail", one.strategy_id),
        )
        for one in whole.rows(StrategyReview)
    ]
    return told
