from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import LondonDate, Milestone, Victim, Voidable, voided_together
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.parts import Part
from victims.enums import (
    Barrier,
    CheckedIn,
    DayFact,
    FromWhat,
    GivenBy,
    Support,
    ToldBy,
    Welcome,
    WithdrawalKind,
    WithdrawalReason,
)
from victims.models.base import AboutVictim, one_of, some_of
from victims.term_enums import TermKind
from victims.terms import Entry, reason_label, stage_label, terms

# Who gave a reason, and the column that keeps such reasons apart from the others.
REASON_COLUMNS = {
    GivenBy.VICTIM: "reasons_of_victim",
    GivenBy.THIRD_PARTY: "reasons_of_third_party",
    GivenBy.OFFICER: "reasons_of_officer",
}


def _reasons() -> ArrayField:
    return ArrayField(models.CharField(max_length=30), default=list, blank=True)


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
    table. The facts of that day (DayFact) are computed as at that moment too, by then.py; both are stored
    copies, computed again when something is recorded late, and each change is kept.

    The reasons stand in one column for each who gave them. Only the victim's own say why: the primary reason
    is one of theirs, and empty where they gave none. Lost contact is not a withdrawal: it has no reasons and
    is counted apart (LETTER rec 3; domain.md 5).

    Stages and reasons are codes of the dated lists (models/terms.py), those of the day: a trigger holds them
    to codes that are there. What a code said on its day is `get_stage_display()` and the like.
    """

    part = Part.ENGAGEMENT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="withdrawals")
    kind = models.CharField(max_length=20, choices=WithdrawalKind)
    occurred_at = models.DateTimeField()
    stage = models.CharField(max_length=20)
    stage_table = models.CharField(max_length=10)
    days_since_report = models.PositiveIntegerField()
    days_since_contact = models.PositiveIntegerField(null=True, blank=True)  # none: never reached
    support_in_place = ArrayField(models.CharField(max_length=20, choices=Support), default=list, blank=True)
    plan_overdue = models.BooleanField()
    digital_pending = models.BooleanField()
    third_party_pending = models.BooleanField()
    from_what = ArrayField(models.CharField(max_length=20, choices=FromWhat), default=list, blank=True)
    # Who spoke with the victim about it; nobody did where it came by letter or was inferred.
    spoken_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    reasons_of_victim = _reasons()
    reasons_of_third_party = _reasons()
    reasons_of_officer = _reasons()
    primary_reason = models.CharField(max_length=30, blank=True)
    other_words_sealed = models.BinaryField(null=True, blank=True)
    told_by = models.CharField(max_length=20, choices=ToldBy, blank=True)
    own_words_sealed = models.BinaryField()
    third_party_words_sealed = models.BinaryField(null=True, blank=True)
    officer_words_sealed = models.BinaryField(null=True, blank=True)
    support_offered = ArrayField(models.CharField(max_length=20, choices=Support), default=list, blank=True)
    no_support_because_sealed = models.BinaryField(null=True, blank=True)
    barriers = ArrayField(models.CharField(max_length=20, choices=Barrier), default=list, blank=True)
    tried_sealed = models.BinaryField(null=True, blank=True)
    recontact_welcome = models.CharField(max_length=10, choices=Welcome, default=Welcome.NOT_ASKED)
    recontact_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    corroborated_at = models.DateTimeField(null=True, blank=True)
    corroborated_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    corroborated_from = ArrayField(
        models.CharField(max_length=20, choices=CheckedIn), default=list, blank=True
    )
    corroboration_note_sealed = models.BinaryField(null=True, blank=True)
    # A stored copy for the list of look-backs owed: when the look-back that stands was made.
    looked_back_at = models.DateTimeField(null=True, blank=True)

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
            models.Index(
                fields=["corroborated_at", "id"],
                name="withdrawal_look_back_owed",
                condition=Q(
                    corroborated_at__isnull=False, looked_back_at__isnull=True, voided_at__isnull=True
                ),
            ),
            models.Index(
                fields=["corroborated_at", "id"],
                name="withdrawal_looked_back",
                condition=Q(looked_back_at__isnull=False, voided_at__isnull=True),
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
                name="withdrawal_primary_is_the_victims_own",
                condition=Q(primary_reason="", reasons_of_victim=[])
                | Q(reasons_of_victim__contains=[F("primary_reason")]),
            ),
            models.CheckConstraint(
                name="withdrawal_has_a_reason",
                condition=Q(kind=WithdrawalKind.LOST_CONTACT) | _in_any_column(len__gte=1),
            ),
            models.CheckConstraint(
                name="withdrawal_inferred_is_not_the_victims",
                condition=~Q(told_by=ToldBy.INFERRED) | Q(reasons_of_victim=[]),
            ),
            models.CheckConstraint(
                name="withdrawal_says_from_what",
                condition=Q(kind=WithdrawalKind.LOST_CONTACT, from_what=[])
                | (~Q(kind=WithdrawalKind.LOST_CONTACT) & Q(from_what__len__gte=1)),
            ),
            models.CheckConstraint(
                name="withdrawal_support_offered_or_why_not",
                condition=Q(kind=WithdrawalKind.LOST_CONTACT)
                | Q(support_offered__len__gte=1, no_support_because_sealed__isnull=True)
                | Q(support_offered=[], no_support_because_sealed__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawal_recontact_is_welcome",
                condition=Q(recontact_on__isnull=True)
                | Q(recontact_welcome=Welcome.YES, recontact_on__gte=LondonDate("occurred_at")),
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
            # The victim's own in words of its own; another's in theirs, or in these.
            models.CheckConstraint(
                name="withdrawal_other_reason_has_words",
                condition=(
                    Q(other_words_sealed__isnull=False)
                    & _in_any_column(contains=[WithdrawalReason.OTHER.value])
                )
                | (
                    Q(other_words_sealed__isnull=True)
                    & ~Q(reasons_of_victim__contains=[WithdrawalReason.OTHER.value])
                    & (
                        ~Q(reasons_of_third_party__contains=[WithdrawalReason.OTHER.value])
                        | Q(third_party_words_sealed__isnull=False)
                    )
                    & (
                        ~Q(reasons_of_officer__contains=[WithdrawalReason.OTHER.value])
                        | Q(officer_words_sealed__isnull=False)
                    )
                ),
            ),
            # Words come with a code, so that they count. A contact that was lost has words and no reason.
            models.CheckConstraint(
                name="withdrawal_words_of_others_have_a_code",
                condition=Q(kind=WithdrawalKind.LOST_CONTACT)
                | (
                    (Q(third_party_words_sealed__isnull=True) | Q(reasons_of_third_party__len__gte=1))
                    & (Q(officer_words_sealed__isnull=True) | Q(reasons_of_officer__len__gte=1))
                ),
            ),
            # Nobody corroborates what they wrote down themselves.
            models.CheckConstraint(
                name="withdrawal_corroborated_by_another",
                condition=Q(
                    corroborated_at__isnull=True,
                    corroborated_by__isnull=True,
                    corroborated_from=[],
                    corroboration_note_sealed__isnull=True,
                )
                | (
                    Q(
                        corroborated_at__isnull=False,
                        corroborated_at__gte=F("recorded_at"),
                        corroborated_by__isnull=False,
                        corroborated_from__len__gte=1,
                        corroboration_note_sealed__isnull=False,
                    )
                    & ~Q(corroborated_by=F("recorded_by"))
                ),
            ),
            # Lost contact is nobody's choice: there is nothing to find in the record.
            models.CheckConstraint(
                name="withdrawal_corroborated_is_a_choice",
                condition=Q(corroborated_at__isnull=True) | ~Q(kind=WithdrawalKind.LOST_CONTACT),
            ),
            one_of("withdrawal_kind_known", "kind", WithdrawalKind),
            one_of("withdrawal_told_known", "told_by", ToldBy, blank=True),
            one_of("withdrawal_welcome_known", "recontact_welcome", Welcome),
            some_of("withdrawal_support_known", "support_offered", Support),
            some_of("withdrawal_support_then_known", "support_in_place", Support),
            some_of("withdrawal_from_what_known", "from_what", FromWhat),
            some_of("withdrawal_barriers_known", "barriers", Barrier),
            some_of("withdrawal_checked_in_known", "corroborated_from", CheckedIn),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {day_words(self.occurred_at)}"

    @property
    def is_withdrawal(self) -> bool:
        return WithdrawalKind(self.kind).is_withdrawal

    @property
    def is_corroborated(self) -> bool:
        return self.corroborated_at is not None

    def get_stage_display(self) -> str:
        return stage_label(self.stage, london_date(self.occurred_at))

    def get_primary_reason_display(self) -> str:
        return reason_label(self.primary_reason, london_date(self.recorded_at)) if self.primary_reason else ""

    @property
    def reasons(self) -> list[tuple[Entry, GivenBy]]:
        """Every reason, in the words of its day, with who gave it: the primary one first, then the list's."""
        day, lists = london_date(self.recorded_at), terms()
        found = [
            (entry, giver)
            for giver, column in REASON_COLUMNS.items()
            for code in getattr(self, column)
            if (entry := lists.on(TermKind.REASON, code, day)) is not None
        ]
        return sorted(found, key=lambda pair: (pair[0].code != self.primary_reason, pair[0].place))


