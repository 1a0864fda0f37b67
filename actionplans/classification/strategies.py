"""How sensitive each stored field is: the case strategy."""

from actionplans.classification.shared import ACT, ROW, S
from rasso_tracker.people.classification import Sensitivity

FIELDS: dict[str, dict[str, Sensitivity]] = {
    "CaseStrategy": {
        **ROW,
        "version": S.SYSTEM,
        "digital_sealed": S.FREE_TEXT,
        "third_party_sealed": S.FREE_TEXT,
        "next_decision_on": S.WORK,
        "review_on": S.WORK,
        "written_at": S.WORK,
        "written_by": S.WORK,
        "superseded_at": S.WORK,
    },
    "StrategyLine": {
        **ROW,
        "strategy": S.SYSTEM,
        "number": S.SYSTEM,
        "kind": S.WORK,
        "words_sealed": S.FREE_TEXT,
        "why_sealed": S.FREE_TEXT,
    },
    "StrategyAgreement": {
        **ROW,
        **ACT,
        "strategy": S.SYSTEM,
        "prosecutor": S.WORK,
        "agreed_at": S.WORK,
        "recorded_at": S.WORK,
    },
    "StrategyReview": {
        **ROW,
        "strategy": S.SYSTEM,
        "outcome": S.WORK,
        "note_sealed": S.FREE_TEXT,
        "next_review_on": S.WORK,
        "reviewed_at": S.WORK,
        "reviewed_by": S.WORK,
    },
}
