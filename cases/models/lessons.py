"""What is learnt from a case: a lesson with an owner and a day, whatever it was drawn from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.lesson_enums import LearntFrom, LessonAbout, LessonOutcome
from cases.models.base import CaseBearing, LondonDate
from cases.models.case import Case
from rasso_tracker.people.parts import Part

UNDONE = Q(done_at__isnull=True, ended_at__isnull=True)


class Lesson(CaseBearing):
    """One thing to do better, by somebody, by a day. `source` is the row that it was drawn from.

    It ends with what came of it, or falls away with its source. Police learning: neither CPS nor support
    services read it.
    """

    part = Part.SUPERVISION

    case = models.ForeignKey(Case, models.PROTECT, related_name="lessons")
    learnt_from = models.CharField(max_length=20, choices=LearntFrom)
    source = models.UUIDField()
    about = models.CharField(max_length=20, choices=LessonAbout)
    lesson_sealed = models.BinaryField()
    owner = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=20, choices=LessonOutcome, blank=True)
    changed_sealed = models.BinaryField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["case"], name="lesson_case"),
            models.Index(fields=["source"], name="lesson_source"),
            models.Index(fields=["due_on", "id"], name="lesson_open", condition=UNDONE),
            models.Index(fields=["owner", "due_on", "id"], name="lesson_open_of_owner", condition=UNDONE),
            models.Index(fields=["due_on", "id"], name="lesson_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="lesson_learnt_from_known", condition=Q(learnt_from__in=LearntFrom.values)
            ),
            models.CheckConstraint(name="lesson_about_known", condition=Q(about__in=LessonAbout.values)),
            models.CheckConstraint(
                name="lesson_outcome_known", condition=Q(outcome__in=[*LessonOutcome.values, ""])
            ),
            models.CheckConstraint(
                name="lesson_due_not_before_given", condition=Q(due_on__gte=LondonDate("given_at"))
            ),
            models.CheckConstraint(
                name="lesson_done_together",
                condition=Q(
                    outcome="", changed_sealed__isnull=True, done_at__isnull=True, done_by__isnull=True
                )
                | (
                    ~Q(outcome="")
                    & Q(done_at__isnull=False, done_at__gte=F("given_at"), done_by__isnull=False)
                    & Q(changed_sealed__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="lesson_ends_one_way", condition=Q(done_at__isnull=True) | Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"Lesson: {self.get_about_display()[:1].lower()}{self.get_about_display()[1:]}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.ended_at is None

    @property
    def state(self) -> str:
        if self.done_at is not None:
            return "Done"
        return "Open" if self.ended_at is None else "Fell away"
