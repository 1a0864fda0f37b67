"""Progress on standard error, so that what a command answers on standard output stays clean."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

STARTED = time.monotonic()
HEARTBEAT_SECONDS = 10.0


class Stop(Exception):
    """Something is missing or wrong; the text is the one sentence that the person reads."""


def say(text: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.1f} s] {text}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say that a step begins, that it still runs (every ten seconds), and how long it took."""
    begun = time.monotonic()
    over = threading.Event()

    def beat() -> None:
        while not over.wait(HEARTBEAT_SECONDS):
            say(f"{title}: still working, {time.monotonic() - begun:.0f} s so far")

    say(f"{title} ...")
    threading.Thread(target=beat, daemon=True).start()
    try:
        yield
    finally:
        over.set()
    say(f"{title}: done in {time.monotonic() - begun:.1f} s")


def call(
    argv: Sequence[str | Path],
    *,
    wrong: str,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: str | None = None,
) -> str:
    """Run a command quietly and return its output; `wrong` and the end of its output are the refusal."""
    try:
        done = subprocess.run(
            [str(part) for part in argv],
            env=dict(env) if env is not None else None,
            cwd=cwd,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError as error:
        raise Stop(f"{wrong} ({error.filename} is not there)") from error
    if done.returncode:
        tail = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise Stop(f"{wrong}\n{tail}" if tail else wrong)
    return done.stdout
