"""What a decision of no further action rests on beside its outcome (domain.md 5 and 12; letter, 3 and 6)."""

from __future__ import annotations

from django.db import models


class DecisionCheckKind(models.TextChoices):
    EVIDENCE_LED = "evidence_led", "Going on without the victim"
    EVIDENTIAL_REVIEW = "evidential_review", "Review of the evidence"
    SAFETY_PLAN = "safety_plan", "The victim's safety"
    OPEN_PLAN = "open_plan", "An action plan that is still open"
    CPS_AUTHORITY = "cps_authority", "CPS's authority for a disposal out of court"


class DecisionCheckAnswer(models.TextChoices):
    CONSIDERED = "considered", "Considered"
    IN_PLACE = "in_place", "A plan is in place"
    NOT_NEEDED = "not_needed", "Talked about; no plan is needed"


C, A = DecisionCheckKind, DecisionCheckAnswer
ANSWERS: dict[DecisionCheckKind, frozenset[DecisionCheckAnswer]] = {
    C.EVIDENCE_LED: frozenset({A.CONSIDERED}),
    C.EVIDENTIAL_REVIEW: frozenset({A.CONSIDERED}),
    C.SAFETY_PLAN: frozenset({A.IN_PLACE, A.NOT_NEEDED}),
    C.OPEN_PLAN: frozenset({A.CONSIDERED}),
    C.CPS_AUTHORITY: frozenset({A.CONSIDERED}),
}
