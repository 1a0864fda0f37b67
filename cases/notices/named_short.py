"""What delivery asks of a warning that too few of those named on a restricted case are at work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from cases.models import NamedShort
from cases.short import named_on, short_days
from rasso_tracker.clocks import london_date
from rasso_tracker.messages import NOW, Addressee, Due, Gone
from rasso_tracker.people.cover import Rota, rota_on
from rasso_tracker.people.models import Person
from rasso_tracker.people.roles import ROLES

WHY = "You are named on this restricted case."


def recheck_named_short(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Which warnings still stand, and whom they go to: those named and at work, who may name another first.

    Nobody else may know of the case, so nobody else is told. A fixed number of statements and one a warning.
    """
    today = london_date(at)
    rows = list(NamedShort.objects.filter(pk__in=sources).select_related("case"))
    named = named_on({row.case_id for row in rows})
    rota = rota_on(today)
    return {row.pk: _answer(row, named.get(row.case_id, []), rota, today) for row in rows}


def _answer(row: NamedShort, named: list[Person], rota: Rota, today: date) -> Due | Gone:
    if row.case.is_closed or not row.case.restricted:
        return Gone("The case is closed, or not restricted any more.")
    if row.until is not None and row.until < today:
        return Gone("Those who were away are back.")
    first = max(row.since, today)
    days = short_days({row.case_id: named}, first, max(row.until or first, first))
    if not days:
        return Gone("Enough of those named are at work.")
    told = told_of(named, rota)
    if not told:
        return Gone("Nobody who is named on the case is in post.")
    return Due(
        recipients=tuple(Addressee(one.pk, WHY) for one in told),
        case_id=row.case_id,
        subject_id=row.case_id,
        reference=row.case.reference,
        headline="Name another person: too few of those named on this case are at work",
        due_on=days[row.case_id][0],
        ends_when="two of those named are at work, one of them a gatekeeper",
        path=f"/cases/{row.case_id}/people/",
        urgency=NOW,
    )


def told_of(named: list[Person], rota: Rota) -> list[Person]:
    """Of those named: at work and able to name another; else at work; else in post, on leave as they are."""
    serving = [one for one in named if one.serves_on(rota.day)]
    at_work = [one for one in serving if rota.is_at_work(one)]
    able = [one for one in at_work if any(ROLES[code].may("name_person") for code in one.roles)]
    return able or at_work or serving
