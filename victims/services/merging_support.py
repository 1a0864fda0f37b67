"""Support of two records of one victim: what may stand once a kind becomes one referral."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from cases.models import Victim
from victims.models import SupportEvent, SupportReferral
from victims.pathway import OutOfOrder, check_steps, in_order
from victims.support_enums import SEVERAL, WAITS, SupportStep

RUNS = (*WAITS, SupportStep.STARTED)


def fold_support(kept: Victim, duplicate: Victim) -> list[UUID]:
    """The steps of both referrals of a kind become those of the kept record's, by their days: their ids.

    Where the steps of both cannot be one row of steps, the referral that runs (of two that run, the newer)
    is the kept record's and the other stays as it was with the merged one. Inside merge_victims.
    """
    mine = {one.kind: one for one in SupportReferral.objects.filter(victim=kept).exclude(kind__in=SEVERAL)}
    folded: list[UUID] = []
    for other in SupportReferral.objects.filter(victim=duplicate, kind__in=list(mine)):
        own = mine[other.kind]
        ours, theirs = _steps(own), _steps(other)
        try:
            check_steps([*ours, *theirs])
        except OutOfOrder:
            if _counts(theirs) <= _counts(ours):
                continue
            _give(ours, other)
        _give(theirs, own)
        folded += [one.pk for one in theirs]
    return folded


def _steps(referral: SupportReferral) -> list[SupportEvent]:
    return list(SupportEvent.objects.filter(referral=referral))


def _give(steps: Sequence[SupportEvent], referral: SupportReferral) -> None:
    SupportEvent.objects.filter(pk__in=[one.pk for one in steps]).update(referral=referral)


def _counts(steps: Sequence[SupportEvent]) -> tuple[bool, date]:
    """Whether it runs, and its last day: the greater of two is the one that counts."""
    ordered = in_order(steps)
    if not ordered:
        return (False, date.min)
    return (ordered[-1].step in RUNS, ordered[-1].happened_on)
