"""The folder in which the sink keeps mail: one `.eml` file a message, newest name last."""

import os
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the page runs where the SMTP server is not installed
    from aiosmtpd.smtp import SMTP, Envelope, Session


NAME = re.compile(r"^\d{16,24}-\d{1,9}$")
_numbers = count(1)


@dataclass(frozen=True)
class Letter:
    """One message as a page shows it."""

    name: str
    kept_at: datetime
    subject: str
    to: str
    sender: str
    message_id: str
    text: str


class MailBox:
    """Takes messages for aiosmtpd and reads them back for the page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_EHLO(  # noqa: N802  # the name that aiosmtpd calls
        self, server: "SMTP", session: "Session", envelope: "Envelope", hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer what real relays offer: commands may come several at a time (RFC 2920)."""
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_DATA(  # noqa: N802  # the name that aiosmtpd calls
        self, server: "SMTP", session: "Session", envelope: "Envelope"
    ) -> str:
        """Keep one message; the sender hears 250 only when it is whole on disk."""
        content = envelope.content
        if content is None:
            return "554 Nothing was sent"
        self.keep(content if isinstance(content, bytes) else content.encode())
        return "250 Kept"

    def keep(self, content: bytes) -> str:
        name = f"{time.time_ns()}-{next(_numbers)}"
        part = self.folder / f".{name}.part"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.rename(self.folder / f"{name}.eml")
        return name

    def names(self) -> list[str]:
        """Names of the kept messages, newest first."""
        if not self.folder.is_dir():
            return []
        found = [path.stem for path in self.folder.glob("*.eml") if NAME.match(path.stem)]
        return sorted(found, key=lambda name: [int(part) for part in name.split("-")], reverse=True)

    def read(self, name: str) -> Letter | None:
        """One message, None when there is none of that name. A name that is not ours opens nothing."""
        if not NAME.match(name):
            return None
        try:
            raw = (self.folder / f"{name}.eml").read_bytes()
        except FileNotFoundError:
            return None
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(preferencelist=("plain", "html"))
        try:
            text = body.get_content() if body is not None else ""
        except LookupError:  # a character set that does not exist
            text = raw.decode("ascii", errors="replace")
        return Letter(
            name=name,
            # The name begins with the nanoseconds since 1970 at which the message was kept.
            kept_at=datetime.fromtimestamp(int(name.split("-")[0]) / 1_000_000_000, tz=UTC),
            subject=str(message["subject"] or ""),
            to=str(message["to"] or ""),
            sender=str(message["from"] or ""),
            message_id=str(message["message-id"] or ""),
            text=text.replace("\r\n", "\n"),
        )
