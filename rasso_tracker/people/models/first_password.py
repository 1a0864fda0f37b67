"""The code with which somebody new sets a password of their own."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare, salted_hmac

from rasso_tracker.ids import uuid7
from rasso_tracker.people.models.person import Person


class FirstPassword(models.Model):
    """A code that an administrator handed out: used once, by its person, before it runs out.

    Only a keyed hash is kept. The code itself is shown in the answer to the deed and nowhere after.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="first_passwords")
    digest = models.CharField(max_length=64)
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # another took its place

    code = ""  # only on the row that issue_first_password gives back

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="first_password_one_at_a_time",
            ),
            models.CheckConstraint(
                name="first_password_runs_out_later", condition=Q(expires_at__gt=F("issued_at"))
            ),
            models.CheckConstraint(
                name="first_password_used_or_withdrawn",
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="first_password_used_in_time",
                condition=Q(used_at__isnull=True)
                | Q(used_at__gte=F("issued_at"), used_at__lt=F("expires_at")),
            ),
            models.CheckConstraint(name="first_password_from_another", condition=~Q(issued_by=F("person"))),
        ]

    def __str__(self) -> str:
        return f"First password of {self.person}"

    def is_live(self, at: datetime) -> bool:
        return self.used_at is None and self.withdrawn_at is None and at < self.expires_at

    def fits(self, code: str) -> bool:
        return constant_time_compare(self.digest, digest_of_code(code))


def digest_of_code(code: str) -> str:
    """The keyed hash of a code as it was typed: letters of either size, with or without its hyphens."""
    plain = "".join(code.split()).replace("-", "").upper()
    return salted_hmac("rasso_tracker.people.first_password", plain, algorithm="sha256").hexdigest()
