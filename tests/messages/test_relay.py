"""What is said to a relay, command by command, to one that takes them together and to one that does not."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from typing import Any

import pytest

from rasso_tracker.messages.composing import Email, sender
from rasso_tracker.messages.relay import Failed, Refused, Relay
from tests.messages.conftest import Sink

OTHER = Email("bob@example.test", b"To: bob@example.test\r\nSubject: Two\r\n\r\nOther\r\n")
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
        self.reads_on = False  # before it answers to the end of a letter, and then hangs up
        self.read_on: list[str] = []


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
                lines = iter(self.rfile.readline, b"")  # to the end of the letter, or of the connection
                letter = b"".join(takewhile(lambda line: line != b".\r\n", lines))
                self.server.heard.append(letter.decode())
                if self.server.reads_on:
                    self.connection.settimeout(5)  # a sender that waits for the answer says nothing more
                    self.server.read_on = [self.rfile.readline().decode().rstrip("\r\n") for _ in range(3)]
                if not self.say(self.server.answers["end"]) or self.server.reads_on:
                    return

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


def test_the_next_letter_is_begun_with_the_end_of_this_one(settings: Any) -> None:
    with relay(settings) as server:
        server.reads_on = True
        with Relay() as line:
            line.send(LETTER, OTHER)
    assert server.read_on == [f"MAIL FROM:<{sender()}>", f"RCPT TO:<{OTHER.to}>", "DATA"]


@pytest.mark.parametrize("together", [True, False])
def test_letters_begun_one_with_the_other_arrive_over_one_connection(sink: Sink, together: bool) -> None:
    sink.pipelines = together
    with Relay() as line:
        line.send(LETTER, OTHER)
        line.send(OTHER, LETTER)
        line.send(LETTER)
    assert [(one.to, one.text) for one in sink.letters] == [
        (LETTER.to, "Line\n.\n..two dots\nend\n"),
        (OTHER.to, "Other\n"),
        (LETTER.to, "Line\n.\n..two dots\nend\n"),
    ]
    assert sink.connections == 1


def test_a_letter_that_was_begun_and_is_not_sent_reaches_nobody(sink: Sink) -> None:
    with Relay() as line:
        line.send(LETTER, OTHER)
        line.send(LETTER, OTHER)
    assert (sink.recipients, sink.connections) == ([LETTER.to] * 2, 2)


def test_the_refusal_of_a_letter_leaves_the_next_one_begun(settings: Any) -> None:
    with relay(settings, end="554 Looks like spam") as server:
        with Relay() as line:
            with pytest.raises(Refused, match=r"^554 Looks like spam$"):
                line.send(LETTER, OTHER)
            server.answers["end"] = "250 Taken"
            line.send(OTHER)
        said = [one for one in server.heard if one != "quit"]
    asked = [f"MAIL FROM:<{sender()}>", f"RCPT TO:<{OTHER.to}>", "DATA"]
    assert said[-4:] == [*asked, OTHER.content.decode()]


def test_an_address_that_is_refused_when_it_was_begun_leaves_the_line_in_step(sink: Sink) -> None:
    sink.answers[OTHER.to] = "550 No such mailbox"
    with Relay() as line:
        line.send(LETTER, OTHER)
        with pytest.raises(Refused, match=r"^550 No such mailbox$"):
            line.send(OTHER, LETTER)
        line.send(LETTER)
    assert (sink.recipients, sink.connections) == ([LETTER.to] * 2, 1)


def test_the_line_that_breaks_before_a_begun_letter_is_asked_for_is_opened_anew(settings: Any) -> None:
    with relay(settings, end="421 Closing") as server:
        with Relay() as line:
            with pytest.raises(Failed, match=r"^421 Closing$"):
                line.send(LETTER, OTHER)
            server.answers["end"] = "250 Taken"
            line.send(OTHER)
        said = [one for one in server.heard if one != "quit"]
    assert said.count(OTHER.content.decode()) == 1
    assert [one.split()[0] for one in said].count("ehlo") == 2
