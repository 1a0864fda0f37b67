"""All processes of the product for one test, to be killed: PostgreSQL, Valkey, a worker and two beats."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from tests.messages.conftest import AnyPort, Sink
from tooling import processes
from tooling.places import ROOT, DataFolder
from tooling.services import Services

CELERY = [sys.executable, "-m", "celery", "-A", "tests.faults.app"]
SEED = "import django; django.setup(); from tests.people import settle_people; settle_people()"


def children_of(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except FileNotFoundError:
        return False


@dataclass
class Rig:
    """Started in the folder; what is killed is started again by `mend`."""

    data: DataFolder
    sink: Sink
    services: Services = field(init=False)
    env: dict[str, str] = field(init=False)
    started: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    killed: list[str] = field(default_factory=list)
    raiser: subprocess.Popen[str] | None = None
    raised: int = 0
    handed: int = 0
    strike_at: int = 0
    targets: tuple[str, ...] = ()
    struck: threading.Event = field(default_factory=threading.Event)
    killing: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        controller = AnyPort(self.sink, hostname="127.0.0.1", port=0)
        controller.start()
        self.sink.port = controller.port
        self.end_sink = controller.stop
        self.kept = self.sink.keep
        self.sink.keep = self.take  # type: ignore[method-assign,assignment]  # the sink calls it for each message
        os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{controller.port}"
        self.services = Services(self.data)
        self.services.start()
        self.env = os.environ | self.services.env() | {"RASSO_PROCESS": "worker", "RASSO_DEMO": "1"}
        self.env["RASSO_MAIL_DIR"] = ""  # a relay that cannot be asked what it took
        self.env["PYTHONPATH"] = str(ROOT)
        for argv in (["manage.py", "migrate", "--noinput", "-v", "0"], ["-c", SEED]):
            subprocess.run([sys.executable, *argv], cwd=ROOT, env=self.env, check=True)
        self.raiser = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.app"], cwd=ROOT, env=self.env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.mend()

    def stop(self) -> None:
        for name in ("beat 1", "beat 2", "worker"):
            if name in self.started:
                processes.end(self.started[name], patience=10)
        if self.raiser is not None:
            self.raiser.communicate()
        self.services.stop()
        self.end_sink()

    def mend(self) -> None:
        """Start what does not run. From the main thread: the kernel ends children with their thread."""
        for service in (self.services.cluster, self.services.broker):
            assert service is not None
            if service.child is None or service.child.poll() is not None:
                service.start()
        words = {"worker": ["worker", "--concurrency=2", "--without-gossip", "--without-mingle"]}
        for beat in ("beat 1", "beat 2"):
            words[beat] = ["beat", f"--schedule={self.data.root / beat.replace(' ', '-')}", "--pidfile="]
        for name, rest in words.items():
            child = self.started.get(name)
            if child is None or child.poll() is not None:
                log = self.data.logs / f"{name}.log"
                argv = [*CELERY, *rest, "--loglevel=INFO"]
                self.started[name] = processes.spawn(argv, log=log, env=self.env, cwd=ROOT)

    def raise_some(self, count: int) -> None:
        assert self.raiser is not None
        assert self.raiser.stdin is not None
        assert self.raiser.stdout is not None
        self.raiser.stdin.write(f"{count}\n")
        self.raiser.stdin.flush()
        assert self.raiser.stdout.readline() == "raised\n"
        self.raised += count

    # Killing

    def take(self, content: bytes) -> str:
        """In the middle of handing a message over: kill before the sink keeps it, or after."""
        self.handed += 1
        if self.handed != self.strike_at:
            return self.kept(content)
        before = self.handed % 2 == 0
        name = "" if before else self.kept(content)
        with self.killing:
            for target in self.targets:
                self.kill(target)
        self.struck.set()
        return name

    def strike(self, *targets: str, after: int) -> None:
        """Kill these when so many more messages have come; back when it is done."""
        self.struck.clear()
        self.targets, self.strike_at = targets, self.handed + after
        assert self.wait(self.struck.is_set), f"no message came to strike {targets} at: {self.logs()}"

    def wait(self, met: Callable[[], bool], *, seconds: float = 60) -> bool:
        """Wait as the supervisor would: what ends meanwhile is started again."""

        def met_and_mended() -> bool:
            with self.killing:
                self.mend()
            return met()

        return processes.wait_until(met_and_mended, seconds=seconds, every=0.1)

    def kill(self, target: str) -> None:
        pids = self.pids_of(target)
        if not pids:
            return
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert processes.wait_until(lambda: not any(runs(pid) for pid in pids), seconds=20), target
        if target == "postgres":  # its backends see it within moments, and must be gone before the next start
            backends = self.backends
            assert processes.wait_until(lambda: not any(runs(pid) for pid in backends), seconds=20)
        self.killed.append(target)

    def pids_of(self, target: str) -> list[int]:
        assert self.services.cluster is not None
        assert self.services.broker is not None
        assert self.services.cluster.child is not None
        assert self.services.broker.child is not None
        postmaster, worker = self.services.cluster.child.pid, self.started["worker"].pid
        self.backends = children_of(postmaster)
        match target:
            case "pool":
                # One that was killed and not yet reaped is a child still. Both are killed in turn, so that
                # whoever hands the message over is among them: one that lived would hear that it was kept.
                return [pid for pid in children_of(worker) if runs(pid)][:1]
            case "worker":
                return [worker, *children_of(worker)]
            case "backend":
                ours = [pid for pid in self.backends if b"rasso_worker" in self.title_of(pid)]
                return ours[:1]
            case "postgres":
                return [postmaster]
            case "valkey":
                return [self.services.broker.child.pid]
        return [self.started[target].pid]

    def title_of(self, pid: int) -> bytes:
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes()
        except FileNotFoundError:
            return b""

    # Looking

    def ask(self, question: str) -> list[tuple[object, ...]]:
        assert self.services.cluster is not None
        connection = psycopg2.connect(self.services.cluster.url("superuser", "rasso"))
        try:
            with connection.cursor() as cursor:
                cursor.execute(question)
                return list(cursor.fetchall())
        finally:
            connection.close()

    def let_pass(self) -> None:
        """What failed and waits for its next try, one minute or sixteen, is due now as if they had passed. A
        lease runs as long as it does.
        """
        assert self.services.cluster is not None
        with (
            closing(psycopg2.connect(self.services.cluster.url("superuser", "rasso"))) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            for table, waits in (("message", "email_state <> 'leased'"), ("raised", "outcome = ''")):
                due = f"UPDATE notices_{table} SET next_attempt_at = now()"
                cursor.execute(f"{due} WHERE next_attempt_at > now() AND {waits}")

    def logs(self) -> str:
        return "\n".join(processes.tail(self.data.logs / f"{name}.log", 25) for name in self.started)
