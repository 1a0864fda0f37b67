"""The limits of bail as due items: one for each suspect on bail."""

from __future__ import annotations

from datetime import datetime

from cases.enums import MilestoneKind
from cases.models import Case, DueItem, Milestone
from cases.services.due import raise_due, settle_due
from cases.stages import standing

LIMIT = "bail_limit"
# What ends pre-charge bail, or takes its place.
ENDS = frozenset(
    {
        MilestoneKind.BAIL_ENDED,
        MilestoneKind.RELEASED_UNDER_INVESTIGATION,
        MilestoneKind.CHARGED,
        MilestoneKind.POLICE_NFA,
        MilestoneKind.CPS_NFA,
        MilestoneKind.FINALISED,
    }
)


def keep_limits(case: Case, at: datetime) -> None:
    """Hold one open due item for each suspect whose last word on bail is that it runs."""
    facts = Milestone.objects.filter(
        case=case, voided_at__isnull=True, kind__in=[MilestoneKind.BAILED, *ENDS]
    ).select_related("suspect", "allegation")
    last: dict[object, Milestone] = {}
    for one in standing(facts, at):
        assert isinstance(one, Milestone)
        _take(last, one)
    running = {one.pk: one for one in last.values()}
    open_items = DueItem.objects.filter(case=case, code=LIMIT, settled_at__isnull=True)
    for source in set(open_items.values_list("source", flat=True)) - set(running):
        settle_due(source=source, code=LIMIT, at=at)
    for one in running.values():
        who = one.suspect.label if one.suspect else "the suspect"
        assert one.limit_on is not None
        raise_due(
            case=case, source=one.pk, code=LIMIT, what=f"Bail of {who} ends", due_on=one.limit_on, at=at
        )


def _take(last: dict[object, Milestone], one: Milestone) -> None:
    """Bail runs for its suspect; an end without a suspect ends that of the suspect charged, or of all."""
    if one.kind == MilestoneKind.BAILED:
        last[one.suspect_id] = one
        return
    suspect_id = one.suspect_id or (one.allegation.suspect_id if one.allegation else None)
    if suspect_id is None:
        last.clear()
    else:
        last.pop(suspect_id, None)
