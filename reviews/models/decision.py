from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from actionplans.enums import CpsSource
from actionplans.models import CpsAct, cps_act_constraints
from actionplans.models.acts import TO_CONFIRM
from cases.enums import Outcome
from cases.models import CaseBearing
from rasso_tracker.people.access import CaseScoped
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import is_supporter
from reviews.enums import DecisionAgency, DecisionStatus, LineEnded, NfaReason
from victims.models.base import AboutVictim, VictimScoped, clients_of, one_of

if TYPE_CHECKING:
    from rasso_tracker.people.models import Person


class DecisionScoped(CaseScoped):
    """The case's rule; an ISVA sees a decision once a client of theirs was told of it."""

    def visible_branches(self, person: Person) -> list[Self]:
        return [branch.of_clients(person) for branch in super().visible_branches(person)]

    def visible_to(self, person: Person) -> Self:
        return super().visible_to(person).of_clients(person)

    def of_clients(self, person: Person) -> Self:
        if not is_supporter(person):
            return self
        told = DecisionLine.objects.filter(DecisionLine.told_to(person), victim__in=clients_of(person))
        return self.filter(status=DecisionStatus.AUTHORISED, pk__in=told.values("decision"))


def _person_or_document() -> Q:
    """A person made it here, or the police wrote down from CPS's document who did."""
    from_document = Q(agency=DecisionAgency.CPS, source=CpsSource.POLICE_FROM_DOCUMENT)
    return (
        from_document
        & Q(maker__isnull=True, approver__isnull=True)
        & ~Q(maker_name="")
        & ~Q(approver_name="")
    ) | (~from_document & Q(maker__isnull=False, maker_name="", approver_name=""))


def _of_cps_or_of_police() -> list[models.BaseConstraint]:
    """The checks of an act of CPS, which a decision of the police carries nothing of."""
    document, *others = cps_act_constraints("decision")
    assert isinstance(document, models.CheckConstraint)
    assert isinstance(document.condition, Q)
    of_police = Q(agency=DecisionAgency.POLICE, source="", document_name="", document_date__isnull=True)
    of_cps = Q(agency=DecisionAgency.CPS) & document.condition
    return [models.CheckConstraint(name=document.name, condition=of_police | of_cps), *others]


def _status_fits() -> Q:
    """Who and when are set together with the status they belong to, or not at all."""
    approved = Q(decided_at__isnull=False) & (Q(approver__isnull=False) | ~Q(approver_name=""))
    unapproved = Q(decided_at__isnull=True, approver__isnull=True, approver_name="")
    refused = Q(refused_by__isnull=False, refused_at__isnull=False, refusal_sealed__isnull=False)
    unrefused = Q(refused_by__isnull=True, refused_at__isnull=True, refusal_sealed__isnull=True)
    return (
        (Q(status=DecisionStatus.PROPOSED) & unapproved & unrefused)
        | (Q(status=DecisionStatus.AUTHORISED) & approved & unrefused)
        | (Q(status=DecisionStatus.REFUSED) & unapproved & refused)
    )


