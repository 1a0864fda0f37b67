"""A refusal of a body that was not read still reaches the browser: the rest is read and thrown away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
MOST_DRAINED = 64_000_000
CHUNK = 1 << 16


def read_to_the_end(application: Application) -> Application:
    """Browsers send all of a form before they look at the answer. A server that closes before that makes of
    a page with a sentence a "connection reset". Past MOST_DRAINED bytes it may: nobody typed that.
    """

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer = application(environ, start_response)
        body, left = environ["wsgi.input"], MOST_DRAINED
        while left > 0 and (chunk := body.read(CHUNK)):
            left -= len(chunk)
        return answer

    return guarded