class WithdrawalStageChange(AboutVictim):
    """A stage computed anew because a milestone arrived late or was voided. Both stages are kept."""

    part = Part.ENGAGEMENT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="+")
    withdrawal = models.ForeignKey(Withdrawal, models.PROTECT, related_name="stage_changes")
    old_stage = models.CharField(max_length=20)
    new_stage = models.CharField(max_length=20)
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
        ]

    def get_old_stage_display(self) -> str:
        return stage_label(self.old_stage)

    def get_new_stage_display(self) -> str:
        return stage_label(self.new_stage)


class WithdrawalDayChange(AboutVictim):
    """A fact of the day of a withdrawal, worked out anew because something was recorded late or voided.

    `before` and `after` are the fact in codes: a number, "yes" or "no", codes of support with commas, or "".
    """

    part = Part.ENGAGEMENT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="+")
    withdrawal = models.ForeignKey(Withdrawal, models.PROTECT, related_name="day_changes")
    fact = models.CharField(max_length=20, choices=DayFact)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=300)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["changed_at", "fact"]
        indexes = [
            models.Index(fields=["withdrawal", "changed_at"], name="day_change_withdrawal"),
            models.Index(fields=["case"], name="day_change_case"),
        ]
        constraints = [
            models.CheckConstraint(name="day_change_changes", condition=~Q(before=F("after"))),
            models.CheckConstraint(name="day_change_says_why", condition=~Q(why="")),
            one_of("day_change_fact_known", "fact", DayFact),
        ]


class Reengagement(Voidable, AboutVictim):
    """A victim takes part again after a withdrawal: the one that stood at that moment (engagement.py)."""

    part = Part.ENGAGEMENT

    victim = models.ForeignKey(Victim, models.PROTECT, related_name="reengagements")
    occurred_at = models.DateTimeField()
    told_by = models.CharField(max_length=20, choices=ToldBy)
    own_words_sealed = models.BinaryField()
    corrects = models.OneToOneField(  # the same with another moment, which was wrong and is voided
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
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
        return f"Takes part again, {day_words(self.occurred_at)}"
