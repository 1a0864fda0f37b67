"""What became of plans that were open beside a charge, as lines of the history of a case."""

from __future__ import annotations

from actionplans.models import PlanBesideCharge
from actionplans.seals import Label, Sealer
from cases.timeline.entries import TimelineEntry
from cases.whole import Whole
from rasso_tracker.web.addresses import address


def told_of_beside(whole: Whole) -> list[TimelineEntry]:
    rows = whole.rows(PlanBesideCharge)
    sealer = Sealer(whole.case.pk, whole.key) if any(one.reason_sealed for one in rows) else None
    return [
        TimelineEntry(
            at=one.said_at,
            title=f"{one.plan}, open beside a charge: {one.get_becomes_display().lower()}",
            detail=sealer.open(Label.BESIDE_CHARGE, one.pk, one.reason_sealed) if sealer else "",
            by=one.said_by.name,
            kind="Action plans",
            href=address("action_plan_detail", one.plan_id),
            row=one,
        )
        for one in rows
    ]
