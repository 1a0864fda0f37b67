"""The API: deeds and reads declared once, gathered into one endpoint an address."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.urls import URLPattern, path
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from rasso_tracker.people.access import acting
from rasso_tracker.web.api_asks import Ask
from rasso_tracker.web.api_deeds import DeedPart
from rasso_tracker.web.api_reads import ReadDetail, ReadList, ReadMixed, ReadReport
from rasso_tracker.web.api_schema import describe_ask, describe_deed, describe_read
from rasso_tracker.web.bodies import CsvBody, StrictJSON
from rasso_tracker.web.middleware import take_role
from rasso_tracker.web.routes import Route, register
from rasso_tracker.web.surfaces import Surface

__all__ = ["Ask", "ReadDetail", "ReadList", "ReadMixed", "ReadReport", "api_urls"]

Read = ReadList | ReadDetail | ReadReport | Ask
Part = DeedPart | Read


class Endpoint(APIView):
    """One address. Each method is a deed or a read; all run as the person, in the role in use."""

    parser_classes = [StrictJSON]
    metadata_class = None  # OPTIONS tells nothing that the OpenAPI document does not
    parts: dict[str, Part] = {}

    def run(self, request: Request, pk: uuid.UUID | None = None) -> Response:
        if request.auth is None:
            take_role(request)
        person: Any = request.user
        with acting(person):
            method = "GET" if request.method == "HEAD" else str(request.method)
            return self.parts[method].answer(request, pk)


def api_urls(surfaces: Iterable[Surface] = (), reads: Iterable[Read] = ()) -> list[URLPattern]:
    """The API addresses of these deeds and reads; those of the same address share an endpoint."""
    parts: list[Part] = [*(DeedPart(surface) for surface in surfaces), *reads]
    by_address: dict[str, dict[str, Part]] = {}
    for part in parts:
        by_address.setdefault(part.path, {})[part.method] = part
        _register(part)
    return [_url(address, methods) for address, methods in by_address.items()]


def _url(address: str, methods: dict[str, Part]) -> URLPattern:
    handlers: dict[str, Any] = {method.lower(): _handler(part) for method, part in methods.items()}
    names = "_".join(part.name for part in methods.values())
    parsers = [StrictJSON, *(one for part in methods.values() for one in _files_of(part))]
    said = {"parts": methods, "parser_classes": parsers, **handlers}
    endpoint: Any = type(f"Endpoint_{names}", (Endpoint,), said)
    return path(address, endpoint.as_view(), name=f"api_{next(iter(methods.values())).name}")


def _files_of(part: Part) -> list[type[BaseParser]]:
    """How a file is read, where the form of a deed takes one."""
    form = part.surface.form if isinstance(part, DeedPart) else None
    if form is None or not form.takes_file:
        return []
    field: Any = form.base_fields[form.takes_file]
    return [CsvBody.filling(form.takes_file, field.longest)]


def _handler(part: Part) -> Any:
    def method(self: Endpoint, request: Request, pk: uuid.UUID | None = None) -> Response:
        return self.run(request, pk)

    if isinstance(part, DeedPart):
        return describe_deed(method, part.surface)
    if isinstance(part, Ask):
        return describe_ask(method, part)
    return describe_read(method, part, listed=isinstance(part, ReadList))


def _register(part: Part) -> None:
    surface = part.surface if isinstance(part, DeedPart) else None
    model = surface.subject if surface else part.model  # type: ignore[union-attr]  # a read says so
    kinds = {
        DeedPart: "api_deed",
        Ask: "api_ask",
        ReadList: "api_list",
        ReadDetail: "api_detail",
        ReadReport: "api_report",
    }
    register(
        Route(
            name=f"api_{part.name}",
            method=part.method,
            path=f"/api/v1/{part.path}",
            kind=next(kind for one, kind in kinds.items() if isinstance(part, one)),
            deed=surface.name if surface else None,
            subject=model._meta.label if model else None,
            subject_name=(surface.subject_name or None) if surface else None,
            in_address="<uuid:pk>" in part.path,
            four_eyes=surface.four_eyes if surface else False,
        )
    )
