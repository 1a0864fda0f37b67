"""What is said when a request cannot be answered: a sentence, and nothing from inside."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from rasso_tracker.web.problems import SENTENCES, problem_response

API = "/api/"
TOO_MUCH = {
    RequestDataTooBig: "The form was longer than 8 million characters, the most that is read at once.",
    TooManyFieldsSent: "The form had more than 4,000 fields, the most that is read at once.",
    TooManyFilesSent: "This service takes no files.",
}


def refused_page(request: HttpRequest, sentence: str) -> HttpResponse:
    """403 with the sentence that says why and who can."""
    return render(request, "errors/403.html", {"sentence": sentence}, status=403)


def unfit_page(request: HttpRequest, sentence: str, status: int = 404) -> HttpResponse:
    """What the address asks for cannot be shown, and the sentence says why."""
    return render(request, "errors/unfit.html", {"sentence": sentence}, status=status)


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    if request.path.startswith(API):
        return problem_response(status)
    # Without the request where it may be at fault, or the database: then nothing more can fail.
    whole = None if status in (400, 500) else request
    page = render_to_string(f"errors/{status}.html", {"sentence": SENTENCES[status]}, whole)
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if type(exception) in TOO_MUCH:
        return _too_much(request, TOO_MUCH[type(exception)])
    return _answer(request, 400)


def _too_much(request: HttpRequest, sentence: str) -> HttpResponse:
    """413 with the way back. What was typed was not read, but the browser still has it."""
    if request.path.startswith(API):
        return problem_response(413)
    context = {"sentence": sentence, "form_url": request.path}
    return HttpResponse(render_to_string("errors/413.html", context), status=413)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _answer(request, 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _answer(request, 404)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for longer than the session, or came from another site."""
    return refused_page(
        request, "This page was open for too long. Go back, load it again, then send it again."
    )


def broken(request: HttpRequest) -> HttpResponse:
    return _answer(request, 500)
