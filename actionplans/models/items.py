"""What happens to one item: the dates of its own that were set, and its disputes with CPS's answers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from actionplans.item_enums import CPS_ANSWERS, DisputeChannel, DisputeOutcome, DisputeReason
from actionplans.models.acts import TO_CONFIRM, CpsAct, cps_act_constraints
from actionplans.models.plans import ActionPlanItem
from cases.models import Case, CaseBearing
from rasso_tracker.clocks import day_words
from rasso_tracker.people.parts import Part


class ItemDate(CaseBearing):
    """A target date of an item's own, set by whom, when and why. The plan's target holds where there is none.

    Never changed: a new date supersedes it, and `ActionPlanItem.target_on` is a stored copy of the one that
    stands. The first needs no reason, where CPS set it with the item; every later one does.
    """

    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    item = models.ForeignKey(ActionPlanItem, models.PROTECT, related_name="dates")
    due_on = models.DateField()
    plan_issued_on = models.DateField()
    with_the_item = models.BooleanField()
    reason_sealed = models.BinaryField(null=True, blank=True)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["set_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(superseded_at__isnull=True), name="item_date_one_current"
            ),
            models.CheckConstraint(
                name="item_date_not_before_issue", condition=Q(due_on__gte=F("plan_issued_on"))
            ),
            models.CheckConstraint(
                name="item_date_moved_with_reason",
                condition=Q(with_the_item=True) | Q(reason_sealed__isnull=False),
            ),
            models.CheckConstraint(
                name="item_date_superseded_after_set",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("set_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Target date {day_words(self.due_on)}"


class ItemGiven(CaseBearing):
    """An item that was given from one owner to another, one at a time. Never changed.

    Nobody by name is the officer in charge, whoever that is then. Many at once are told of by Reassignment.
    """

    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    item = models.ForeignKey(ActionPlanItem, models.PROTECT, related_name="given")
    taken_from = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    given_to = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="item_given_to_another",
                condition=~Q(taken_from=F("given_to"))
                & (Q(taken_from__isnull=False) | Q(given_to__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Given to {self.given_to.name if self.given_to else 'the officer in charge'}"


class ItemDispute(CaseBearing):
    """The police dispute an item: why, how it was discussed, and what came of it.

    The item stays owed and the plan's dates stand while it is open. `outcome` and `settled_at` are stored
    copies of the answer that stands, or say that the dispute fell away.
    """

    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    item = models.ForeignKey(ActionPlanItem, models.PROTECT, related_name="disputes")
    reason = models.CharField(max_length=20, choices=DisputeReason)
    channel = models.CharField(max_length=10, choices=DisputeChannel)
    words_sealed = models.BinaryField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    due_on = models.DateField()  # by when CPS answers, by the rule of the day that it was raised
    outcome = models.CharField(max_length=20, choices=DisputeOutcome, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at", "id"]
        indexes = [
            # What CPS has to answer, the oldest first.
            models.Index(fields=["raised_at"], name="dispute_open", condition=Q(settled_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(settled_at__isnull=True), name="dispute_one_open"
            ),
            models.CheckConstraint(name="dispute_reason_known", condition=Q(reason__in=DisputeReason.values)),
            models.CheckConstraint(
                name="dispute_channel_known", condition=Q(channel__in=DisputeChannel.values)
            ),
            models.CheckConstraint(
                name="dispute_settled_with_outcome",
                condition=Q(settled_at__isnull=True, outcome="")
                | Q(settled_at__isnull=False, outcome__in=DisputeOutcome.values),
            ),
            models.CheckConstraint(
                name="dispute_settled_after_raised",
                condition=Q(settled_at__isnull=True) | Q(settled_at__gte=F("raised_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Disputed: {self.get_reason_display()}"


class DisputeAnswer(CpsAct, CaseBearing):
    """What CPS says to a dispute. One stands; a superseded one opens the dispute again."""

    acted = "answered_at"
    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    dispute = models.ForeignKey(ItemDispute, models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=20, choices=[(one.value, one.label) for one in CPS_ANSWERS])
    words_sealed = models.BinaryField()
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "id"]
        indexes = [
            models.Index(fields=["answered_at", "id"], name="dispute_answer_to_confirm", condition=TO_CONFIRM)
        ]
        constraints = [
            *cps_act_constraints("dispute_answer"),
            models.CheckConstraint(
                name="dispute_answer_known", condition=Q(outcome__in=[one.value for one in CPS_ANSWERS])
            ),
            models.UniqueConstraint(
                fields=["dispute"], condition=Q(superseded_at__isnull=True), name="dispute_answer_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()
