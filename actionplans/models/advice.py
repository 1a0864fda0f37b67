"""What follows advice: its countersignature, the officer's reading of it, questions and answers about it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from actionplans.advising import ReadingOutcome
from actionplans.enums import Side
from actionplans.models.acts import TO_CONFIRM, CpsAct, cps_act_constraints, documented
from actionplans.models.submissions import Advice, Submission
from cases.models import Case, CaseBearing
from rasso_tracker.people.parts import Part


class Countersignature(CpsAct, CaseBearing):
    """A second lawyer's word that a version of advice holds, or why it does not; never the author's own."""

    acted = "signed_at"
    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    advice = models.ForeignKey(Advice, models.PROTECT, related_name="countersignatures")
    author = models.ForeignKey(  # of the advice, as it was: the check beside it needs both
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    lawyer = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    holds = models.BooleanField(default=True)
    words_sealed = models.BinaryField(null=True, blank=True)  # why it does not hold
    signed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at"]
        indexes = [
            models.Index(fields=["signed_at", "id"], name="countersign_to_confirm", condition=TO_CONFIRM)
        ]
        constraints = [
            *cps_act_constraints("countersign"),
            models.UniqueConstraint(
                fields=["advice"], condition=Q(superseded_at__isnull=True), name="countersign_stands_once"
            ),
            models.CheckConstraint(
                name="countersign_by_somebody_else",
                condition=Q(author__isnull=True) | Q(lawyer__isnull=True) | ~Q(lawyer=F("author")),
            ),
            models.CheckConstraint(
                name="countersign_refused_with_reason",
                condition=Q(holds=True, words_sealed__isnull=True)
                | Q(holds=False, words_sealed__isnull=False),
            ),
            models.CheckConstraint(
                name="countersign_not_in_future", condition=Q(signed_at__lte=F("recorded_at"))
            ),
        ]

    def __str__(self) -> str:
        return "Countersigned" if self.holds else "Not countersigned"


class AdviceReading(CaseBearing):
    """Which version an officer read, and what they did with it. Append-only: what follows is another row."""

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    advice = models.ForeignKey(Advice, models.PROTECT, related_name="readings")
    outcome = models.CharField(max_length=12, choices=ReadingOutcome)
    words_sealed = models.BinaryField()
    read_at = models.DateTimeField()
    read_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["read_at"]
        constraints = [
            models.CheckConstraint(
                name="reading_outcome_known", condition=Q(outcome__in=ReadingOutcome.values)
            ),
            models.CheckConstraint(name="reading_not_in_future", condition=Q(read_at__lte=F("recorded_at"))),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Said(CpsAct):
    """Something that one side said to the other. What CPS said is an act of CPS; the police's own is not."""

    acted = "said_at"
    side = models.CharField(max_length=10, choices=Side)
    text_sealed = models.BinaryField()
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


def said_constraints(name: str) -> list[models.BaseConstraint]:
    """The checks of a table of things said; `name` begins their names."""
    own, *others = cps_act_constraints(name)
    return [
        models.CheckConstraint(
            name=own.name,
            condition=(Q(side=Side.CPS) & documented())
            | Q(side=Side.POLICE, source="", document_name="", document_date__isnull=True),
        ),
        *others,
        models.CheckConstraint(name=f"{name}_not_in_future", condition=Q(said_at__lte=F("recorded_at"))),
    ]


class AdviceQuestion(Said, CaseBearing):
    """A question of one side to the other about a submission, with a clock of its own."""

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="questions")
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["said_at"]
        indexes = [
            models.Index(
                fields=["side", "due_on", "id"],
                name="question_waiting",
                condition=Q(answered_at__isnull=True, superseded_at__isnull=True),
            ),
            models.Index(fields=["said_at", "id"], name="question_to_confirm", condition=TO_CONFIRM),
        ]
        constraints = [
            *said_constraints("question"),
            models.CheckConstraint(
                name="question_answered_after_asked",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("said_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Question from {self.get_side_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.answered_at is None and self.superseded_at is None

    @property
    def asked_of(self) -> Side:
        return Side.CPS if self.side == Side.POLICE else Side.POLICE


class AdviceAnswer(Said, CaseBearing):
    """The answer to a question, from the side that was asked."""

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    question = models.ForeignKey(AdviceQuestion, models.PROTECT, related_name="answers")

    class Meta:
        ordering = ["said_at"]
        indexes = [models.Index(fields=["said_at", "id"], name="answer_to_confirm", condition=TO_CONFIRM)]
        constraints = [
            *said_constraints("answer"),
            models.UniqueConstraint(
                fields=["question"], condition=Q(superseded_at__isnull=True), name="answer_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Answer from {self.get_side_display()}"
