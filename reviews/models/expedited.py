"""The expedited review of rape and serious sexual offences: after charge, before CPS offers no evidence."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from cases.models.base import LondonDate
from rasso_tracker.clocks import ClockCode, Deadline, date_set, day_words, deadline, london_date
from rasso_tracker.people.parts import Part
from reviews.cps_review_enums import ExpeditedAnswer, ExpeditedOutcome
from victims.enums import CommunicationMethod
from victims.models.base import AboutVictim, one_of


def asking_from(told_on: date) -> Deadline:
    """By when a victim who hears on a day may ask for the review."""
    return deadline(ClockCode.CPS_EXPEDITED_REQUEST, told_on)


class ExpeditedReview(AboutVictim):
    """CPS means to offer no evidence on a charge; the victim may ask that another prosecutor looks first.

    CPS may also go on after all before anybody asked: an outcome without an answer.

    Where the CPS Area runs it: while a rule CPS_REVIEW_EXPEDITED is in force (a database is one force's, and
    so one Area's). Each step comes after the one before it.
    """

    part = Part.CPS

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="expedited_reviews")
    allegation = models.ForeignKey("cases.Allegation", models.PROTECT, related_name="expedited_reviews")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="expedited_reviews")
    proposed_on = models.DateField()  # when CPS said what it means to do
    hearing_on = models.DateField()
    told_on = models.DateField(null=True, blank=True)  # when the victim heard of it; None: not yet
    told_method = models.CharField(max_length=20, choices=CommunicationMethod, blank=True)
    # Who wrote down that they heard, and when, where the record had begun before it.
    told_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    told_recorded_at = models.DateTimeField(null=True, blank=True)
    ask_by = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=ExpeditedAnswer, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=ExpeditedOutcome, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    outcome_told_at = models.DateTimeField(null=True, blank=True)
    outcome_told_method = models.CharField(max_length=20, choices=CommunicationMethod, blank=True)
    outcome_told_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    charge_gone_at = models.DateTimeField(null=True, blank=True)  # voided before CPS answered, by the record
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["hearing_on", "id"]
        indexes = [
            models.Index(fields=["case"], name="expedited_case"),
            models.Index(fields=["hearing_on", "id"], name="expedited_hearing"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["allegation"],
                condition=Q(outcome="") & ~Q(answer=ExpeditedAnswer.NOT_ASKED),
                name="expedited_one_open_a_charge",
            ),
            models.CheckConstraint(
                name="expedited_begins_in_order",
                condition=Q(hearing_on__gte=F("proposed_on"), proposed_on__lte=LondonDate("recorded_at")),
            ),
            models.CheckConstraint(
                name="expedited_heard_in_order",
                condition=Q(
                    told_on__isnull=True,
                    told_method="",
                    told_by__isnull=True,
                    told_recorded_at__isnull=True,
                    ask_by__isnull=True,
                )
                | (
                    Q(told_on__isnull=False, told_on__gte=F("proposed_on"))
                    & Q(ask_by__isnull=False, ask_by__gte=F("told_on"))
                    & (
                        Q(
                            told_by__isnull=True,
                            told_recorded_at__isnull=True,
                            told_on__lte=LondonDate("recorded_at"),
                        )
                        | (
                            Q(told_by__isnull=False, told_recorded_at__isnull=False)
                            & Q(told_recorded_at__gte=F("recorded_at"))
                            & Q(told_on__lte=LondonDate("told_recorded_at"))
                            & ~Q(told_method="")
                        )
                    )
                ),
            ),
            models.CheckConstraint(
                name="expedited_answer_in_order",
                condition=Q(answer="", answered_on__isnull=True, due_on__isnull=True)
                | Q(
                    answer=ExpeditedAnswer.ASKED,
                    told_on__isnull=False,
                    answered_on__isnull=False,
                    due_on__isnull=False,
                    answered_on__gte=F("told_on"),
                    due_on__gte=F("answered_on"),
                )
                | Q(
                    answer=ExpeditedAnswer.NOT_ASKED,
                    told_on__isnull=False,
                    answered_on__isnull=False,
                    due_on__isnull=True,
                    answered_on__gte=F("told_on"),
                ),
            ),
            models.CheckConstraint(
                name="expedited_outcome_in_order",
                condition=Q(outcome="", decided_on__isnull=True)
                | (
                    ~Q(outcome="")
                    & Q(
                        answer=ExpeditedAnswer.ASKED,
                        answered_on__isnull=False,
                        decided_on__isnull=False,
                        decided_on__gte=F("answered_on"),
                    )
                )
                | Q(
                    outcome=ExpeditedOutcome.CONTINUES,
                    answer="",
                    decided_on__isnull=False,
                    decided_on__gte=F("proposed_on"),
                ),
            ),
            models.CheckConstraint(
                name="expedited_told_in_order",
                condition=Q(
                    outcome_told_at__isnull=True, outcome_told_method="", outcome_told_by__isnull=True
                )
                | (
                    Q(outcome_told_at__isnull=False, outcome_told_by__isnull=False)
                    & Q(decided_on__isnull=False, decided_on__lte=LondonDate("outcome_told_at"))
                    & ~Q(outcome_told_method="")
                ),
            ),
            one_of("expedited_answer_known", "answer", ExpeditedAnswer, blank=True),
            one_of("expedited_outcome_known", "outcome", ExpeditedOutcome, blank=True),
            one_of("expedited_heard_how_known", "told_method", CommunicationMethod, blank=True),
            one_of("expedited_method_known", "outcome_told_method", CommunicationMethod, blank=True),
        ]

    def __str__(self) -> str:
        return f"Expedited review, hearing on {day_words(self.hearing_on)}"

    @property
    def telling(self) -> Deadline | None:
        """Ours, until the victim has heard what CPS means to do, or CPS goes on after all: by the clock, and
        never later than the hearing.
        """
        if self.told_on is not None or self.outcome:
            return None
        clock = deadline(ClockCode.TELL_NO_EVIDENCE, self.proposed_on)
        if clock.due_on <= self.hearing_on:
            return clock
        return date_set(self.hearing_on, start=self.proposed_on, reason="The hearing is on that day.")

    @property
    def asking(self) -> Deadline | None:
        """The victim's, once they heard; None where CPS went on before they asked."""
        went_on = self.outcome and not self.answer
        return None if self.told_on is None or went_on else asking_from(self.told_on)

    @property
    def clock(self) -> Deadline | None:
        """CPS's, once the victim asked."""
        if self.answer != ExpeditedAnswer.ASKED or self.answered_on is None:
            return None
        return deadline(ClockCode.CPS_REVIEW_EXPEDITED, self.answered_on)

    @property
    def is_stopped(self) -> bool:
        """The charge was voided before CPS answered: nothing is owed, until somebody is charged again."""
        return self.charge_gone_at is not None and not self.outcome

    def hearing_comes_first(self, at: datetime) -> bool:
        """The hearing is ahead and before the review is due: CPS has to ask the court for time, or review
        sooner.
        """
        sooner = self.due_on is not None and not self.outcome and self.hearing_on < self.due_on
        return sooner and not self.hearing_has_been(at)

    def hearing_has_been(self, at: datetime) -> bool:
        """Its day has gone by and CPS has not answered: what happened at it is to be asked, and nothing of
        it is still ahead.
        """
        over = self.outcome or self.answer == ExpeditedAnswer.NOT_ASKED
        return not over and self.hearing_on < london_date(at)

    @property
    def asking_ends_too_late(self) -> bool:
        """The last day to ask is after the hearing, and the victim has not said: then it may be too late."""
        open_to_ask = not self.answer and not self.outcome
        return open_to_ask and self.ask_by is not None and self.hearing_on < self.ask_by

    @property
    def state(self) -> str:
        """What it waits for, in words."""
        if self.answer == ExpeditedAnswer.NOT_ASKED:
            return "No review asked for"
        if self.is_stopped:
            return "The charge was voided"
        if self.outcome_told_at is not None:
            return "The victim has the answer"
        if self.outcome:
            heard = self.told_on is not None
            return "Answered: the victim is to hear of it" if heard else "CPS goes on with the charge"
        if self.told_on is None:
            return "The victim is to hear of it"
        return "With CPS" if self.answer else "The victim may ask"

    @property
    def is_over(self) -> bool:
        """Nobody is to do anything about it any more."""
        if self.outcome:
            return self.outcome_told_at is not None or self.told_on is None
        return self.answer == ExpeditedAnswer.NOT_ASKED
