from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import Milestone, Victim, Voidable, voided_together
from rasso_tracker.people.roles import Part
from victims.enums import (
    GivenBy,
    Support,
    ToldBy,
    Welcome,
    WithdrawalKind,
    WithdrawalReason,
    WithdrawalStage,
)
from victims.models.base import AboutVictim, one_of, some_of

# Who gave a reason, and the column that keeps such reasons apart from the others.
REASON_COLUMNS = {
    GivenBy.VICTIM: "reasons_of_victim",
    GivenBy.THIRD_PARTY: "reasons_of_third_party",
    GivenBy.OFFICER: "reasons_of_officer",
}


def _reasons() -> ArrayField:
    return ArrayField(models.CharField(max_length=30, choices=WithdrawalReason), default=list, blank=True)


def _in_any_column(**lookup: object) -> Q:
    """True of at least one of the three columns of reasons."""
    [(name, value)] = lookup.items()
    found = Q()
    for column in REASON_COLUMNS.values():
        found |= Q(**{f"{column}__{name}": value})
    return found


class Withdrawal(Voidable, AboutVictim):
    """A victim's choice not to take part, as an event that may be reversed; or that contact was lost.

    `stage` is how far the case had come at `occurred_at`, computed by stages.py with the version of its
    table. The reasons stand in one column for each who gave them; one of them is the primary reason. Lost
    contact is not a withdrawal: it has no reasons and is counted apart (LETTER rec 3; domain.md 5).
    """

    part = Part.ENGAGEMENT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="withdrawals")
    kind = models.CharField(max_length=20, choices=WithdrawalKind)
    occurred_at = models.DateTimeField()
    stage = models.CharField(max_length=20, choices=WithdrawalStage)
    stage_table = models.CharField(max_length=10)
    reasons_of_victim = _reasons()
    reasons_of_third_party = _reasons()
    reasons_of_officer = _reasons()
    primary_reason = models.CharField(max_length=30, choices=WithdrawalReason, blank=True)
    other_words_sealed = models.BinaryField(null=True, blank=True)
    told_by = models.CharField(max_length=20, choices=ToldBy, blank=True)
    own_words_sealed = models.BinaryField()
    support_offered = ArrayField(models.CharField(max_length=20, choices=Support), default=list, blank=True)
    recontact_welcome = models.CharField(max_length=10, choices=Welcome, default=Welcome.NOT_ASKED)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    corroborated_at = models.DateTimeField(null=True, blank=True)
    corroborated_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    corroboration_note_sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["-occurred_at"]
        indexes = [
            models.Index(fields=["case", "-occurred_at"], name="withdrawal_case"),
            models.Index(fields=["-occurred_at", "id"], name="withdrawal_newest"),
            models.Index(fields=["stage", "-occurred_at", "id"], name="withdrawal_stage"),
            models.Index(fields=["primary_reason", "-occurred_at", "id"], name="withdrawal_reason"),
            models.Index(
                fields=["occurred_at", "id"],
                name="withdrawal_uncorroborated",
                condition=Q(corroborated_at__isnull=True, voided_at__isnull=True),
            ),
        ]
        constraints = [
            voided_together("withdrawal_voided_together"),
            models.UniqueConstraint(
                fields=["victim", "occurred_at"],
                condition=Q(voided_at__isnull=True),
                name="withdrawal_once_a_moment",
            ),
            models.CheckConstraint(
                name="withdrawal_not_in_future", condition=Q(occurred_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="withdrawal_primary_among_reasons",
                condition=Q(kind=WithdrawalKind.LOST_CONTACT)
                | _in_any_column(contains=[F("primary_reason")]),
            ),
            models.CheckConstraint(
                name="withdrawal_lost_contact_has_no_reasons",
                condition=~Q(kind=WithdrawalKind.LOST_CONTACT)
                | Q(
                    primary_reason="",
                    reasons_of_victim=[],
                    reasons_of_third_party=[],
                    reasons_of_officer=[],
                ),
            ),
            models.CheckConstraint(
                name="withdrawal_says_how_told",
                condition=Q(kind=WithdrawalKind.LOST_CONTACT) | ~Q(told_by=""),
            ),
            models.CheckConstraint(
                name="withdrawal_other_reason_has_words",
                condition=(
                    _in_any_column(contains=[WithdrawalReason.OTHER.value])
                    & Q(other_words_sealed__isnull=False)
                )
                | (
                    ~_in_any_column(contains=[WithdrawalReason.OTHER.value])
                    & Q(other_words_sealed__isnull=True)
                ),
            ),
            # Nobody corroborates what they wrote down themselves.
            models.CheckConstraint(
                name="withdrawal_corroborated_by_another",
                condition=Q(
                    corroborated_at__isnull=True,
                    corroborated_by__isnull=True,
                    corroboration_note_sealed__isnull=True,
                )
                | (
                    Q(
                        corroborated_at__gte=F("recorded_at"),
                        corroborated_by__isnull=False,
                        corroboration_note_sealed__isnull=False,
                    )
                    & ~Q(corroborated_by=F("recorded_by"))
                ),
            ),
            one_of("withdrawal_kind_known", "kind", WithdrawalKind),
            one_of("withdrawal_stage_known", "stage", WithdrawalStage),
            one_of("withdrawal_told_known", "told_by", ToldBy, blank=True),
            one_of("withdrawal_welcome_known", "recontact_welcome", Welcome),
            some_of("withdrawal_support_known", "support_offered", Support),
            *(
                some_of(f"withdrawal_{column}_known", column, WithdrawalReason)
                for column in REASON_COLUMNS.values()
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.occurred_at:%d %B %Y}"

    @property
    def is_withdrawal(self) -> bool:
        return WithdrawalKind(self.kind).is_withdrawal

    @property
    def is_corroborated(self) -> bool:
        return self.corroborated_at is not None

    @property
    def reasons(self) -> list[tuple[WithdrawalReason, GivenBy]]:
        """Every reason with who gave it: the primary one first, then in the order of the list."""
        order = list(WithdrawalReason.values)
        found = [
            (WithdrawalReason(code), giver)
            for giver, column in REASON_COLUMNS.items()
            for code in getattr(self, column)
        ]
        return sorted(found, key=lambda pair: (pair[0] != self.primary_reason, order.index(pair[0])))


class WithdrawalStageChange(AboutVictim):
    """A stage computed anew because a milestone arrived late or was voided. Both stages are kept."""

    part = Part.ENGAGEMENT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="+")
    withdrawal = models.ForeignKey(Withdrawal, models.PROTECT, related_name="stage_changes")
    old_stage = models.CharField(max_length=20, choices=WithdrawalStage)
    new_stage = models.CharField(max_length=20, choices=WithdrawalStage)
    stage_table = models.CharField(max_length=10)
    milestone = models.ForeignKey(Milestone, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=300)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["changed_at"]
        indexes = [
            models.Index(fields=["withdrawal", "changed_at"], name="stage_change_withdrawal"),
            models.Index(fields=["case"], name="stage_change_case"),
        ]
        constraints = [
            models.CheckConstraint(name="stage_change_changes", condition=~Q(old_stage=F("new_stage"))),
            models.CheckConstraint(name="stage_change_says_why", condition=~Q(why="")),
            one_of("stage_change_new_known", "new_stage", WithdrawalStage),
        ]


class Reengagement(Voidable, AboutVictim):
    """A victim takes part again after a withdrawal: the one that stood at that moment (engagement.py)."""

    part = Part.ENGAGEMENT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="reengagements")
    occurred_at = models.DateTimeField()
    told_by = models.CharField(max_length=20, choices=ToldBy)
    own_words_sealed = models.BinaryField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-occurred_at"]
        indexes = [
            models.Index(fields=["case", "-occurred_at"], name="reengagement_case"),
            models.Index(fields=["-occurred_at", "id"], name="reengagement_newest"),
        ]
        constraints = [
            voided_together("reengagement_voided_together"),
            models.UniqueConstraint(
                fields=["victim", "occurred_at"],
                condition=Q(voided_at__isnull=True),
                name="reengagement_once_a_moment",
            ),
            models.CheckConstraint(
                name="reengagement_not_in_future", condition=Q(occurred_at__lte=F("recorded_at"))
            ),
            # Nobody may guess that a person wants to take part again.
            models.CheckConstraint(
                name="reengagement_was_said", condition=~Q(told_by__in=["", ToldBy.INFERRED])
            ),
            one_of("reengagement_told_known", "told_by", ToldBy),
        ]

    def __str__(self) -> str:
        return f"Takes part again, {self.occurred_at:%d %B %Y}"
