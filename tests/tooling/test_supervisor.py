"""The supervisor: a child that ends comes back, and all end with it."""

import sys
import time
from pathlib import Path

from tooling import processes
from tooling.supervisor import LONGEST_PAUSE, Supervisor, Watched

# Waits to be ended; the alarm is for one that a failed test left behind.
WAITER = [sys.executable, "-c", "import signal; signal.alarm(60); signal.pause()"]


def test_child_that_was_killed_is_started_again(tmp_path: Path) -> None:
    one = Watched("Worker", lambda: processes.spawn(WAITER, log=tmp_path / "log"))
    one.run()
    first = one.child
    assert first is not None
    first.kill()
    first.wait()
    at = time.monotonic()
    one.look(at)
    assert one.child is None
    one.look(at + one.pause)
    try:
        assert one.child is not None
        assert one.child.pid != first.pid
        assert one.child.poll() is None
    finally:
        if one.child is not None:
            processes.end(one.child)


def test_pause_grows_with_each_failure_up_to_its_limit(tmp_path: Path) -> None:
    one = Watched("Worker", lambda: processes.spawn([sys.executable, "-c", ""], log=tmp_path / "log"))
    one.run()
    pauses, at = [], time.monotonic()
    for _ in range(8):
        assert one.child is not None
        one.child.wait()
        pauses.append(one.pause)
        one.look(at)
        at = one.again_at
        one.look(at)
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, LONGEST_PAUSE, LONGEST_PAUSE]
    assert one.child is not None
    one.child.wait()


def test_stop_ends_every_child(tmp_path: Path) -> None:
    supervisor = Supervisor()
    for name in ("Worker", "Web"):
        supervisor.add(name, lambda: processes.spawn(WAITER, log=tmp_path / "log"))
    supervisor.start()
    children = [one.child for one in supervisor.watched]
    supervisor.stop()
    assert [child is not None and child.poll() is not None for child in children] == [True, True]
