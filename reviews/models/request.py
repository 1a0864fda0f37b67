from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from cases.models import CaseBearing
from rasso_tracker.clocks import ClockCode, Deadline, date_set, day_words, deadline, london_date
from rasso_tracker.people.enums import Rank
from rasso_tracker.people.parts import Part
from reviews.enums import (
    AcknowledgedHow,
    AskedBy,
    Channel,
    RequestStatus,
    ReviewOutcome,
    WhyNotEligible,
)
from reviews.models.decision import Decision
from victims.enums import CommunicationMethod
from victims.models.base import one_of

LOWEST_REVIEWER = (
    Rank.INSPECTOR
)  # [V] DI or DCI not involved, at least one rank above the maker (domain.md 3)


EXTENDED = "The review was extended: each date that was given, and why, is on the page of the request."


def completion_of(received_at: datetime, complete_by: date, first: date | None) -> Deadline:
    """By when a review is completed and the victim told; `first` is what the scheme gave, where that was
    extended.
    """
    if first is not None:
        return date_set(complete_by, start=received_at, reason=EXTENDED)
    return deadline(ClockCode.POLICE_REVIEW_COMPLETE, received_at)


def _other_than(post: str) -> Q:
    return Q(reviewer__isnull=True) | Q(**{f"{post}__isnull": True}) | ~Q(reviewer=F(post))


