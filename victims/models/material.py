from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce

from cases.models import Victim
from rasso_tracker.clocks import london_date
from rasso_tracker.people.parts import Part
from victims.material_enums import (
    ANSWERS,
    DEVICES,
    HOLDERS,
    IN_WRITING,
    MaterialKind,
    MaterialOutcome,
    MaterialSource,
    MaterialState,
    NoticeTo,
    Views,
)
from victims.models.base import AboutVictim

Kind, Outcome, Source = MaterialKind, MaterialOutcome, MaterialSource


def _together(name: str, *columns: str) -> models.CheckConstraint:
    """All of these are given, or none."""
    none = Q(**{f"{one}__isnull": True for one in columns})
    every = Q(**{f"{one}__isnull": False for one in columns})
    return models.CheckConstraint(name=name, condition=none | every)


class MaterialRequest(AboutVictim):
    """Private material about a victim that the police mean to ask for: of somebody who holds records, or of
    the victim for a device. It holds its grounds before anybody is asked (domain.md 9, both codes).

    Records: grounds, for counselling approval, written notice, the request, the answer. A device: grounds,
    written notice, agreement and taking, return. A refusal ends the request and nothing else.
    """

    part = Part.INVESTIGATION

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="material_requests")
    kind = models.CharField(max_length=12, choices=MaterialKind)
    source = models.CharField(max_length=20, choices=MaterialSource)
    named_sealed = models.BinaryField()
    scope_sealed = models.BinaryField()
    enquiry_sealed = models.BinaryField()
    necessary_sealed = models.BinaryField()
    proportionate_sealed = models.BinaryField()
    last_resort_sealed = models.BinaryField()
    probative_sealed = models.BinaryField(null=True, blank=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    approved = models.BooleanField(null=True, blank=True)
    approval_sealed = models.BinaryField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")

    noticed_on = models.DateField(null=True, blank=True)
    notice_how = models.CharField(max_length=20, null=True, blank=True)
    notice_to = models.CharField(max_length=12, choices=NoticeTo, null=True, blank=True)
    views = models.CharField(max_length=12, choices=Views, null=True, blank=True)
    noticed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")

    requested_on = models.DateField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True)
    requested_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    despite_sealed = models.BinaryField(null=True, blank=True)

    agreed_on = models.DateField(null=True, blank=True)
    taken_on = models.DateField(null=True, blank=True)
    return_by = models.DateField(null=True, blank=True)
    taken_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")

    outcome = models.CharField(max_length=20, choices=MaterialOutcome, blank=True)
    outcome_sealed = models.BinaryField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    # By when an answer or the device's return is owed, while it is open. Made by the database.
    owed_on = models.GeneratedField(
        expression=Case(When(ended_on__isnull=True, then=Coalesce("return_by", "reply_by")), default=None),
        output_field=models.DateField(null=True),
        db_persist=True,
    )

    class Meta:
        ordering = ["-planned_at"]
        indexes = [
            models.Index(fields=["victim", "-planned_at"], name="material_victim"),
            models.Index(fields=["case"], name="material_case"),
            # The list of requests walks one of these, whichever is its order.
            models.Index(fields=["owed_on", "id"], name="material_owed"),
            models.Index(fields=["planned_at", "id"], name="material_planned"),
        ]
        constraints = [
            models.CheckConstraint(
                name="material_source_of_its_kind",
                condition=Q(kind=Kind.THIRD_PARTY, source__in=HOLDERS)
                | Q(kind=Kind.DEVICE, source__in=DEVICES),
            ),
            models.CheckConstraint(
                name="material_counselling_has_value",
                condition=Q(source=Source.COUNSELLING, probative_sealed__isnull=False)
                | (~Q(source=Source.COUNSELLING) & Q(probative_sealed__isnull=True)),
            ),
            _together("material_decided_together", "approved", "approval_sealed", "decided_at", "decided_by"),
            models.CheckConstraint(
                name="material_decided_where_asked",
                condition=Q(decided_at__isnull=True)
                | (Q(source=Source.COUNSELLING, decided_at__gte=F("planned_at"))),
            ),
            models.CheckConstraint(
                name="material_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("planned_by")),
            ),
            _together(
                "material_notice_together", "noticed_on", "notice_how", "notice_to", "views", "noticed_by"
            ),
            models.CheckConstraint(
                name="material_notice_in_writing",
                condition=Q(notice_how__isnull=True) | Q(notice_how__in=IN_WRITING),
            ),
            models.CheckConstraint(
                name="material_notice_to_known",
                condition=Q(notice_to__isnull=True) | Q(notice_to__in=NoticeTo.values),
            ),
            models.CheckConstraint(
                name="material_views_known", condition=Q(views__isnull=True) | Q(views__in=Views.values)
            ),
            models.CheckConstraint(
                name="material_counselling_is_approved",
                condition=~Q(source=Source.COUNSELLING)
                | Q(noticed_on__isnull=True)
                | Q(approved__isnull=False, approved=True),
            ),
            _together("material_requested_together", "requested_on", "reply_by", "requested_by"),
            models.CheckConstraint(
                name="material_requested_after_notice",
                condition=Q(requested_on__isnull=True)
                | Q(
                    kind=Kind.THIRD_PARTY,
                    noticed_on__isnull=False,  # a comparison with nothing would pass
                    noticed_on__lte=F("requested_on"),
                    reply_by__isnull=False,
                    reply_by__gte=F("requested_on"),
                ),
            ),
            models.CheckConstraint(
                name="material_objection_is_weighed",
                condition=Q(requested_on__isnull=True)
                | ~Q(views=Views.OBJECTS)
                | Q(despite_sealed__isnull=False),
            ),
            _together("material_taken_together", "agreed_on", "taken_on", "return_by", "taken_by"),
            models.CheckConstraint(
                name="material_taken_once_agreed",
                condition=Q(taken_on__isnull=True)
                | Q(
                    kind=Kind.DEVICE,
                    noticed_on__isnull=False,
                    agreed_on__isnull=False,
                    noticed_on__lte=F("agreed_on"),
                    agreed_on__lte=F("taken_on"),
                    return_by__isnull=False,
                    return_by__gte=F("taken_on"),
                ),
            ),
            models.CheckConstraint(
                name="material_ended_together",
                condition=Q(outcome="", ended_on__isnull=True, ended_by__isnull=True)
                | (~Q(outcome="") & Q(ended_on__isnull=False, ended_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="material_outcome_fits",
                condition=Q(outcome__in=["", Outcome.DROPPED])
                | Q(
                    outcome__in=ANSWERS,
                    requested_on__isnull=False,
                    ended_on__isnull=False,
                    ended_on__gte=F("requested_on"),
                )
                | Q(outcome=Outcome.NOT_APPROVED, approved__isnull=False, approved=False)
                | Q(
                    outcome=Outcome.VICTIM_REFUSED,
                    kind=Kind.DEVICE,
                    taken_on__isnull=True,
                    noticed_on__isnull=False,
                    ended_on__isnull=False,
                    ended_on__gte=F("noticed_on"),
                )
                | Q(
                    outcome=Outcome.RETURNED,
                    taken_on__isnull=False,
                    ended_on__isnull=False,
                    ended_on__gte=F("taken_on"),
                ),
            ),
        ]

    def __str__(self) -> str:
        source = self.get_source_display()
        return f"{self.get_kind_display()}: {source[:1].lower()}{source[1:]}"

    @property
    def is_open(self) -> bool:
        return self.ended_on is None

    @property
    def grounds_came_late(self) -> bool:
        """The grounds were written down here after the victim had notice: a late record, and shown as one."""
        return self.noticed_on is not None and self.noticed_on < london_date(self.planned_at)

    @property
    def needs_approval(self) -> bool:
        """Counselling records are presumed not to be needed, so a senior officer decides."""
        return self.source == MaterialSource.COUNSELLING

    @property
    def stands_at(self) -> MaterialState:
        """What comes next; the conditions of the database (in_state) say the same of many."""
        if self.ended_on is not None:
            return MaterialState.ENDED
        if self.needs_approval and self.approved is None:
            return MaterialState.APPROVAL
        if self.noticed_on is None:
            return MaterialState.NOTICE
        if self.kind == MaterialKind.DEVICE:
            return MaterialState.TAKEN if self.taken_on else MaterialState.VICTIM
        return MaterialState.ASKED if self.requested_on else MaterialState.NOTICED

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return self.get_outcome_display() if self.outcome else self.stands_at.label


def in_state(state: MaterialState) -> Q:
    """The requests that stand there, as `stands_at` says of one."""
    waits = Q(source=Source.COUNSELLING, approved__isnull=True)
    told = Q(ended_on__isnull=True, noticed_on__isnull=False) & ~waits
    found = {
        MaterialState.APPROVAL: Q(ended_on__isnull=True) & waits,
        MaterialState.NOTICE: Q(ended_on__isnull=True, noticed_on__isnull=True) & ~waits,
        MaterialState.VICTIM: told & Q(kind=Kind.DEVICE, taken_on__isnull=True),
        MaterialState.TAKEN: told & Q(kind=Kind.DEVICE, taken_on__isnull=False),
        MaterialState.NOTICED: told & Q(kind=Kind.THIRD_PARTY, requested_on__isnull=True),
        MaterialState.ASKED: told & Q(kind=Kind.THIRD_PARTY, requested_on__isnull=False),
        MaterialState.ENDED: Q(ended_on__isnull=False),
    }
    return found[state]
