"""What came of advice clinics, in plain Python over every row: what the statement is held against."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from actionplans.models import ActionPlan, ClinicBooking, Submission
from rasso_tracker.clocks import london_date
from rasso_tracker.dashboards.performance.measures import Cell, months_up_to
from tests.dashboards.oracle_plans import Found, cells, month


def effect(at: datetime) -> set[Cell]:
    heard: dict[Any, list[datetime]] = defaultdict(list)
    for booking in ClinicBooking.objects.all():
        if booking.status == "heard" and booking.heard_at is not None and booking.heard_at <= at:
            heard[booking.case_id].append(booking.heard_at)
    drew = {
        plan.submission_id
        for plan in ActionPlan.objects.all()
        if plan.issued_at <= at and not (plan.superseded_at and plan.superseded_at <= at)
    }
    sent: dict[Any, list[Submission]] = defaultdict(list)
    for one in Submission.objects.select_related("case"):
        if one.kind != "early_advice" and one.submitted_at <= at and not one.case.restricted:
            sent[one.case_id].append(one)
    found: Found = Counter()
    for case_id, rows in sent.items():
        for group, one in _chosen(sorted(rows, key=lambda row: row.submitted_at), heard[case_id]):
            day = london_date(one.submitted_at)
            if one.answered_at is None or one.answered_at > at or day < months_up_to(at)[0]:
                continue
            key = f"{group}_{'drew' if one.pk in drew else 'none'}"
            place = (one.case.team_id, one.case.district_id, one.cps_unit_id)
            found[(month(day), *place, key)] += 1
    return cells(found)


def _chosen(rows: list[Submission], heard: list[datetime]) -> list[tuple[str, Submission]]:
    """The first with a hearing before it, and the first without, of those that triage did not reject."""
    chosen: list[tuple[str, Submission]] = []
    for after in (True, False):
        for place, one in enumerate(rows):
            if one.status == "rejected" or any(moment < one.submitted_at for moment in heard) != after:
                continue
            group = "without" if not after else ("again" if place else "after")
            chosen.append((group, one))
            break
    return chosen
