"""What is owed on a case and climbs the ladder as a plan's dates do: limits of bail and custody,
safeguarding, reviews of the investigation, and what is owed to victims (docs/adr/0411).
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from actionplans.enums import CLIMBING, OF_CONTACT, STEPS, LadderKind
from cases.models import Case, CaseBearing, DueItem
from cases.supervision_enums import POLICE_ONLY
from rasso_tracker.clocks import day_words
from rasso_tracker.people.parts import Part


class Climb(CaseBearing):
    """One date of a due item on the ladder: the date that is owed, or the day that an answer promised.

    A due item has one climb that is not superseded while it is open. `step` is the highest step that was
    raised; `next_step_at`, `step_due_at` and `urgency` are stored copies, as those of a plan and its dates.
    """

    part = Part.PLANS
    of_supervision = Q(code__in=POLICE_ONLY)
    of_contact = Q(code__in=OF_CONTACT)

    case = models.ForeignKey(Case, models.PROTECT, related_name="climbs")
    item = models.ForeignKey(DueItem, models.PROTECT, related_name="climbs")
    code = models.CharField(max_length=20, choices=LadderKind)  # of its ladder: enums.ladder_of
    promised = models.BooleanField(default=False)
    due_on = models.DateField()
    from_step = models.PositiveSmallIntegerField(default=0)
    step_due_at = ArrayField(models.DateTimeField(null=True))
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    next_step_at = models.DateTimeField(null=True, blank=True)
    urgency = models.BigIntegerField(null=True, blank=True)
    set_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["set_at", "id"]
        indexes = [
            models.Index(
                fields=["next_step_at"], name="climb_next_step", condition=Q(next_step_at__isnull=False)
            ),
            models.Index(fields=["urgency", "id"], name="climb_urgency", condition=Q(urgency__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(superseded_at__isnull=True), name="climb_one_current"
            ),
            models.CheckConstraint(name="climb_code_climbs", condition=Q(code__in=CLIMBING)),
            models.CheckConstraint(name="climb_from_a_step", condition=Q(from_step__in=STEPS)),
            models.CheckConstraint(
                name="climb_step_on_ladder", condition=Q(step__isnull=True) | Q(step__in=STEPS)
            ),
            models.CheckConstraint(name="climb_has_every_step", condition=Q(step_due_at__len=len(STEPS))),
            models.CheckConstraint(
                name="climb_superseded_after_set",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("set_at")),
            ),
            models.CheckConstraint(
                name="climb_superseded_climbs_no_more",
                condition=Q(superseded_at__isnull=True, urgency__isnull=False)
                | Q(superseded_at__isnull=False, next_step_at__isnull=True, urgency__isnull=True),
            ),
        ]

    @property
    def is_of_supervision(self) -> bool:
        return self.code in POLICE_ONLY

    @property
    def is_of_contact(self) -> bool:
        return self.code in OF_CONTACT

    def __str__(self) -> str:
        return f"{self.get_code_display()} {day_words(self.due_on)}"

    @property
    def is_current(self) -> bool:
        return self.superseded_at is None

    def is_promised(self, at: datetime) -> bool:
        """True while an answer stands whose day has not passed without the next step."""
        return self.promised and (self.next_step_at is None or self.next_step_at > at)


class ClimbEscalation(CaseBearing):
    """The ledger: one step of one climb, raised once. `due_at` is when it fell due, `raised_at` when it was
    written.
    """

    part = Part.PLANS
    of_supervision = Q(climb__code__in=POLICE_ONLY)
    of_contact = Q(climb__code__in=OF_CONTACT)

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    climb = models.ForeignKey(Climb, models.PROTECT, db_index=False, related_name="escalations")
    step = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    by_hand = models.BooleanField(default=False, db_default=False)  # a review sent it up; no day brought it

    class Meta:
        ordering = ["raised_at", "due_at", "step"]
        constraints = [
            models.UniqueConstraint(fields=["climb", "step"], name="climb_escalation_once_a_step"),
            models.CheckConstraint(name="climb_escalation_step_known", condition=Q(step__in=STEPS)),
            models.CheckConstraint(
                name="climb_escalation_raised_when_due", condition=Q(due_at__lte=F("raised_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"Step {self.step}"


class ClimbAnswer(CaseBearing):
    """Somebody answers an escalation of a due item: what they will do next and by when.

    The promise is a climb of its own, which goes on from the step above.
    """

    part = Part.PLANS
    of_supervision = Q(escalation__climb__code__in=POLICE_ONLY)
    of_contact = Q(escalation__climb__code__in=OF_CONTACT)

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    escalation = models.OneToOneField(ClimbEscalation, models.PROTECT, related_name="answer")
    acknowledged_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    next_act_sealed = models.BinaryField()
    promise = models.OneToOneField(Climb, models.PROTECT, related_name="promised_in")

    class Meta:
        ordering = ["acknowledged_at"]

    def __str__(self) -> str:
        return "Acknowledged"
