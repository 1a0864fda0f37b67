"""What is said to a relay, command by command, to one that takes them together and to one that does not."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from rasso_tracker.messages.composing import Email
from rasso_tracker.messages.relay import Failed, Refused, Relay
from tests.messages.conftest import Sink

LETTER = Email(
    "alice@example.test", b"To: alice@example.test\r\nSubject: One\r\n\r\nLine\r\n.\r\n..two dots\r\nend\r\n"
)


class Script(socketserver.ThreadingTCPServer):
    """A relay that offers pipelining and gives the answers it was told to give, command by command.

    `heard` keeps every line; after 354 the lines up to the single dot are one letter, answered as "end".
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self, **answers: str) -> None:
        super().__init__(("127.0.0.1", 0), Said)
        usual = {"ehlo": "250-relay\r\n250 PIPELINING", "mail": "250 OK", "rcpt": "250 OK", "data": "354 Go"}
        self.answers = {**usual, "end": "250 Taken", "rset": "250 OK", "quit": "221 Bye", **answers}
        self.heard: list[str] = []


class Said(socketserver.StreamRequestHandler):
    server: Script

    def handle(self) -> None:
        self.say("220 relay")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            self.server.heard.append(line)
            word = line.split()[0].lower()
            if not self.say(self.server.answers[word]):
                return
            if word == "data" and self.server.answers["data"].startswith("354"):
                letter = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.heard.append(letter.decode())
                self.say(self.server.answers["end"])

    def say(self, answer: str) -> bool:
        self.wfile.write(answer.encode() + b"\r\n")
        return not answer.startswith("421")


@contextmanager
def relay(settings: Any, **answers: str) -> Iterator[Script]:
    with Script(**answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("together", [True, False])
def test_a_letter_arrives_byte_for_byte_whichever_way_it_is_said(sink: Sink, together: bool) -> None:
    sink.pipelines = together
    with Relay() as line:
        line.send(LETTER)
        line.send(LETTER)
    assert [one.text for one in sink.letters] == ["Line\n.\n..two dots\nend\n"] * 2
    assert sink.connections == 1


@pytest.mark.parametrize("together", [True, False])
def test_a_refused_address_leaves_the_line_in_step(sink: Sink, together: bool) -> None:
    sink.pipelines = together
    sink.answers["bad@example.test"] = "550 No such mailbox"
    with Relay() as line:
        with pytest.raises(Refused, match=r"^550 No such mailbox$"):
            line.send(Email("bad@example.test", LETTER.content))
        line.send(LETTER)
    assert (sink.recipients, sink.connections) == (["alice@example.test"], 1)


@pytest.mark.parametrize(
    ("answers", "error", "words", "ends_with"),
    [
        ({"mail": "452 Full"}, Failed, "452 Full", ["", "rset"]),
        # It goes ahead though nobody is to have it: an empty letter, which reaches nobody, ends the asking.
        ({"rcpt": "550 Nobody"}, Refused, "550 Nobody", ["DATA", "", "rset"]),
        ({"rcpt": "550 Nobody", "data": "503 No"}, Refused, "550 Nobody", ["DATA", "rset"]),
        ({"data": "451 Later"}, Failed, "451 Later", ["DATA", "rset"]),
        ({"data": "250 OK"}, Failed, "451 OK", ["DATA", "rset"]),
        ({"end": "554 Looks like spam"}, Refused, "554 Looks like spam", ["rset"]),
        ({"rcpt": "421 Closing"}, Failed, "421 Closing", [f"RCPT TO:<{LETTER.to}>"]),
    ],
)
def test_each_refusal_is_read_before_anything_else_is_said(
    settings: Any, answers: dict[str, str], error: type[Exception], words: str, ends_with: list[str]
) -> None:
    with relay(settings, **answers) as server:
        with Relay() as line, pytest.raises(error, match=rf"^{words}$"):
            line.send(LETTER)
        said = [one for one in server.heard if one != "quit"]
    assert said[-len(ends_with) :] == ends_with
