"""A real Chromium against a real gunicorn on a database of the test's own."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from rasso_tracker.audit.doors import open_door
from rasso_tracker.people.models import Person
from tests.people import PASSWORD, PEOPLE

# Playwright's synchronous calls run a loop in this thread; our look-ups between them block it on purpose.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def passwords(own_database: str) -> None:
    """Let the test people sign in with one password, in this database only."""
    with open_door("the test gives passwords"):
        hashed = None
        for person in Person.objects.filter(username__in=PEOPLE):
            if hashed is None:
                person.set_password(PASSWORD)
                hashed = person.password
            person.password = hashed
            person.save(update_fields=["password"])


def environment(database: str) -> dict[str, str]:
    """That of a process which works on this database."""
    env = dict(os.environ)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL"):
        env[name] = urlunsplit(urlsplit(env[name])._replace(path=f"/{database}"))
    return env


@pytest.fixture
def site(own_database: str, passwords: None) -> Iterator[str]:
    """The address of a gunicorn that serves the test's own database."""
    env = environment(own_database)
    # We listen and hand the socket over, so the first request waits in the kernel until gunicorn takes it.
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        port = listening.getsockname()[1]
        argv = [sys.executable, "-m", "gunicorn", "rasso_tracker.wsgi", f"--bind=fd://{listening.fileno()}"]
        argv += [
            "--workers=1",
            "--threads=4",
            "--worker-class=rasso_tracker.web.worker.Worker",
            "--log-level=warning",
        ]
        server = subprocess.Popen(
            argv, env=env, cwd=ROOT, start_new_session=True, pass_fds=[listening.fileno()]
        )
    try:
        first = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        first.request("GET", "/healthz")
        assert first.getresponse().status == 200
        first.close()
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "Chromium is missing: install the Debian package `chromium`."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
