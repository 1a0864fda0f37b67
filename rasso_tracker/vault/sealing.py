from __future__ import annotations

import base64
import hmac
import os
import unicodedata
import uuid
from collections.abc import Callable, Collection
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import UUIDField

from rasso_tracker import prepared

if TYPE_CHECKING:
    from rasso_tracker.vault.models import DataKey

NONCE = 12
FORMAT = b"\x01"


class CannotUnseal(RuntimeError):
    """The value does not open: wrong row, wrong label, a changed byte or a key that is gone."""


@cache
def _ring() -> dict[int, bytes]:
    """The key ring, version to key; the last one named wraps new keys."""
    ring = {}
    for part in settings.RASSO_KEYS.split(","):
        version, _, key = part.strip().partition(":")
        ring[int(version)] = base64.b64decode(key)
        if len(ring[int(version)]) != 32:
            raise ImproperlyConfigured(f"RASSO_KEYS: key {version} is not 32 bytes")
    return ring


def _current_version() -> int:
    return list(_ring())[-1]


def _wrap(case_id: uuid.UUID, key: bytes, version: int) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_ring()[version]).encrypt(nonce, key, f"data key|{case_id}|{version}".encode())


def _unwrap(row: DataKey) -> bytes:
    if row.ring_version not in _ring():
        raise CannotUnseal(f"key {row.ring_version} of the ring is not at hand")
    wrapped = bytes(row.wrapped)
    bound = f"data key|{row.case_id}|{row.ring_version}".encode()
    try:
        return AESGCM(_ring()[row.ring_version]).decrypt(wrapped[:NONCE], wrapped[NONCE:], bound)
    except InvalidTag as fault:
        raise CannotUnseal(f"the data key of case {row.case_id} does not open") from fault


def new_case_key(case_id: uuid.UUID) -> DataKey:
    """An unsaved, wrapped data key for a case; the service that opens the case (or the bulk door) saves
    it.
    """
    from rasso_tracker.vault.models import DataKey

    version = _current_version()
    return DataKey(case_id=case_id, ring_version=version, wrapped=_wrap(case_id, os.urandom(32), version))


def case_key(case_id: uuid.UUID) -> DataKey:
    """The data key of a case, for seal() and unseal() where a page opens many values of one case."""
    from rasso_tracker.vault.models import DataKey

    def rows() -> Any:
        return DataKey.objects.filter(case_id=prepared.Slot("case", output_field=UUIDField()))

    found = prepared.found(case_key, rows, case=case_id)
    if not found:
        raise CannotUnseal(f"case {case_id} has no data key that may be seen")
    key: DataKey = found[0]
    return key


def case_keys(case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, DataKey]:
    """The data keys of many cases in one query; a case whose key may not be seen is left out."""
    from rasso_tracker.vault.models import DataKey

    return {row.case_id: row for row in DataKey.objects.filter(case_id__in=case_ids)}


def _key_of(case_id: uuid.UUID) -> bytes:
    return _unwrap(case_key(case_id))


def seal(
    case_id: uuid.UUID, label: str, row_id: uuid.UUID, text: str, *, key: DataKey | None = None
) -> bytes:
    """Encrypt `text`. "" is sealed too, so that a table does not tell who left something blank."""
    return sealing(key or case_key(case_id))(label, row_id, text)


def sealing(key: DataKey) -> Callable[[str, uuid.UUID, str], bytes]:
    """seal() for many values of one case, whose key is opened once: of label, row and text."""
    cipher = AESGCM(_unwrap(key))

    def sealed(label: str, row_id: uuid.UUID, text: str) -> bytes:
        nonce = os.urandom(NONCE)
        return FORMAT + nonce + cipher.encrypt(nonce, text.encode(), f"{label}|{row_id}|1".encode())

    return sealed


def unseal(
    case_id: uuid.UUID, label: str, row_id: uuid.UUID, blob: bytes | memoryview, *, key: DataKey | None = None
) -> str:
    """Decrypt what seal() made. Raises CannotUnseal when label, row or bytes are not those it was made
    with. A page that opens many values of a case fetches its `key` once.
    """
    sealed = bytes(blob)
    if sealed[:1] != FORMAT:
        raise CannotUnseal("unknown format")
    nonce, body = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    try:
        cipher = AESGCM(_unwrap(key) if key else _key_of(case_id))
        return cipher.decrypt(nonce, body, f"{label}|{row_id}|1".encode()).decode()
    except InvalidTag as fault:
        raise CannotUnseal(f"{label} of row {row_id} does not open") from fault


# Letters that Unicode takes for their own and not for another with a mark: as they are written without.
_UNMARKED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)


def normalise(text: str) -> str:
    """One spelling for look-up: no accents, case, marks or double spaces, and "Łukasz" as "Lukasz"."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_UNMARKED)
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(letters.split())


def blind_index(label: str, text: str) -> bytes:
    """A keyed hash (32 bytes) of the normalised text: exact look-up without the text being there."""
    key = base64.b64decode(settings.RASSO_INDEX_KEY)
    return hmac.new(key, f"{label}|{normalise(text)}".encode(), sha256).digest()


def rewrap_all() -> int:
    """Wrap every data key with the current key of the ring; the number re-wrapped. Run inside a deed."""
    from rasso_tracker.vault.models import DataKey

    current, done = _current_version(), 0
    for row in DataKey.objects.exclude(ring_version=current).iterator(chunk_size=1000):
        row.wrapped = _wrap(row.case_id, _unwrap(row), current)
        row.ring_version = current
        row.save(update_fields=["wrapped", "ring_version"])
        done += 1
    return done
