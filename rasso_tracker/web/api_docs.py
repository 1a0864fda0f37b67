"""The OpenAPI document, and the same as a plain page: no ready viewer suits a strict policy on scripts."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from rasso_tracker.web.routes import Route, register

_METHODS = ("get", "post", "patch")
register(Route(name="api_schema", method="GET", path="/api/v1/schema/", kind="page"))


@cache
def document() -> dict[str, Any]:
    """The whole OpenAPI 3.1 document. It depends on the code alone, so one a process is enough."""
    return dict(SchemaGenerator().get_schema(request=None, public=True))  # type: ignore[no-untyped-call]  # the generator has no types


class ApiSchema(APIView):
    """For programs: by session or token."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(document(), content_type="application/vnd.oai.openapi+json")


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """For people: what each address takes and answers."""
    return render(request, "web/api_docs.html", {"title": "API", "groups": groups()})


def groups() -> list[dict[str, Any]]:
    """Operations by noun, each with the fields of its body."""
    found: dict[str, list[dict[str, Any]]] = {}
    for address, methods in sorted(document()["paths"].items()):
        for method in (name for name in _METHODS if name in methods):
            operation = methods[method]
            entry = {
                "method": method.upper(),
                "address": address,
                "summary": operation.get("summary", ""),
                "parameters": operation.get("parameters", []),
                "fields": _fields(operation),
                "answers": sorted(operation.get("responses", {})),
            }
            found.setdefault((operation.get("tags") or ["other"])[0], []).append(entry)
    return [{"name": name, "operations": operations} for name, operations in sorted(found.items())]


def _fields(operation: dict[str, Any]) -> list[dict[str, Any]]:
    shape = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return _properties(shape, "")


def _properties(shape: dict[str, Any], within: str) -> list[dict[str, Any]]:
    found = []
    for name, described in shape.get("properties", {}).items():
        found.append(
            {
                "name": f"{within}{name}",
                "kind": _kind(described),
                "what": described.get("description", ""),
                "required": name in shape.get("required", []),
            }
        )
        found += _properties(described.get("items", {}), f"{within}{name}[].")
    return found


def _kind(described: dict[str, Any]) -> str:
    kinds = described.get("type", "")
    kind = " or ".join(one for one in kinds if one != "null") if isinstance(kinds, list) else str(kinds)
    if "enum" in described:
        return "one of: " + ", ".join(str(one) for one in described["enum"] if one is not None)
    if kind == "array":
        return f"list: {_kind(described.get('items', {}))}"
    return str(described.get("format", kind))
