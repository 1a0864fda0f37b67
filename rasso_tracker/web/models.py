"""What the web itself keeps: receipts, so that a deed is done once, API tokens, and filters with a name."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from rasso_tracker.ids import uuid7
from rasso_tracker.people.access import context_of

if TYPE_CHECKING:
    from rasso_tracker.people.models import Person


class Receipt(models.Model):
    """One deed sent by one person: a second sending of the same token leads to the same result.

    The token is the hidden one of a page's form or comes from Idempotency-Key. `digest` is a keyed hash of
    what was sent: nothing typed is kept here. Two sendings at once serialise on the unique index. From
    `created_at` to `done_at` the deed wrote its rows: the lines for the force record are found by that.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    surface = models.CharField(max_length=80)
    token = models.UUIDField()
    digest = models.CharField(max_length=64)
    result_type = models.CharField(max_length=80, blank=True)
    result_id = models.UUIDField(null=True)
    address = models.CharField(max_length=300, blank=True)
    case_id = models.UUIDField(null=True)  # no key: the kernel knows no cases
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    # Looked up by its own person, or by the case of a record that its reader has found in their scope; what
    # it says of the case is its id.
    row_security = "none"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "person", "surface"], name="receipt_once"),
            models.CheckConstraint(
                name="receipt_done_with_a_result",
                condition=Q(done_at__isnull=True, result_id__isnull=True)
                | Q(done_at__isnull=False, done_at__gte=F("created_at"), result_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.surface} {self.token}"


class ApiToken(models.Model):
    """A key to the API: one role of one person, listed scopes, an end. Only its SHA-256 is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="api_tokens")
    role = models.CharField(max_length=30)
    scopes = ArrayField(models.CharField(max_length=80))
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="token_ends_after_it_begins", condition=Q(expires_at__gt=F("created_at"))
            ),
            models.CheckConstraint(name="token_has_a_scope", condition=Q(scopes__len__gt=0)),
        ]

    def __str__(self) -> str:
        return f"API token {self.pk}"

    def is_live(self, at: datetime) -> bool:
        """True until it expires or is revoked."""
        return self.revoked_at is None and at < self.expires_at

    def allows(self, scope: str) -> bool:
        """`read`, or the name of a deed; "deeds" stands for every deed that needs no second person."""
        return scope in self.scopes or (scope != "read" and "deeds" in self.scopes)


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, and those that somebody in the same role and place shares."""
        own, kept = Q(owner=person), Q(ended_at__isnull=True)
        shared = Q(shared_role=person.role.code, shared_key=key_of(person))
        return self.filter(kept & (own | shared))

    def own(self, person: Person) -> Self:
        return self.filter(owner=person, ended_at__isnull=True)


def key_of(person: Person) -> str:
    """The team, district or unit by which a role is bounded; "" for a role of the whole force."""
    return context_of(person).key


class SavedFilter(models.Model):
    """A filter of a list under a name. `query` is what stands in the address: closed choices alone.

    Shared, it is offered to everybody in the owner's role (of then) and place: the gatekeeper team, the
    supervisors of a district. The list opens with the owner's default one. Nothing is deleted: `ended_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    list_name = models.CharField(max_length=60)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500)
    is_default = models.BooleanField(default=False)
    shared_role = models.CharField(max_length=30, blank=True)
    shared_key = models.CharField(max_length=36, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(
                fields=["shared_role", "shared_key", "list_name"],
                name="saved_filter_shared",
                condition=Q(ended_at__isnull=True) & ~Q(shared_role=""),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                F("owner"),
                F("list_name"),
                Lower("name"),
                condition=Q(ended_at__isnull=True),
                name="saved_filter_name_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "list_name"],
                condition=Q(is_default=True, ended_at__isnull=True),
                name="saved_filter_one_default",
            ),
            models.CheckConstraint(name="saved_filter_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="saved_filter_shared_in_a_role", condition=~Q(shared_role="") | Q(shared_key="")
            ),
            models.CheckConstraint(
                name="saved_filter_ends_after_making",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
