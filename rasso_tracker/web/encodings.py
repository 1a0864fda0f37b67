"""Requests speak UTF-8. Django would decode forms and addresses in whatever codec the client names."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
SENTENCE = b"Send this in UTF-8: other encodings are not read.\n"
HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Length", str(len(SENTENCE))),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
]


def only_utf8(application: Application) -> Application:
    """415 for a request that names another encoding, before Django makes a request of it: a codec such as
    `rot13` fails there, outside every handler, and `raw_unicode_escape` lets half a symbol through.
    """

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not _is_utf8(environ.get("CONTENT_TYPE", "")):
            start_response("415 Unsupported Media Type", HEADERS)
            return [SENTENCE]
        return application(environ, start_response)

    return guarded


def _is_utf8(content_type: str) -> bool:
    """Reads the header as Django does, so that the two never differ about what was named."""
    try:
        named = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        return codecs.lookup(named).name in ("utf-8", "ascii")
    except (LookupError, ValueError):  # Django leaves an unknown name alone and reads UTF-8
        return True
