"""What stood of a case at a moment, as it was known then: from dated rows and kept versions.

A row counts as known when it was written down by then and not voided yet. Each part is empty for a role that
does not read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from actionplans.as_at import PlansThen
from actionplans.models import (
    ActionPlan,
    ActionPlanItem,
    Advice,
    AdviceReading,
    ItemCheck,
    ItemDispute,
    ItemReturn,
    ItemWithdrawal,
    PlanDate,
    Submission,
    Triage,
)
from cases.enums import MilestoneKind, Stage
from cases.models import Allegation, Assignment, CaseBearing, Milestone, Suspect, Victim
from cases.services.known_as import known_of
from cases.stages import bears_on, stage_of
from cases.whole import Whole
from rasso_tracker.clocks import london_date
from rasso_tracker.dashboards.case_then.versions import AsTheyStood
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from victims.engagement import Standing, standing
from victims.enums import Support
from victims.models import (
    Contact,
    IsvaSupport,
    MaterialRequest,
    Reengagement,
    StoDeployment,
    SupportEvent,
    SupportReferral,
    Withdrawal,
)
from victims.rules import choice_of
from victims.then import CaseThen

Row = TypeVar("Row", bound=CaseBearing)
WRITTEN = ("recorded_at", "added_at", "planned_at", "started_at")
# Of what a suspect went through, what bears on whether a review may be asked for.
OF_A_SUSPECT = (MilestoneKind.SUSPECT_IDENTIFIED, MilestoneKind.ARRESTED, MilestoneKind.INTERVIEWED)


@dataclass(frozen=True)
class AllegationThen:
    row: Allegation
    victim: Victim | None
    suspect: Suspect | None
    stage: Stage  # before the decision
    edited_since: bool


@dataclass(frozen=True)
class SuspectThen:
    row: Suspect
    name: str
    milestones: list[Milestone]
    edited_since: bool


@dataclass(frozen=True)
class VictimThen:
    """`support` is None for a reader who does not read what support a victim had."""

    row: Victim
    how: Standing
    corroborated: bool
    support: tuple[Support, ...] | None


@dataclass(frozen=True)
class SubmissionThen:
    row: Submission
    triage: Triage | None
    answered: bool


@dataclass(frozen=True)
class AdviceThen:
    row: Advice
    read: AdviceReading | None  # the last reading of it by then


@dataclass(frozen=True)
class PlanThen:
    row: ActionPlan
    is_open: bool
    asked: int
    owed: int
    review: PlanDate | None
    target: PlanDate | None
    overdue: bool


@dataclass(frozen=True)
class MaterialThen:
    row: MaterialRequest  # with the dates that had come; those after it are taken out

    @property
    def state(self) -> str:
        return self.row.state


def was_known(row: Any, at: datetime) -> bool:
    """Whether a row was written down by `at` and neither voided nor superseded yet."""
    written = next((getattr(row, name) for name in WRITTEN if getattr(row, name, None) is not None), None)
    ends = (getattr(row, "voided_at", None), getattr(row, "superseded_at", None))
    return (written is None or written <= at) and all(end is None or end > at for end in ends)


class StateThen:
    """The parts of a case at `at`. `whole` holds its rows, read for `person`."""

    def __init__(self, whole: Whole, person: Person, at: datetime) -> None:
        self.whole, self.person, self.at = whole, person, at
        self.before = at - timedelta(microseconds=1)  # what the decision itself changed had not happened

    def reads(self, part: Part) -> bool:
        return self.person.is_service or self.person.role.reads(part)

    def known(self, model: type[Row]) -> list[Row]:
        if not self.reads(model.part):
            return []
        return [one for one in self.whole.seen(model, self.person) if was_known(one, self.at)]

    @cached_property
    def _stood(self) -> AsTheyStood:
        return AsTheyStood(self.whole.case.pk, (Allegation, Suspect), self.at)

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Those that stood then, as they counted then; what the decision itself recorded is left out."""
        found = [copy(one) for one in self.known(Milestone) if one.occurred_at < self.at]
        for one in found:  # voided later: it stood then
            one.voided_at = None
        return found

    @cached_property
    def victims(self) -> list[Victim]:
        rows = self.known(Victim)
        return [one for one in rows if one.merged_at is None or one.merged_at > self.at]

    def allegations(self) -> list[AllegationThen]:
        victims = {one.pk: one for one in self.whole.rows(Victim)}
        suspects = {one.pk: one for one in self.whole.rows(Suspect)} if self.reads(Suspect.part) else {}
        return [self._allegation(one, victims, suspects) for one in self.known(Allegation)]

    def _allegation(
        self, row: Allegation, victims: dict[UUID, Victim], suspects: dict[UUID, Suspect]
    ) -> AllegationThen:
        stood = self._stood.row(row)
        bearing = [one for one in self.milestones if bears_on(one, stood)]
        return AllegationThen(
            row=stood,
            victim=victims.get(stood.victim_id) if stood.victim_id else None,
            suspect=suspects.get(stood.suspect_id) if stood.suspect_id else None,
            stage=stage_of(bearing, self.at),
            edited_since=_says(stood) != _says(row),
        )

    def suspects(self) -> list[SuspectThen]:
        rows = self.known(Suspect)
        return [self._suspect(one) for one in rows if one.voided_at is None or one.voided_at > self.at]

    def _suspect(self, row: Suspect) -> SuspectThen:
        stood = self._stood.row(row)
        told = [one for one in self.milestones if one.suspect_id == row.pk and one.kind in OF_A_SUSPECT]
        known, now = known_of(stood, self.whole.key), known_of(row, self.whole.key)
        return SuspectThen(
            row=stood,
            name=known.name,
            milestones=sorted(told, key=lambda one: one.occurred_at),
            edited_since=known != now or stood.is_police != row.is_police,
        )

    def engagement(self) -> list[VictimThen]:
        """Each victim with what they had chosen by then; empty for who does not read engagement."""
        if not self.reads(Part.ENGAGEMENT):
            return []
        withdrawn, again = self.known(Withdrawal), self.known(Reengagement)
        supports = self._supports()
        return [self._victim(one, withdrawn, again, supports) for one in self.victims]

    def _victim(
        self, row: Victim, withdrawn: list[Withdrawal], again: list[Reengagement], supports: CaseThen | None
    ) -> VictimThen:
        noted = [one for one in withdrawn if one.victim_id == row.pk]
        own = [one for one in noted if one.is_withdrawal]
        theirs = [choice_of(one) for one in own]
        theirs += [choice_of(one) for one in again if one.victim_id == row.pk]
        lost = [one.occurred_at for one in noted if not one.is_withdrawal]
        how = standing(theirs, lost, self._reached(row) if lost else (), self.at)
        held = [one for one in own if one.occurred_at == how.choice_at]
        return VictimThen(
            row=row,
            how=how,
            corroborated=any(
                one.corroborated_at is not None and one.corroborated_at <= self.at for one in held
            ),
            support=supports.day(row.pk, self.at).support_in_place if supports else None,
        )

    def _reached(self, victim: Victim) -> list[datetime]:
        """When somebody reached them, as it was known: of every reader, like whether contact is lost."""
        return [
            one.occurred_at
            for one in self.whole.rows(Contact)
            if one.victim_id == victim.pk and one.reached and was_known(one, self.at)
        ]

    def _supports(self) -> CaseThen | None:
        if not self.reads(Part.SUPPORT):
            return None
        return CaseThen(
            self.whole.case.reported_on,
            self._plans,
            assignments=self.known(Assignment),
            advisers=self.known(IsvaSupport),
            deployments=self.known(StoDeployment),
            referrals=self.known(SupportReferral),
            events=self.known(SupportEvent),
        )

    def submissions(self) -> list[SubmissionThen]:
        answers = {one.submission_id: one for one in self.known(Triage) if one.triaged_at <= self.at}
        return [
            SubmissionThen(
                row=one,
                triage=answers.get(one.pk),
                answered=one.answered_at is not None and one.answered_at <= self.at,
            )
            for one in self.known(Submission)
            if one.submitted_at <= self.at
        ]

    def advice(self) -> list[AdviceThen]:
        """Each version that had been given, with whether anybody had read it."""
        readings = sorted(self.known(AdviceReading), key=lambda one: one.read_at)
        read = {one.advice_id: one for one in readings if one.read_at <= self.at}
        return [AdviceThen(one, read.get(one.pk)) for one in self.known(Advice) if one.given_at <= self.at]

    @cached_property
    def _plans(self) -> PlansThen:
        if not self.reads(Part.PLANS):
            return PlansThen([])
        return PlansThen(
            self.known(ActionPlan),
            self.whole.rows(PlanDate),
            self.whole.rows(ActionPlanItem),
            self.whole.rows(ItemReturn),
            self.whole.rows(ItemCheck),
            self.whole.rows(ItemDispute),
            self.whole.rows(ItemWithdrawal),
        )

    def plans(self) -> list[PlanThen]:
        items = self.whole.rows(ActionPlanItem) if self.reads(Part.PLANS) else []
        return [
            PlanThen(
                row=one,
                is_open=one.closed_at is None or one.closed_at > self.before,
                asked=sum(item.plan_id == one.pk for item in items),
                owed=self._plans.items_owed(one, self.before),
                review=self._plans.date_then(one, "review", self.before),
                target=self._plans.date_then(one, "target", self.before),
                overdue=self._plans.is_overdue(one, self.before),
            )
            for one in self.known(ActionPlan)
            if one.issued_at <= self.before
        ]

    def material(self) -> list[MaterialThen]:
        today = london_date(self.at)
        found = [copy(one) for one in self.known(MaterialRequest)]
        for one in found:
            if one.decided_at is not None and one.decided_at > self.at:
                one.approved = one.decided_at = None
            for name in ("noticed_on", "requested_on", "taken_on", "ended_on"):
                day = getattr(one, name)
                if day is not None and day > today:
                    setattr(one, name, None)
            if one.ended_on is None:
                one.outcome = ""
        return [MaterialThen(one) for one in found]

    def people(self) -> list[Assignment]:
        """Who worked on it then."""
        rows = self.known(Assignment)
        return [one for one in rows if one.ended_at is None or one.ended_at > self.at]


def _says(row: Allegation) -> tuple[Any, ...]:
    """What of an allegation is told here and may be edited."""
    return (
        row.offence_type,
        row.victim_id,
        row.suspect_id,
        row.offence_from,
        row.offence_to,
        row.precision,
        row.crime_reference,
    )


def ids_of(rows: Iterable[Any]) -> list[UUID]:
    """The ids of what is told, for the log."""
    return [one.pk if isinstance(one, CaseBearing) else one.row.pk for one in rows]
