"""Asking a victim again on the day on which they said they would welcome it: owed until somebody asks."""

from __future__ import annotations

from datetime import datetime

from cases.models import Case, Victim
from cases.services import raise_due, settle_due
from victims.enums import DueCode
from victims.models import Withdrawal


def owe_recontact(case: Case, withdrawal: Withdrawal, at: datetime) -> None:
    """Called inside the deed that records the withdrawal. Nothing is owed where no day was named."""
    if withdrawal.recontact_on is not None:
        raise_due(
            case=case,
            source=withdrawal.pk,
            code=DueCode.RECONTACT.value,
            what=f"Ask {withdrawal.victim.label} again, as they welcome",
            due_on=withdrawal.recontact_on,
            at=at,
        )


def settle_recontact(victim: Victim, at: datetime) -> None:
    """They were asked, take part again, or the withdrawal was voided: called inside the deed that says so."""
    named = Withdrawal.objects.filter(victim=victim, recontact_on__isnull=False)
    for withdrawal_id in named.values_list("pk", flat=True):
        settle_due(source=withdrawal_id, code=DueCode.RECONTACT.value, at=at)
