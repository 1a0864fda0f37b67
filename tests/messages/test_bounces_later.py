"""Mail that came back after the relay took it: the row is dead, and the administrator sees the address."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from rasso_tracker.clocks import now
from rasso_tracker.messages import DIGEST
from rasso_tracker.messages.bounces import bad_addresses
from rasso_tracker.messages.delivery import deliver
from rasso_tracker.messages.enums import EmailState
from rasso_tracker.messages.models import Digest, Message
from rasso_tracker.messages.statuses import came_back
from rasso_tracker.people.models import Person
from tests.messages.conftest import Facts, Sink

SAID = "550 5.1.1 No such user here"
REPORT = """\
From: MAILER-DAEMON@mail.example
To: rasso-tracker@westyorkshire.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; alice@example.test
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b
Content-Type: {original}

Message-ID: {message_id}
Subject: R/2026/000123

--b--
"""


def report(message_id: str, **said: str) -> bytes:
    words = {"action": "failed", "status": "5.1.1", "said": SAID, "original": "text/rfc822-headers", **said}
    return REPORT.format(message_id=message_id, **words).encode()


def read(place: Path) -> dict[str, int]:
    out = StringIO()
    call_command("read_bounces", str(place), stdout=out)
    answer: dict[str, int] = json.loads(out.getvalue())
    return answer


@pytest.mark.parametrize("original", ["text/rfc822-headers", "message/rfc822"])
def test_a_letter_that_came_back_is_dead_once_and_its_address_shows(
    alice: Person, facts: Facts, sink: Sink, tmp_path: Path, original: str
) -> None:
    facts.raised(alice)
    deliver()
    sent = Message.objects.get()
    folder = tmp_path / "Maildir" / "new"
    folder.mkdir(parents=True)
    (folder / "1").write_bytes(report(sent.message_id_header, original=original))
    (folder / "2").write_bytes(b"From: somebody\n\nNot a report.")

    assert read(tmp_path / "Maildir") == {"read": 2, "came_back": 1}
    assert read(tmp_path / "Maildir") == {"read": 2, "came_back": 0}

    sent.refresh_from_db()
    assert (sent.email_state, sent.sent_at, sent.failure) == (EmailState.DEAD, None, SAID)
    assert sent.handled_at is None
    (bad,) = bad_addresses(now() + timedelta(minutes=1))
    assert (bad.person, bad.said) == (alice, SAID)


def test_a_digest_that_came_back_is_dead_with_what_it_told_of(
    alice: Person, facts: Facts, sink: Sink, noon: object, tmp_path: Path
) -> None:
    facts.raised(alice, urgency=DIGEST)
    facts.raised(alice, urgency=DIGEST)
    deliver()
    (tmp_path / "one").write_bytes(report(Digest.objects.get().message_id_header))

    assert read(tmp_path / "one") == {"read": 1, "came_back": 1}
    assert set(Message.objects.values_list("email_state", "failure")) == {(EmailState.DEAD, SAID)}
    assert Digest.objects.get().email_state == EmailState.DEAD


@pytest.mark.parametrize(
    "said",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"action": "delivered", "status": "2.0.0"},
        {"status": "4.2.2"},
    ],
)
def test_a_delay_or_a_success_is_no_return(said: dict[str, str]) -> None:
    assert came_back(report("<one@example>", **said)) is None


@pytest.mark.parametrize("raw", [b"", b"\x00\xff", b"Content-Type: multipart/report\n\n", report("")])
def test_what_cannot_be_read_is_passed_over(raw: bytes) -> None:
    assert came_back(raw) is None


@pytest.mark.parametrize("message_id", ["<x@y>", "<../../etc>", "no brackets"])
def test_a_letter_that_is_not_ours_marks_nothing(message_id: str, tmp_path: Path, db: None) -> None:
    (tmp_path / "one").write_bytes(report(message_id))
    assert read(tmp_path / "one") == {"read": 1, "came_back": 0}
