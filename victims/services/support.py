"""Sharing a victim's record with their ISVA, with consent, for as long as the support lasts."""

from __future__ import annotations

from datetime import date, datetime

from cases.enums import NamedBecause
from cases.models import NamedAccess, Victim
from cases.services import grant_access, locked
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import day_words, now
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from victims import rules
from victims.models import IsvaSupport, JointAppointment
from victims.notices.appointments import ASKED
from victims.notices.isva import CLOSED_TO_YOU, SUPPORT_ENDED
from victims.services.held import row_held
from victims.services.reach_due import restate_reach
from victims.services.restaging import restage
from victims.support_enums import SupportEndedBecause


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
    restate_reach(victim, at)
    restage(case=case, by=by, at=at, why=f"Support by an ISVA from {day_words(consented_on)} was recorded.")
    return row


@deed
def end_isva_support(
    *, by: Person, support: IsvaSupport, because: str, at: datetime | None = None
) -> IsvaSupport:
    """End what share_with_isva began, at once; the ISVA hears. Raises NotAllowed and Stale."""
    at = at or now()
    row = row_held(by, support, "victim__case", "victim__merged_into")
    rules.check_can_end_isva_support(by, row)
    _end(row, by, at, because)
    raise_notice(kind=CLOSED_TO_YOU, source=row.pk, subject_id=row.pk, at=at)
    return row


@deed
def end_my_support(
    *, by: Person, support: IsvaSupport, because: str, at: datetime | None = None
) -> IsvaSupport:
    """The ISVA says that their support has ended: the record closes to them at once, and the officer hears.

    Raises NotAllowed (another ISVA's), Invalid (not theirs to say) and Stale (ended already).
    """
    at = at or now()
    row = row_held(by, support, "victim__case", "victim__merged_into")
    rules.check_can_end_my_support(by, row)
    rules.check_why_my_support_ended(because)
    raise_notice(kind=SUPPORT_ENDED, source=row.pk, subject_id=row.pk, at=at)
    _end(row, by, at, because)
    return row


def _end(row: IsvaSupport, by: Person, at: datetime, because: str) -> None:
    """The support ends, and with the last of an ISVA's clients on the case their access to it.

    What asked the ISVA to do something for this client is over for them; the police side stays as it is.
    """
    row.ended_at, row.ended_by, row.ended_because = at, by, because
    row.save(update_fields=["ended_at", "ended_by", "ended_because"])
    asked = JointAppointment.objects.filter(victim=row.victim_id, isva=row.isva_id, ended_at__isnull=True)
    for appointment in asked:
        settle(by=by, at=at, subject_id=appointment.pk, kinds=[ASKED])
    record(by=by, action=Action.ISVA_SUPPORT_ENDED, case=row.case_id, subjects=[row.victim_id, row.pk])
    if because == SupportEndedBecause.ERROR:  # else nothing before this moment changes
        restage(case=row.case, by=by, at=at, why="The case was shared with an ISVA in error.")
    restate_reach(row.victim, at)  # while the case is still open to an ISVA who says so themselves
    if not IsvaSupport.objects.filter(case=row.case_id, isva=row.isva_id, ended_at__isnull=True).exists():
        NamedAccess.objects.filter(
            case=row.case_id, person=row.isva_id, because=NamedBecause.ISVA, ended_at__isnull=True
        ).update(ended_at=at)
