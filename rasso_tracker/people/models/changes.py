"""What becomes of a person's record: former details, roles given and taken by two people, moves."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Least

from rasso_tracker.ids import uuid7
from rasso_tracker.people.enums import Agency, Post, ProposalOutcome, Rank
from rasso_tracker.people.models.person import CpsUnit, District, Person, Team

KEPT = (
    "name",
    "collar_number",
    "email",
    "telephone",
    "agency",
    "rank",
    "equated_rank",
    "post",
    "roles",
    "district_id",
    "team_id",
    "cps_unit_id",
    "supervisor_id",
    "left_on",
    "is_active",
)


class FormerDetails(models.Model):
    """What a person's record said until somebody changed it. Written once, never changed.

    A table of its own, for the versions that the database keeps by trigger would keep the password too.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="former")
    version = models.PositiveIntegerField()
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    collar_number = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    agency = models.CharField(max_length=10, choices=Agency)
    rank = models.PositiveSmallIntegerField(choices=Rank, null=True)
    equated_rank = models.PositiveSmallIntegerField(choices=Rank, null=True)
    post = models.CharField(max_length=40, choices=Post)
    roles = ArrayField(models.CharField(max_length=30))
    district = models.ForeignKey(District, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    cps_unit = models.ForeignKey(CpsUnit, models.PROTECT, null=True, related_name="+")
    supervisor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    left_on = models.DateField(null=True)
    is_active = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="former_details_once_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.person}, version {self.version}"


class RoleProposal(models.Model):
    """One administrator proposes to give or take a role; another approves or refuses before it runs out.

    The row is the history of the role: when it was given, why, by which two people.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="role_proposals")
    role = models.CharField(max_length=30)
    gives = models.BooleanField()  # False: takes the role away
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=ProposalOutcome, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"], name="role_proposal_open", condition=Q(decided_at__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(name="role_proposal_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="role_proposal_runs_out_later", condition=Q(expires_at__gt=F("proposed_at"))
            ),
            models.CheckConstraint(
                name="role_proposal_decided_together",
                condition=Q(outcome="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(outcome="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="role_proposal_decided_in_time",
                condition=Q(decided_at__isnull=True)
                | Q(decided_at__gte=F("proposed_at"), decided_at__lt=F("expires_at")),
            ),
            # Four eyes (safety.md 11): taking one's own proposal back is no decision by a second person.
            models.CheckConstraint(
                name="role_proposal_second_person",
                condition=Q(outcome__in=["", ProposalOutcome.WITHDRAWN]) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="role_proposal_not_own_role",
                condition=Q(outcome__in=["", ProposalOutcome.WITHDRAWN]) | ~Q(decided_by=F("person")),
            ),
            models.CheckConstraint(
                name="role_proposal_refused_with_reason",
                condition=Q(outcome=ProposalOutcome.REFUSED) & ~Q(refusal="")
                | ~Q(outcome=ProposalOutcome.REFUSED) & Q(refusal=""),
            ),
            ExclusionConstraint(
                name="role_proposal_one_open",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Func(
                            "proposed_at",
                            Least("expires_at", "decided_at"),  # of PostgreSQL: passes over what is null
                            RangeBoundary(inclusive_lower=True, inclusive_upper=False),
                            function="TSTZRANGE",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{'Give' if self.gives else 'Take'} {self.role}: {self.person}"

    def is_open(self, at: datetime) -> bool:
        """True while a second person may decide."""
        return self.decided_at is None and at < self.expires_at

    def has_run_out(self, at: datetime) -> bool:
        return self.decided_at is None and at >= self.expires_at


class Move(models.Model):
    """From a day on a person works elsewhere. Applied, it stands in the person's record."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="moves")
    moves_on = models.DateField()
    post = models.CharField(max_length=40, choices=Post)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    cps_unit = models.ForeignKey(CpsUnit, models.PROTECT, null=True, blank=True, related_name="+")
    supervisor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["moves_on"],
                name="move_to_come",
                condition=Q(applied_at__isnull=True, cancelled_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                name="move_one_to_come",
                condition=Q(applied_at__isnull=True, cancelled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="move_applied_or_cancelled",
                condition=Q(applied_at__isnull=True) | Q(cancelled_at__isnull=True),
            ),
            models.CheckConstraint(
                name="move_cancelled_by_somebody_or_not",
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="move_not_under_oneself",
                condition=Q(supervisor__isnull=True) | ~Q(supervisor=F("person")),
            ),
            models.CheckConstraint(
                name="move_team_within_a_district", condition=Q(team__isnull=True) | Q(district__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"Move of {self.person}"

    @property
    def is_to_come(self) -> bool:
        return self.applied_at is None and self.cancelled_at is None
