"""What was looked at before a decision of no further action was put forward."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.models import CaseBearing
from rasso_tracker.people.parts import Part
from reviews.check_enums import ANSWERS, DecisionCheckAnswer, DecisionCheckKind
from reviews.models.decision import Decision
from victims.models.base import one_of


def _answer_fits() -> Q:
    """Each kind with the answers that it takes, in words."""
    fits = Q()
    for kind, answers in ANSWERS.items():
        fits |= Q(kind=kind, answer__in=sorted(answers))
    return fits & Q(words_sealed__isnull=False)


class DecisionCheck(CaseBearing):
    """One thing that a decision rests on beside its outcome: what was found, in whose words, and when.

    One row a kind; a later finding replaces nothing, so a decision that was settled keeps what it rested on.
    """

    part = Part.INVESTIGATION

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="decision_checks")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=20, choices=DecisionCheckKind)
    answer = models.CharField(max_length=20, choices=DecisionCheckAnswer)
    words_sealed = models.BinaryField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["case"], name="decision_check_case")]
        constraints = [
            models.UniqueConstraint(fields=["decision", "kind"], name="decision_check_once_a_kind"),
            one_of("decision_check_kind_known", "kind", DecisionCheckKind),
            models.CheckConstraint(name="decision_check_answer_fits", condition=_answer_fits()),
        ]

    def __str__(self) -> str:
        return str(DecisionCheckKind(self.kind).label)
