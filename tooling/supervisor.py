"""Keeps the processes of `./dev run` up: restart with a growing pause, stop all on the first signal."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Protocol

from tooling import processes
from tooling.steps import Stop, say

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
SETTLED_SECONDS = 60.0


class Service(Protocol):
    """A database, broker or mail sink: `start` also starts it again."""

    child: subprocess.Popen[bytes] | None

    def start(self) -> None: ...


@dataclass
class Watched:
    """One child: how to start it, and what became of it."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    child: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    again_at: float = 0.0

    def run(self) -> None:
        self.child = self.start()
        self.started = time.monotonic()

    def look(self, at: float) -> None:
        """Restart a child that ended; the pause doubles until it has stayed up for a minute."""
        if self.child is not None and self.child.poll() is not None:
            if at - self.started > SETTLED_SECONDS:
                self.pause = FIRST_PAUSE
            say(f"{self.name} ended (code {self.child.returncode}); starting it again in {self.pause:.1f} s")
            self.child = None
            self.again_at = at + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        if self.child is None and at >= self.again_at:
            try:
                self.run()
            except Stop as refusal:
                say(f"{self.name} could not be started: {refusal}")
                self.again_at = at + self.pause


class Supervisor:
    """Children in the order of starting; they stop in the reverse order."""

    def __init__(self) -> None:
        self.watched: list[Watched] = []
        self.services: list[Watched] = []  # stopped by who started them, after those that use them
        self.stopping = threading.Event()

    def listen(self) -> None:
        """From here on Ctrl-C and SIGTERM ask for an orderly stop."""
        for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(kind, self._asked)

    def _asked(self, kind: int, frame: FrameType | None) -> None:
        if self.stopping.is_set():
            return
        self.stopping.set()
        raise KeyboardInterrupt

    def add(self, name: str, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self.watched.append(Watched(name, start))

    def adopt(self, name: str, service: "Service") -> None:
        """Watch a service that already runs; it comes back on the port it had."""

        def again() -> subprocess.Popen[bytes]:
            service.start()
            assert service.child is not None
            return service.child

        watched = Watched(name, again, child=service.child, started=time.monotonic())
        self.services.append(watched)

    def start(self) -> None:
        for one in self.watched:
            one.run()

    def watch(self) -> None:
        """Look after the children until a signal comes."""
        while not self.stopping.is_set():
            at = time.monotonic()
            for one in (*self.services, *self.watched):
                one.look(at)
            time.sleep(0.2)

    def stop(self) -> None:
        self.stopping.set()
        running = [one.child for one in reversed(self.watched) if one.child is not None]
        for child in running:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in running:
            processes.end(child, patience=8)
