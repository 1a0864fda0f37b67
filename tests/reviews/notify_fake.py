"""A stand-in for GOV.UK Notify: a real HTTP server with its routes, its check of the token and its errors.

Written from docs.notifications.service.gov.uk (REST API) and the behaviour of the public client 13.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import jwt

SERVICE_ID = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"  # of the stand-in alone
API_KEY = f"a_test_key-{SERVICE_ID}-{SECRET}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
CLOCK = 30  # seconds that a token may be off
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
Answer = tuple[int, dict[str, Any]]


def error(status: int, kind: str, message: str) -> Answer:
    return status, {"status_code": status, "errors": [{"error": kind, "message": message}]}


KEY_REFUSED = error(403, "AuthError", "Invalid token: API key not found")
TOO_FAST = error(
    429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"
)
DAY_IS_FULL = error(429, "TooManyRequestsError", "Exceeded send limits (50) for today")
BROKEN = error(500, "Exception", "Internal server error")
ON_TRIAL = error(
    400,
    "BadRequestError",
    "Cannot send letters when service is in trial mode - see https://www.notifications.service.gov.uk/trial-mode",
)


@dataclass
class FakeNotify:
    """What it holds, and how it is told to misbehave.

    `answers` are given instead of the next ones, in order; HANG keeps the line open without a word, and
    DROP does what was asked and breaks the line before it says so.
    """

    url: str = ""
    sent: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: deque[Any] = field(default_factory=deque)
    release: threading.Event = field(default_factory=threading.Event)

    def one(self) -> dict[str, Any]:
        (row,) = self.sent
        return row

    def becomes(self, status: str, **more: str) -> None:
        for row in self.sent:
            row.update(status=status, **more)

    def forget(self) -> None:
        """After its week it keeps nothing."""
        self.sent.clear()

    # Routes

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Answer:
        if method == "POST" and path == "/v2/notifications/letter":
            return self._letter(body)
        if method == "POST" and path == "/v2/notifications/email":
            return self._email(body)
        if method == "GET" and path == "/v2/notifications":
            wanted = query.get("reference", [""])[0]
            rows = [row for row in reversed(self.sent) if row["reference"] == wanted]
            return 200, {"notifications": [_shown(row) for row in rows], "links": {"current": path}}
        if method == "GET" and path.startswith("/v2/notifications/"):
            return self._one(path.rpartition("/")[2])
        return error(404, "NotFound", "Not found")

    def _letter(self, body: dict[str, Any]) -> Answer:
        if not body.get("reference"):
            return error(400, "ValidationError", "reference is a required property")
        try:
            pdf = base64.b64decode(body.get("content", ""), validate=True)
        except (binascii.Error, ValueError):
            return error(400, "ValidationError", "Cannot decode letter content (invalid base64 encoding)")
        if not pdf.startswith(b"%PDF-"):
            return error(400, "BadRequestError", "Letter content is not a valid PDF")
        row = self._keep("letter", "pending-virus-check", body["reference"], pdf=pdf)
        return 201, {"id": row["id"], "reference": row["reference"], "postage": "second"}

    def _email(self, body: dict[str, Any]) -> Answer:
        if body.get("template_id") != TEMPLATE:
            return error(400, "BadRequestError", "Template not found")
        if not _EMAIL.fullmatch(body.get("email_address", "")):
            return error(400, "ValidationError", "email_address Not a valid email address")
        given = body.get("personalisation", {})
        missing = [name for name in ("reference", "link_to_file") if name not in given]
        if missing:
            return error(400, "BadRequestError", f"Missing personalisation: {', '.join(missing)}")
        link = given["link_to_file"]
        pdf = base64.b64decode(link["file"])
        row = self._keep(
            "email",
            "created",
            body.get("reference"),
            pdf=pdf,
            to=body["email_address"],
            link=link,
            given=given,
        )
        return 201, {
            "id": row["id"],
            "reference": row["reference"],
            "content": {"subject": "A letter", "body": f"Reference {given['reference']}"},
            "uri": f"{self.url}/v2/notifications/{row['id']}",
            "template": {"id": TEMPLATE, "version": 1, "uri": f"{self.url}/v2/template/{TEMPLATE}"},
        }

    def _one(self, key: str) -> Answer:
        try:
            UUID(key)
        except ValueError:
            return error(400, "ValidationError", "id is not a valid UUID")
        for row in self.sent:
            if row["id"] == key:
                return 200, _shown(row)
        return error(404, "NoResultFound", "No result found")

    def _keep(self, kind: str, status: str, reference: Any, **more: Any) -> dict[str, Any]:
        row = {"id": str(uuid4()), "type": kind, "status": status, "reference": reference, **more}
        self.sent.append(row)
        return row


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("pdf", "link", "given", "to")}


HANG, DROP = object(), object()


def refusal_of(token: str) -> Answer | None:
    """What Notify says of a token that it does not take."""
    try:
        claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
    except jwt.InvalidTokenError:
        return error(403, "AuthError", "Invalid token: signature, api token not found")
    if claims.get("iss") != SERVICE_ID:
        return KEY_REFUSED
    import time  # the clock of the service, which nobody moves in a test

    if abs(time.time() - claims.get("iat", 0)) > CLOCK:
        return error(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds")
    return None


def handler_of(fake: FakeNotify) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            """Nothing."""

        def do_GET(self) -> None:
            self._answer("GET", None)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._answer("POST", json.loads(self.rfile.read(length) or b"{}"))

        def _answer(self, method: str, body: Any) -> None:
            parts = urlsplit(self.path)
            fake.asked.append(f"{method} {parts.path}")
            told = fake.answers.popleft() if fake.answers else None
            if told is HANG:
                fake.release.wait(30)
                self.close_connection = True
                return
            token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
            refused = refusal_of(token)
            if isinstance(told, tuple) and refused is None:
                self._say(*told)
                return
            status, said = refused or fake.answer(method, parts.path, parse_qs(parts.query), body)
            if told is DROP:
                self.close_connection = True
                return
            self._say(status, said)

        def _say(self, status: int, said: dict[str, Any]) -> None:
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler


@contextmanager
def running() -> Iterator[FakeNotify]:
    fake = FakeNotify()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(fake))
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.release.set()
        server.shutdown()
        server.server_close()
        thread.join()


Told = Callable[[], None]
