"""The list of support services: for everybody who refers to them or keeps the list. Nothing of a case."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rasso_tracker.web.addresses import address
from rasso_tracker.web.errors import refused_page
from victims.enums import Support
from victims.models import ServiceAdviser, SupportService

NOT_YOURS = "Your role, {}, does not include support services. Officers, supervisors and administrators do."
KEEPS = ("offer_support", "add_support_service")


@require_safe
def support_services(request: HttpRequest) -> HttpResponse:
    """Open ones first, by name; two statements."""
    person: Any = request.user
    may = person.role.may
    if not any(may(one) for one in KEEPS):
        return refused_page(request, NOT_YOURS.format(person.role.title))
    there = ServiceAdviser.objects.filter(ended_at__isnull=True).select_related("person")
    rows = SupportService.objects.select_related("district").prefetch_related(
        Prefetch("advisers", queryset=there, to_attr="there")
    )
    shown = [
        {
            "row": row,
            "kinds": [str(Support(kind).label) for kind in row.kinds],
            "advisers": sorted(one.person.name for one in row.there),
            "edit": address("change_support_service", row.pk) if may("change_support_service") else "",
        }
        for row in sorted(rows, key=lambda row: (row.closed_on is not None, row.name))
    ]
    return render(
        request,
        "victims/support_services.html",
        {"title": "Support services", "services": shown, "may_add": may("add_support_service")},
    )
