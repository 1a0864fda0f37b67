"""Who is in post and may know of a case, to hear of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from cases.models import Case, NamedAccess
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import Addressee, Due, Gone
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.cover import in_post, stand_ins
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import ROLES

Wanted = Callable[[Person], bool]


class People:
    """Who is in post and may know of some cases, stand-ins for those on leave; a fixed number of
    statements.
    """

    def __init__(self, cases: Iterable[Case], wanted: Q, at: datetime) -> None:
        day = london_date(at)
        self._named: dict[UUID, set[UUID]] = defaultdict(set)
        grants = NamedAccess.objects.filter(case__in={case.pk for case in cases}, ended_at__isnull=True)
        for case_id, person_id in grants.values_list("case", "person"):
            self._named[case_id].add(person_id)
        self._found = list(Person.objects.filter(in_post(day)).filter(wanted))
        self._answering = stand_ins(self._found, day)

    def who(
        self, case: Case, deed: str, choices: Sequence[tuple[Wanted, str]], *, but: UUID | None = None
    ) -> tuple[Addressee, ...]:
        """The first of `choices` that anybody fits who may do `deed` on the case; each person once."""
        for answers in (
            self._answering,
            {one.pk: one for one in self._found},
        ):  # all on leave: better they than nobody
            for wanted, why in choices:
                answering = [answers[one.pk] for one in self._found if wanted(one) and one.pk in answers]
                told = [one for one in answering if one.pk != but and self._may(one, case, deed)]
                if told:
                    return tuple(Addressee(pk, why) for pk in dict.fromkeys(one.pk for one in told))
        return ()

    def officer_and_supervisor(self, case: Case) -> tuple[Addressee, ...]:
        """The officer in charge, and whoever supervises them, else the team or the district."""
        officer = self.who(
            case,
            "propose_nfa",
            [
                (
                    lambda one: one.pk == case.officer_in_charge_id,
                    "You are the officer in charge of this case.",
                )
            ],
        )
        above = self.who(
            case,
            "authorise_nfa",
            [
                (
                    lambda one: one.pk == case.officer_in_charge.supervisor_id,
                    "You supervise the officer in charge.",
                ),
                (lambda one: one.team_id == case.team_id, "You supervise the team of this case."),
                (lambda one: one.district_id == case.district_id, "You supervise its district."),
            ],
        )
        heard = {one.person_id for one in officer}
        return (*officer, *(one for one in above if one.person_id not in heard))

    def for_one(
        self, case: Case, deed: str, person: UUID | None, why: str, *, nobody: str, **due: Any
    ) -> Due | Gone:
        """What waits for one person by name, or whoever stands in for them; gone where `nobody` says."""
        told = self.who(case, deed, [(lambda one: one.pk == person, why)])
        if not told:
            return Gone(nobody)
        return Due(recipients=told, case_id=case.pk, reference=case.reference, **due)

    def _may(self, person: Person, case: Case, deed: str) -> bool:
        named = self._named[case.pk]
        roles = [ROLES[code] for code in person.roles if ROLES[code].may(deed)]
        return any(role_sees(person, role, case, Part.DECISIONS, named) for role in roles)


def holding(deed: str) -> Q:
    return Q(roles__overlap=[code for code, role in ROLES.items() if role.may(deed)])
