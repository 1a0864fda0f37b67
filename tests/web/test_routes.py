from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from rasso_tracker.web.routes import Route, all_routes, register


def addresses(patterns: list[Any], prefix: str = "/") -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            found.add(prefix + str(pattern.pattern))
    return found


def test_every_address_of_the_product_is_registered() -> None:
    """Else the access matrix could not ask it who may use it."""
    all_routes()
    assert addresses(get_resolver().url_patterns) == {route.path for route in all_routes()}


def test_every_address_leads_to_its_own_page_and_no_other_address_anywhere() -> None:
    asked = {route.path.replace("<uuid:pk>", str(UUID(int=7))): route for route in all_routes()}
    plain = [path for path in asked if "<" not in path]
    assert len(plain) > 700
    for path in plain:
        found = resolve(path)
        assert f"/{found.route}" == asked[path].path
        assert found.kwargs == ({"pk": UUID(int=7)} if "<uuid:pk>" in asked[path].path else {})
    for path in ("/api/", "/api/v1/", "/api/v1/nowhere/", "/cases", "/cases/1/", "/nowhere/", "cases/"):
        with pytest.raises(Resolver404):
            resolve(path)


def test_deed_is_known_by_page_and_api() -> None:
    found = {(route.method, route.path): route for route in all_routes()}

    page, api = found["POST", "/people/duty-cover/new/"], found["POST", "/api/v1/duty-covers/"]
    assert (page.kind, page.deed, page.subject) == ("form", "set_duty_cover", None)
    assert (api.kind, api.deed, api.subject) == ("api_deed", "set_duty_cover", None)


def test_two_routes_of_one_address_are_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="is both api_set_duty_cover and other"):
        register(Route(name="other", method="POST", path="/api/v1/duty-covers/", kind="api_deed"))
