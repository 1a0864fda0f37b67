"""What CPS asks for no more, of its own accord."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from actionplans.enums import OPEN_PLANS, ItemStatus, PlanStatus
from actionplans.item_enums import EndedBecause, WithdrawnBecause
from actionplans.models.acts import TO_CONFIRM, CpsAct, cps_act_constraints
from actionplans.models.plans import ActionPlan, ActionPlanItem
from actionplans.models.submissions import Submission
from cases.models import Case, CaseBearing
from rasso_tracker.people.parts import Part

# An item that was in one of these could be withdrawn.
COULD_BE_WITHDRAWN = (ItemStatus.OPEN, ItemStatus.SENT_BACK, ItemStatus.RETURNED)

ENDED_BY_CPS = (PlanStatus.WITHDRAWN, PlanStatus.ADMIN_FINALISED)


class TakenBack(CpsAct):
    """An act of CPS that may be a mistake: taken back it is superseded, and `back_sealed` says why."""

    back_sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def taken_back(self) -> bool:
        return self.back_sealed is not None

    @property
    def mark(self) -> str:
        """As of every act of CPS, but who takes a mistake back may be of the police."""
        words = super().mark
        return words.replace("; superseded by CPS", "") if self.taken_back else words


class ItemWithdrawal(TakenBack, CaseBearing):
    """CPS asks for an item no more. One stands; one that was a mistake is taken back with a reason.

    `stood` is the item's status until then.
    """

    acted = "withdrawn_at"
    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    item = models.ForeignKey(ActionPlanItem, models.PROTECT, related_name="withdrawals")
    reason = models.CharField(max_length=20, choices=WithdrawnBecause)
    words_sealed = models.BinaryField(null=True, blank=True)
    stood = models.CharField(max_length=10, choices=[(one.value, one.label) for one in COULD_BE_WITHDRAWN])
    withdrawn_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["withdrawn_at", "id"]
        indexes = [
            models.Index(
                fields=["withdrawn_at", "id"], name="item_withdrawn_to_confirm", condition=TO_CONFIRM
            )
        ]
        constraints = [
            *cps_act_constraints("item_withdrawal"),
            models.CheckConstraint(
                name="item_withdrawal_not_in_future", condition=Q(withdrawn_at__lte=F("recorded_at"))
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(superseded_at__isnull=True), name="item_withdrawal_stands_once"
            ),
            models.CheckConstraint(
                name="item_withdrawal_reason_known", condition=Q(reason__in=WithdrawnBecause.values)
            ),
            models.CheckConstraint(
                name="item_withdrawal_other_in_words",
                condition=~Q(reason=WithdrawnBecause.OTHER) | Q(words_sealed__isnull=False),
            ),
            models.CheckConstraint(
                name="item_withdrawal_stood", condition=Q(stood__in=[one.value for one in COULD_BE_WITHDRAWN])
            ),
            models.CheckConstraint(
                name="item_withdrawal_back_is_superseded",
                condition=Q(back_sealed__isnull=True) | Q(superseded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class PlanEnding(TakenBack, CaseBearing):
    """CPS ends a plan that was open: it withdraws it, or closes its record because the police did not answer.

    One stands. `stood` and `owed` are the plan's status and how many of its items the police owed until then;
    `reopened_at` a stored copy of when CPS opened it again (PlanReopening).
    """

    acted = "ended_at"
    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="endings")
    ended_as = models.CharField(max_length=20, choices=[(one.value, one.label) for one in ENDED_BY_CPS])
    reason = models.CharField(max_length=20, choices=EndedBecause)
    words_sealed = models.BinaryField(null=True, blank=True)
    stood = models.CharField(max_length=20, choices=[(one.value, one.label) for one in OPEN_PLANS])
    owed = models.PositiveSmallIntegerField()
    ended_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["ended_at", "id"]
        indexes = [
            models.Index(fields=["ended_at", "id"], name="plan_ending_to_confirm", condition=TO_CONFIRM)
        ]
        constraints = [
            *cps_act_constraints("plan_ending"),
            models.CheckConstraint(
                name="plan_ending_not_in_future", condition=Q(ended_at__lte=F("recorded_at"))
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(superseded_at__isnull=True, reopened_at__isnull=True),
                name="plan_ending_stands_once",
            ),
            models.CheckConstraint(
                name="plan_ending_fits_its_reason",
                condition=Q(ended_as=PlanStatus.ADMIN_FINALISED, reason=EndedBecause.NOT_ANSWERED)
                | (
                    Q(ended_as=PlanStatus.WITHDRAWN, reason__in=EndedBecause.values)
                    & ~Q(reason=EndedBecause.NOT_ANSWERED)
                ),
            ),
            models.CheckConstraint(
                name="plan_ending_other_in_words",
                condition=~Q(reason=EndedBecause.OTHER) | Q(words_sealed__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_ending_stood", condition=Q(stood__in=[one.value for one in OPEN_PLANS])
            ),
            models.CheckConstraint(
                name="plan_ending_unanswered_owed",
                condition=Q(ended_as=PlanStatus.WITHDRAWN) | Q(owed__gte=1),
            ),
            models.CheckConstraint(
                name="plan_ending_opened_again_if_finalised",
                condition=Q(reopened_at__isnull=True)
                | Q(ended_as=PlanStatus.ADMIN_FINALISED, reopened_at__gte=F("ended_at")),
            ),
            models.CheckConstraint(
                name="plan_ending_back_is_superseded",
                condition=Q(back_sealed__isnull=True) | Q(superseded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_ended_as_display()

    @property
    def about_id(self) -> uuid.UUID:
        """The plan, and so each of its items."""
        return self.plan_id

    @property
    def stands(self) -> bool:
        return self.superseded_at is None and self.reopened_at is None


class PlanReopening(CpsAct, CaseBearing):
    """CPS opens a plan again whose record it had closed unanswered. Superseded, it was never opened."""

    acted = "reopened_at"
    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    ending = models.ForeignKey(PlanEnding, models.PROTECT, related_name="reopenings")
    reason_sealed = models.BinaryField()
    reopened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["reopened_at", "id"]
        indexes = [
            models.Index(fields=["reopened_at", "id"], name="plan_reopening_to_confirm", condition=TO_CONFIRM)
        ]
        constraints = [
            *cps_act_constraints("plan_reopening"),
            models.CheckConstraint(
                name="plan_reopening_not_in_future", condition=Q(reopened_at__lte=F("recorded_at"))
            ),
            models.UniqueConstraint(
                fields=["ending"],
                condition=Q(superseded_at__isnull=True),
                name="plan_reopening_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return "Opened again"

    @property
    def about_id(self) -> uuid.UUID:
        """The plan: who opens it in two windows reads in the second what the first recorded."""
        return self.ending.plan_id


class EarlyAdviceEnding(TakenBack, CaseBearing):
    """CPS closes its record of a request for early advice, since no file followed it. That is no decision.

    One stands. Nothing opens it again but the case that goes to CPS, as a round of its own.
    """

    acted = "ended_at"
    part = Part.CPS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="endings")
    words_sealed = models.BinaryField(null=True, blank=True)
    ended_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["ended_at", "id"]
        indexes = [
            models.Index(fields=["ended_at", "id"], name="early_advice_end_to_confirm", condition=TO_CONFIRM)
        ]
        constraints = [
            *cps_act_constraints("early_advice_ending"),
            models.CheckConstraint(
                name="early_advice_ending_not_in_future", condition=Q(ended_at__lte=F("recorded_at"))
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(superseded_at__isnull=True),
                name="early_advice_ending_stands_once",
            ),
            models.CheckConstraint(
                name="early_advice_ending_back_is_superseded",
                condition=Q(back_sealed__isnull=True) | Q(superseded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return "Closed by CPS: no file followed the early advice"

    @property
    def stands(self) -> bool:
        return self.superseded_at is None
