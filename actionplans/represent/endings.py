"""What the API answers of a plan that CPS ended of its own accord, and of one that is open again."""

from __future__ import annotations

from actionplans.models import EarlyAdviceEnding, PlanEnding, PlanReopening
from actionplans.represent.values import JSON, key, of_cps, said
from actionplans.seals import Label, Sealer
from rasso_tracker.people.models import Person


def ending_in_full(row: PlanEnding, person: Person) -> JSON:
    return ending(row, Sealer(row.case_id))


def ending(row: PlanEnding, sealer: Sealer) -> JSON:
    """With every time that the plan was opened again after it."""
    return {
        "id": key(row.pk),
        "plan": key(row.plan_id),
        "ended_as": row.ended_as,
        "reason": row.reason,
        "words": sealer.open(Label.ENDED_WORDS, row.pk, row.words_sealed),
        "items_owed": row.owed,
        "ended_at": said(row.ended_at),
        "reopened_at": said(row.reopened_at),
        "taken_back_because": sealer.open(Label.ENDED_BACK, row.pk, row.back_sealed),
        "reopenings": [_reopening(one, sealer) for one in row.reopenings.all()],
        **of_cps(row),
    }


def reopening_in_full(row: PlanReopening, person: Person) -> JSON:
    return _reopening(row, Sealer(row.case_id))


def _reopening(row: PlanReopening, sealer: Sealer) -> JSON:
    return {
        "id": key(row.pk),
        "ending": key(row.ending_id),
        "reason": sealer.open(Label.REOPENED_BECAUSE, row.pk, row.reason_sealed),
        "reopened_at": said(row.reopened_at),
        **of_cps(row),
    }


def advice_ending_in_full(row: EarlyAdviceEnding, person: Person) -> JSON:
    return advice_ending(row, Sealer(row.case_id))


def advice_ending(row: EarlyAdviceEnding, sealer: Sealer) -> JSON:
    return {
        "id": key(row.pk),
        "submission": key(row.submission_id),
        "words": sealer.open(Label.ADVICE_ENDED_WORDS, row.pk, row.words_sealed),
        "ended_at": said(row.ended_at),
        "taken_back_because": sealer.open(Label.ADVICE_ENDED_BACK, row.pk, row.back_sealed),
        **of_cps(row),
    }
