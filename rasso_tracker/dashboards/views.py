"""The home page of each role, and the managers' counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rasso_tracker.audit import Action, record_read
from rasso_tracker.clocks import london_date, now
from rasso_tracker.dashboards.counts import asked_by, figures
from rasso_tracker.dashboards.homes import HOMES
from rasso_tracker.dashboards.performance.audience import NOT_OFFERED
from rasso_tracker.dashboards.performance.cube import last_refresh
from rasso_tracker.messages import health
from rasso_tracker.messages.bounces import bad_addresses
from rasso_tracker.people.access import system
from rasso_tracker.people.away_views import own_leave
from rasso_tracker.people.models import District
from rasso_tracker.web.errors import unfit_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first screen of the role in use."""
    person: Any = request.user
    match person.role.code:
        case "manager":
            return managers(request)
        case "auditor":
            return redirect("audit_log")
        case "administrator":
            return administrators(request)
    build = HOMES.get(person.role.code)
    if build is None:
        return render(request, "dashboards/nobody.html")
    at = now()
    made = build(person, at)
    record_read(by=person, action=Action.LIST_VIEWED, subjects=made.cases, reason="home page")
    return render(request, "dashboards/home.html", {"home": made, "at": at, **_leave(person, at)})


def _leave(person: Any, at: datetime) -> dict[str, Any]:
    """What the part people/_own_leave.html shows."""
    today = london_date(at)
    return {"own_leave": own_leave(person, today), "today": today}


def managers(request: HttpRequest) -> HttpResponse:
    """Four counts with their trend: the manager's district exactly, another or the whole force rounded."""
    person: Any = request.user
    at = now()
    districts = list(District.objects.all())
    own = person.district.code if person.district else ""
    wanted = request.GET.get("district", own)
    district = next((one for one in districts if one.code == wanted), None)
    if wanted and district is None:
        return unfit_page(request, NOT_OFFERED["district"])
    asked = asked_by(person, district)
    record_read(
        by=person,
        action=Action.REPORT_VIEWED,
        reason=f"four counts: {district.code if district else 'force'}",
    )
    context = {
        "figures": figures(asked, at),
        "exact": asked.exact,
        "districts": [("", "The whole force"), *((one.code, one.name) for one in districts)],
        "district": district,
        "counted_at": last_refresh(),
        **_leave(person, at),
    }
    return render(request, "dashboards/managers.html", context)


def administrators(request: HttpRequest) -> HttpResponse:
    """What the administrator keeps, whether the clock has been running, and whose e-mail does not arrive."""
    person: Any = request.user
    at = now()
    with system("the administrator sees whether sweeps ran, and nothing of a case"):
        state = health.state(at)
    bad = bad_addresses(at)
    if bad:
        record_read(
            by=person,
            action=Action.LIST_VIEWED,
            subjects=[one.person.pk for one in bad],
            reason="addresses that refuse e-mail",
        )
    context = {"reasons": state.reasons, "notes": state.warnings, "bad_addresses": bad, **_leave(person, at)}
    return render(request, "dashboards/administrator.html", context)


@require_safe
def bare(request: HttpRequest) -> HttpResponse:
    """The page that benchmarks measure against: what every page has, and no row. Demo databases only."""
    if not settings.RASSO_DEMO:
        raise Http404
    return render(request, "dashboards/bare.html")
