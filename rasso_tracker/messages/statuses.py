"""Delivery status notifications (RFC 3464): mail that a relay took and that came back later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message as Mail
from pathlib import Path

MULTIPART, STATUS = "multipart/report", "message/delivery-status"
ORIGINALS = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")
LARGEST = 2_000_000  # octets; a report with the letter in it is a few thousand


@dataclass(frozen=True)
class CameBack:
    """`message_id` is of the letter that came back for good; `said` is why, in the words of a mail server."""

    message_id: str
    said: str


def came_back(raw: bytes) -> CameBack | None:
    """What a report says of one letter; None for other mail, a delay, or a success."""
    report = message_from_bytes(raw[:LARGEST], policy=policy.compat32)
    if report.get_content_type() != MULTIPART:
        return None
    said, message_id = "", ""
    for part in report.walk():
        kind = part.get_content_type()
        if kind == STATUS:
            said = said or next(_failures(part), "")
        elif kind in ORIGINALS:
            message_id = message_id or _id_of(part)
    return CameBack(message_id, said) if said and message_id else None


def _failures(part: Mail) -> Iterator[str]:
    """The reasons of the recipients that failed for good; a status of 4 is tried again by the server."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Mail):
            continue
        status = str(block.get("Status", "")).strip()
        if str(block.get("Action", "")).strip().lower() == "failed" and status.startswith("5"):
            words = str(block.get("Diagnostic-Code", "")).partition(";")[2] or status
            yield " ".join(words.split())[:300]


def _id_of(part: Mail) -> str:
    payload = part.get_payload()
    first = payload[0] if isinstance(payload, list) and payload else None
    if isinstance(first, Mail):
        return str(first.get("Message-ID", "")).strip()
    decoded = part.get_payload(decode=True)
    headers = message_from_bytes(decoded if isinstance(decoded, bytes) else b"", policy=policy.compat32)
    return str(headers.get("Message-ID", "")).strip()


def reports_in(place: Path) -> Iterator[bytes]:
    """The mail of a file, or of every file of a folder such as a Maildir."""
    for path in [place] if place.is_file() else sorted(one for one in place.rglob("*") if one.is_file()):
        with path.open("rb") as file:
            yield file.read(LARGEST)
