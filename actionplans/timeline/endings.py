"""How CPS ended plans of its own accord, as lines of the history of a case."""

from __future__ import annotations

from actionplans.models import EarlyAdviceEnding, PlanEnding, PlanReopening
from actionplans.seals import Label, Sealer
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.web.addresses import address
from rasso_tracker.web.text import within_a_sentence

KIND = "Action plans"
CPS = "CPS"


def told_of_endings(whole: Whole) -> list[TimelineEntry]:
    whole.read((PlanEnding, PlanReopening))
    rows = whole.rows(PlanEnding)
    if not rows:
        return []
    sealer = Sealer(whole.case.pk, whole.key)
    told = []
    for one in rows:
        words = sealer.open(Label.ENDED_WORDS, one.pk, one.words_sealed)
        ended = TimelineEntry(
            at=one.ended_at,
            title=f"{one.plan}: {within_a_sentence(one)}",
            detail=". ".join(part.rstrip(".") for part in (one.get_reason_display(), words) if part),
            by=one.entered_by.name,
            kind=KIND,
            href=address("action_plan_detail", one.plan_id),
            note=one.mark,
            row=one,
        )
        told.append(ended)
        if one.superseded_at is not None and one.superseded_by is not None:
            back = sealer.open(Label.ENDED_BACK, one.pk, one.back_sealed)
            again = TimelineEntry(
                at=one.superseded_at,
                title=f"{one.plan}: open again",
                detail=f"That was a mistake: {back}" if back else "CPS had not ended it",
                by=one.superseded_by.name,
                kind=KIND,
                href=address("action_plan_detail", one.plan_id),
            )
            told.append(again)
    return told + [_reopened(one, sealer) for one in whole.rows(PlanReopening)]


def _reopened(one: PlanReopening, sealer: Sealer) -> TimelineEntry:
    return TimelineEntry(
        at=one.reopened_at,
        title=f"{one.ending.plan}: opened again by CPS",
        detail=sealer.open(Label.REOPENED_BECAUSE, one.pk, one.reason_sealed),
        by=one.entered_by.name,
        kind=KIND,
        href=address("action_plan_detail", one.ending.plan_id),
        note=one.mark,
        row=one,
    )


def told_of_advice_ends(whole: Whole) -> list[TimelineEntry]:
    rows = whole.rows(EarlyAdviceEnding)
    if not rows:
        return []
    sealer = Sealer(whole.case.pk, whole.key)
    told = []
    for one in rows:
        href = address("submission_detail", one.submission_id)
        ended = TimelineEntry(
            at=one.ended_at,
            title=f"Submission {one.submission.round}: {within_a_sentence(one)}",
            detail=sealer.open(Label.ADVICE_ENDED_WORDS, one.pk, one.words_sealed),
            by=one.entered_by.name,
            kind=CPS,
            href=href,
            note=one.mark,
            row=one,
        )
        told.append(ended)
        if one.superseded_at is not None and one.superseded_by is not None:
            back = sealer.open(Label.ADVICE_ENDED_BACK, one.pk, one.back_sealed)
            again = TimelineEntry(
                at=one.superseded_at,
                title=f"Submission {one.submission.round}: CPS's record is open",
                detail=f"That was a mistake: {back}" if back else "CPS had not closed it",
                by=one.superseded_by.name,
                kind=CPS,
                href=href,
            )
            told.append(again)
    return told
