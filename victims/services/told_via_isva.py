"""What an ISVA tells the police as the victim asked: told, confirmed as a withdrawal, or not confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cases.models import Case, Victim
from cases.services import raise_due, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import ClockCode, deadline, now
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from victims import rules
from victims.enums import DueCode, ToldBy
from victims.models import WithdrawalTold
from victims.notices.isva import TOLD, TOLD_ANSWERED
from victims.sealed import seal_into
from victims.services.held import held, row_held
from victims.services.withdrawals import record_withdrawal

MERGED = "The records of two victims were merged: the same is told on the record that was kept."


@deed
def tell_withdrawal(
    *,
    by: Person,
    victim: Victim,
    kind: str,
    occurred_at: datetime,
    from_what: Sequence[str],
    asked_to_tell: bool,
    words: str = "",
    at: datetime | None = None,
) -> WithdrawalTold:
    """Tell the police that a client no longer takes part, as the client asked.

    Raises NotAllowed, Stale (the record was merged) and Invalid, also while what was told before waits.

    Nothing counts it as a withdrawal yet. The officer in charge hears at once and owes an answer within the
    clock. `occurred_at` is when the victim said so to the ISVA.
    """
    at = at or now()
    case = held(by, victim, rules.check_can_tell_withdrawal)
    rules.check_none_waits(victim)
    rules.check_moment("occurred_at", occurred_at, case.reported_on, at, "What they told you")
    rules.check_was_alive(victim, occurred_at)
    rules.check_told(kind, from_what, asked_to_tell)
    row = WithdrawalTold(
        case=case,
        victim=victim,
        kind=kind,
        occurred_at=occurred_at,
        from_what=list(dict.fromkeys(from_what)),
        asked_to_tell=asked_to_tell,
        told_at=at,
        told_by=by,
    )
    if words.strip():
        seal_into(row, words=words)
    row.save(force_insert=True)
    _owe_an_answer(case, row, at)
    record(by=by, action=Action.WITHDRAWAL_TOLD, case=case, subjects=[victim.pk, row.pk])
    return row


def _owe_an_answer(case: Case, row: WithdrawalTold, at: datetime) -> None:
    clock = deadline(ClockCode.TOLD_WITHDRAWAL, at)
    raise_due(
        case=case,
        source=row.pk,
        code=DueCode.TOLD_WITHDRAWAL.value,
        what=f"Answer what the ISVA told us for {row.victim.label}",
        due_on=clock.due_on,
        rule=ClockCode.TOLD_WITHDRAWAL.value,
        started_on=clock.start_on,
        at=at,
    )
    raise_notice(kind=TOLD, source=row.pk, subject_id=row.pk, at=at)


@deed
def confirm_told_withdrawal(
    *, by: Person, told: WithdrawalTold, at: datetime | None = None, **said: Any
) -> WithdrawalTold:
    """Record the withdrawal that an ISVA told of: `said` as record_withdrawal takes it.

    Both stand or fall together. Raises NotAllowed, Stale (answered already), and what that deed raises.
    """
    at = at or now()
    row = _held(by, told)
    rules.check_can_confirm_told(by, row)
    said = {**said, "told_by": ToldBy.VIA_ISVA.value}
    row.withdrawal = record_withdrawal(by=by, victim=row.victim, at=at, **said)
    _answered(by, row, at)
    record(
        by=by,
        action=Action.TOLD_WITHDRAWAL_CONFIRMED,
        case=row.case_id,
        subjects=[row.victim_id, row.pk, row.withdrawal.pk],
    )
    return row


@deed
def answer_told_withdrawal(
    *, by: Person, told: WithdrawalTold, because: str, at: datetime | None = None
) -> WithdrawalTold:
    """Say why what an ISVA told is not confirmed; the ISVA hears. Raises NotAllowed, Invalid and Stale."""
    at = at or now()
    row = _held(by, told)
    rules.check_can_answer_told(by, row)
    rules.check_because(because)
    seal_into(row, not_confirmed_because=because)
    _answered(by, row, at)
    record(
        by=by,
        action=Action.TOLD_WITHDRAWAL_NOT_CONFIRMED,
        case=row.case_id,
        subjects=[row.victim_id, row.pk],
    )
    return row


def _held(by: Person, told: WithdrawalTold) -> WithdrawalTold:
    return row_held(by, told, "victim__case", "victim__merged_into", "withdrawal", "told_by")


def _answered(by: Person, row: WithdrawalTold, at: datetime) -> None:
    row.answered_at, row.answered_by = at, by
    row.save(update_fields=["answered_at", "answered_by", "withdrawal", "not_confirmed_because_sealed"])
    settle_due(source=row.pk, code=DueCode.TOLD_WITHDRAWAL.value, at=at)
    settle(by=by, at=at, subject_id=row.pk)
    raise_notice(kind=TOLD_ANSWERED, source=row.pk, subject_id=row.pk, at=at)


def answer_as_merged(by: Person, kept: Victim, duplicate: Victim, at: datetime) -> None:
    """Called inside the deed that merges two records: what waits on both is answered on the kept one."""
    if not WithdrawalTold.objects.filter(victim=kept, answered_at__isnull=True).exists():
        return
    for row in WithdrawalTold.objects.filter(victim=duplicate, answered_at__isnull=True):
        if row.told_by_id == by.pk:
            continue
        seal_into(row, not_confirmed_because=MERGED)
        _answered(by, row, at)
