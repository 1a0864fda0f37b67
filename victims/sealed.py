"""Sealing and opening the text columns of this app: the label is always `victims.<model>.<field>`."""

from __future__ import annotations

from typing import Any

from cases.models import CaseBearing
from rasso_tracker.vault import case_key, seal, unseal
from rasso_tracker.vault.models import DataKey


def _label(row: CaseBearing, field: str) -> str:
    return f"victims.{row._meta.model_name}.{field}"


def seal_into(row: CaseBearing, *, key: DataKey | None = None, **texts: str) -> None:
    """Put each text, sealed under the row's case, into its `<field>_sealed` column; the row is not saved."""
    key = key or case_key(row.case_id)
    for field, text in texts.items():
        setattr(row, f"{field}_sealed", seal(row.case_id, _label(row, field), row.pk, text, key=key))


def opened(row: CaseBearing, field: str, key: DataKey | None = None) -> str:
    """The text of `<field>_sealed`; "" where nothing was sealed."""
    blob: Any = getattr(row, f"{field}_sealed")
    return "" if blob is None else unseal(row.case_id, _label(row, field), row.pk, blob, key=key)
