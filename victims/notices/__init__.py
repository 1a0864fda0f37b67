"""Asking for corroboration: whom a withdrawal waits for, as it stands when somebody is about to be told.

The words go by e-mail, so they say that a record waits and nothing of what a victim chose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from cases.models import Case, NamedAccess
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import DIGEST, Addressee, Due, Gone
from rasso_tracker.people.cover import in_post, stand_ins
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import ROLES
from victims.models import Withdrawal

TO_CORROBORATE = "withdrawal_to_corroborate"
TO_AGREE = "spokesperson_to_agree"
WAYS_IN_DOUBT = "contact_alert"
_MAY = [code for code, role in ROLES.items() if role.may("corroborate_withdrawal")]


def recheck_withdrawals(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Which of these still wait for a supervisor, and for whom. A fixed number of statements."""
    rows = list(Withdrawal.objects.filter(pk__in=sources).select_related("case"))
    supervisors = Supervisors([row.case for row in rows], at)
    return {row.pk: _answer(row, supervisors) for row in rows}


def _answer(row: Withdrawal, supervisors: Supervisors) -> Due | Gone:
    if not row.stands:
        return Gone("The record was voided.")
    if row.is_corroborated:
        return Gone("It was corroborated.")
    if not row.is_withdrawal:
        return Gone("Contact was lost: that is no choice to corroborate.")
    told = supervisors.of(row.case, without=row.recorded_by_id)
    if not told:
        return Gone("No supervisor of the case is in post who did not record it.")
    return Due(
        recipients=told,
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline="A record on this case waits for a supervisor to corroborate it",
        ends_when="it is corroborated or voided",
        path=f"/withdrawals/{row.pk}/",
        urgency=DIGEST,
    )


class Supervisors:
    """Who may corroborate on some cases: of the team, else of the district; stand-ins for those on leave.

    `able` narrows them to those who may do more than that.
    """

    def __init__(self, cases: Iterable[Case], at: datetime, *, able: Q | None = None) -> None:
        cases = list(cases)
        day = london_date(at)
        self._named = defaultdict(set)
        restricted = [case.pk for case in cases if case.restricted]
        if restricted:
            grants = NamedAccess.objects.filter(case__in=restricted, ended_at__isnull=True)
            for case_id, person_id in grants.values_list("case", "person"):
                self._named[case_id].add(person_id)
        named = {person for people in self._named.values() for person in people}
        fit = Q(roles__overlap=_MAY) & (able or Q())
        may = Person.objects.filter(in_post(day), fit)
        wanted = Q(district__in={case.district_id for case in cases}) | Q(pk__in=named)
        self._people = list(may.filter(wanted))
        self._answering = stand_ins(self._people, day, fit)

    def of(self, case: Case, *, without: UUID) -> tuple[Addressee, ...]:
        """The addressees on a case, each once; a restricted case has its named supervisors alone."""
        if case.restricted:
            named = self._named[case.pk]
            found = [one for one in self._people if one.pk in named]
            why = "You are a supervisor named on this case."
            return _addressed((one for one in found if one.pk != without), why)
        district = [one for one in self._people if one.district_id == case.district_id]
        team = [one for one in district if one.team_id == case.team_id]
        groups = (
            (team, "You supervise the team of this case."),
            (district, "You supervise its district."),
        )
        at_work = [
            ([self._answering[one.pk] for one in people if one.pk in self._answering], why)
            for people, why in groups
        ]
        for people, why in (*at_work, *groups):  # while all of them are on leave, better they than nobody
            found_here = _addressed((one for one in people if one.pk != without), why)
            if found_here:
                return found_here
        return ()


def _addressed(people: Iterable[Person], why: str) -> tuple[Addressee, ...]:
    return tuple(Addressee(pk, why) for pk in dict.fromkeys(one.pk for one in people))
