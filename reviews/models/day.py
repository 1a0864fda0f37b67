"""The day on which a decision is told: its steps, each dated, and the sign-off of their order."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cases.models import CaseBearing
from rasso_tracker.clocks import day_words
from rasso_tracker.people.parts import Part
from reviews.day_enums import AFTER_THE_VICTIM, DayStepKind
from reviews.models.decision import Decision
from victims.models.base import one_of


def _recorded_together() -> Q:
    """Open, done, or left out with a reason."""
    still_open = Q(
        done_at__isnull=True,
        done_by__isnull=True,
        supporter__isnull=True,
        left_out=False,
        reason_sealed__isnull=True,
        recorded_at__isnull=True,
        recorded_by__isnull=True,
    )
    recorded = Q(recorded_at__isnull=False, recorded_by__isnull=False)
    done = Q(done_at__isnull=False, done_by__isnull=False, left_out=False) & Q(
        done_at__gte=F("decided_at"), done_at__lte=F("recorded_at")
    )
    left_out = Q(done_at__isnull=True, done_by__isnull=True, supporter__isnull=True, left_out=True) & Q(
        reason_sealed__isnull=False
    )
    return still_open | (recorded & (done | left_out))


def _in_order() -> Q:
    """Whoever supports hears before the victim, unless they came to support them after that; the suspect, and
    the end of bail, come after the victim and the plan for safety. Otherwise there is a reason.
    """
    named_after = Q(supported_from__isnull=False, not_after__isnull=False, supported_from__gt=F("not_after"))
    first = Q(kind=DayStepKind.SUPPORTER) & (
        Q(not_after__isnull=True) | Q(done_at__lte=F("not_after")) | named_after
    )
    later = Q(kind__in=sorted(AFTER_THE_VICTIM), not_before__isnull=False, done_at__gte=F("not_before"))
    return Q(done_at__isnull=True) | Q(reason_sealed__isnull=False) | first | later


class DayStep(CaseBearing):
    """One step of the day of one decision, for one victim or one suspect.

    `not_before` and `not_after` are what it had to keep to when it was recorded, as it stood then: None is
    "that has not happened". `reason_sealed` says why the order was another, or why the step is left out.
    """

    part = Part.INVESTIGATION

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="day_steps")
    kind = models.CharField(max_length=10, choices=DayStepKind)
    victim = models.ForeignKey("cases.Victim", models.PROTECT, null=True, blank=True, related_name="+")
    suspect = models.ForeignKey("cases.Suspect", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField()  # the decision's own, kept here so that the table can compare
    planned_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    not_after = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    # Who was told, of those who support the victim: to them the decision is open from then on.
    supporter = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    supported_from = models.DateTimeField(null=True, blank=True)  # since when they had supported the victim
    left_out = models.BooleanField(default=False)
    reason_sealed = models.BinaryField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["case"], name="day_step_case"),
            models.Index(fields=["victim", "supporter"], name="day_step_supporter"),
        ]
        constraints = [
            one_of("day_step_kind_known", "kind", DayStepKind),
            models.CheckConstraint(
                name="day_step_of_whom",
                condition=Q(kind=DayStepKind.SUPPORTER, victim__isnull=False, suspect__isnull=True)
                | Q(kind__in=sorted(AFTER_THE_VICTIM), victim__isnull=True, suspect__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["decision", "kind", "victim", "suspect"],
                nulls_distinct=False,
                name="day_step_once",
            ),
            models.CheckConstraint(name="day_step_recorded_together", condition=_recorded_together()),
            models.CheckConstraint(
                name="day_step_says_who_heard",
                condition=Q(kind=DayStepKind.SUPPORTER, done_at__isnull=False, supporter__isnull=False)
                | Q(kind=DayStepKind.SUPPORTER, done_at__isnull=True, supporter__isnull=True)
                | Q(kind__in=sorted(AFTER_THE_VICTIM), supporter__isnull=True),
            ),
            models.CheckConstraint(
                name="day_step_supports_since",
                condition=Q(supported_from__isnull=True) | Q(supporter__isnull=False),
            ),
            models.CheckConstraint(name="day_step_in_order", condition=_in_order()),
            models.CheckConstraint(
                name="day_step_planned_after_decision",
                condition=Q(planned_at__isnull=True) | Q(planned_at__gte=F("decided_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about}"

    @property
    def about(self) -> str:
        """ "Victim 1" or "Suspect 1"."""
        party = self.victim or self.suspect
        return party.label if party else ""

    @property
    def is_open(self) -> bool:
        return self.done_at is None and not self.left_out

    @property
    def has_no_place(self) -> bool:
        """Who was told came to support the victim after that victim heard: nobody could be told first."""
        since, heard = self.supported_from, self.not_after
        return since is not None and heard is not None and since > heard

    @property
    def in_order(self) -> bool:
        """Not done at a moment that was not safe: then alone a step that was done has a reason."""
        return self.done_at is None or self.reason_sealed is None


def _none_or(one: str, how: str, other: str) -> Q:
    """Both moments known: in this order."""
    return Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True}) | Q(**{f"{one}__{how}": F(other)})


class DecisionDay(CaseBearing):
    """That a supervisor signed off the order of the day of a decision, as it was planned then.

    The moments are the plan's: the first victim to be told whom somebody supports and the last of all (None
    where nothing is booked), those who support them, the suspects, the end of bail. `somebody_untold`: nobody
    told one of the victims, and not by their own wish. An order that is not safe has its reason. Signed off
    again, the one before is kept.
    """

    part = Part.INVESTIGATION

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="days")
    decided_at = models.DateTimeField()  # as in DayStep
    first_telling = models.DateTimeField(null=True, blank=True)
    last_telling = models.DateTimeField(null=True, blank=True)
    supporter_at = models.DateTimeField(null=True, blank=True)
    suspect_at = models.DateTimeField(null=True, blank=True)
    bail_at = models.DateTimeField(null=True, blank=True)
    somebody_untold = models.BooleanField(default=False)
    reason_sealed = models.BinaryField(null=True, blank=True)
    signed_off_at = models.DateTimeField()
    signed_off_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["signed_off_at", "id"]
        indexes = [models.Index(fields=["case"], name="decision_day_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(superseded_at__isnull=True), name="decision_day_one_stands"
            ),
            models.CheckConstraint(
                name="decision_day_telling_together",
                condition=Q(first_telling__isnull=True, last_telling__isnull=True)
                | Q(
                    first_telling__isnull=False,
                    last_telling__isnull=False,
                    last_telling__gte=F("first_telling"),
                ),
            ),
            models.CheckConstraint(
                name="decision_day_in_order_or_says_why",
                condition=Q(reason_sealed__isnull=False)
                | (
                    _none_or("supporter_at", "lte", "first_telling")
                    & _none_or("suspect_at", "gte", "last_telling")
                    & _none_or("bail_at", "gte", "last_telling")
                    & (Q(somebody_untold=False) | Q(suspect_at__isnull=True, bail_at__isnull=True))
                ),
            ),
            models.CheckConstraint(
                name="decision_day_after_decision", condition=Q(signed_off_at__gte=F("decided_at"))
            ),
            models.CheckConstraint(
                name="decision_day_superseded_in_order",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("signed_off_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"Order of the day signed off on {day_words(self.signed_off_at)}"
