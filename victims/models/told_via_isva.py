from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import Victim
from rasso_tracker.people.parts import Part
from victims.enums import WITHDRAWALS, FromWhat, WithdrawalKind
from victims.models.base import AboutVictim, some_of
from victims.models.withdrawal import Withdrawal

OPEN = Q(answered_at__isnull=True)


class WithdrawalTold(AboutVictim):
    """What a victim asked their ISVA to tell the police: that they no longer take part.

    It is no withdrawal. No stage, list or figure counts it, and the victim takes part, until the officer in
    charge has confirmed it (`withdrawal`) or said why it is not confirmed. `occurred_at` is when the victim
    said so to the ISVA. Only what the victim asked to be told is told (domain.md 8, safety.md 4).
    """

    part = Part.VICTIM_CONTACT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="withdrawals_told")
    kind = models.CharField(max_length=20, choices=WithdrawalKind)
    occurred_at = models.DateTimeField()
    from_what = ArrayField(models.CharField(max_length=20, choices=FromWhat))
    words_sealed = models.BinaryField(null=True, blank=True)
    asked_to_tell = models.BooleanField()
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    withdrawal = models.ForeignKey(
        Withdrawal, models.PROTECT, null=True, blank=True, related_name="told_as", db_index=False
    )
    not_confirmed_because_sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["-told_at", "id"]
        indexes = [
            models.Index(fields=["victim", "-told_at"], name="told_victim"),
            models.Index(fields=["case"], name="told_case"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["victim"], condition=OPEN, name="told_once_while_open"),
            models.UniqueConstraint(
                fields=["withdrawal"],
                condition=Q(withdrawal__isnull=False),
                name="told_once_a_withdrawal",
            ),
            models.CheckConstraint(
                name="told_kind_is_a_choice", condition=Q(kind__in=sorted(kind.value for kind in WITHDRAWALS))
            ),
            some_of("told_from_what_known", "from_what", FromWhat),
            models.CheckConstraint(name="told_says_from_what", condition=~Q(from_what=[])),
            models.CheckConstraint(name="told_as_the_victim_asked", condition=Q(asked_to_tell=True)),
            models.CheckConstraint(name="told_not_in_future", condition=Q(occurred_at__lte=F("told_at"))),
            models.CheckConstraint(
                name="told_answered_together_one_way",
                condition=(
                    Q(
                        answered_at__isnull=True,
                        answered_by__isnull=True,
                        withdrawal__isnull=True,
                        not_confirmed_because_sealed__isnull=True,
                    )
                )
                | (
                    Q(answered_at__isnull=False, answered_at__gte=F("told_at"), answered_by__isnull=False)
                    & (
                        Q(withdrawal__isnull=False, not_confirmed_because_sealed__isnull=True)
                        | Q(withdrawal__isnull=True, not_confirmed_because_sealed__isnull=False)
                    )
                ),
            ),
            models.CheckConstraint(
                name="told_answered_by_another",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("told_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"Told by the ISVA: {self.get_kind_display()[:1].lower()}{self.get_kind_display()[1:]}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def is_confirmed(self) -> bool:
        return self.withdrawal_id is not None

    @property
    def state(self) -> str:
        """One of four words: a record that was voided since takes nothing of the answer back."""
        if self.is_open:
            return "Waits for the officer"
        if self.withdrawal is None:
            return "Not confirmed"
        return "Confirmed" if self.withdrawal.stands else "Confirmed, record voided since"
