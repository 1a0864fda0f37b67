"""Killed senders, lost leases, two deliverers at once: nothing lost, nothing twice in an inbox."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection, connections

from rasso_tracker.audit.doors import open_door
from rasso_tracker.clocks import now
from rasso_tracker.ids import uuid7
from rasso_tracker.messages import kinds
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.enums import EmailState
from rasso_tracker.messages.models import Message, Raised, SweepRun
from rasso_tracker.messages.services import raise_notice
from rasso_tracker.messages.services.leasing import (
    HOPELESS,
    LEASE,
    SUSPECT,
    claim_messages,
    mark_failed,
    mark_sent,
    release,
)
from rasso_tracker.messages.services.resolving import deliver_raised
from rasso_tracker.messages.tally import Tally
from rasso_tracker.people.access import system
from tests.messages import standing
from tests.messages.conftest import Sink

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _always_due(own_database: str) -> Iterator[None]:
    standing.register()
    yield
    kinds.unregister(standing.KIND)


def raise_some(count: int) -> None:
    with system("a test raises"), open_door("a test raises"):
        for _ in range(count):
            source = uuid7()
            raise_notice(kind=standing.KIND, source=source, subject_id=source, at=now())


def post_some(count: int) -> None:
    raise_some(count)
    deliver_raised(at=now(), tally=Tally())


def claim() -> list[Message]:
    return claim_messages(at=now(), tally=Tally()) or []


def states() -> Counter[str]:
    with system("a test counts"):
        return Counter(Message.objects.values_list("email_state", flat=True))


def stored(message: Message) -> Message:
    with system("a test looks"):
        return Message.objects.get(pk=message.pk)


def database_url() -> str:
    known = django_settings.DATABASES["default"]
    secret = f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else ""
    host = quote(known["HOST"], safe="")
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"postgres://{quote(known['USER'])}{secret}@{host}{port}/{known['NAME']}"


def sender(sink: Sink) -> subprocess.Popen[str]:
    """A deliverer in a process of its own, which can be killed."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DATABASE_WORKER_URL": "",
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "RASSO_MAIL_DIR": str(sink.folder),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "rasso_tracker.settings"),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.messages.standing"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class Killer:
    """Kills the sender when it hands over its `number`-th message: before the sink keeps it, or after."""

    def __init__(self, sink: Sink, number: int, *, kept: bool) -> None:
        self.sink, self.number, self.kept, self.seen = sink, number, kept, 0
        self.victim: subprocess.Popen[str] | None = None
        self.keep = sink.keep
        sink.keep = self  # type: ignore[method-assign,assignment]  # the sink calls it for each message

    def __call__(self, content: bytes) -> str:
        self.seen += 1
        if self.seen != self.number:
            return self.keep(content)
        assert self.victim is not None
        name = self.keep(content) if self.kept else ""
        self.victim.send_signal(signal.SIGKILL)
        self.victim.wait()
        return name


@pytest.mark.faults
@pytest.mark.parametrize("kept", [False, True])
def test_sender_killed_in_the_middle_loses_nothing_and_repeats_nothing(sink: Sink, kept: bool) -> None:
    raise_some(3)  # three notices to three people
    killer = Killer(sink, number=5, kept=kept)
    killer.victim = sender(sink)
    killer.victim.communicate(timeout=60)
    assert killer.victim.returncode == -signal.SIGKILL
    found = states()
    assert set(found) <= {EmailState.SENT, EmailState.LEASED}
    assert found.total() == 9
    assert found[EmailState.SENT] <= 4

    assert deliver().sent == 0, "the leases still run: the sender might be alive"
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        deliver()

    assert states() == {EmailState.SENT: 9}
    kept_ids = Counter(letter.message_id for letter in sink.letters)
    with system("a test looks"):
        assert kept_ids == Counter(Message.objects.values_list("message_id_header", flat=True))
        assert SweepRun.objects.filter(finished_at__isnull=True).count() == 1, "the killed run shows"


@pytest.mark.faults
def test_two_deliverers_at_once_send_each_message_once(sink: Sink) -> None:
    raise_some(40)

    senders = [sender(sink) for _ in range(2)]
    said = [one.communicate(timeout=120) for one in senders]

    assert [one.returncode for one in senders] == [0, 0], said
    assert states() == {EmailState.SENT: 120}
    with system("a test looks"):
        expected = Counter(Message.objects.values_list("message_id_header", flat=True))
    assert Counter(letter.message_id for letter in sink.letters) == expected
    assert len(expected) == 120


def test_two_resolvers_at_once_post_each_notice_once() -> None:
    raise_some(200)
    start, tallies = threading.Barrier(2), [Tally(), Tally()]

    def resolve(tally: Tally) -> None:
        start.wait()
        while deliver_raised(at=now(), tally=tally):
            pass
        connections.close_all()

    threads = [threading.Thread(target=resolve, args=(tally,)) for tally in tallies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    deliver_raised(at=now(), tally=Tally())

    with system("a test looks"):
        assert (Message.objects.count(), Raised.objects.filter(outcome="").count()) == (600, 0)


def test_resolver_that_dies_leaves_everything_as_it_was() -> None:
    raise_some(1)

    def die_half_way() -> None:
        with system("a test dies half way"):
            deliver_raised(at=now(), tally=Tally())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        die_half_way()

    with system("a test looks"):
        assert (Message.objects.count(), Raised.objects.get().outcome) == (0, "")


def test_claimed_message_is_nobody_elses_until_the_lease_ends() -> None:
    post_some(1)
    first = claim()

    assert (len(first), claim()) == (3, [])
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        second = claim()
    assert {row.pk for row in second} == {row.pk for row in first}
    assert {row.fence for row in second} == {2}


def test_sender_that_lost_its_lease_cannot_mark() -> None:
    post_some(1)
    slow = claim()[0]
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        claim()

        assert mark_sent([(slow, [slow.pk])]) == 0
        assert mark_failed(slow, "550 No", for_good=True) is False
        release([slow], wait=timedelta(0))

    assert (stored(slow).email_state, stored(slow).fence) == (EmailState.LEASED, 2)


def test_released_message_can_be_taken_after_the_wait() -> None:
    post_some(1)
    release(claim(), wait=timedelta(minutes=1))

    assert claim() == []
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert len(claim()) == 3


def lose(message: Message, leases: int) -> None:
    with system("a test lets senders die"), open_door("a test lets senders die"):
        Message.objects.filter(pk=message.pk).update(lost_leases=leases)


def test_message_on_which_senders_die_is_taken_last_and_alone() -> None:
    post_some(1)
    suspect = claim()[0]
    lose(suspect, SUSPECT)
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        assert suspect.pk not in {row.pk for row in claim()}
        assert [row.pk for row in claim()] == [suspect.pk]


def test_message_on_which_ten_senders_died_is_a_dead_letter() -> None:
    post_some(1)
    killer = claim()[0]
    lose(killer, HOPELESS)
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        claim()
        assert claim() == []

    assert (stored(killer).email_state, stored(killer).failure) == (
        EmailState.DEAD,
        "Ten senders died on it.",
    )


def test_each_expired_lease_is_counted() -> None:
    post_some(1)
    claim()
    with time_machine.travel(now() + LEASE + timedelta(seconds=1)):
        assert {row.lost_leases for row in claim()} == {1}


def test_command_prints_one_line_of_json(sink: Sink) -> None:
    raise_some(1)
    out, errors = sender(sink).communicate(timeout=60)

    assert (out, errors) == ('{"posted": 3, "sent": 3, "held": 0, "failed": 0, "skipped": {}}\n', "")
    connection.close()
