"""One transaction a request, in the access context of whoever signed in. No sign-in, no context, no rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from rasso_tracker.audit.record import request_id
from rasso_tracker.ids import uuid7
from rasso_tracker.people.access import acting

Response = HttpResponse


class AccessMiddleware:
    """Wraps each view: sign-in required unless the view says `public`, role in use, access context,
    no-store.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Response]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Response:
        token = request_id.set(str(uuid7()))
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Response | None:
        if getattr(view, "public", False) or getattr(view, "cls", None) is not None:
            return None  # API views sign in by session or token themselves, then open the same context
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        take_role(request)
        with acting(request.user):
            response = view(request, *args, **kwargs)
            if hasattr(response, "render") and not response.is_rendered:
                response = response.render()  # inside the context: templates read rows
        return response


def take_role(request: HttpRequest) -> None:
    """Act in the role chosen in this session, if the person still holds it."""
    person: Any = request.user
    chosen = request.session.get("role", "")
    if chosen in person.roles:
        person.take_role(chosen)


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that needs no sign-in (sign-in itself, health)."""
    view.public = True  # type: ignore[attr-defined]  # read by AccessMiddleware
    return view
