"""A follow-up of an advice clinic passes to the officer in charge of its case, however many in a fixed number
of statements: when who is to do it may see the case no more, leaves, or was that officer until now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery

from actionplans.clinic_enums import FollowUpChanged
from actionplans.models import ClinicFollowUp, FollowUpChange
from actionplans.seals import sealers
from actionplans.services.clinic_access import able_to_see, cases_shut_to
from actionplans.services.clinic_results import FOLLOW_UP_CHANGED, FOLLOW_UP_DUE
from actionplans.services.follow_ups import before_change
from cases.enums import CLOSED_STAGES
from cases.models import Case, DueItem
from cases.services import pass_to_officer
from rasso_tracker.audit import Action
from rasso_tracker.audit.record import Event, record_each
from rasso_tracker.messages.services import raise_notices, settle
from rasso_tracker.people.access import system
from rasso_tracker.people.models import Person


def _owed() -> Any:
    """What is still to be done; of a closed case nothing is."""
    rows = ClinicFollowUp.objects.filter(done_at__isnull=True, withdrawn_at__isnull=True)
    return rows.exclude(case__stage__in=CLOSED_STAGES)


def of_leaver(person: Person) -> Any:
    return _owed().filter(owner=person)


def pass_on_follow_ups(*, by: Person, person: Person, to: Person | None, at: datetime) -> int:
    """What somebody who leaves or moves was to do; the cases themselves have passed on before."""
    return _pass_on(of_leaver(person), lambda row: f"{person.name} handed their work over.", by, at)


def after_people_changed(*, case: Case, former: Person | None, by: Person, at: datetime) -> None:
    """What those were to do who may see the case no more, and `former`, who was its officer in charge."""
    with system("a follow-up passes on also where the deed shuts the case to who does it"):
        rows = _owed().filter(case=case).exclude(owner=case.officer_in_charge_id)
        owners = list(Person.objects.filter(pk__in=rows.order_by().values("owner")))
        able = able_to_see(owners, case) if owners else set()
        gone = {one.pk: f"The case is shut to {one.name}." for one in owners if one.pk not in able}
        if former is not None:
            gone.setdefault(former.pk, f"{former.name} is officer in charge of the case no more.")
        _pass_on(rows.filter(owner__in=gone), lambda row: gone[row.owner_id], by, at)


def after_sight_changed(*, person: Person, by: Person, at: datetime) -> None:
    """Answers people.hooks.sight_changed: the same of what they were to do on any case shut to them now."""
    with system("a follow-up passes on where who does it may see its case no more"):
        rows = of_leaver(person).exclude(owner=F("case__officer_in_charge"))
        shut = rows.filter(case__in=cases_shut_to(person, rows))
        _pass_on(shut, lambda row: f"The case is shut to {person.name}.", by, at)


def _pass_on(rows: Any, why: Callable[[ClinicFollowUp], str], by: Person, at: datetime) -> int:
    locked = rows.select_related("owner").select_for_update(no_key=True, of=("self",))
    found: Sequence[ClinicFollowUp] = list(locked.order_by("pk"))
    if not found:
        return 0
    seals = sealers({row.case_id for row in found})
    changes = [
        before_change(row, FollowUpChanged.MOVED, why(row), seals[row.case_id], by, at) for row in found
    ]
    FollowUpChange.objects.bulk_create(changes)
    ids = [row.pk for row in found]
    officer = Subquery(Case.objects.filter(pk=OuterRef("case")).values("officer_in_charge")[:1])
    ClinicFollowUp.objects.filter(pk__in=ids).update(owner=officer, version=F("version") + 1)
    pass_to_officer(items=DueItem.objects.filter(source__in=ids, code=FOLLOW_UP_DUE), at=at)
    settle(subjects=ids, by=by, at=at, kinds=[FOLLOW_UP_CHANGED])
    whose = {change.pk: change.follow_up_id for change in changes}
    raise_notices(kind=FOLLOW_UP_CHANGED, sources=whose, subjects=whose, at=at)
    events = [
        Event(case=row.case_id, subjects=[row.pk, row.booking_id, change.pk])
        for row, change in zip(found, changes, strict=True)
    ]
    record_each(by=by, action=Action.FOLLOW_UP_MOVED, events=events)
    return len(found)
