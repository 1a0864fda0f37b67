"""A request longer than the server reads is answered in words by the real server, and is read no further."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from rasso_tracker.web.lengths import OF_HEADERS, SENTENCE
from tooling.places import ROOT


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        argv = [sys.executable, "-m", "gunicorn", "rasso_tracker.wsgi", f"--bind=fd://{listening.fileno()}"]
        argv += ["--workers=1", "--threads=2", "--worker-class=rasso_tracker.web.worker.Worker"]
        argv += ["--limit-request-line=8190", "--log-level=error"]
        server = subprocess.Popen(argv, cwd=ROOT, pass_fds=[listening.fileno()])
        try:
            yield listening.getsockname()[1]
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.mark.parametrize(
    ("length", "name", "status"),
    [(4_001, "", 414), (8_100, "", 414), (8_200, "", 414), (200_000, "", 414), (10, "X-Long", 431)],
)
def test_what_is_too_long_is_refused_in_words(port: int, length: int, name: str, status: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = {name: "x" * 20_000} if name else {}
        connection.request("GET", "/healthz?" + "x" * length, headers=headers)
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("Content-Type")) == (status, "text/plain; charset=utf-8")
        assert answer.read() == (OF_HEADERS if name else SENTENCE)
        assert answer.getheader("Cache-Control") == "no-store"
    finally:
        connection.close()


def test_the_server_goes_on_after_a_refusal(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    connection.close()
