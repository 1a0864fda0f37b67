"""An item that waits on a named body: requested, promised, chased. The plan's dates stand meanwhile."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from actionplans.item_enums import WaitEnd, WaitsOn
from actionplans.models.plans import ActionPlanItem
from cases.models import Case, CaseBearing
from cases.models.base import LondonDate
from rasso_tracker.people.parts import Part


class ItemWait(CaseBearing):
    """What an item needs was requested of a body, and somebody has to chase it by `chase_on`.

    `promised_on` and `chase_on` are stored copies of what the last chase said, or of the request; every chase
    keeps its own, so that promises that slipped are counted.
    """

    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    item = models.ForeignKey(ActionPlanItem, models.PROTECT, db_index=False, related_name="waits")
    body = models.CharField(max_length=20, choices=WaitsOn)
    words_sealed = models.BinaryField(null=True, blank=True)  # whom exactly, and under which reference
    # Who in the force answers for what is asked of this body: a chase that is missed climbs to them.
    queue_owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    requested_on = models.DateField()
    first_promised_on = models.DateField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    chase_on = models.DateField()
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    ended_how = models.CharField(max_length=15, choices=WaitEnd, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["started_at", "id"]
        indexes = [
            models.Index(fields=["item"], name="wait_item"),
            # The queue of each body, the first to be chased first.
            models.Index(fields=["chase_on", "id"], name="wait_open", condition=Q(ended_at__isnull=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "body"], condition=Q(ended_at__isnull=True), name="wait_one_open_a_body"
            ),
            models.CheckConstraint(name="wait_body_known", condition=Q(body__in=WaitsOn.values)),
            models.CheckConstraint(
                name="wait_requested_by_then", condition=Q(requested_on__lte=LondonDate(F("started_at")))
            ),
            models.CheckConstraint(
                name="wait_promised_after_request",
                condition=(Q(promised_on__isnull=True) | Q(promised_on__gte=F("requested_on")))
                & (Q(first_promised_on__isnull=True) | Q(first_promised_on__gte=F("requested_on"))),
            ),
            models.CheckConstraint(
                name="wait_chased_after_request", condition=Q(chase_on__gte=F("requested_on"))
            ),
            models.CheckConstraint(
                name="wait_ended_together",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_how="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, ended_how__in=WaitEnd.values),
            ),
            models.CheckConstraint(
                name="wait_ended_after_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Waiting: {self.get_body_display().lower()}"


class ItemChase(CaseBearing):
    """Somebody chased the body: what it says now, and when to chase again."""

    part = Part.PLANS

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    wait = models.ForeignKey(ItemWait, models.PROTECT, related_name="chases")
    chased_at = models.DateTimeField()
    chased_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    note_sealed = models.BinaryField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    chase_on = models.DateField()

    class Meta:
        ordering = ["chased_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="chase_again_ahead", condition=Q(chase_on__gte=LondonDate(F("chased_at")))
            ),
        ]

    def __str__(self) -> str:
        return "Chased"
