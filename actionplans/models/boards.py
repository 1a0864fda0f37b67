"""The overdue board's own rows: what was handed over in one go, and who has a plan open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from actionplans.board_enums import Handed, NotMoved, Opened
from actionplans.models.plans import ActionPlan
from cases.models import Case, CaseBearing
from rasso_tracker.ids import uuid7
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part


class ReassignmentQuerySet(models.QuerySet["Reassignment"]):
    def visible_to(self, person: Person) -> Self:
        """What came of it is for the one who did it; each plan's page tells everybody else."""
        return self if person.is_service else self.filter(given_by=person)


class Reassignment(models.Model):
    """Many action plans given to somebody in one deed. Its lines say which moved, and why others did not.

    `given_to` is empty where it goes back to whoever has it without a name: nobody, the officer in charge,
    the CPS unit. `unknown` counts what was asked for and is not this person's to know of: no line names it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    what = models.CharField(max_length=10, choices=Handed)
    given_to = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    given_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    unknown = models.PositiveSmallIntegerField(default=0)

    objects = ReassignmentQuerySet.as_manager()
    told_with = ("given_to", "given_by")  # read together, for the history of a case

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.CheckConstraint(name="reassignment_what_known", condition=Q(what__in=Handed.values)),
            models.CheckConstraint(
                name="reassignment_names_an_officer",
                condition=~Q(what=Handed.OFFICER) | Q(given_to__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return "Action plans given to somebody"


class ReassignedPlan(CaseBearing):
    """One plan of a reassignment: moved, or why it was not. `taken_from` is who had it until then."""

    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="handed_over")
    reassignment = models.ForeignKey(Reassignment, models.PROTECT, related_name="lines")
    taken_from = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    not_moved = models.CharField(max_length=15, choices=NotMoved, blank=True)

    class Meta:
        ordering = ["reassignment", "id"]
        constraints = [
            models.UniqueConstraint(fields=["reassignment", "plan"], name="reassigned_plan_once"),
            models.CheckConstraint(
                name="reassigned_plan_reason_known", condition=Q(not_moved__in=["", *NotMoved.values])
            ),
        ]

    def __str__(self) -> str:
        return self.get_not_moved_display() if self.not_moved else "Given"


# A form says nothing of its reader after that unless its page says that it is still open. Without a script a
# page says nothing, so this is as long as a review takes.
LEASE = timedelta(minutes=4)


class PlanPresence(CaseBearing):
    """Somebody has a form open on a plan: no lock, only a warning to others. It lapses by itself.

    One row a person and plan: the form that was opened last. `until` is when the lease ends; sending the form
    ends it at once.
    """

    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="present")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    doing = models.CharField(max_length=30, choices=Opened)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "person"], name="presence_once_a_person"),
            models.CheckConstraint(name="presence_form_known", condition=Q(doing__in=Opened.values)),
            models.CheckConstraint(
                name="presence_ends_after_opening", condition=Q(until__gte=F("opened_at"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_doing_display())

    def holds(self, at: datetime) -> bool:
        """True while the lease runs. A fact of the moment: nothing has to clear the row."""
        return at < self.until