class ReviewRequest(CaseBearing):
    """A victim's request that the police look again at a decision, from receipt to the victim hearing the
    answer.

    Who made, approved and supervised the decision is kept here as it was, so that the table itself can refuse
    them as reviewer. `not_eligible` is the numbered reason as it stands; such a request is still received
    and answered, never turned away without a word.
    """

    part = Part.RIGHT_TO_REVIEW

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="review_requests")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="review_requests")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="review_requests")
    status = models.CharField(max_length=10, choices=RequestStatus, default=RequestStatus.RECEIVED)
    received_at = models.DateTimeField()  # the first ask: the clocks run from it
    # When the ask of `asked_by` came itself, where a ReviewAsker came before it; None where it is the first.
    own_received_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=20, choices=Channel)
    asked_by = models.CharField(max_length=20, choices=AskedBy)
    # When the three months began; None where they had not when it came: nobody had told them, or said so.
    told_at = models.DateTimeField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    in_time = models.BooleanField()
    discretion_sealed = models.BinaryField(null=True, blank=True)  # why a late one is taken up
    not_eligible = models.PositiveSmallIntegerField(choices=WhyNotEligible, null=True, blank=True)
    # Where that changed before the answer: when, and what it was until then (None: the scheme covered it).
    eligibility_changed_at = models.DateTimeField(null=True, blank=True)
    not_eligible_was = models.PositiveSmallIntegerField(choices=WhyNotEligible, null=True, blank=True)
    acknowledge_by = models.DateField()
    complete_by = models.DateField()  # as it stands: an extension moves it
    first_complete_by = models.DateField(null=True, blank=True)  # by the scheme; None where it still holds
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    maker = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    maker_standing = models.PositiveSmallIntegerField(default=0)
    approver = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    supervisor = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")

    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewer = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    reviewer_standing = models.PositiveSmallIntegerField(null=True, blank=True)
    allocated_at = models.DateTimeField(null=True, blank=True)
    allocated_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=30, choices=ReviewOutcome, blank=True)
    reasons_sealed = models.BinaryField(null=True, blank=True)
    cps_authority_sealed = models.BinaryField(null=True, blank=True)  # who at CPS agreed to a disposal
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome_told_at = models.DateTimeField(null=True, blank=True)
    outcome_told_method = models.CharField(max_length=20, choices=CommunicationMethod, blank=True)
    outcome_told_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["complete_by", "id"]
        indexes = [
            models.Index(fields=["case"], name="request_case"),
            models.Index(fields=["complete_by", "id"], name="request_complete"),
            models.Index(fields=["acknowledge_by", "id"], name="request_acknowledge"),
            models.Index(fields=["received_at", "id"], name="request_received"),
            models.Index(fields=["reviewer", "complete_by", "id"], name="request_reviewer"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "victim"],
                condition=Q(decided_at__isnull=True),
                name="request_one_open_a_victim",
            ),
            models.CheckConstraint(
                name="request_received_not_in_future", condition=Q(received_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="request_first_ask_is_earlier",
                condition=Q(own_received_at__isnull=True)
                | Q(own_received_at__gt=F("received_at"), own_received_at__lte=F("recorded_at")),
            ),
            models.CheckConstraint(
                name="request_window_has_both_ends",
                condition=Q(told_at__isnull=True, last_day__isnull=True)
                | Q(told_at__isnull=False, last_day__isnull=False, received_at__gte=F("told_at")),
            ),
            models.CheckConstraint(
                name="request_late_says_why",
                # Words for one that was late by itself stay, where an earlier ask was in time.
                condition=Q(in_time=True, discretion_sealed__isnull=True)
                | Q(in_time=True, own_received_at__isnull=False)
                | Q(in_time=False, discretion_sealed__isnull=False, last_day__isnull=False),
            ),
            models.CheckConstraint(
                name="request_acknowledged_together",
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(
                    acknowledged_at__gte=F("received_at"),
                    acknowledged_at__isnull=False,
                    acknowledged_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="request_allocated_together",
                condition=Q(
                    reviewer__isnull=True,
                    reviewer_standing__isnull=True,
                    allocated_at__isnull=True,
                    allocated_by__isnull=True,
                )
                | Q(
                    reviewer__isnull=False,
                    reviewer_standing__isnull=False,
                    allocated_at__isnull=False,
                    allocated_by__isnull=False,
                ),
            ),
            models.CheckConstraint(name="request_reviewer_not_maker", condition=_other_than("maker")),
            models.CheckConstraint(name="request_reviewer_not_approver", condition=_other_than("approver")),
            models.CheckConstraint(
                name="request_reviewer_not_supervisor", condition=_other_than("supervisor")
            ),
            models.CheckConstraint(
                name="request_reviewer_outranks_maker",
                condition=Q(reviewer_standing__isnull=True)
                | Q(reviewer_standing__gte=LOWEST_REVIEWER, reviewer_standing__gt=F("maker_standing")),
            ),
            models.CheckConstraint(
                name="request_decided_together",
                condition=Q(outcome="", reasons_sealed__isnull=True, decided_at__isnull=True)
                | (
                    Q(reasons_sealed__isnull=False, decided_at__isnull=False, reviewer__isnull=False)
                    & ~Q(outcome="")
                ),
            ),
            models.CheckConstraint(
                name="request_told_together",
                condition=Q(
                    outcome_told_at__isnull=True, outcome_told_method="", outcome_told_by__isnull=True
                )
                | (
                    Q(
                        outcome_told_at__isnull=False,
                        outcome_told_by__isnull=False,
                        decided_at__isnull=False,
                        outcome_told_at__gte=F("decided_at"),
                    )
                    & ~Q(outcome_told_method="")
                ),
            ),
            models.CheckConstraint(
                name="request_not_eligible_has_number",
                condition=~Q(outcome=ReviewOutcome.NOT_ELIGIBLE) | Q(not_eligible__isnull=False),
            ),
            models.CheckConstraint(
                name="request_authority_for_a_disposal",
                condition=Q(cps_authority_sealed__isnull=True)
                | Q(outcome=ReviewOutcome.OVERTURNED_OUT_OF_COURT),
            ),
            models.CheckConstraint(
                name="request_number_is_known",
                condition=Q(not_eligible__isnull=True) | Q(not_eligible__in=WhyNotEligible.values),
            ),
            models.CheckConstraint(
                name="request_number_it_had_is_known",
                condition=Q(not_eligible_was__isnull=True) | Q(not_eligible_was__in=WhyNotEligible.values),
            ),
            models.CheckConstraint(
                name="request_eligibility_changed_to_another",
                condition=Q(eligibility_changed_at__isnull=True, not_eligible_was__isnull=True)
                | Q(eligibility_changed_at__isnull=False)
                & (
                    Q(not_eligible_was__isnull=True, not_eligible__isnull=False)
                    | Q(not_eligible_was__isnull=False, not_eligible__isnull=True)
                    | Q(not_eligible_was__isnull=False, not_eligible__isnull=False)
                    & ~Q(not_eligible_was=F("not_eligible"))
                ),
            ),
            models.CheckConstraint(
                name="request_out_of_time_was_late",
                condition=~Q(outcome=ReviewOutcome.OUT_OF_TIME) | Q(in_time=False),
            ),
            models.CheckConstraint(
                name="request_extended_is_later",
                condition=Q(first_complete_by__isnull=True) | Q(complete_by__gt=F("first_complete_by")),
            ),
            one_of("request_channel_known", "channel", Channel),
            one_of("request_asked_by_known", "asked_by", AskedBy),
            one_of("request_outcome_known", "outcome", ReviewOutcome, blank=True),
            models.CheckConstraint(
                name="request_status_fits",
                condition=Q(status=RequestStatus.RECEIVED, reviewer__isnull=True, decided_at__isnull=True)
                | Q(status=RequestStatus.ALLOCATED, reviewer__isnull=False, decided_at__isnull=True)
                | Q(status=RequestStatus.DECIDED, decided_at__isnull=False, outcome_told_at__isnull=True)
                | Q(status=RequestStatus.TOLD, outcome_told_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Review request received on {day_words(self.received_at)}"

    @property
    def is_open(self) -> bool:
        """The victim has not had an answer yet."""
        return self.status != RequestStatus.TOLD

    @property
    def own_ask_at(self) -> datetime:
        """When the ask of `asked_by` came that was recorded as the request."""
        return self.own_received_at or self.received_at

    @property
    def acknowledgement(self) -> Deadline:
        return deadline(ClockCode.POLICE_REVIEW_ACKNOWLEDGE, self.received_at)

    def acknowledged(self, at: datetime) -> AcknowledgedHow:
        """Whether the victim heard in time that their request came. This stays so once it is decided."""
        if self.acknowledged_at is None and self.decided_at is not None:
            return AcknowledgedHow.NEVER
        late = london_date(self.acknowledged_at or at) > self.acknowledge_by
        if self.acknowledged_at is None:
            return AcknowledgedHow.OVERDUE if late else AcknowledgedHow.NOT_YET
        return AcknowledgedHow.LATE if late else AcknowledgedHow.IN_TIME

    @property
    def completion(self) -> Deadline:
        """By the scheme, or the last date that the victim was given instead."""
        return completion_of(self.received_at, self.complete_by, self.first_complete_by)

    @property
    def window(self) -> Deadline | None:
        """The three months in which to ask, or None where nobody could be told."""
        return deadline(ClockCode.POLICE_REVIEW_REQUEST, self.told_at) if self.told_at else None

    def next_deadline(self, at: datetime) -> Deadline | None:
        """What is due next on the request, or None once the victim has the answer."""
        if not self.is_open:
            return None
        return self.completion if self.acknowledged_at else self.acknowledgement
