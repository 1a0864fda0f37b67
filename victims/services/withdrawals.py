"""Withdrawals: a person's choice, recorded with its stage and reasons, corroborated, voided when wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cases.models import Victim
from cases.services import locked
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from victims import rules
from victims.engagement import Choice, Event
from victims.enums import Welcome, WithdrawalKind
from victims.facts import choices_of
from victims.models import REASON_COLUMNS, Withdrawal
from victims.notices import TO_CORROBORATE
from victims.reasons import Reasons, sort_reasons
from victims.sealed import seal_into
from victims.services.restaging import Matter
from victims.stages import TABLE_VERSION


@deed
def record_withdrawal(
    *,
    by: Person,
    victim: Victim,
    kind: str,
    occurred_at: datetime,
    reasons: Sequence[str] = (),
    primary_reason: str = "",
    reasons_from: str = "",
    more_reasons: Sequence[Mapping[str, Any]] = (),
    other_words: str = "",
    told_by: str = "",
    own_words: str = "",
    support_offered: Sequence[str] = (),
    recontact_welcome: str = "",
    at: datetime | None = None,
) -> Withdrawal:
    """Record that a victim no longer takes part, or that contact was lost. Raises NotAllowed, Invalid.

    The stage is set here, as the case stood at `occurred_at`. `reasons` were given by `reasons_from` (when
    that is left out: by whoever the way it was told speaks for); `more_reasons` are {reason, given_by} of
    somebody else.
    """
    at = at or now()
    rules.check_can_record_withdrawal(by, victim)
    case = locked(by, victim.case_id)
    rules.check_moment("occurred_at", occurred_at, case.reported_on, at, "A withdrawal")
    given = sort_reasons(
        WithdrawalKind(kind),
        told_by=told_by,
        reasons=reasons,
        reasons_from=reasons_from,
        more_reasons=more_reasons,
        primary_reason=primary_reason,
        other_words=other_words,
    )
    _check_order(victim, WithdrawalKind(kind), occurred_at)
    row = _staged(victim, occurred_at, kind=kind, told_by=told_by, recorded_at=at, recorded_by=by)
    row.support_offered = list(dict.fromkeys(support_offered))
    row.recontact_welcome = recontact_welcome or Welcome.NOT_ASKED
    _write_reasons(row, given)
    seal_into(row, own_words=own_words)
    row.save(force_insert=True)
    record(by=by, action=Action.WITHDRAWAL_RECORDED, case=case, subjects=[victim.pk, row.pk])
    raise_notice(kind=TO_CORROBORATE, source=row.pk, subject_id=row.pk, at=at)
    return row


def _staged(victim: Victim, occurred_at: datetime, **said: Any) -> Withdrawal:
    """A new row, with the stage of the case at that moment and the version of the table that gave it."""
    stage = Matter(victim.case_id).stage(victim.pk, occurred_at)
    return Withdrawal(
        case_id=victim.case_id,
        victim=victim,
        occurred_at=occurred_at,
        stage=stage,
        stage_table=TABLE_VERSION,
        **said,
    )


def _check_order(victim: Victim, kind: WithdrawalKind, occurred_at: datetime) -> None:
    """Raises Invalid when this choice cannot stand among the victim's others."""
    if kind.is_withdrawal:
        rules.check_choice_fits(choices_of(victim), Event(occurred_at, Choice.WITHDREW))
    if Withdrawal.objects.standing().filter(victim=victim, occurred_at=occurred_at).exists():
        raise Invalid({"occurred_at": rules.SAME_MOMENT})


def _write_reasons(row: Withdrawal, reasons: Reasons) -> None:
    for giver, column in REASON_COLUMNS.items():
        setattr(row, column, list(reasons.by_giver[giver]))
    row.primary_reason = reasons.primary
    if reasons.other_words:
        seal_into(row, other_words=reasons.other_words)


@deed
def corroborate_withdrawal(
    *, by: Person, withdrawal: Withdrawal, note: str, at: datetime | None = None
) -> Withdrawal:
    """A supervisor who did not record it confirms it and says how. Raises NotAllowed, Stale and Invalid."""
    at = at or now()
    row = _held(by, withdrawal)
    rules.check_can_corroborate(by, row)
    if not note.strip():
        raise Invalid({"note": "Say how you satisfied yourself that this is the victim's choice."})
    row.corroborated_at, row.corroborated_by = at, by
    seal_into(row, corroboration_note=note)
    row.save(update_fields=["corroborated_at", "corroborated_by", "corroboration_note_sealed"])
    settle(by=by, at=at, subject_id=row.pk)
    record(by=by, action=Action.WITHDRAWAL_CORROBORATED, case=row.case_id, subjects=[row.victim_id, row.pk])
    return row


@deed
def void_withdrawal(
    *, by: Person, withdrawal: Withdrawal, reason: str, at: datetime | None = None
) -> Withdrawal:
    """Take back a withdrawal that was recorded wrongly; the row stays. Raises NotAllowed, Stale and Invalid.

    A choice that the victim changed is a re-engagement, not a void.
    """
    at = at or now()
    row = _held(by, withdrawal)
    rules.check_can_void_withdrawal(by, row)
    if not reason.strip():
        raise Invalid({"reason": "Say what was wrong with this record."})
    if row.is_withdrawal:
        rules.check_choice_can_go(choices_of(row.victim), rules.choice_of(row))
    row.voided_at, row.voided_by, row.void_reason = at, by, reason
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    settle(by=by, at=at, subject_id=row.pk)
    record(by=by, action=Action.WITHDRAWAL_VOIDED, case=row.case_id, subjects=[row.victim_id, row.pk])
    return row


def _held(by: Person, withdrawal: Withdrawal) -> Withdrawal:
    """The row as it is now, under the lock of its case."""
    locked(by, withdrawal.case_id)
    row: Withdrawal = Withdrawal.objects.select_related("victim__case").get(pk=withdrawal.pk)
    return row
