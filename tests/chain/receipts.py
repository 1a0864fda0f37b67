"""Receipts of what stories tell: a deed that a person did through a service leaves one, as its page would."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import ModuleType
from typing import Any

from django.db.models import Model

from rasso_tracker.web.routes import all_routes
from rasso_tracker.web.services import do_once
from rasso_tracker.web.surfaces import case_id_of, surface_named

TELLERS = ("tests.chain.story", "tests.chain.library")
SERVICES = ("cases.services",)  # which the tellers name as a whole


class NoRow(Exception):
    """A service that leaves no row of its own: there is no page of it."""


@contextmanager
def receipts_left() -> Iterator[None]:
    """As long as the block lasts, what the tellers call leaves receipts."""
    all_routes()  # which surfaces there are is known from the routes
    changed: list[tuple[ModuleType, str, Any]] = []
    for module in [one for name, one in sys.modules.items() if name.startswith(TELLERS) or name in SERVICES]:
        for name, service in list(vars(module).items()):
            if getattr(service, "is_deed", False) and surface_named(service.__name__):
                changed.append((module, name, service))
                setattr(module, name, _with_receipt(service))
    try:
        yield
    finally:
        for module, name, service in changed:
            setattr(module, name, service)


def _with_receipt(service: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(service)
    def done(**kwargs: Any) -> Any:
        by = kwargs["by"]
        if by.is_service:
            return service(**kwargs)
        left: list[Any] = []

        def do() -> Model:
            left.append(service(**kwargs))
            return left[0] if isinstance(left[0], Model) else kwargs["by"]

        do_once(
            by=by,
            surface=service.__name__,
            token=None,
            digest="told",
            do=do,
            address_of=lambda result: "/",
            case_of=case_id_of,
        )
        return left[0]

    return done
