"""The log by API, for auditors: the same question and the same page of events as /audit/."""

from __future__ import annotations

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.reading import read
from rasso_tracker.audit.record import record_read
from rasso_tracker.audit.views import REFUSED, question_of
from rasso_tracker.people.access import acting
from rasso_tracker.people.refusals import Invalid, NotAllowed
from rasso_tracker.web.api_reads import check_may_read
from rasso_tracker.web.middleware import take_role
from rasso_tracker.web.routes import Route, register


class AuditEvents(APIView):
    @extend_schema(responses={200: dict}, summary="Events of the audit log, newest first")
    def get(self, request: Request) -> Response:
        person: Any = request.user
        if request.auth is None:
            take_role(request)
        with acting(person):
            check_may_read(request)
            if not person.role.may("read_audit"):
                raise NotAllowed(REFUSED)
            question, errors = question_of(request.query_params)
            if errors:
                raise Invalid(errors)
            rows, following = read(question)
            record_read(by=person, action=Action.AUDIT_VIEWED)
        before = f"{following[0].isoformat()}~{following[1]}" if following else ""
        return Response({"results": rows, "before": before})


register(Route(name="api_audit_events", method="GET", path="/api/v1/audit-events/", kind="api_list"))
routes = [path("audit-events/", AuditEvents.as_view(), name="api_audit_events")]
