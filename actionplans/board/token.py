"""What a page of the board shows, as a signed text: the next look compares with it and draws what changed."""

from __future__ import annotations

import base64
import binascii
import uuid
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.core.signing import BadSignature, Signer

from rasso_tracker.people.models import Person

_WIDTH = 24  # 16 bytes of an id, 4 of what is stored, 4 of who is at work on it
_MOST = 100 * _WIDTH


Mark = tuple[int, int]


@dataclass(frozen=True)
class Token:
    """Plan to the marks of all in its row that changes: what is stored, and who else is at work on it.

    Signed for one person, so that nobody makes the log believe that they were shown a row before. It is an
    ETag: compression may weaken it on the way.
    """

    person: uuid.UUID
    marks: dict[uuid.UUID, Mark]

    @classmethod
    def of(cls, person: Person, rows: list[dict[str, Any]], present: dict[uuid.UUID, Any]) -> Token:
        return cls(person.pk, {row["id"]: _mark(row, present.get(row["id"], [])) for row in rows})

    @classmethod
    def read(cls, person: Person, text: str) -> Token | None:
        """None for what is no token of this person's: then everything counts as new."""
        try:
            packed = _signer(person.pk).unsign(text.removeprefix("W/").strip('"'))
            raw = base64.urlsafe_b64decode(packed)
        except (BadSignature, binascii.Error, ValueError):
            return None
        if len(raw) > _MOST or len(raw) % _WIDTH:
            return None
        parts = (raw[at : at + _WIDTH] for at in range(0, len(raw), _WIDTH))
        return cls(person.pk, {uuid.UUID(bytes=one[:16]): _read(one[16:]) for one in parts})

    def text(self) -> str:
        raw = b"".join(
            key.bytes + stored.to_bytes(4) + others.to_bytes(4)
            for key, (stored, others) in self.marks.items()
        )
        return f'"{_signer(self.person).sign(base64.urlsafe_b64encode(raw).decode())}"'


def _read(raw: bytes) -> Mark:
    return int.from_bytes(raw[:4]), int.from_bytes(raw[4:])


def _mark(row: dict[str, Any], others: list[dict[str, Any]]) -> Mark:
    """The sweep counts no version up, so the step and the moment of the lapse are in it too."""
    stored = f"{row['version']} {row['step']} {row['urgency']}"
    present = " ".join(f"{one['person']} {one['doing']}" for one in others)
    return crc32(stored.encode()), crc32(present.encode())


def _signer(person: uuid.UUID) -> Signer:
    return Signer(salt=f"actionplans.board.{person}")
