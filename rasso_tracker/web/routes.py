"""Every route of the product, page and API alike, so that one test can ask each of them who may use it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, path
from django.urls.resolvers import RoutePattern


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


class ByFirstWord(URLResolver):
    """Addresses behind a prefix, each looked for among those that begin with the same word: Django tries one
    after the other, and there are 730. Each of them begins with a word, or is empty.
    """

    def __init__(self, prefix: str, patterns: Sequence[URLPattern]) -> None:
        super().__init__(RoutePattern(prefix), patterns)

    @cached_property
    def _behind(self) -> dict[str, URLResolver]:
        by_word: dict[str, list[URLPattern | URLResolver]] = {}
        for one in self.url_patterns:
            by_word.setdefault(_first_word(str(one.pattern)), []).append(one)
        return {word: URLResolver(self.pattern, some) for word, some in by_word.items()}

    def resolve(self, path: str) -> ResolverMatch:
        found = self.pattern.match(path)
        some = self._behind.get(_first_word(found[0])) if found else None
        if some is None:
            raise Resolver404({"path": path, "tried": []})
        return some.resolve(path)


def _first_word(address: str) -> str:
    return address.partition("/")[0]
