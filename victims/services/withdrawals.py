"""Withdrawals: a person's choice, recorded with its stage and reasons, corroborated, voided when wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cases.models import Victim
from cases.services import locked, settle_due
from rasso_tracker.audit import Action, deed, record
from rasso_tracker.clocks import now
from rasso_tracker.messages.services import raise_notice, settle
from rasso_tracker.people.models import Person
from rasso_tracker.people.refusals import Invalid
from victims import rules
from victims.enums import DueCode, Welcome, WithdrawalKind
from victims.facts import choices_of
from victims.hooks import engagement_changed
from victims.models import REASON_COLUMNS, LookBack, Withdrawal
from victims.notices import TO_CORROBORATE
from victims.reasons import Reasons
from victims.sealed import seal_into
from victims.services.held import held
from victims.services.look_backs import fall_away, owe_look_back
from victims.services.recontact import restate_recontact
from victims.services.restaging import Matter
from victims.services.support_due import restate_support


@deed
def record_withdrawal(
    *,
    by: Person,
    victim: Victim,
    kind: str,
    occurred_at: datetime,
    from_what: Sequence[str] = (),
    reasons: Sequence[str] = (),
    primary_reason: str = "",
    more_reasons: Sequence[Mapping[str, Any]] = (),
    other_words: str = "",
    told_by: str = "",
    spoken_by: Person | None = None,
    own_words: str = "",
    third_party_words: str = "",
    officer_words: str = "",
    support_offered: Sequence[str] = (),
    no_support_because: str = "",
    barriers: Sequence[str] = (),
    tried: str = "",
    recontact_welcome: str = "",
    recontact_on: date | None = None,
    at: datetime | None = None,
) -> Withdrawal:
    """Record that a victim no longer takes part, or that contact was lost. Raises NotAllowed, Invalid.

    The stage and the facts of the day are set here, as they were at `occurred_at`. `reasons` and
    `primary_reason` are the victim's own; `more_reasons` are {reason, given_by} that a third party reported
    or an officer inferred; their words come with such a code. A day on which the victim would welcome to
    hear from us again is owed by then.
    """
    at = at or now()
    case = held(by, victim, rules.check_can_record_withdrawal)
    chosen = WithdrawalKind(kind)
    said = {
        "from_what": from_what,
        "reasons": reasons,
        "primary_reason": primary_reason,
        "more_reasons": more_reasons,
        "other_words": other_words,
        "told_by": told_by,
        "spoken_by": spoken_by,
        "own_words": own_words,
        "third_party_words": third_party_words,
        "officer_words": officer_words,
        "support_offered": support_offered,
        "no_support_because": no_support_because,
        "barriers": barriers,
        "tried": tried,
        "recontact_welcome": recontact_welcome,
        "recontact_on": recontact_on,
    }
    sorted_reasons = rules.check_withdrawal(victim, chosen, occurred_at, said, at)
    row = Withdrawal(
        case=case,
        victim=victim,
        kind=kind,
        occurred_at=occurred_at,
        from_what=list(dict.fromkeys(from_what)),
        told_by=told_by,
        spoken_by=spoken_by,
        support_offered=list(dict.fromkeys(support_offered)),
        barriers=list(dict.fromkeys(barriers)),
        recontact_welcome=recontact_welcome or Welcome.NOT_ASKED,
        recontact_on=recontact_on,
        recorded_at=at,
        recorded_by=by,
    )
    Matter(case).compute(row)
    _write_reasons(row, sorted_reasons)
    seal_into(row, own_words=own_words)
    _seal_what_was_said(
        row,
        third_party_words=third_party_words,
        officer_words=officer_words,
        no_support_because=no_support_because,
        tried=tried,
    )
    row.save(force_insert=True)
    record(by=by, action=Action.WITHDRAWAL_RECORDED, case=case, subjects=[victim.pk, row.pk])
    if chosen.is_withdrawal:
        raise_notice(kind=TO_CORROBORATE, source=row.pk, subject_id=row.pk, at=at)
    restate_recontact(case, victim, at)
    restate_support(victim, at)
    engagement_changed(case=case, victim=victim, by=by, at=at)
    return row


def _seal_what_was_said(row: Withdrawal, **texts: str) -> None:
    """Words that may be left out stay empty, so that a constraint can ask for them."""
    for field, text in texts.items():
        if text.strip():
            seal_into(row, **{field: text})  # type: ignore[arg-type]  # mypy takes a text for the key


def _write_reasons(row: Withdrawal, reasons: Reasons) -> None:
    for giver, column in REASON_COLUMNS.items():
        setattr(row, column, list(reasons.by_giver[giver]))
    row.primary_reason = reasons.primary
    if reasons.other_words:
        seal_into(row, other_words=reasons.other_words)


@deed
def corroborate_withdrawal(
    *,
    by: Person,
    withdrawal: Withdrawal,
    checked_in: Sequence[str],
    note: str,
    at: datetime | None = None,
) -> Withdrawal:
    """A supervisor who did not record it confirms it from the record, without asking the victim again.

    `checked_in` says where in the record the choice is to be found. Raises NotAllowed, Stale and Invalid.
    """
    at = at or now()
    row = _held(by, withdrawal)
    rules.check_can_corroborate(by, row)
    rules.check_corroboration(checked_in, note)
    row.corroborated_at, row.corroborated_by = at, by
    row.corroborated_from = list(dict.fromkeys(checked_in))
    seal_into(row, corroboration_note=note)
    row.save(
        update_fields=[
            "corroborated_at",
            "corroborated_by",
            "corroborated_from",
            "corroboration_note_sealed",
        ]
    )
    settle(by=by, at=at, subject_id=row.pk)
    owe_look_back(row, at)
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
    restate_recontact(row.case, row.victim, at)
    restate_support(row.victim, at)
    engagement_changed(case=row.case, victim=row.victim, by=by, at=at)
    settle_due(source=row.pk, code=DueCode.LOOK_BACK.value, at=at, fell_away="the withdrawal was voided")
    for found in LookBack.objects.filter(withdrawal=row, voided_at__isnull=True):
        fall_away(found, by, "The withdrawal was voided.", at)
    record(by=by, action=Action.WITHDRAWAL_VOIDED, case=row.case_id, subjects=[row.victim_id, row.pk])
    return row


def _held(by: Person, withdrawal: Withdrawal) -> Withdrawal:
    """The row as it is now, under the lock of its case."""
    locked(by, withdrawal.case_id)
    row: Withdrawal = Withdrawal.objects.select_related("victim__case").get(pk=withdrawal.pk)
    return row
