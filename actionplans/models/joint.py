"""What police and CPS owe each other on a case: early advice considered, a meeting before a CPS NFA."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from actionplans.advising import MeetingBy, NoEarlyAdvice
from actionplans.models.submissions import Submission
from cases.models import Case, CaseBearing
from rasso_tracker.people.parts import Part


class EarlyAdviceConsidered(CaseBearing):
    """That early advice was considered, and why it was not sought. The last row is what holds.

    Source: Recommendation 5 of the joint inspection, as domain.md 1 gives it.
    """

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="early_advice_considered")
    sought = models.BooleanField()
    because = models.CharField(max_length=20, choices=NoEarlyAdvice, blank=True)
    words_sealed = models.BinaryField()
    considered_at = models.DateTimeField()
    considered_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["considered_at"]
        constraints = [
            models.CheckConstraint(
                name="early_advice_not_sought_says_why",
                condition=Q(sought=True, because="") | Q(sought=False, because__in=NoEarlyAdvice.values),
            ),
            models.CheckConstraint(
                name="early_advice_not_in_future", condition=Q(considered_at__lte=F("recorded_at"))
            ),
        ]

    def __str__(self) -> str:
        if self.sought:
            return "Early advice considered: yes, it is sought"
        return f"Early advice considered: no. {self.get_because_display()}"


class JointMeeting(CaseBearing):
    """The investigator and the prosecutor met about a submission, or why they did not.

    Wanted before CPS decides on no further action (Recommendation 5, domain.md 1).
    """

    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="meetings")
    how = models.CharField(max_length=10, choices=MeetingBy)
    held_at = models.DateTimeField(null=True, blank=True)
    investigator = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    prosecutor_name = models.CharField(max_length=120, blank=True)
    note_sealed = models.BinaryField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.CheckConstraint(name="meeting_how_known", condition=Q(how__in=MeetingBy.values)),
            models.CheckConstraint(
                name="meeting_names_both_sides",
                condition=Q(
                    how=MeetingBy.NOT_HELD,
                    held_at__isnull=True,
                    investigator__isnull=True,
                    prosecutor_name="",
                )
                | (
                    ~Q(how=MeetingBy.NOT_HELD)
                    & Q(held_at__isnull=False, investigator__isnull=False)
                    & ~Q(prosecutor_name="")
                ),
            ),
            models.CheckConstraint(
                name="meeting_not_in_future",
                condition=Q(held_at__isnull=True) | Q(held_at__lte=F("recorded_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_how_display()
