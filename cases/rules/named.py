"""Who is named on a case, and how few may be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cases.models import Case, NamedAccess
from cases.rules.authority import check_role
from rasso_tracker.clocks import london_date
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.people.roles import GATEKEEPER

LEAST_NAMED = 2


def is_in_post(person: Person, at: datetime) -> bool:
    return person.serves_on(london_date(at))


def check_named_enough(people: Iterable[Person], field: str, at: datetime) -> None:
    """A restricted case has two named people or more, one of them a gatekeeper (safety.md 4). Raises
    Invalid.
    """
    today = london_date(at)
    serving = {person.pk: person for person in people if person.serves_on(today)}
    if len(serving) < LEAST_NAMED:
        raise Invalid({field: "Name at least two people who are in post: nobody else will see the case."})
    if not any(GATEKEEPER.code in person.roles for person in serving.values()):
        raise Invalid({field: "Name a gatekeeper among them."})


def check_can_end_naming(
    by: Person, naming: NamedAccess, case: Case, left: Iterable[Person], at: datetime
) -> None:
    check_role(by, "end_naming")
    if naming.ended_at is not None:
        raise NotAllowed("This access has ended already.")
    if naming.because == "assigned":
        raise NotAllowed("The access of an assigned officer ends when somebody else is assigned.")
    if case.restricted:
        try:
            check_named_enough(left, "", at)
        except Invalid:
            raise NotAllowed(
                "A restricted case keeps two named people or more, one a gatekeeper: name another first."
            ) from None