class Decision(CpsAct, CaseBearing):
    """A decision that nobody is charged on some allegations of a case: one person makes it, another approves
    it.

    Police: an officer proposes, a supervisor authorises. CPS: a lawyer and a legal manager, or the police
    record what CPS's document says, with both names as text. `supervisor` is the maker's as it was at the
    proposal; `decided_at` is when it was authorised, from which every clock runs. Refused ones are kept.
    """

    part = Part.DECISIONS

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="decisions")
    # "" for a decision of the police, which is no act of CPS
    source = models.CharField(max_length=30, choices=CpsSource, blank=True)
    agency = models.CharField(max_length=10, choices=DecisionAgency)
    status = models.CharField(max_length=10, choices=DecisionStatus, default=DecisionStatus.PROPOSED)
    proposed_at = models.DateTimeField()
    maker = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    maker_standing = models.PositiveSmallIntegerField(default=0)
    maker_name = models.CharField(max_length=120, blank=True)
    supervisor = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    # Who answers for it while it waits, since the work of its maker passed on; the maker stays who made it.
    carried_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    approver = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    approver_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal_sealed = models.BinaryField(null=True, blank=True)
    rationale_sealed = models.BinaryField()
    beyond_refusal_sealed = models.BinaryField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DecisionScoped.as_manager()  # type: ignore[misc]  # as in victims.models.base

    class Meta:
        ordering = ["-proposed_at", "id"]
        indexes = [
            models.Index(fields=["case"], name="decision_case"),
            models.Index(fields=["proposed_at", "id"], name="decision_proposed"),
            models.Index(fields=["decided_at", "id"], name="decision_decided"),
            models.Index(
                fields=["proposed_at", "id"],
                name="decision_waiting",
                condition=Q(status=DecisionStatus.PROPOSED),
            ),
            models.Index(fields=["decided_at", "id"], name="decision_to_confirm", condition=TO_CONFIRM),
        ]
        constraints = [
            *_of_cps_or_of_police(),
            one_of("decision_agency_known", "agency", DecisionAgency),
            models.CheckConstraint(
                name="decision_maker_does_not_approve",
                condition=Q(approver__isnull=True) | Q(maker__isnull=True) | ~Q(approver=F("maker")),
            ),
            models.CheckConstraint(
                name="decision_carried_by_another",
                condition=Q(carried_by__isnull=True) | (Q(maker__isnull=False) & ~Q(carried_by=F("maker"))),
            ),
            models.CheckConstraint(
                name="decision_names_two_people",
                condition=Q(approver_name="") | ~Q(approver_name=F("maker_name")),
            ),
            models.CheckConstraint(
                name="decision_made_by_person_or_document", condition=_person_or_document()
            ),
            models.CheckConstraint(name="decision_status_fits", condition=_status_fits()),
            models.CheckConstraint(
                name="decision_not_refused_by_maker",
                condition=Q(refused_by__isnull=True) | Q(maker__isnull=True) | ~Q(refused_by=F("maker")),
            ),
            models.CheckConstraint(
                name="decision_made_after_proposal",
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("proposed_at")),
            ),
        ]

    def __str__(self) -> str:
        state = "never made, CPS says" if self.never_made else self.get_status_display().lower()
        return f"{self.get_agency_display()}: decision, {state}"

    @property
    def is_police(self) -> bool:
        return self.agency == DecisionAgency.POLICE

    @property
    def is_authorised(self) -> bool:
        return self.status == DecisionStatus.AUTHORISED

    @property
    def never_made(self) -> bool:
        """CPS says that it never made what the police entered; its status stays as it was entered."""
        return self.superseded_at is not None

    @property
    def made_by(self) -> str:
        return self.maker.name if self.maker else self.maker_name

    @property
    def approved_by(self) -> str:
        return self.approver.name if self.approver else self.approver_name


class LineScoped(VictimScoped):
    def standing(self, when: datetime | None = None) -> Self:
        """The lines that stand: now, or as they did at a moment."""
        ended_later = Q() if when is None else Q(ended_at__gt=when)
        return self.filter(Q(ended_at__isnull=True) | ended_later)


class DecisionLine(AboutVictim):
    """The decision on one allegation. One line at a time stands for an allegation, proposed or final.

    A line ends when its proposal is refused or its decision is overturned on review; only then can another
    stand.
    """

    part = Part.DECISIONS

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="decision_lines")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="lines")
    allegation = models.ForeignKey("cases.Allegation", models.PROTECT, related_name="decision_lines")
    victim = models.ForeignKey("cases.Victim", models.PROTECT, related_name="decision_lines")
    outcome = models.CharField(max_length=2, choices=Outcome)
    reason = models.CharField(max_length=30, choices=NfaReason)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=20, choices=LineEnded, blank=True)

    objects = LineScoped.as_manager()  # type: ignore[misc]  # as in victims.models.base

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["case"], name="decision_line_case"),
            models.Index(fields=["decision"], name="decision_line_decision"),
            models.Index(fields=["victim"], name="decision_line_victim"),
            models.Index(
                fields=["id"],
                name="decision_line_not_supported",
                condition=Q(
                    ended_at__isnull=True,
                    outcome__in=[Outcome.NO_SUSPECT_VICTIM_DOES_NOT_SUPPORT, Outcome.VICTIM_DOES_NOT_SUPPORT],
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["allegation"],
                condition=Q(ended_at__isnull=True),
                name="decision_line_one_an_allegation",
            ),
            models.UniqueConstraint(fields=["decision", "allegation"], name="decision_line_once_a_decision"),
            models.CheckConstraint(
                name="decision_line_nobody_charges", condition=~Q(outcome=Outcome.CHARGED)
            ),
            one_of("decision_line_outcome_known", "outcome", Outcome),
            one_of("decision_line_reason_known", "reason", NfaReason),
            one_of("decision_line_end_known", "ended_because", LineEnded, blank=True),
            models.CheckConstraint(
                name="decision_line_ended_together",
                condition=Q(ended_at__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
            ),
        ]

    def stands_at(self, when: datetime) -> bool:
        return self.ended_at is None or self.ended_at > when

    @classmethod
    def told_to(cls, person: Person) -> Q:
        """The victim whom the line is about was told of the decision, or this supporter of theirs was told
        first.
        """
        from reviews.models.day import DayStep

        told_first = DayStep.objects.filter(
            decision=OuterRef("decision"), victim=OuterRef("victim"), supporter=person.pk
        )
        told = Q(decision__notifications__victim=F("victim"), decision__notifications__told_at__isnull=False)
        return told | Q(Exists(told_first))

    def __str__(self) -> str:
        return str(self.get_outcome_display())
