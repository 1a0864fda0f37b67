"""Warning those named on a restricted case when leave or leaving lets too few of them be at work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cases.enums import CLOSED_STAGES
from cases.models import Case, NamedAccess, NamedShort
from cases.services.stored import need_door
from cases.short import named_on, short_days
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.record import Event, record_each
from rasso_tracker.clocks import london_date
from rasso_tracker.ids import uuid7
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid

NAMED_SHORT = "named_short"


def restricted_naming(person: Person) -> Any:
    """Open restricted cases that name a person."""
    grants = NamedAccess.objects.filter(person=person, ended_at__isnull=True)
    return Case.objects.filter(pk__in=grants.values("case"), restricted=True).exclude(stage__in=CLOSED_STAGES)


def after_presence_changed(
    *, person: Person, by: Person, at: datetime, source: UUID, since: date, until: date | None
) -> None:
    """Raise a warning for each restricted case that is short from then on, inside the deed that changed it.

    Raises Invalid where somebody goes for good and a case would be left to nobody: then nobody could mend it.
    """
    need_door("after_presence_changed")
    with system("whoever is warned is named on the case; whoever goes on leave may not even know of it"):
        cases = list(restricted_naming(person).values_list("pk", flat=True))
        if not cases:
            return
        named = named_on(cases)
        if until is None:
            _check_somebody_left(cases, named, since)
        short = short_days(named, since, until or since)
        rows = [
            NamedShort(
                id=uuid7(), case_id=case, source=source, since=days[0], until=until and days[-1], raised_at=at
            )
            for case, days in short.items()
        ]
        NamedShort.objects.bulk_create(rows, ignore_conflicts=True)
        for row in rows:
            raise_notice(kind=NAMED_SHORT, source=row.pk, subject_id=row.case_id, at=at)
        events = [Event(case=row.case_id, subjects=[row.pk]) for row in rows]
        record_each(by=by, action=Action.NAMED_SHORT_RAISED, events=events)


def _check_somebody_left(cases: Iterable[UUID], named: dict[UUID, list[Person]], since: date) -> None:
    if all(any(one.serves_on(since) for one in named.get(case, ())) for case in cases):
        return
    raise Invalid(
        {
            "": "A case that only named people may see would be left to nobody. Have a supervisor who"
            " is named on it name somebody else first."
        }
    )


def settle_short(case: Case, by: Person, at: datetime) -> None:
    """Quiet the warnings of a case on which enough are named again, inside the deed that named somebody."""
    rows = list(NamedShort.objects.filter(case=case)) if case.restricted else []
    if not rows:
        return
    today = london_date(at)
    named = named_on([case.pk])
    over = [
        row.pk
        for row in rows
        if not short_days(named, max(row.since, today), max(row.until or today, row.since, today))
    ]
    if over:
        settle(by=by, at=at, sources=over, kinds=[NAMED_SHORT])
