"""Sixty kills of real processes while notices are delivered: nothing lost, nothing twice in an inbox."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.faults.rig import Rig
from tests.messages.conftest import Sink
from tests.tooling.conftest import OURS
from tooling.places import ROOT, DataFolder

ROUNDS = (
    ("pool", "pool", "valkey", "beat 1"),
    ("pool", "pool", "postgres", "beat 2"),
    ("worker", "backend", "valkey", "postgres"),
) * 5
WAITING = "SELECT count(*) FROM notices_message WHERE email_state <> 'sent'"
UNRESOLVED = "SELECT count(*) FROM notices_raised WHERE outcome <> 'delivered'"


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    root = Path(mkdtemp(prefix="rasso-faults-"))
    (root / "mail").mkdir()
    monkeypatch.setenv("EMAIL_URL", "")
    made = Rig(DataFolder(root / "data"), Sink(folder=root / "mail"))
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(root, ignore_errors=True)


@pytest.mark.faults
def test_sixty_kills_lose_nothing_and_repeat_nothing_in_an_inbox(rig: Rig) -> None:
    for targets in ROUNDS:
        rig.raise_some(4)
        rig.strike(*targets, after=3)
    rig.raise_some(1)

    def has_settled() -> bool:
        rig.let_pass()  # what failed five times waits for sixteen minutes: messages/retry.py
        return rig.ask(WAITING) == rig.ask(UNRESOLVED) == [(0,)]

    settled = rig.wait(has_settled, seconds=300)

    assert settled, rig.logs()
    assert len(rig.killed) >= 60, Counter(rig.killed)
    inboxes = rig.ask("SELECT source, count(*), count(DISTINCT recipient_id) FROM notices_message GROUP BY 1")
    assert len(inboxes) == rig.raised
    assert {(told, people) for _, told, people in inboxes} == {(3, 3)}
    sent = Counter(letter.message_id for letter in rig.sink.letters)
    assert set(sent) == {header for (header,) in rig.ask("SELECT message_id_header FROM notices_message")}
    addressed = {(letter.message_id, letter.to) for letter in rig.sink.letters}
    assert len(addressed) == len(sent), "a repeat is the same letter to the same person"
    assert rig.ask("SELECT count(*) > 0 FROM notices_sweeprun WHERE finished_at IS NULL") == [(True,)]
    audit = subprocess.run(
        [sys.executable, "manage.py", "verify_audit"], cwd=ROOT, env=rig.env, capture_output=True, check=False
    )
    assert audit.returncode == 0, audit.stdout + audit.stderr
