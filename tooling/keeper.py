"""Who owns the running services of a data folder, and how other commands borrow them.

`./dev run` owns them while it runs. Any other command borrows: from a running owner, else from a
keeper, a small background process that starts them and ends as soon as nobody borrows any more.
Two file locks say all of it, so that a killed process leaves nothing that needs clearing up:
`owner.lock` (exclusive: the owner) and `use.lock` (shared: each borrower).
"""

import argparse
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from tooling import processes
from tooling.places import ROOT, DataFolder, write_private
from tooling.postgres import Use
from tooling.services import Services, callers_own
from tooling.steps import Stop, say

READY_SECONDS = 90


def _open(data: DataFolder, name: str) -> IO[str]:
    return (data.root / name).open("a+", encoding="utf-8")


def _try_lock(handle: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def owner(data: DataFolder) -> dict[str, Any] | None:
    """What the owner wrote of itself, None when nobody owns the folder's services."""
    with _open(data, "owner.lock") as handle:
        if _try_lock(handle, fcntl.LOCK_SH):
            return None
        handle.seek(0)
        try:
            found: dict[str, Any] = json.loads(handle.read() or "{}")
        except ValueError:  # caught in the middle of its first write
            found = {}
        return found


@contextmanager
def owning(data: DataFolder, kind: str, *, patience: float, address: str = "") -> Iterator[str]:
    """Become the owner, or raise Stop after `patience` seconds. Yields the mark of this ownership."""
    with _open(data, "owner.lock") as handle:
        until = time.monotonic() + patience
        while not _try_lock(handle, fcntl.LOCK_EX):
            other = owner(data) or {}
            if other.get("kind") == "run" or time.monotonic() > until:
                where = other.get("address")
                raise Stop(
                    f"Another ./dev run already uses {data.root}"
                    + (f" and serves {where}" if where else "")
                    + ": stop it first, or give another folder with --data."
                )
            time.sleep(0.05)
        data.state.unlink(missing_ok=True)
        mark = f"{os.getpid()}-{time.time_ns()}"
        announce(handle, kind=kind, mark=mark, address=address)
        try:
            yield mark
        finally:
            data.state.unlink(missing_ok=True)


def announce(handle: IO[str], **facts: str) -> None:
    handle.seek(0)
    handle.truncate()
    handle.write(json.dumps(facts))
    handle.flush()


def publish(data: DataFolder, mark: str, env: dict[str, str]) -> None:
    """Tell borrowers that the services are ready, and where. Holds passwords: readable by its owner only."""
    write_private(data.state, json.dumps({"mark": mark, "env": env}))


@contextmanager
def borrowed(data: DataFolder, *, use: Use = Use.RUN) -> Iterator[dict[str, str]]:
    """The environment for a command, with services that stay up until the block ends."""
    data.prepare()
    with _open(data, "use.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)  # waits while a keeper is stopping them
        env = _ready(data, use=use)
        yield {**os.environ, **env, **callers_own(), "RASSO_DATA": str(data.root)}


def _ready(data: DataFolder, *, use: Use) -> dict[str, str]:
    keeper: subprocess.Popen[bytes] | None = None
    log = data.logs / "keeper.log"
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        found = owner(data)
        if found is None:
            if keeper is not None and keeper.poll() not in (None, 0):
                raise Stop(processes.tail(log) or "The services did not start.")
            if keeper is None or keeper.poll() is not None:
                log.unlink(missing_ok=True)
                keeper = _start_keeper(data, use=use)
        elif data.state.exists():
            try:
                state = json.loads(data.state.read_text(encoding="utf-8"))
            except (ValueError, FileNotFoundError):
                state = {}
            if state.get("mark") and state.get("mark") == found.get("mark"):
                env: dict[str, str] = state["env"]
                return env
        time.sleep(0.03)
    raise Stop(f"The services of {data.root} were not ready within {READY_SECONDS} s; see {data.logs}.")


def _start_keeper(data: DataFolder, *, use: Use) -> subprocess.Popen[bytes]:
    argv = [sys.executable, "-m", "tooling.keeper", "--data", str(data.root)]
    argv += ["--use", use]
    handle = os.open(data.logs / "keeper.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(
            argv, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=handle, stderr=handle, start_new_session=True
        )
    finally:
        os.close(handle)


def keep(data: DataFolder, *, use: Use) -> None:
    """Hold the services until nobody borrows them."""
    with owning(data, "keeper", patience=1) as mark:
        services = Services(data, use=use)
        services.start()
        try:
            publish(data, mark, services.env())
            with _open(data, "use.lock") as lock:
                while not _try_lock(lock, fcntl.LOCK_EX):
                    time.sleep(0.1)
                data.state.unlink(missing_ok=True)
                services.stop()
        finally:
            services.stop()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--use", type=Use, default=Use.RUN)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    data = DataFolder.named(given.data)
    try:
        keep(data, use=given.use)
    except Stop as refusal:
        if owner(data) is not None:
            return 0  # another keeper was quicker
        say(str(refusal))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
