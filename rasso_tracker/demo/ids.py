"""Ids of the demo: UUIDv7 in shape and order, made of the seed and a moment; they come out the same again."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from random import Random

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62


class Ids:
    """`Ids(rng)(moment)`: later ids of one maker sort after earlier ones of the same moment."""

    def __init__(self, rng: Random) -> None:
        self._bits = rng.getrandbits
        self._made = 0

    def __call__(self, moment: datetime) -> uuid.UUID:
        self._made += 1
        ms = (moment - _EPOCH) // _MILLISECOND
        place = (self._made & 0xFFF) << 64
        return uuid.UUID(int=(ms << 80) | _VERSION_7 | place | _VARIANT | self._bits(62))
