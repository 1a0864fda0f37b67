"""What a suspect is known by: names, date of birth and phones, sealed under the case's key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from cases.alike import Known
from cases.models import Suspect
from rasso_tracker.vault import case_key, sealing, unseal
from rasso_tracker.vault.models import DataKey

SUSPECT_NAME = "cases.suspect.name"
OTHER_NAMES = "cases.suspect.other_names"
BORN = "cases.suspect.born"
PHONES = "cases.suspect.phones"
Sealer = Callable[[str, UUID, str], bytes]


def known_of(suspect: Suspect, key: DataKey | None = None) -> Known:
    """Opened. A page that opens those of a whole case gives its `key`."""

    def text(label: str, blob: bytes | memoryview | None) -> str:
        return unseal(suspect.case_id, label, suspect.pk, blob, key=key) if blob is not None else ""

    born = text(BORN, suspect.born_sealed)
    return Known(
        name=text(SUSPECT_NAME, suspect.name_sealed),
        other_names=text(OTHER_NAMES, suspect.other_names_sealed),
        born=date.fromisoformat(born) if born else None,
        phones=text(PHONES, suspect.phones_sealed),
    )


def seal_known(suspect: Suspect, known: Known, seal: Sealer | None = None) -> None:
    """Put what is known into the columns of the row, which is not saved. A loader gives its own `seal`."""
    seal = seal or sealing(case_key(suspect.case_id))

    def blob(label: str, text: str) -> bytes | None:
        return seal(label, suspect.pk, text) if text else None

    suspect.name_sealed = seal(SUSPECT_NAME, suspect.pk, known.name)
    suspect.other_names_sealed = blob(OTHER_NAMES, known.other_names)
    suspect.born_sealed = blob(BORN, known.born.isoformat() if known.born else "")
    suspect.phones_sealed = blob(PHONES, known.phones)
