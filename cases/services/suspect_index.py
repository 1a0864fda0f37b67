"""Keeping the keyed index of suspects in step with what is known of each (cases.alike)."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Sequence
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from cases.alike import Known, keys_of
from cases.models import Suspect, SuspectIndex
from cases.services.known_as import known_of
from cases.services.stored import need_door
from rasso_tracker.audit.actions import Action
from rasso_tracker.audit.doors import open_door
from rasso_tracker.audit.record import record
from rasso_tracker.people.access import system
from rasso_tracker.vault import blind_index, case_keys

SURNAME = "cases.suspect.surname"
KINDS = ("names", "dated", "near", "phones")
AT_ONCE = 1000


def surname_of(name: str) -> str:
    """The last word of a name as written: what a suspect is looked up by."""
    words = name.split()
    return words[-1] if words else ""


def surname_key(name: str) -> bytes | None:
    """The blind index of the surname; None where no name is known."""
    surname = surname_of(name)
    return blind_index(SURNAME, surname) if surname else None


def hashed(kind: str, keys: Iterable[str]) -> list[int]:
    """Each key under the index key of the vault, cut to eight bytes: a look-up, and nothing to read back."""
    secret = base64.b64decode(settings.RASSO_INDEX_KEY)
    found = {hmac.digest(secret, f"cases.suspect.{kind}|{one}".encode(), sha256)[:8] for one in keys}
    return sorted(int.from_bytes(one, signed=True) for one in found)


def index_of(suspect: Suspect, known: Known) -> SuspectIndex:
    """The unsaved row of the index; the bulk door saves them by the thousand."""
    keys = keys_of(known)
    row = SuspectIndex(case_id=suspect.case_id, suspect=suspect)
    for kind in KINDS:
        setattr(row, kind, hashed(kind, getattr(keys, kind)))
    return row


def keep_index(suspect: Suspect, known: Known) -> None:
    """Write the index of one suspect anew: inside the deed that added or corrected them."""
    need_door("keep_index")
    row = index_of(suspect, known)
    changed = SuspectIndex.objects.filter(suspect=suspect).update(
        **{kind: getattr(row, kind) for kind in KINDS}
    )
    if not changed:
        row.save(force_insert=True)


def rebuild_suspect_index() -> int:
    """Make the index of every suspect anew, and the surname by which each is looked up: after the index key
    was changed, or the rules of cases.alike. The number of suspects: a voided record has nothing in it.

    A thousand at a time, in two statements each; what was there before counts until the whole is done.
    """
    done = 0
    with system("the index of every suspect is made anew"), open_door("rebuild_suspect_index"):
        ids = list(Suspect.objects.filter(voided_at__isnull=True).order_by("pk").values_list("pk", flat=True))
        for first in range(0, len(ids), AT_ONCE):
            done += _rebuild(ids[first : first + AT_ONCE])
        record(by=None, action=Action.SUSPECTS_INDEXED, reason=f"{done} suspects")
    return done


def _rebuild(ids: Sequence[UUID]) -> int:
    suspects = list(Suspect.objects.filter(pk__in=ids))
    keys = case_keys({one.case_id for one in suspects})
    rows = []
    for suspect in suspects:
        known = known_of(suspect, keys[suspect.case_id])
        suspect.surname_index = surname_key(known.name)
        rows.append(index_of(suspect, known))
    SuspectIndex.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["suspect"], update_fields=list(KINDS)
    )
    Suspect.objects.bulk_update(suspects, ["surname_index"])
    return len(rows)
