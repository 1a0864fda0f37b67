"""What the lists of withdrawals show, by name: the page and the API ask for the same rows."""

from __future__ import annotations

from django.db.models import Q

from victims.enums import WithdrawalKind
from victims.record_enums import TieToSuspect

_STANDS, _LOST = Q(voided_at__isnull=True), Q(kind=WithdrawalKind.LOST_CONTACT)
SHOWN: dict[str, Q] = {
    "withdrawals": _STANDS & ~_LOST,
    # Nobody can corroborate what was left with a record that was merged.
    "waiting": _STANDS & ~_LOST & Q(corroborated_at__isnull=True, victim__merged_into__isnull=True),
    "corroborated": _STANDS & ~_LOST & Q(corroborated_at__isnull=False),
    "lost_contact": _STANDS & _LOST,
    "voided": ~_STANDS,
}
# A look-back is owed on a corroborated withdrawal until somebody records one.
LOOK_BACK_OWED = SHOWN["corroborated"] & Q(looked_back_at__isnull=True)
LOOKED_BACK = SHOWN["corroborated"] & Q(looked_back_at__isnull=False)
# Spokespersons with a tie to a suspect to whom no supervisor has agreed yet.
WAITS = ~Q(tie=TieToSuspect.NONE) & Q(agreed_at__isnull=True, ended_at__isnull=True)
