"""Sharing a victim's record with their ISVA, with consent, for as long as the support lasts."""

from __future__ import annotations

from datetime import date, datetime

from cases.enums import NamedBecause
from cases.models import NamedAccess, Victim
from cases.services import grant_access, locked
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.people.models import Person
from victims import rules
from victims.models import IsvaSupport
from victims.notices.isva import SUPPORT_ENDED


@deed
def share_with_isva(
    *, by: Person, victim: Victim, isva: Person, consented_on: date, at: datetime | None = None
) -> IsvaSupport:
    """Let an ISVA see the victim's contact preferences, key dates and decisions, as the victim agreed.

    Raises NotAllowed and Invalid (no ISVA, no consent yet, shared already).
    """
    at = at or now()
    rules.check_can_share_with_isva(by, victim)
    rules.check_shareable(victim, isva, consented_on, at)
    case = locked(by, victim.case_id)
    row = IsvaSupport(
        case=case, victim=victim, isva=isva, consented_on=consented_on, started_at=at, recorded_by=by
    )
    row.save(force_insert=True)
    grant_access(by=by, case=case, person=isva, because=NamedBecause.ISVA, at=at)
    record(
        by=by,
        action=Action.ISVA_SUPPORT_SHARED,
        case=case,
        subjects=[victim.pk, row.pk],
        recipient=isva.name,
    )
    return row


@deed
def end_isva_support(*, by: Person, support: IsvaSupport, at: datetime | None = None) -> IsvaSupport:
    """End what share_with_isva began, at once. Raises NotAllowed and Stale."""
    at = at or now()
    locked(by, support.case_id)
    row: IsvaSupport = IsvaSupport.objects.select_related("victim").get(pk=support.pk)
    rules.check_can_end_isva_support(by, row)
    _end(row, by, at)
    return row


@deed
def end_my_support(*, by: Person, support: IsvaSupport, at: datetime | None = None) -> IsvaSupport:
    """The ISVA says that their support has ended: the record closes to them at once, and the officer hears.

    Raises NotAllowed (another ISVA's) and Stale (ended already).
    """
    at = at or now()
    locked(by, support.case_id)
    row: IsvaSupport = IsvaSupport.objects.select_related("victim__case", "victim__merged_into").get(
        pk=support.pk
    )
    rules.check_can_end_my_support(by, row)
    raise_notice(kind=SUPPORT_ENDED, source=row.pk, subject_id=row.pk, at=at)
    _end(row, by, at)
    return row


def _end(row: IsvaSupport, by: Person, at: datetime) -> None:
    """The support ends, and with the last of an ISVA's clients on the case their access to it."""
    row.ended_at, row.ended_by = at, by
    row.save(update_fields=["ended_at", "ended_by"])
    record(by=by, action=Action.ISVA_SUPPORT_ENDED, case=row.case_id, subjects=[row.victim_id, row.pk])
    if not IsvaSupport.objects.filter(case=row.case_id, isva=row.isva_id, ended_at__isnull=True).exists():
        NamedAccess.objects.filter(
            case=row.case_id, person=row.isva_id, because=NamedBecause.ISVA, ended_at__isnull=True
        ).update(ended_at=at)
