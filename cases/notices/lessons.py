"""What delivery asks of the notice of a lesson: is it still open, and who answers for it today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cases.models import Lesson, NamedAccess
from cases.rules.lessons import may_own
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import NOW, Addressee, Due, Gone
from rasso_tracker.people.cover import Rota, rota_on
from rasso_tracker.people.models import Person

YOURS = "It was given to you, to make sure of it."


def recheck_lessons(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Its owner, or on leave who covers and may know of it. A fixed number of statements."""
    rows = list(Lesson.objects.filter(pk__in=sources).select_related("case", "owner"))
    named: dict[UUID, set[UUID]] = defaultdict(set)
    grants = NamedAccess.objects.filter(case__in={row.case_id for row in rows}, ended_at__isnull=True)
    for case_id, person_id in grants.values_list("case", "person"):
        named[case_id].add(person_id)
    rota = rota_on(london_date(at))
    covering = Person.objects.in_bulk(rota.stand_ins())
    return {row.pk: _answer(row, rota, covering, named[row.case_id]) for row in rows}


def _answer(row: Lesson, rota: Rota, covering: dict[UUID, Person], named: set[UUID]) -> Due | Gone:
    if not row.is_open:
        return Gone(f"{row.state}.")
    owner = row.owner
    if not owner.serves_on(rota.day):
        return Gone("Its owner is not in post.")

    def may(person: Person) -> bool:
        return may_own(person, row.case, named)

    told = rota.answering_for(owner, covering, may) or owner
    why = YOURS if told.pk == owner.pk else f"You cover today for {owner.name}, to whom it was given."
    return Due(
        recipients=(Addressee(told.pk, why),),
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline="A lesson from this case is yours to act on",
        due_on=row.due_on,
        ends_when="it is said what was changed, or it passes to somebody else",
        path=f"/lessons/{row.pk}/",
        urgency=NOW,
    )
