"""A web server for each database, and the processor time that one request takes in it and in its database."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
WAIT_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def on_database(url: str, database: str) -> str:
    """The same server and role, another database."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{database}"))


def environment(database: str) -> dict[str, str]:
    """Our environment with every database address led to `database`."""
    env = dict(os.environ)
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL"):
        env[name] = on_database(env[name], database)
    return env


def manage(database: str, *argv: str, role: str = "worker") -> str:
    """Run a management command on `database` and return what it printed."""
    env = environment(database) | {"RASSO_PROCESS": role}
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *argv],
        env=env,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and its threads so far; the kernel counts it in nanoseconds."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


@dataclass
class Sample:
    """One request: wall time, and processor time in the web process and the database, in seconds."""

    wall: float
    web: float
    database: float
    status: int
    size: int


@dataclass
class Server:
    """gunicorn with one worker on one database, so that each request's processor time is that worker's."""

    database: str
    port: int = field(default_factory=free_port)
    child: subprocess.Popen[bytes] | None = None
    worker: int = 0
    backend: int = 0

    def start(self) -> None:
        env = environment(self.database) | {"RASSO_PROCESS": "web"}
        argv = [sys.executable, "-m", "gunicorn", "rasso_tracker.wsgi", f"--bind=127.0.0.1:{self.port}"]
        argv += [
            "--workers=1",
            "--worker-class=sync",
            "--timeout=120",
            "--log-level=warning",
            "--keep-alive=0",
        ]
        self.child = subprocess.Popen(argv, env=env, cwd=ROOT)
        self._wait()
        children = Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children").read_text().split()
        self.worker = int(children[0])

    def _wait(self) -> None:
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                connection.request("GET", "/accounts/login/")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"The server of {self.database} did not answer within {WAIT_SECONDS} s.")

    def meet_backend(self) -> None:
        """Find the backend of the worker's one connection: the only one of the web role on this database.

        The worker opens it with the first request that needs it, and anew when it has grown old.
        """
        with (
            psycopg2.connect(os.environ["DATABASE_SUPERUSER_URL"]) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND usename = %s"
                " ORDER BY backend_start DESC",
                [self.database, urlsplit(os.environ["DATABASE_URL"]).username],
            )
            row = cursor.fetchone()
        if row is None:
            raise SystemExit(f"No connection of the web server on {self.database} was found.")
        self.backend = int(row[0])

    def stop(self) -> None:
        if self.child is not None:
            self.child.terminate()
            self.child.wait(timeout=15)


@dataclass
class Browser:
    """A signed-in person: keeps cookies, sends forms with their token."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)
    body: str = ""
    location: str = ""

    def sign_in(self, username: str, password: str) -> None:
        self.ask("GET", "/accounts/login/")
        sample = self.ask("POST", "/accounts/login/", {"username": username, "password": password})
        if sample.status != 302:
            raise SystemExit(f"{username} could not sign in: {sample.status}")
        self.server.meet_backend()

    def ask(self, method: str, path: str, data: Mapping[str, str] | None = None) -> Sample:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        payload = None
        if data is not None:
            token = self.hidden("csrfmiddlewaretoken")
            payload = urlencode({"csrfmiddlewaretoken": token, **data})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Referer"] = f"http://127.0.0.1:{self.server.port}{path}"
        web, database = cpu_seconds(self.server.worker or os.getpid()), self._database_time()
        begun = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        connection.request(method, path, payload, headers)
        response = connection.getresponse()
        content = response.read()
        wall = time.perf_counter() - begun
        web_after = cpu_seconds(self.server.worker or os.getpid())
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        self.body, self.location = content.decode(errors="replace"), response.getheader("Location") or ""
        return Sample(wall, web_after - web, self._database_time() - database, response.status, len(content))

    def _database_time(self) -> float:
        return cpu_seconds(self.server.backend) if self.server.backend else 0.0

    def hidden(self, name: str) -> str:
        """The value of a hidden field of the page that is shown."""
        for piece in self.body.split("<input")[1:]:
            tag = piece.partition(">")[0]
            if f'name="{name}"' in tag:
                return tag.partition('value="')[2].partition('"')[0]
        return ""


def median(samples: list[float]) -> float:
    return statistics.median(samples)


def p95(samples: list[float]) -> float:
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
