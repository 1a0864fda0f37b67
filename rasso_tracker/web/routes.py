"""Every route of the product, page and API alike, so that one test can ask each of them who may use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, path


@dataclass(frozen=True, kw_only=True)
class Route:
    """One address and method. `deed` names the service that it does.

    `subject` is the model label of the record in the address (or, for an API create, in the body under
    `subject_name`); None when it concerns no one record.
    """

    name: str
    method: str
    path: str
    kind: str  # page | form | list | detail | api_deed | api_ask | api_list | api_detail
    deed: str | None = None
    subject: str | None = None
    subject_name: str | None = None
    in_address: bool = False
    four_eyes: bool = False
    public: bool = False


_routes: dict[tuple[str, str], Route] = {}


def register(route: Route) -> Route:
    """Add a route. Raises ImproperlyConfigured when another one has the same method and address."""
    known = _routes.setdefault((route.method, route.path), route)
    if known.name != route.name:
        raise ImproperlyConfigured(f"{route.method} {route.path} is both {known.name} and {route.name}.")
    _routes[(route.method, route.path)] = route
    return route


def all_routes() -> list[Route]:
    """Every registered route, in the order of its address."""
    import_module(settings.ROOT_URLCONF)
    return sorted(_routes.values(), key=lambda route: (route.path, route.method))


def page(
    address: str, view: Callable[..., Any], *, name: str, methods: tuple[str, ...] = ("GET",)
) -> URLPattern:
    """A page that is no form, list or detail: a home, a board, a dashboard."""
    for method in methods:
        register(
            Route(
                name=name,
                method=method,
                path=f"/{address}",
                kind="page",
                public=getattr(view, "public", False),
            )
        )
    return path(address, view, name=name)


def record_page(address: str, view: Callable[..., Any], *, name: str, subject: str) -> URLPattern:
    """A page of one record, `subject` being its model's label, that is no Detail declaration."""
    register(
        Route(name=name, method="GET", path=f"/{address}", kind="detail", subject=subject, in_address=True)
    )
    return path(address, view, name=name)
