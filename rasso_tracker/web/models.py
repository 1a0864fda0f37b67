"""What the web itself keeps: receipts, so that a deed is done once, and API tokens."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rasso_tracker.ids import uuid7


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

    row_security = "none"  # only looked up by its own person; what it says of the case is its id

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "person", "surface"], name="receipt_once"),
            models.CheckConstraint(
                name="receipt_done_with_a_result",
                condition=Q(done_at__isnull=True, result_id__isnull=True)
                | Q(done_at__gte=F("created_at"), result_id__isnull=False),
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
