"""One connection to the mail relay, and what its answers mean for a row."""

import smtplib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.utils.module_loading import import_string

from rasso_tracker.messages.composing import Email, sender
from rasso_tracker.messages.sink import kept_in

CLOSES = 421  # the relay closes the line
GO_AHEAD = 354
UNCLEAR = 451  # stands for an answer that makes no sense where it was given: tried again later


class Refused(Exception):  # an answer of the relay, not a defect
    """The relay will never take this message."""


class Failed(Exception):  # an answer of the relay, not a defect
    """The relay did not take it this time, or did not say."""


class NoRelay(Exception):  # an answer of the relay, not a defect
    """There is no relay to speak to; no message is at fault."""


def _said(code: int, text: object) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return f"{code} {' '.join(words.split())}"[:300]


class Relay:
    """A connection that is opened once for a batch, and again after it broke."""

    def __init__(self) -> None:
        self._backend = EmailBackend(fail_silently=False)
        self._sender = sender()
        self._begun: Email | None = None  # its commands are said; the relay waits for the letter itself

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        if self._begun is not None and self._backend.connection is not None:
            # A goodbye would be taken for the letter. One that is cut off before its end reaches nobody.
            self._backend.connection.close()
        self._begun = None
        with suppress(smtplib.SMTPException, OSError):
            self._backend.close()

    def send(self, email: Email, then: Email | None = None) -> None:
        """Hand one message over. Raises Refused, Failed or NoRelay.

        `then` is the message that is sent next, for a relay that takes commands together; if another one
        is sent, or none, the connection is opened anew.
        """
        if self._begun is not None and self._begun is not email:
            self.hang_up()
        try:
            self._backend.open()
        except (smtplib.SMTPException, OSError) as error:
            raise NoRelay(type(error).__name__) from error
        assert self._backend.connection is not None  # it does not fail silently
        try:
            self._hand_over(self._backend.connection, email, then)
        except smtplib.SMTPResponseException as error:
            self._answer(error.smtp_code, error.smtp_error, error)
        except (smtplib.SMTPException, OSError) as error:
            self.hang_up()
            raise Failed(f"The connection broke: {type(error).__name__}.") from error

    def _hand_over(self, line: smtplib.SMTP, email: Email, then: Email | None) -> None:
        """As smtplib.sendmail does for one recipient, without taking the addresses apart for each letter."""
        line.ehlo_or_helo_if_needed()
        together = line.has_extn("pipelining")
        said = self._together(line, email, then) if together else self._one_by_one(line, email)
        for code, text in said:
            if not 200 <= code < 300:  # a positive answer (RFC 5321, 4.2.1)
                if code != CLOSES and self._begun is None:
                    with suppress(smtplib.SMTPServerDisconnected):
                        line.rset()
                raise smtplib.SMTPResponseException(code, text)

    def _one_by_one(self, line: smtplib.SMTP, email: Email) -> Iterator[tuple[int, bytes]]:
        yield line.docmd("MAIL", f"FROM:<{self._sender}>")
        yield line.docmd("RCPT", f"TO:<{email.to}>")
        yield line.data(email.content)

    def _together(self, line: smtplib.SMTP, email: Email, then: Email | None) -> list[tuple[int, bytes]]:
        """The three commands in one sending, for a relay that offers it (RFC 2920), and those of the next
        letter with the end of this one: one wait a letter, not four.

        Nothing of a letter is said before its commands are answered, so that a refusal leaves the line in
        step. A relay that waits for a letter which nobody is to have gets an empty one.
        """
        if self._begun is None:
            line.send(self._asking(email))
        self._begun = None
        said: list[tuple[int, bytes]] = []
        while len(said) < 3:
            said.append(line.getreply())
            if said[-1][0] == CLOSES:
                return said
        (mail, rcpt), data = said[:2], said[2]
        taken = all(200 <= code < 300 for code, _ in (mail, rcpt))
        if data[0] != GO_AHEAD:
            return [mail, rcpt] if not taken else [(data[0] if data[0] >= 400 else UNCLEAR, data[1])]
        if not taken:
            line.send(b".\r\n")
        else:
            line.send(_dotted(email.content) + (self._asking(then) if then else b""))
            self._begun = then
        return [mail, rcpt, line.getreply()]

    def _asking(self, email: Email) -> bytes:
        return f"MAIL FROM:<{self._sender}>\r\nRCPT TO:<{email.to}>\r\nDATA\r\n".encode("ascii")

    def _answer(self, code: int, text: object, error: Exception) -> None:
        if code == CLOSES:
            self.hang_up()
        raise (Refused if code >= 500 else Failed)(_said(code, text)) from error


def _dotted(content: bytes) -> bytes:
    """A letter as it goes over the line (RFC 5321, 4.5.2): a leading dot is doubled, a dot alone ends it."""
    content = content.replace(b"\r\n.", b"\r\n..")
    return content + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")


def taken_before(message_ids: Iterable[str]) -> set[str]:
    """Which of these Message-IDs the relay says it took, where it can be asked.

    The mail sink can; for another relay RASSO_MAIL_LOOKUP names a function of a list of Message-IDs. Else
    nothing is known, and a repeat carries the same Message-ID.
    """
    wanted = list(message_ids)
    if not wanted:
        return set()
    lookup = getattr(settings, "RASSO_MAIL_LOOKUP", "")
    if lookup:
        return set(import_string(lookup)(wanted))
    return kept_in(settings.RASSO_MAIL_DIR, wanted) if settings.RASSO_MAIL_DIR else set()
