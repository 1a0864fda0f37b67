"""An address longer than any of ours is answered in words, where the server would end the connection."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
MOST = (
    4_000  # characters; gunicorn reads up to 8,190 (--limit-request-line); of more, worker.py says the same
)
SENTENCE = (
    b"This address is too long, so nothing was looked up or changed. Go back, or begin at the home page.\n"
)
OF_HEADERS = (
    b"What your browser sent with this request is too long, so nothing was looked up or changed."
    b" Close the browser, open it again and sign in; it then forgets what it kept of this site.\n"
)


def headers_of(sentence: bytes) -> list[tuple[str, str]]:
    return [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(sentence))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]


def short_enough(application: Application) -> Application:
    """414 for an address that no page and no filter makes. Nothing of it is logged or kept."""

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", "")) > MOST:
            start_response("414 URI Too Long", headers_of(SENTENCE))
            return [SENTENCE]
        return application(environ, start_response)

    return guarded
