"""The gunicorn worker of the product: what it refuses before the application is asked, it says why."""

from __future__ import annotations

from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from rasso_tracker.web.lengths import OF_HEADERS, SENTENCE, headers_of


class Worker(ThreadWorker):
    """As gunicorn's own, but for a first line or headers longer than it reads (--limit-request-line).

    Reading on would let anybody fill the memory, so nothing more is read and the connection ends, as before.
    """

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        if not isinstance(exc, LimitRequestLine | LimitRequestHeaders):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("A request with a longer address or headers than is read was refused")
        line = isinstance(exc, LimitRequestLine)
        status = "414 URI Too Long" if line else "431 Request Header Fields Too Large"
        sentence = SENTENCE if line else OF_HEADERS
        headers = (f"{name}: {value}" for name, value in headers_of(sentence))
        said = "\r\n".join([f"HTTP/1.1 {status}", "Connection: close", *headers, "", ""])
        try:
            write_nonblock(client, said.encode("latin1") + sentence)
        except OSError:
            self.log.debug("Whoever asked had gone.")
