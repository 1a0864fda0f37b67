"""Who hears that a request for counselling records waits for a decision, told without a word of what it asks.

It is presumed not to be needed until a chief inspector decides, so it stands still until one hears of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from rasso_tracker.messages import DIGEST, Due, Gone
from victims.models import MaterialRequest
from victims.notices import Supervisors
from victims.rules.material import APPROVES_FROM

TO_APPROVE = "material_to_approve"
SENIOR = Q(rank__gte=APPROVES_FROM) | Q(rank__isnull=True, equated_rank__gte=APPROVES_FROM)


def recheck_to_approve(sources: Sequence[UUID], at: datetime) -> dict[UUID, Due | Gone]:
    """Which still wait, and for which chief inspectors of the district. A fixed number of statements."""
    rows = list(MaterialRequest.objects.filter(pk__in=sources).select_related("case"))
    seniors = Supervisors([row.case for row in rows], at, able=SENIOR)
    return {row.pk: _waiting(row, seniors) for row in rows}


def _waiting(row: MaterialRequest, seniors: Supervisors) -> Due | Gone:
    if not row.is_open or row.approved is not None:
        return Gone("It was decided or ended.")
    told = seniors.of(row.case, without=row.planned_by_id)
    if not told:
        return Gone("No chief inspector of the district is in post who did not write it.")
    return Due(
        recipients=told,
        case_id=row.case_id,
        subject_id=row.pk,
        reference=row.case.reference,
        headline="A request on this case waits for a chief inspector to decide",
        ends_when="it is decided or ended",
        path=f"/material-requests/{row.pk}/",
        urgency=DIGEST,
    )
