"""The free text of this app, sealed under the case's key. One label a column (rasso_tracker.vault)."""

from __future__ import annotations

from cases.models import CaseBearing
from rasso_tracker.vault import seal, unseal
from rasso_tracker.vault.models import DataKey


def label_of(row: CaseBearing, field: str) -> str:
    return f"reviews.{type(row).__name__}.{field}"


def sealed(row: CaseBearing, field: str, text: str) -> bytes:
    """`text` as the column `<field>_sealed` of `row` keeps it. "" is sealed too."""
    return seal(row.case_id, label_of(row, field), row.pk, text)


def text_of(row: CaseBearing, field: str, key: DataKey | None = None) -> str:
    """What `<field>_sealed` of `row` says; "" where nothing was ever written. `key` is its case's, where many
    texts of one case are read.
    """
    blob = getattr(row, f"{field}_sealed")
    return unseal(row.case_id, label_of(row, field), row.pk, blob, key=key) if blob is not None else ""
