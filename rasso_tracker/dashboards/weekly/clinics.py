"""Advice clinics that come before the meeting after next, by district."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from actionplans.models import Clinic
from rasso_tracker.clocks import in_london
from rasso_tracker.dashboards.weekly.lines import Asked
from rasso_tracker.web.addresses import address

AHEAD = timedelta(days=14)


def coming(asked: Asked) -> dict[UUID, list[dict[str, Any]]]:
    """Each with its day, its times and how many slots are still free; no place, since the paper travels."""
    rows = Clinic.objects.visible_to(asked.person).filter(
        starts_at__gt=asked.at, starts_at__lte=asked.at + AHEAD, cancelled_at__isnull=True
    )
    rows = rows.filter(district=asked.district) if asked.district else rows
    rows = rows.filter(cps_unit=asked.unit) if asked.unit else rows
    rows = rows.annotate(free=Count("slots", filter=Q(slots__taken=False))).order_by("starts_at", "id")
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for one in rows:
        day = in_london(one.starts_at)
        words = f"{day:%A} {day.day} {day:%B}, {one.times}"
        found[one.district_id].append(
            {"id": one.pk, "href": address("clinic_detail", one.pk), "words": words, "free": one.free}
        )
    return found
