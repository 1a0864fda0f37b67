"""Is it alive, is it ready, has the clock been running? For the balancer, the supervisor and the alarm."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from rasso_tracker.clocks import now
from rasso_tracker.messages import health
from rasso_tracker.people.access import system
from rasso_tracker.web.middleware import public

LOOPBACK = {"127.0.0.1", "::1"}


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is asked, so that a slow database never kills a good process."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, migrations, last sweep and delivery; 503 with the reasons when one is not as it should be."""
    reasons = _reasons()
    return JsonResponse({"ready": not reasons, "reasons": reasons}, status=503 if reasons else 200)


@public
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for the monitoring of this machine; answered on loopback alone."""
    if request.META.get("REMOTE_ADDR") not in LOOPBACK:
        return HttpResponse(status=404)
    reasons = _reasons()
    lines = ["# TYPE rasso_ready gauge", f"rasso_ready {int(not reasons)}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


def _reasons() -> list[str]:
    try:
        with system("health asks when the last sweep ran"):
            return [*_migrations(), *health.state(now()).reasons]
    except DatabaseError:
        return ["The database does not answer."]


def _migrations() -> list[str]:
    executor: Any = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return ["Migrations wait: run `manage.py migrate`."]
    return []
