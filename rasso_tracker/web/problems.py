"""Problem details (RFC 9457) for the API: a sentence, a `fields` map where fields are at fault."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from rasso_tracker.people.refusals import Invalid, NotAllowed, Stale

log = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"

SENTENCES = {
    400: "The request could not be understood. Check it and send it again.",
    401: "Sign in, or send a live API token: Authorization: Bearer TOKEN.",
    403: "You may not do this. If you think that you should, ask your supervisor.",
    404: "There is nothing here that you may see. Check the address.",
    405: "This address does not take that method.",
    406: "The API answers in JSON only: accept application/json.",
    409: "Somebody else changed this meanwhile. Read it again, then decide.",
    412: "This is no longer the version that you read. Read it again, then decide.",
    413: "The request is too large: 1 MB is the most.",
    415: "Send JSON: Content-Type: application/json.",
    422: "The request was understood but cannot be carried out.",
    428: "Say which version you read: send its ETag in If-Match.",
    429: "Too many requests. Wait a moment and try again.",
    500: "Something went wrong here, and nothing was saved. If it happens again, tell the help desk.",
}


class Problem(exceptions.APIException):
    """A refusal with its status and sentence."""

    def __init__(self, status: int, sentence: str = "", fields: Mapping[str, str] | None = None) -> None:
        self.status_code = status
        self.sentence = sentence or SENTENCES[status]
        self.fields = dict(fields or {})
        super().__init__(self.sentence)


def problem(status: int, sentence: str = "", fields: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The body of a problem. `fields` maps a field to its sentence; "" is the request as a whole."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence or SENTENCES.get(status, SENTENCES[400]),
    }
    if fields:
        body["fields"] = dict(fields)
    return body


def problem_response(
    status: int, sentence: str = "", fields: Mapping[str, str] | None = None
) -> HttpResponse:
    """For where the API framework is not reached: unknown addresses, errors outside a view."""
    return JsonResponse(problem(status, sentence, fields), status=status, content_type=CONTENT_TYPE)


def answer(status: int, sentence: str = "", fields: Mapping[str, str] | None = None) -> Response:
    """For inside an API view."""
    return Response(problem(status, sentence, fields), status=status, content_type=CONTENT_TYPE)


def handle(exc: Exception, context: dict[str, Any]) -> Response:
    """The API's exception handler. What is not expected is logged and answered as a plain 500."""
    match exc:
        case Problem():
            return answer(exc.status_code, exc.sentence, exc.fields)
        case Invalid():
            return answer(400, "Some of what was sent cannot stand. See fields.", exc.fields)
        case NotAllowed():
            return answer(403, str(exc))
        case Stale():
            return answer(409, str(exc))
        case Http404() | exceptions.NotFound():
            return answer(404)
        case RequestDataTooBig():
            return answer(413)
        case exceptions.PermissionDenied() | PermissionDenied():
            return answer(403)
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            response = answer(401)
            response["WWW-Authenticate"] = getattr(exc, "auth_header", "Bearer")
            return response
        case exceptions.APIException():
            return answer(exc.status_code)
        case SuspiciousOperation():
            return answer(400)
    _log_broken(exc, context.get("request"))
    return answer(500)


def _log_broken(exc: Exception, request: HttpRequest | None) -> None:
    """The traceback without its message: a database error quotes the row that it refused."""
    frames = []
    trace = exc.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    where = f"{request.method} {request.path}" if request is not None else "?"
    log.error("API failed: %s: %s\n%s", where, type(exc).__name__, "\n".join(frames))
