"""Concerns about a victim's safety: raised with a day to act by, and resolved by what was done."""

from __future__ import annotations

from datetime import date, datetime

from cases.models import Victim
from cases.services import locked, raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.people.models import Person
from victims import rules
from victims.enums import DueCode
from victims.models import SafeguardingConcern
from victims.sealed import seal_into
from victims.services.held import held


@deed
def raise_safeguarding_concern(
    *,
    by: Person,
    victim: Victim,
    about: str,
    concern: str,
    act_by: date,
    at: datetime | None = None,
) -> SafeguardingConcern:
    """Say that a victim may not be safe and by which day somebody must have acted.

    It is owed by the officer in charge; past its day it climbs from the Detective Inspector. Raises
    NotAllowed and Invalid.
    """
    at = at or now()
    held(by, victim, rules.check_can_raise_concern)
    rules.check_concern(concern, act_by, at)
    row = SafeguardingConcern(
        case_id=victim.case_id, victim=victim, about=about, act_by=act_by, raised_at=at, raised_by=by
    )
    seal_into(row, concern=concern)
    row.save(force_insert=True)
    raise_due(
        case=victim.case,
        source=row.pk,
        code=DueCode.SAFEGUARDING.value,
        what=f"Safeguarding: act on the concern about {victim.label}",
        due_on=act_by,
        at=at,
    )
    record(by=by, action=Action.CONCERN_RAISED, case=victim.case_id, subjects=[victim.pk, row.pk])
    return row


@deed
def resolve_safeguarding_concern(
    *,
    by: Person,
    concern: SafeguardingConcern,
    outcome: str,
    done: str,
    at: datetime | None = None,
) -> SafeguardingConcern:
    """Say what was done about it; its ladder stops. Raises NotAllowed, Invalid, Stale (resolved already)."""
    at = at or now()
    locked(by, concern.case_id)
    row: SafeguardingConcern = SafeguardingConcern.objects.select_related("victim").get(pk=concern.pk)
    rules.check_can_resolve_concern(by, row)
    rules.check_done(done)
    row.outcome, row.resolved_at, row.resolved_by = outcome, at, by
    seal_into(row, done=done)
    row.save(update_fields=["outcome", "resolved_at", "resolved_by", "done_sealed"])
    settle_due(source=row.pk, code=DueCode.SAFEGUARDING.value, at=at)
    record(by=by, action=Action.CONCERN_RESOLVED, case=row.case_id, subjects=[row.victim_id, row.pk])
    return row
