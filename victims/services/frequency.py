"""How often a victim agreed to hear how the case stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cases.models import DueItem, Victim
from cases.services import raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import london_date, now
from rasso_tracker.people.models import Person
from victims import rules
from victims.bereaved import hearer_of, to_update
from victims.enums import ContactAbout, DueCode
from victims.models import Contact, UpdateAgreement
from victims.owning import contact_owner
from victims.services.held import held


@deed
def agree_updates(
    *,
    by: Person,
    victim: Victim,
    agreed_on: date,
    every_days: int | None = None,
    at: datetime | None = None,
) -> UpdateAgreement:
    """Record how often the victim agreed to hear from us; without `every_days` only when something happens.

    The update that is owed moves with it: counted from the last one, never before today. One that is overdue
    stays owed by its own day until the victim has heard from us. Raises NotAllowed and Invalid.
    """
    at = at or now()
    case = held(by, victim, rules.check_can_agree_updates)
    rules.check_agreement(every_days, agreed_on, at)
    rules.check_somebody_agrees(victim, at)
    UpdateAgreement.objects.filter(victim=victim, superseded_at__isnull=True).update(superseded_at=at)
    row = UpdateAgreement(
        case=case, victim=victim, every_days=every_days, agreed_on=agreed_on, recorded_at=at, recorded_by=by
    )
    row.save(force_insert=True)
    if overdue_update(victim, at) is None:  # what comes next pays nothing of what was owed before
        _follow(row, at)
    record(by=by, action=Action.UPDATES_AGREED, case=case, subjects=[victim.pk, row.pk])
    return row


def _follow(agreed: UpdateAgreement, at: datetime) -> None:
    """The next update moves to what was agreed; none is owed where they want to hear of events alone."""
    victim = agreed.victim
    if agreed.every_days is None:
        fell_away = "they want to hear of events alone"
        settle_due(source=victim.pk, code=DueCode.VICTIM_UPDATE.value, at=at, fell_away=fell_away)
        return
    last = (
        Contact.objects.standing()
        .filter(victim=victim, reached=True, about__contains=[ContactAbout.UPDATE])
        .order_by("-occurred_at")
        .values_list("occurred_at", flat=True)
        .first()
    )
    start = london_date(last) if last else london_date(at)
    raise_due(
        case=agreed.case,
        source=victim.pk,
        code=DueCode.VICTIM_UPDATE.value,
        what=to_update(victim, hearer_of(victim, at)),
        owner=contact_owner(victim),
        due_on=max(start + timedelta(days=agreed.every_days), london_date(at)),
        started_on=start,
        at=at,
    )


def overdue_update(victim: Victim, at: datetime) -> DueItem | None:
    """The update that is owed to a victim and past its day: no word of ours moves it but one to them."""
    found: DueItem | None = DueItem.objects.filter(
        source=victim.pk,
        code=DueCode.VICTIM_UPDATE,
        settled_at__isnull=True,
        due_on__lt=london_date(at),
    ).first()
    return found


def agreed_next(victim: Victim, told_on: date) -> tuple[bool, date | None]:
    """Whether the victim agreed how often, and the day of the next update after one on `told_on`."""
    row = UpdateAgreement.objects.filter(victim=victim, superseded_at__isnull=True).first()
    if row is None:
        return False, None
    return True, None if row.every_days is None else told_on + timedelta(days=row.every_days)
