"""How one victim is to be told of one decision: the plan, what was tried, what they asked."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import LondonDate
from rasso_tracker.clocks import day_words, london_date
from rasso_tracker.people.parts import Part
from reviews.models.telling import Notification
from reviews.telling_enums import AttemptOutcome, Companion, Interpreter, TimeFits, WhyAnotherWay
from victims.enums import CommunicationMethod
from victims.models.base import AboutVictim, one_of, some_of

if TYPE_CHECKING:
    from rasso_tracker.people.models import Person


class LondonDayHours(models.Func):
    """Whether an instant is within the hours at which anybody is rung, 8 to 20 o'clock by a London clock."""

    template = "(%(expressions)s AT TIME ZONE 'Europe/London')::time BETWEEN '08:00' AND '20:00'"
    output_field = models.BooleanField()


class OfNotice(AboutVictim):
    """The base of what hangs on a notice: the same case and victim as its own."""

    part = Part.DECISIONS
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        abstract = True


class TellingPlan(OfNotice):
    """How, when, by whom and with whom a victim is to be told. A changed plan is a new row.

    `wanted_method` is what the victim preferred when it was made ("" where nobody had asked them).
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="telling_plans")
    notice = models.ForeignKey(Notification, models.PROTECT, related_name="plans")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="telling_plans")
    wanted_method = models.CharField(max_length=20, choices=CommunicationMethod, blank=True)
    method = models.CharField(max_length=20, choices=CommunicationMethod)
    why_another = models.CharField(max_length=20, choices=WhyAnotherWay, blank=True)
    note_sealed = models.BinaryField()
    teller = models.ForeignKey("people.Person", models.PROTECT, db_index=False, related_name="+")
    companions = ArrayField(models.CharField(max_length=10, choices=Companion), default=list, blank=True)
    tell_at = models.DateTimeField()
    time_fits = models.CharField(max_length=20, choices=TimeFits)
    why_hour_sealed = models.BinaryField(null=True, blank=True)  # why before 8 or after 20 o'clock in London
    interpreter = models.CharField(max_length=20, choices=Interpreter)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        indexes = [
            models.Index(fields=["case"], name="telling_plan_case"),
            models.Index(fields=["victim"], name="telling_plan_victim"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["notice"], condition=Q(superseded_at__isnull=True), name="telling_plan_one_stands"
            ),
            models.CheckConstraint(
                name="telling_plan_superseded_in_order",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
            ),
            models.CheckConstraint(name="telling_plan_is_ahead", condition=Q(tell_at__gte=F("recorded_at"))),
            models.CheckConstraint(
                name="telling_plan_says_why_another",
                condition=Q(why_another="", wanted_method="")
                | Q(why_another="", method=F("wanted_method"))
                | (~Q(why_another="") & ~Q(wanted_method="") & ~Q(method=F("wanted_method"))),
            ),
            models.CheckConstraint(
                name="telling_plan_says_why_the_hour",
                condition=Q(LondonDayHours("tell_at"), why_hour_sealed__isnull=True)
                | ~Q(LondonDayHours("tell_at"))
                & (Q(time_fits=TimeFits.THEY_ASKED) | Q(why_hour_sealed__isnull=False)),
            ),
            models.CheckConstraint(
                name="telling_plan_text_only_arranges", condition=~Q(method=CommunicationMethod.TEXT)
            ),
            one_of("telling_plan_wanted_known", "wanted_method", CommunicationMethod, blank=True),
            one_of("telling_plan_method_known", "method", CommunicationMethod),
            one_of("telling_plan_why_known", "why_another", WhyAnotherWay, blank=True),
            one_of("telling_plan_time_known", "time_fits", TimeFits),
            one_of("telling_plan_interpreter_known", "interpreter", Interpreter),
            some_of("telling_plan_companions_known", "companions", Companion),
        ]

    def __str__(self) -> str:
        return f"Plan to tell a victim on {day_words(self.tell_at)}"

    @property
    def companions_in_words(self) -> str:
        return "; ".join(str(Companion(one).label) for one in self.companions)


class TellingAttempt(OfNotice):
    """What came of an attempt to tell a victim that did not end in telling them.

    The attempt itself is `contact`, an entry of the contact log: when, how, in what words. Where that is
    voided, the attempt counts no more.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="telling_attempts")
    notice = models.ForeignKey(Notification, models.PROTECT, related_name="attempts")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="telling_attempts")
    contact = models.OneToOneField("victims.Contact", models.PROTECT, related_name="telling_attempt")
    decided_at = models.DateTimeField()  # as in Notification
    tried_at = models.DateTimeField()  # the contact's own, kept here so that the table can compare
    outcome = models.CharField(max_length=20, choices=AttemptOutcome)

    class Meta:
        ordering = ["tried_at", "id"]
        indexes = [
            models.Index(fields=["case"], name="telling_attempt_case"),
            models.Index(fields=["victim"], name="telling_attempt_victim"),
        ]
        constraints = [
            models.CheckConstraint(
                name="telling_attempt_after_decision", condition=Q(tried_at__gte=F("decided_at"))
            ),
            models.CheckConstraint(
                name="telling_attempt_not_in_future", condition=Q(tried_at__lte=F("recorded_at"))
            ),
            one_of("telling_attempt_outcome_known", "outcome", AttemptOutcome),
        ]

    @classmethod
    def told_to(cls, person: Person) -> Q:
        """As of the contact log: a supporter reads their own entries, and here they make none."""
        return Q(recorded_by=person.pk)

    def __str__(self) -> str:
        return f"Attempt to tell a victim on {day_words(self.tried_at)}"


