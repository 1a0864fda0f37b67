"""The words of e-mails: a reference, what to do, by when, why. Never a victim, suspect or offence.

An e-mail is put into bytes here and not by the mail library, whose generator took four times as long as
handing the letters over (docs/adr/0010). What is not plain ASCII is left to the library's codecs.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.header import Header
from email.utils import formatdate, parseaddr
from functools import cache
from typing import Any

from django.conf import settings
from django.template import engines

from rasso_tracker.clocks import london_date, now
from rasso_tracker.messages.models import Digest, Message, Outgoing
from rasso_tracker.people.models import Person

LISTED_IN_A_DIGEST = 100
LINE = 76  # characters of a folded header line (RFC 5322: 78)
LONGEST = 900  # octets of a body line that is sent as it is (RFC 5321: 998)
_ADDRESS = re.compile(r"[!-;=?A-~]+@[!-;=?A-~]+")  # printable ASCII with no space or angle bracket


@dataclass(frozen=True)
class Email:
    """An e-mail to one address, in the bytes that go over the line."""

    to: str
    content: bytes


def notice_email(message: Message) -> Email:
    """The e-mail of one notice."""
    words, today = _words("notice"), london_date(now())
    subject = str(words.subject(message, today))
    body = str(words.body(message, message.recipient, today, settings.RASSO_ORIGIN))
    return written(message, message.recipient, subject, body)


def digest_email(digest: Digest, messages: Iterable[Message]) -> Email:
    """One e-mail with everything held; of several steps about one subject only the highest is said."""
    highest: dict[tuple[str, object], Message] = {}
    for message in sorted(messages, key=lambda one: (one.rank, one.raised_for)):
        highest[message.kind, message.subject_id] = message
    said = sorted(highest.values(), key=lambda one: (one.due_on is None, one.due_on, one.reference))
    words, listed = _words("digest"), said[:LISTED_IN_A_DIGEST]
    body = str(words.body(digest, listed, len(said), london_date(now()), settings.RASSO_ORIGIN))
    return written(digest, digest.recipient, str(words.subject(digest, len(said))), body)


@cache
def _words(template: str) -> Any:
    """The macros of a template, which cost no context of their own for each letter."""
    engine: Any = engines["jinja2"]
    return engine.env.get_template(f"emails/{template}.txt").module


def written(row: Outgoing, person: Person, subject: str, body: str) -> Email:
    """The e-mail of a row. Raises ValueError for an address that cannot be written down."""
    to = _address(person.email)
    encoding, content = _body(body)
    headers = (
        ("Subject", _header("Subject", " ".join(subject.split()))),
        ("From", _header("From", settings.DEFAULT_FROM_EMAIL)),
        ("To", to),
        ("Date", formatdate(now().timestamp())),
        ("Message-ID", row.message_id_header),
        ("Auto-Submitted", "auto-generated"),
        ("MIME-Version", "1.0"),
        ("Content-Type", 'text/plain; charset="utf-8"'),
        ("Content-Transfer-Encoding", encoding),
    )
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return Email(to, head.encode("ascii") + b"\r\n" + content)


def sender() -> str:
    """The address in the name of which e-mail is handed over."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _address(typed: str) -> str:
    local, _, domain = typed.rpartition("@")
    address = typed if domain.isascii() else f"{local}@{domain.encode('idna').decode()}"
    if not _ADDRESS.fullmatch(address):
        raise ValueError("an address that cannot be written down")
    return address


def _header(name: str, value: str) -> str:
    if not value.isascii():
        return Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
    lines, room = [], LINE - len(name) - 2
    while len(value) > room and (cut := value.rfind(" ", 0, room + 1)) > 0:
        lines.append(value[:cut])
        value, room = value[cut + 1 :], LINE - 1
    return "\r\n ".join([*lines, value])


def _body(text: str) -> tuple[str, bytes]:
    lines = text.split("\n")
    if text.isascii() and max(map(len, lines)) <= LONGEST:
        return "7bit", "\r\n".join(lines).encode("ascii")
    return "quoted-printable", quopri.encodestring(text.encode()).replace(b"\n", b"\r\n")
