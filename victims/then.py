"""What was true on the day of a withdrawal: computed from dated rows as at that moment, never typed.

A force can then answer how many victims withdrew while nobody supported them, while an action plan was
overdue or while a device was awaited, without reading files (LETTER rec 3).
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from actionplans.as_at import PlansThen
from actionplans.enums import ItemType
from cases.enums import Duty
from cases.models import Assignment, Case
from rasso_tracker.clocks import london_date, start_of_day
from victims.enums import DayFact, Support
from victims.material_enums import MaterialKind
from victims.models import (
    Contact,
    IsvaSupport,
    MaterialRequest,
    StoDeployment,
    SupportEvent,
    SupportReferral,
)
from victims.pathway import is_in_place
from victims.support_enums import SupportEndedBecause


@dataclass(frozen=True)
class Day:
    """The facts of one victim's matter at one moment; the fields are columns of Withdrawal."""

    days_since_report: int
    days_since_contact: int | None
    support_in_place: tuple[Support, ...]
    plan_overdue: bool
    digital_pending: bool
    third_party_pending: bool

    def columns(self) -> dict[str, Any]:
        return {fact.value: _stored(getattr(self, fact.value)) for fact in DayFact}


class CaseThen:
    """What the days of one case's withdrawals are computed from. `of_case` asks for the rows."""

    def __init__(
        self,
        reported_on: date,
        plans: PlansThen,
        contacts: Iterable[Contact] = (),
        assignments: Iterable[Assignment] = (),
        advisers: Iterable[IsvaSupport] = (),
        asked: Iterable[MaterialRequest] = (),
        deployments: Iterable[StoDeployment] = (),
        referrals: Iterable[SupportReferral] = (),
        events: Iterable[SupportEvent] = (),
    ) -> None:
        self._reported_on = reported_on
        self._plans = plans
        self._reached = [(one.victim_id, one.occurred_at) for one in contacts if one.reached and one.stands]
        deployed = [one for one in deployments if one.stands and one.deployed_at is not None]
        self._deployed = [(one.victim_id, one.deployed_at, one.ended_at) for one in deployed]
        # An officer who was deployed for one victim of the case counts for that one alone.
        for_one = {one.officer_id for one in deployed}
        self._officers = [
            (one.started_at, one.ended_at)
            for one in assignments
            if one.duty == Duty.STO and one.person_id not in for_one
        ]
        steps = defaultdict(list)
        for event in events:
            steps[event.referral_id].append(event)
        self._referred = [(one.victim_id, Support(one.kind), steps[one.pk]) for one in referrals]
        self._asked = [(one.victim_id, one.kind, one.noticed_on, one.ended_on) for one in asked]
        # From the day on which the victim agreed to it, whenever that was typed.
        self._advisers = [
            (one.victim_id, start_of_day(one.consented_on), one.ended_at)
            for one in advisers
            if one.ended_because != SupportEndedBecause.ERROR
        ]

    @classmethod
    def of_case(cls, case: Case) -> CaseThen:
        """Eight statements for a case without a plan, else thirteen."""
        return cls(
            case.reported_on,
            PlansThen.of_case(case.pk),
            Contact.objects.standing().filter(case=case, reached=True).defer("summary_sealed"),
            Assignment.objects.filter(case=case, duty=Duty.STO),
            IsvaSupport.objects.filter(case=case),
            MaterialRequest.objects.filter(case=case, noticed_on__isnull=False).only(
                "victim_id", "kind", "noticed_on", "ended_on"
            ),
            StoDeployment.objects.standing().filter(case=case),
            SupportReferral.objects.filter(case=case),
            SupportEvent.objects.filter(case=case, voided_at__isnull=True),
        )

    def day(self, victim_id: uuid.UUID, at: datetime) -> Day:
        """The facts for this victim at `at`. Days are London dates apart; contact on the same day is 0."""
        today = london_date(at)
        heard = [when for victim, when in self._reached if victim == victim_id and when <= at]
        owed = self._plans.owed(at)
        return Day(
            days_since_report=(today - self._reported_on).days,
            days_since_contact=(today - london_date(max(heard))).days if heard else None,
            support_in_place=self._support(victim_id, at),
            plan_overdue=self._plans.overdue(at),
            digital_pending=ItemType.DIGITAL in owed or self._waits(victim_id, MaterialKind.DEVICE, today),
            third_party_pending=ItemType.THIRD_PARTY in owed
            or self._waits(victim_id, MaterialKind.THIRD_PARTY, today),
        )

    def _waits(self, victim_id: uuid.UUID, kind: MaterialKind, today: date) -> bool:
        """From the day of the written notice, when the victim knew of it, until it ended."""
        return any(
            whose == victim_id and what == kind and begun <= today and (ended is None or ended > today)
            for whose, what, begun, ended in self._asked
            if begun is not None
        )

    def _support(self, victim_id: uuid.UUID, at: datetime) -> tuple[Support, ...]:
        today = london_date(at)
        found = {
            kind
            for victim, kind, events in self._referred
            if victim == victim_id and is_in_place(events, today)
        }
        deployed = [(begun, ended) for victim, begun, ended in self._deployed if victim == victim_id]
        if any(_holds(*one, at) for one in (*self._officers, *deployed)):
            found.add(Support.STO)
        if any(victim == victim_id and _holds(begun, ended, at) for victim, begun, ended in self._advisers):
            found.add(Support.ISVA)
        return tuple(one for one in Support if one in found)


def _holds(begun: datetime | None, ended: datetime | None, at: datetime) -> bool:
    return begun is not None and begun <= at and (ended is None or ended > at)


def _stored(value: Any) -> Any:
    return [one.value for one in value] if isinstance(value, tuple) else value


def in_codes(value: Any) -> str:
    """A fact as WithdrawalDayChange keeps it: "12", "", "yes", "no", "sto,isva"."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ",".join(value)
    return str(value)


def in_words(fact: DayFact, codes: str) -> str:
    """What a stored fact says to a reader."""
    if fact is DayFact.SUPPORT_IN_PLACE:
        return ", ".join(Support(code).label for code in codes.split(",") if code) or "None"
    if fact is DayFact.DAYS_SINCE_CONTACT and not codes:
        return "Never reached"
    return codes.capitalize()