class TellingDelay(OfNotice):
    """That a victim asked to be told later: when they asked, and until when they want to wait."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="telling_delays")
    notice = models.ForeignKey(Notification, models.PROTECT, related_name="delays")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="telling_delays")
    asked_at = models.DateTimeField()
    asked_through = models.CharField(max_length=20, choices=CommunicationMethod)
    until = models.DateField()
    note_sealed = models.BinaryField()

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(fields=["case"], name="telling_delay_case"),
            models.Index(fields=["victim"], name="telling_delay_victim"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notice", "asked_at"], name="telling_delay_once_a_moment"),
            models.CheckConstraint(
                name="telling_delay_not_in_future", condition=Q(asked_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="telling_delay_until_is_later", condition=Q(until__gte=LondonDate("asked_at"))
            ),
            one_of("telling_delay_through_known", "asked_through", CommunicationMethod),
        ]

    def __str__(self) -> str:
        return f"Asked to wait until {day_words(self.until)}"

    @property
    def was_recorded_late(self) -> bool:
        """It moved the clock, and nobody wrote it down before that had run out (late.wish_recorded_late)."""
        recorded_on, asked_on = london_date(self.recorded_at), london_date(self.asked_at)
        return recorded_on > max(self.notice.due_on, asked_on) and asked_on <= self.notice.tell_by


class VictimQuestion(OfNotice):
    """What a victim asked about a decision, by when they want the answer, and what they were answered.

    Who answers it is whoever owes it (its DueItem): that passes on with their work.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="victim_questions")
    notice = models.ForeignKey(Notification, models.PROTECT, related_name="questions")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="victim_questions")
    asked_at = models.DateTimeField()
    question_sealed = models.BinaryField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    answered_through = models.CharField(max_length=20, choices=CommunicationMethod, blank=True)
    answer_sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(fields=["case"], name="victim_question_case"),
            models.Index(fields=["victim"], name="victim_question_victim"),
        ]
        constraints = [
            models.CheckConstraint(
                name="victim_question_answered_together",
                condition=Q(
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                    answered_through="",
                    answer_sealed__isnull=True,
                )
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False, answer_sealed__isnull=False)
                    & ~Q(answered_through="")
                ),
            ),
            models.CheckConstraint(
                name="victim_question_not_in_future", condition=Q(asked_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="victim_question_due_later", condition=Q(due_on__gte=LondonDate("asked_at"))
            ),
            models.CheckConstraint(
                name="victim_question_answered_after",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("asked_at")),
            ),
            one_of("victim_question_through_known", "answered_through", CommunicationMethod, blank=True),
        ]

    def __str__(self) -> str:
        return f"Question of a victim, due {day_words(self.due_on)}"

    def is_open(self, at: datetime) -> bool:
        return self.answered_at is None or self.answered_at > at
