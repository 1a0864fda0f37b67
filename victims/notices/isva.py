"""Who hears of what an ISVA tells or ends, and of the officer's answer.

The words go by e-mail: they name the reference and what to do, and nothing of the victim or their choice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from cases.models import Case, NamedAccess
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import NOW, Addressee, Due, Gone
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.cover import in_post, rota_on
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import ROLES
from victims.models import IsvaSupport, WithdrawalTold
from victims.notices import Supervisors
from victims.support_enums import SupportEndedBecause

TOLD = "withdrawal_told"
TOLD_ANSWERED = "withdrawal_told_answered"
SUPPORT_ENDED = "isva_support_ended"
CLOSED_TO_YOU = "isva_access_ended"
NOBODY = UUID(int=0)


class Officers:
    """The officer in charge of some cases, or who answers in their place; else the case's supervisors."""

    def __init__(self, cases: Iterable[Case], at: datetime, others: Iterable[UUID] = ()) -> None:
        """`others` are the ids of people who may hear beside them, in post."""
        cases = list(cases)
        self._rota = rota_on(london_date(at))
        people = Person.objects.filter(in_post(self._rota.day))
        self._found = people.in_bulk({*(case.officer_in_charge_id for case in cases), *others})
        self._covering = people.in_bulk(self._rota.stand_ins())
        self._named: dict[UUID, set[UUID]] = defaultdict(set)
        grants = NamedAccess.objects.filter(case__in={case.pk for case in cases}, ended_at__isnull=True)
        for case_id, person_id in grants.values_list("case", "person"):
            self._named[case_id].add(person_id)
        self._supervisors = Supervisors(cases, at)

    def of(self, case: Case) -> tuple[Addressee, ...]:
        """Who hears, each once."""
        officer = self._found.get(case.officer_in_charge_id)
        told = None
        if officer is not None:
            told = self._rota.answering_for(officer, self._covering, partial(self._may, case))
        if officer is None or told is None:
            return self._supervisors.of(case, without=NOBODY)
        why = "You are the officer in charge of this case."
        if told.pk != officer.pk:
            why = f"You cover today for {officer.name}, who is the officer in charge."
        return (Addressee(told.pk, why),)

    def and_who_arranged(self, case: Case, person: UUID) -> tuple[Addressee, ...]:
        """The same, and whoever arranged an appointment, as long as they read of it."""
        told, arranger = self.of(case), self._found.get(person)
        if arranger is None or arranger.pk in {one.person_id for one in told}:
            return told
        if not self._may(case, arranger):
            return told
        return (*told, Addressee(arranger.pk, "You arranged this appointment."))

    def _may(self, case: Case, person: Person) -> bool:
        roles = (ROLES[code] for code in person.roles if ROLES[code].may("answer_told_withdrawal"))
        named = self._named[case.pk]
        return any(role_sees(person, role, case, Part.VICTIM_CONTACT, named) for role in roles)


def recheck_told(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Which still wait for an answer, and for whom. A fixed number of statements."""
    rows = list(WithdrawalTold.objects.filter(pk__in=sources).select_related("case"))
    officers = Officers([row.case for row in rows], at)
    return {row.pk: _waits(row, officers) for row in rows}


def _waits(row: WithdrawalTold, officers: Officers) -> Due | Gone:
    if not row.is_open:
        return Gone("It was answered.")
    told = officers.of(row.case)
    if not told:
        return Gone("Nobody in post may know of it.")
    return Due(
        recipients=told,
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline="An ISVA told us something on this case that waits for your answer",
        ends_when="it is confirmed, or it is said why it is not",
        path=f"/told-withdrawals/{row.pk}/",
        urgency=NOW,
    )


def recheck_answered(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """The ISVA who told it, while they support the victim. A fixed number of statements."""
    rows = list(WithdrawalTold.objects.filter(pk__in=sources).select_related("case"))
    supports = set(
        IsvaSupport.objects.filter(
            victim__in=[row.victim_id for row in rows], ended_at__isnull=True
        ).values_list("victim", "isva")
    )
    serving = set(
        Person.objects.filter(in_post(london_date(at)), pk__in={row.told_by_id for row in rows}).values_list(
            "pk", flat=True
        )
    )
    return {row.pk: _answered(row, supports, serving) for row in rows}


def _answered(row: WithdrawalTold, supports: set[tuple[UUID, UUID]], serving: set[UUID]) -> Due | Gone:
    if (row.victim_id, row.told_by_id) not in supports or row.told_by_id not in serving:
        return Gone("The ISVA who told it does not support this client any more.")
    return Due(
        recipients=(Addressee(row.told_by_id, "You told us this for your client."),),
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline="The officer answered what you told us",
        ends_when="you have read it",
        path=f"/told-withdrawals/{row.pk}/",
        urgency=NOW,
    )


def recheck_ended(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Support that an ISVA ended, or who left or passed on: the officer in charge hears. A fixed number of
    statements.
    """
    rows = list(IsvaSupport.objects.filter(pk__in=sources).select_related("case"))
    officers = Officers([row.case for row in rows], at)
    return {row.pk: _ended(row, officers) for row in rows}


# What the officer hears and what is left to do, by why the support ended.
ASK_WHO_NEXT = "you have read it; ask who supports them next"
BY_THEMSELVES = ("An ISVA on this case has ended their support", ASK_WHO_NEXT)
HOW_IT_ENDED = {
    SupportEndedBecause.LEFT: ("An ISVA on this case has left", ASK_WHO_NEXT),
    SupportEndedBecause.HANDED_ON: (
        "Another ISVA of the same service supports a victim on this case",
        "you have read it; ask the victim whether they agree to that",
    ),
}


def _ended(row: IsvaSupport, officers: Officers) -> Due | Gone:
    told = officers.of(row.case)
    if not told:
        return Gone("Nobody in post may know of it.")
    headline, ends_when = HOW_IT_ENDED.get(SupportEndedBecause(row.ended_because), BY_THEMSELVES)
    return Due(
        recipients=told,
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline=headline,
        ends_when=ends_when,
        path=f"/victims/{row.victim_id}/",
        urgency=NOW,
    )


def recheck_closed(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """An ISVA whose access somebody else ended, once: who shares with them again since has said so."""
    rows = list(IsvaSupport.objects.filter(pk__in=sources).select_related("case"))
    people = Person.objects.filter(in_post(london_date(at)), pk__in={row.isva_id for row in rows})
    serving = set(people.values_list("pk", flat=True))
    return {row.pk: _closed(row, serving) for row in rows}


def _closed(row: IsvaSupport, serving: set[UUID]) -> Due | Gone:
    if row.isva_id not in serving:
        return Gone("The ISVA is not in post.")
    return Due(
        recipients=(Addressee(row.isva_id, "You supported somebody on this case."),),
        case_id=None,  # its page is closed to them
        subject_id=row.pk,
        reference=row.case.reference,
        headline="The police no longer share the record of a client with you",
        ends_when="you have read it; ring the officer in charge if you still support them",
        path="/clients/",
        urgency=NOW,
    )
