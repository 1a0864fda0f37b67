"""Who hears of an alert on how to reach a victim, and of a spokesperson who waits for agreement.

The words go by e-mail: they name the reference and what to do, and nothing of the victim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cases.models import Assignment, Case, DueItem, NamedAccess
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import DIGEST, NOW, Addressee, Due, Gone
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.cover import in_post, stand_ins
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import ROLES
from victims.models import ContactAlert, IsvaSupport, Spokesperson
from victims.notices import Supervisors

OWES = "You owe this victim something, or look after them."


def recheck_spokespersons(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Which spokespersons still wait for a supervisor, and for whom. A fixed number of statements."""
    rows = list(Spokesperson.objects.filter(pk__in=sources).select_related("case"))
    supervisors = Supervisors([row.case for row in rows], at)
    return {row.pk: _waiting(row, supervisors) for row in rows}


def _waiting(row: Spokesperson, supervisors: Supervisors) -> Due | Gone:
    if not row.waits:
        return Gone("It was agreed to or ended.")
    told = supervisors.of(row.case, without=row.named_by_id)
    if not told:
        return Gone("No supervisor of the case is in post who did not name them.")
    return Due(
        recipients=told,
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline="A record on this case waits for a supervisor's agreement",
        ends_when="it is agreed to or ended",
        path=f"/spokespersons/{row.pk}/agree/",
        urgency=DIGEST,
    )


def recheck_alerts(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Which alerts are open, and who must not use the old ways: everybody who owes the victim something,
    the officer in charge, who is assigned, and the ISVA. A fixed number of statements.
    """
    rows = list(ContactAlert.objects.filter(pk__in=sources).select_related("case"))
    people = _Concerned(rows, at)
    supervisors = Supervisors([row.case for row in rows], at)
    return {row.pk: _in_doubt(row, people, supervisors) for row in rows}


def _in_doubt(row: ContactAlert, people: _Concerned, supervisors: Supervisors) -> Due | Gone:
    if not row.is_open:
        return Gone("It was confirmed with the victim.")
    told = people.of(row) or supervisors.of(row.case, without=row.raised_by_id)
    if not told:
        return Gone("Nobody in post may know of it.")
    return Due(
        recipients=told,
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline="Before you contact anybody on this case, check how",
        ends_when="it is confirmed which ways are safe",
        path=f"/victims/{row.victim_id}/",
        urgency=NOW,
    )


class _Concerned:
    """Who looks after some victims or owes them something, in post, stand-ins for those on leave."""

    def __init__(self, rows: Sequence[ContactAlert], at: datetime) -> None:
        cases = {row.case_id: row.case for row in rows}
        self._wanted: dict[UUID, set[UUID]] = defaultdict(set)
        owners = dict(
            DueItem.objects.filter(pk__in=[one for row in rows for one in row.reached]).values_list(
                "pk", "owner"
            )
        )
        assigned = list(
            Assignment.objects.filter(case__in=cases, ended_at__isnull=True).values_list("case", "person")
        )
        isvas = list(
            IsvaSupport.objects.filter(
                victim__in=[row.victim_id for row in rows], ended_at__isnull=True
            ).values_list("victim", "isva")
        )
        for row in rows:
            self._wanted[row.pk] = {
                row.case.officer_in_charge_id,
                *(owners.get(one) for one in row.reached),
                *(person for case, person in assigned if case == row.case_id),
                *(isva for victim, isva in isvas if victim == row.victim_id),
            } - {None}
        self._named: dict[UUID, set[UUID]] = defaultdict(set)
        for case, person in NamedAccess.objects.filter(case__in=cases, ended_at__isnull=True).values_list(
            "case", "person"
        ):
            self._named[case].add(person)
        day = london_date(at)
        wanted = {one for people in self._wanted.values() for one in people}
        self._found = Person.objects.filter(in_post(day)).in_bulk(wanted)
        self._answering = stand_ins(self._found.values(), day)

    def of(self, row: ContactAlert) -> tuple[Addressee, ...]:
        """Everybody concerned who may know how to reach the victim, each once."""
        asked = [pk for pk in self._wanted[row.pk] if pk in self._found]
        people = [self._answering.get(pk, self._found[pk]) for pk in asked]
        may = [one for one in people if self._may(one, row.case)]
        return tuple(Addressee(pk, OWES) for pk in dict.fromkeys(one.pk for one in may))

    def _may(self, person: Person, case: Case) -> bool:
        named = self._named[case.pk]
        roles = (ROLES[code] for code in person.roles)
        return any(role_sees(person, role, case, Part.VICTIM_CONTACT, named) for role in roles)
