"""What delivery asks of the notice of a direction: is it still open, and who carries it out today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cases.models import Direction, NamedAccess
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import DIGEST, Addressee, Due, Gone
from rasso_tracker.people.access import role_sees
from rasso_tracker.people.cover import Rota, rota_on
from rasso_tracker.people.models import Person
from rasso_tracker.people.parts import Part
from rasso_tracker.people.roles import ROLES

YOURS = "A supervisor gave it to you."


def recheck_directions(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Its owner, or on leave who covers and may know of the supervision. A fixed number of statements."""
    rows = list(Direction.objects.filter(pk__in=sources).select_related("case", "owner"))
    named: dict[UUID, set[UUID]] = defaultdict(set)
    grants = NamedAccess.objects.filter(case__in={row.case_id for row in rows}, ended_at__isnull=True)
    for case_id, person_id in grants.values_list("case", "person"):
        named[case_id].add(person_id)
    rota = rota_on(london_date(at))
    covering = Person.objects.in_bulk(rota.stand_ins())
    return {row.pk: _answer(row, rota, covering, named[row.case_id]) for row in rows}


def _answer(row: Direction, rota: Rota, covering: dict[UUID, Person], named: set[UUID]) -> Due | Gone:
    if not row.is_open:
        return Gone(f"{row.state.label}.")
    owner = row.owner
    if not owner.serves_on(rota.day):
        return Gone("Its owner is not in post; the ladder tells their supervisor.")

    def may(person: Person) -> bool:
        return any(role_sees(person, ROLES[code], row.case, Part.SUPERVISION, named) for code in person.roles)

    told = rota.answering_for(owner, covering, may) or owner
    why = YOURS if told.pk == owner.pk else f"You cover today for {owner.name}, who was given it."
    return Due(
        recipients=(Addressee(told.pk, why),),
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline="Carry out a direction of the supervisory review",
        due_on=row.due_on,
        ends_when="it is answered, a supervisor withdraws it, or the case is closed",
        path=f"/supervisory-directions/{row.pk}/",
        urgency=DIGEST,
    )
