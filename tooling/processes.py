"""Starting and ending child processes. Only processes started here are ever ended here."""

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
try:
    _prctl: Callable[..., int] | None = ctypes.CDLL(None).prctl
except (OSError, AttributeError):  # not Linux: a killed parent then leaves its children
    _prctl = None


def end_with_parent() -> None:
    """In a child, before it becomes its program: ask the kernel for a SIGTERM when the parent dies."""
    if _prctl is not None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def spawn(
    argv: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: dict[str, Any] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child with its output in `log`, away from the terminal's Ctrl-C.

    Call it from the main thread only: the kernel ends the child when the thread that started it ends,
    which is what stops the children when `./dev` itself is killed.
    """
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(
            [str(part) for part in argv],
            env=dict(env) if env is not None else None,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=handle,
            stderr=handle,
            start_new_session=True,
            preexec_fn=end_with_parent,
            **(user or {}),
        )
    finally:
        os.close(handle)


def end(child: subprocess.Popen[bytes], *, by: int = signal.SIGTERM, patience: float = 10.0) -> None:
    """Ask a child to stop, wait, and only then kill its group."""
    if child.poll() is None:
        child.send_signal(by)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def wait_until(met: Callable[[], bool], *, seconds: float, every: float = 0.03) -> bool:
    """Whether a condition came true within the time."""
    until = time.monotonic() + seconds
    while not met():
        if time.monotonic() > until:
            return False
        time.sleep(every)
    return True


def wait_for(child: subprocess.Popen[bytes], ready: Callable[[], bool], *, seconds: float) -> bool:
    """Whether a child became ready: False when it ended first, or when the time is over."""
    wait_until(lambda: child.poll() is not None or ready(), seconds=seconds)
    return child.poll() is None and ready()


def free_port(wanted: int = 0) -> int:
    """A loopback port that nothing listens on, the wanted one if it is free."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port")


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def tail(log: Path, lines: int = 12) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").strip().splitlines()[-lines:])
