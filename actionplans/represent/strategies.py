"""What the API answers of the case strategy."""

from __future__ import annotations

from actionplans.models import CaseStrategy, StrategyAgreement, StrategyReview
from actionplans.represent.values import JSON, key, of_cps, said
from actionplans.seals import Label, Sealer
from rasso_tracker.people.models import Person


def strategy(row: CaseStrategy, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "case": key(row.case_id),
        "version": row.version,
        "next_decision_on": said(row.next_decision_on),
        "review_on": said(row.review_on),
        "written_at": said(row.written_at),
        "written_by": key(row.written_by_id),
        "superseded_at": said(row.superseded_at),
    }


def strategy_in_full(row: CaseStrategy, person: Person) -> JSON:
    sealer = Sealer(row.case_id)
    return {
        **strategy(row, person),
        "lines": [
            {
                "id": key(one.pk),
                "number": one.number,
                "kind": one.kind,
                "words": sealer.open(Label.STRATEGY_LINE, one.pk, one.words_sealed),
                "why": sealer.open(Label.STRATEGY_WHY, one.pk, one.why_sealed),
                "items": [key(item.pk) for item in one.items.all()],
            }
            for one in row.lines.prefetch_related("items")
        ],
        "digital": sealer.open(Label.STRATEGY_DIGITAL, row.pk, row.digital_sealed),
        "third_party": sealer.open(Label.STRATEGY_THIRD_PARTY, row.pk, row.third_party_sealed),
        "agreements": [agreement(one, person) for one in row.agreements.all()],
        "reviews": [review(one, person) for one in row.reviews.all()],
    }


def agreement(row: StrategyAgreement, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "strategy": key(row.strategy_id),
        "agreed_at": said(row.agreed_at),
        "prosecutor": key(row.prosecutor_id),
        **of_cps(row),
    }


def review(row: StrategyReview, person: Person) -> JSON:
    return {
        "id": key(row.pk),
        "strategy": key(row.strategy_id),
        "outcome": row.outcome,
        "note": Sealer(row.case_id).open(Label.STRATEGY_NOTE, row.pk, row.note_sealed),
        "next_review_on": said(row.next_review_on),
        "reviewed_at": said(row.reviewed_at),
        "reviewed_by": key(row.reviewed_by_id),
    }
